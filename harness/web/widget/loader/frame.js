/**
 * The conversation with the frame. Each message is `{livechatoo, say, …}` with the run's name,
 * a nonce, under `livechatoo`; origin, source and name are checked on both sides.
 *
 *   frame -> loader   hello {} · ready {view, online, bubble, browser, chat} · shown {} ·
 *                     arrived {view} · online {online} · chat {chat} · proposed {} ·
 *                     sent, rated, asked, triggered {…} · open, minimize, restore, maximize,
 *                     close, dismiss {} (the visitor did it)
 *   loader -> frame   config {options, details, styles, browser, page, lang, phone, url, host, title} ·
 *                     show {page, shape, size, side, bubble, phone, proposal}
 */
'use strict';

const ORIGIN = 'https://app.livechatoo.com';

/** The browser's token, for a session where the frame's own cookie is refused. */
let browser = '';

/**
 * @param {Run} run
 * @param {'config' | 'show'} say
 * @param {object} data
 */
function tell(run, say, data) {
  const other = run.frame.contentWindow;
  if (other) other.postMessage({ ...data, livechatoo: run.name, say }, ORIGIN);
}

/**
 * @param {Run} current
 * @param {MessageEvent} event
 */
function hear(current, event) {
  const data = event.data;
  hearWindow(current.newPage, event);
  if (event.origin !== ORIGIN || event.source !== current.frame.contentWindow) return;
  if (!isObject(data) || data.livechatoo !== current.name || current !== run) return;
  if (Object.hasOwn(ACTS, data.say)) visitorDid(current, data);
  else if (Object.hasOwn(HEARD, data.say)) HEARD[data.say](current, data);
}

/**
 * @param {Run} current
 * @param {{say: string}} data
 */
function visitorDid(current, data) {
  const act = ACTS[data.say];
  fire(current, act.callback(data), act.data(data));
}

/**
 * What to do on each thing that the frame says, beside what it tells of people's acts.
 * @type {Record<string, (run: Run, data: any) => void>}
 */
const HEARD = {
  hello(run) {
    tell(run, 'config', { ...introduction(run.options), page: run.wanted, phone: run.isMobile });
  },
  ready(run, data) {
    browser = data.browser;
    run.view = data.view;
    run.online = run.seenOnline = data.online;
    run.chat = data.chat;
    if (typeof run.bubble !== 'boolean') run.bubble = data.bubble && !preference.isBubbleDismissed();
    if (run.chat) reopen(run);
    run.page = settle(run);
    draw(run);
  },
  shown(run) {
    if (run.hasAppeared) return;
    run.hasAppeared = true;
    fire(run, 'onload', { page: run.page, online: run.online });
    if (run.chat) fire(run, 'onchatopened', ticketOf(run.chat));
  },
  arrived(run, data) {
    run.view = data.view;
  },
  online(run, data) {
    run.seenOnline = data.online;
    if (!assumed('live-negation', true)) return;
    run.online = data.online;
    if (run.page) show(run);
  },
  chat(run, data) {
    if (data.chat) chatRuns(run, data.chat);
    else chatEnded(run);
  },
  proposed(run) {
    if (run.wanted !== 'mini') move(run, 'chat', 'res', 'trigger');
  },
  open(run) {
    if ((run.isMobile || run.wanted === 'mini') && openNewPage(run, run.wanted)) return;
    move(run, OPEN_OF[run.wanted] || run.wanted, 'res', 'visitor');
  },
  minimize(run) {
    move(run, START_OF[run.wanted] || run.wanted, 'min', 'visitor');
  },
  restore(run) {
    move(run, run.wanted, 'res', 'visitor');
  },
  maximize(run) {
    move(run, run.wanted, 'max', 'visitor');
  },
  close(run) {
    if (run.chat && assumed('close-fires-onchange', false)) fire(run, 'onchange', { chat_status: 'min' });
    run.chat = null;
    move(run, run.wanted === 'chat' ? 'start-online' : START_OF[run.wanted] || run.wanted, 'min', 'visitor');
  },
  dismiss(run) {
    run.bubble = false;
    preference.write(run.side, run.isMobile, true);
    draw(run);
  },
};
