/**
 * One run of the widget, from `init` to `stop`: what is asked for, what is shown, who is told.
 *
 * `wanted` is what was asked for, `page` what it became (no operator online, a chat running),
 * '' until the widget has appeared. `size` is min, res or max, and `box` what was drawn of it.
 * `behind` is what `flip` shows again.
 */
'use strict';

/** @typedef {'min' | 'res' | 'max'} Size */
/** @typedef {{ticket: string, initiator: string, here: boolean, box: Size}} Chat */
/**
 * @typedef {object} Run
 * @property {HTMLElement} root
 * @property {HTMLIFrameElement} frame
 * @property {object} options the page's own object, on which callbacks are called
 * @property {string} name
 * @property {string} lang
 * @property {'left' | 'right'} side
 * @property {boolean | undefined} bubble
 * @property {boolean} isMobile
 * @property {string} wanted
 * @property {string} page
 * @property {Size} size
 * @property {Size} box
 * @property {{wanted: string, size: Size}} behind
 * @property {boolean} online
 * @property {Chat | null} chat
 * @property {string} started the ticket that was announced last
 * @property {{number: number}} proposal the proactive chat asked for last, and how many there were
 * @property {boolean} hasAppeared
 */

const PAGES = ['start-online', 'online', 'start-offline', 'offline', 'hidden', 'mini'];
const OFFLINE_OF = { 'start-online': 'start-offline', online: 'offline', chat: 'offline' };
const OPEN_OF = { 'start-online': 'online', 'start-offline': 'offline' };
const START_OF = { online: 'start-online', offline: 'start-offline' };

/** The running widget. @type {Run | null} */
let run = null;

function isInitialPage(value) {
  for (let i = 0; i < PAGES.length; i += 1) if (PAGES[i] === value) return true;
  return false;
}

function isStart(page) {
  return page === 'start-online' || page === 'start-offline';
}

/**
 * @param {object} options
 * @param {string} account
 * @returns {Run}
 */
function newRun(options, account) {
  const name = 'livechatoo-' + nonce();
  const lang = text(options, 'lang') || 'en';
  const mobile = attempt(() => options.mobile);
  const page = text(options, 'page');
  const wanted = isInitialPage(page) ? page : 'start-online';
  return {
    ...buildRoot(name, ORIGIN + '/' + account + '/client-embed/' + encodeURIComponent(lang)),
    options,
    name,
    lang,
    side: text(options, 'side') === 'left' ? 'left' : 'right',
    bubble: attempt(() => options.bubble),
    isMobile: typeof mobile === 'boolean' ? mobile : looksMobile(),
    wanted,
    page: '',
    size: isStart(wanted) ? 'min' : 'res',
    box: 'min',
    behind: { wanted: 'start-online', size: 'min' },
    online: false,
    chat: null,
    started: '',
    proposal: { number: 0 },
    hasAppeared: false,
  };
}

/**
 * What the visitor sees.
 * @param {Run} run
 * @returns {'hidden' | 'bar' | 'mini' | 'window' | 'maximized'}
 */
function shape(run) {
  if (run.page === 'hidden' || run.page === 'mini') return run.page;
  if (isStart(run.page) || run.size === 'min') return 'bar';
  return run.size === 'max' ? 'maximized' : 'window';
}

/**
 * @param {Run} run
 * @returns {Size}
 */
function chatStatus(run) {
  const seen = shape(run);
  if (seen === 'maximized') return 'max';
  return seen === 'window' ? 'res' : 'min';
}

/**
 * What a wanted page becomes while a chat runs, and when no operator is online.
 * @param {Run} run
 */
function settle(run) {
  const wanted = run.wanted;
  if (run.chat) return wanted === 'online' || wanted === 'start-online' ? 'chat' : wanted;
  return run.online ? wanted : OFFLINE_OF[wanted] || wanted;
}

/**
 * Asks for another page or size; before the widget has appeared that is only noted.
 * @param {Run} run
 * @param {string} wanted
 * @param {Size} size
 */
function move(run, wanted, size) {
  if (wanted === 'hidden' && run.wanted !== 'hidden') {
    run.behind = { wanted: run.wanted, size: run.size };
  }
  run.wanted = wanted;
  run.size = size;
  if (run.hasAppeared) show(run);
}

/**
 * Shows what is wanted now; minimising, restoring and maximising a chat is told to the page.
 * @param {Run} run
 */
function show(run) {
  const before = run.box;
  run.page = settle(run);
  draw(run);
  if (run.chat && run.box !== before) fire(run, 'onchange', { chat_status: run.box });
}

/** @param {Run} run */
function draw(run) {
  if (!run.page) return;
  const seen = shape(run);
  const hasBubble = run.bubble === true && isStart(run.page) && !run.isMobile;
  run.box = chatStatus(run);
  place(run, seen, hasBubble);
  tell(run, 'show', {
    page: run.page, shape: seen, size: run.box, side: run.side,
    bubble: hasBubble, phone: run.isMobile, proposal: run.proposal,
  });
}

/**
 * Calls one of the page's callbacks; what it throws is the page's, not the widget's.
 * @param {Run} current
 * @param {string} name
 * @param {object} data
 */
function fire(current, name, data) {
  if (current !== run) return;
  const callback = attempt(() => current.options[name]);
  if (typeof callback !== 'function') return;
  try {
    callback.call(current.options, data);
  } catch (error) {
    report(error);
  }
}
