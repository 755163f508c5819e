/**
 * `livechatoo.popup` as the vendor's page documents it: a chat in a window of its own, opened at
 * once or by a bubble on the page. One popup at a time; nothing here throws into the page.
 */
'use strict';

const POPUP_FEATURES = 'popup,width=400,height=600';
const BUBBLE_TYPES = ['right1', 'right2', 'right3', 'left1', 'left2', 'left3'];

/**
 * What `popup.init` was given, and the bubble on the page if there is one.
 * @type {{options: object, account: string, removeBubble: (() => void) | null} | null}
 */
let popupRun = null;
let lastPopupOptions = null;
/** The window; a second `init` loads it anew, or closes it when it shows a bubble instead. */
const popupLink = newLink('livechatoo-popup', () => introduction(popupRun.options), POPUP_HEARD);

const popup = {
  /** @param {object} [options] */
  init(options) {
    const prepared = attempt(() => window.livechatoo.popup.options);
    const given = isObject(options) ? options : isObject(prepared) ? prepared : lastPopupOptions;
    const account = accountOf(given);
    if (!account) return;
    lastPopupOptions = given;
    leaveBubble();
    popupRun = { options: given, account, removeBubble: null };
    window.addEventListener('message', hearPopup);
    if (text(given, 'mode') !== 'bubble') {
      openPopup();
      return;
    }
    closeWindow(popupLink);
    popupRun.removeBubble = showBubble(bubbleType(given), langOf(given), bubbleClicked);
  },

  /** @returns {string} open, bubble or '' */
  status() {
    const isOpen = isWindowOpen(popupLink);
    const shown = isOpen ? 'open' : popupRun && popupRun.removeBubble ? 'bubble' : '';
    return statusOf(shown, shown !== '', isOpen && popupOnline);
  },

  stop() {
    if (!popupRun) return;
    leaveBubble();
    closeWindow(popupLink);
    popupRun = null;
    window.removeEventListener('message', hearPopup);
  },

  close() {
    closeWindow(popupLink);
  },
};

/** @param {object} options */
function bubbleType(options) {
  const asked = text(options, 'btype');
  for (let i = 0; i < BUBBLE_TYPES.length; i += 1) if (BUBBLE_TYPES[i] === asked) return asked;
  return 'right1';
}

function leaveBubble() {
  if (popupRun && popupRun.removeBubble) popupRun.removeBubble();
}

function bubbleClicked() {
  if (isWindowOpen(popupLink)) attempt(() => popupLink.window.focus());
  else openPopup();
}

function openPopup() {
  const { options, account } = popupRun;
  openWindow(popupLink, address('client-popup', account, langOf(options)), POPUP_FEATURES);
}

/** @param {MessageEvent} event */
function hearPopup(event) {
  if (popupRun) hearWindow(popupLink, event);
}
