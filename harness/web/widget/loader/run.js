/**
 * One run of the bar, from `init` to `stop`: what is asked for, what is shown, who is told.
 *
 * `wanted` is what was asked for, `page` what it became (no operator online, a chat running),
 * '' until the frame is ready. `size` is min, res or max, and `box` what was drawn of it.
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
 * @property {string} account
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
 * @property {boolean} seenOnline whether an operator is online, also when the page stays as it is
 * @property {Chat | null} chat
 * @property {string} started the ticket that was announced last
 * @property {{number: number}} proposal the proactive chat asked for last, and how many there were
 * @property {Link} newPage where the chat opens on phones
 * @property {string} view what the back end calls this page
 * @property {boolean} hasAppeared
 */

/** The running widget. @type {Run | null} */
let run = null;

/**
 * @param {object} options
 * @param {string} account
 * @returns {Run}
 */
function newRun(options, account) {
  const name = 'livechatoo-' + nonce();
  const lang = langOf(options);
  const mobile = attempt(() => options.mobile);
  const page = text(options, 'page');
  const wanted = isInitialPage(page) ? page : 'start-online';
  const isFlippedOpen = assumed('flip-after-hidden', 'start-online') === 'online';
  return {
    ...buildRoot(name, address('client-embed', account, lang)),
    options,
    account,
    name,
    lang,
    side: text(options, 'side') === 'left' ? 'left' : 'right',
    bubble: attempt(() => options.bubble),
    isMobile: typeof mobile === 'boolean' ? mobile : looksMobile(),
    wanted,
    page: '',
    size: isStart(wanted) ? 'min' : 'res',
    box: 'min',
    behind: isFlippedOpen ? { wanted: 'online', size: 'res' } : { wanted: 'start-online', size: 'min' },
    online: false,
    seenOnline: false,
    chat: null,
    started: '',
    proposal: { number: 0 },
    newPage: newLink(NEW_PAGE, () => introduction(options), {}),
    view: '',
    hasAppeared: false,
  };
}

/** Who moves the box, where it is assumed whether `onchange` tells of it. */
const TOLD_OF = { flip: 'flip-fires-onchange', page: 'page-fires-onchange' };

/**
 * Asks for another page or size; before the frame is ready that is only noted.
 * @param {Run} run
 * @param {string} wanted
 * @param {Size} size
 * @param {'visitor' | 'flip' | 'page' | 'trigger'} by
 */
function move(run, wanted, size, by) {
  if (wanted === 'hidden' && run.wanted !== 'hidden') {
    run.behind = { wanted: run.wanted, size: run.size };
  }
  run.wanted = wanted;
  run.size = size;
  if (run.page) show(run, by);
}

/**
 * Shows what is wanted now; minimising, restoring and maximising a chat is told to the page.
 * @param {Run} run
 * @param {string} [by]
 */
function show(run, by) {
  const before = run.box;
  const isTold = !Object.hasOwn(TOLD_OF, by) || assumed(TOLD_OF[by], true);
  run.page = settle(run);
  draw(run);
  if (run.chat && run.box !== before && run.hasAppeared && isTold) fire(run, 'onchange', { chat_status: run.box });
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
 * Calls one of the page's callbacks, as long as this run is the one on the page.
 * @param {Run} current
 * @param {string} name
 * @param {object} data
 */
function fire(current, name, data) {
  if (current === run) callBack(current.options, name, data);
}
