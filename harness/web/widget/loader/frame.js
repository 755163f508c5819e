/**
 * The conversation with the frame. Each message is `{livechatoo, say, …}` with the run's name,
 * a nonce, under `livechatoo`; origin, source and name are checked on both sides.
 *
 *   frame -> loader   hello {} · ready {online, bubble, browser, chat} · shown {} ·
 *                     online {online} · chat {chat} · sent {name, email, phone, message} ·
 *                     open, minimize, restore, maximize, close, dismiss {} (the visitor did it)
 *   loader -> frame   config {options, browser, page, lang, phone, url, host, title} ·
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
  if (event.origin !== ORIGIN || event.source !== current.frame.contentWindow) return;
  if (!isObject(data) || data.livechatoo !== current.name || current !== run) return;
  if (Object.hasOwn(HEARD, data.say)) HEARD[data.say](current, data);
}

/** @param {Chat} chat */
function ticketOf(chat) {
  return { ticket: chat.ticket, initiator: chat.initiator };
}

/**
 * What to do on each thing that the frame says.
 * @type {Record<string, (run: Run, data: any) => void>}
 */
const HEARD = {
  hello(run) {
    const options = pick(run.options, TEXT_OPTIONS);
    options.session_per_host = attempt(() => run.options.session_per_host) === true;
    tell(run, 'config', {
      options, browser, page: run.wanted, lang: run.lang, phone: run.isMobile,
      url: location.href, host: location.host, title: document.title,
    });
  },
  ready(run, data) {
    browser = data.browser;
    run.online = data.online;
    run.chat = data.chat;
    if (typeof run.bubble !== 'boolean') run.bubble = data.bubble && !preference.isBubbleDismissed();
    if (run.chat) {
      run.started = run.chat.ticket;
      if (run.wanted !== 'mini') {
        run.wanted = 'chat';
        run.size = run.chat.box;
      }
    }
    run.page = settle(run);
    draw(run);
  },
  shown(run) {
    if (run.hasAppeared) return;
    run.hasAppeared = true;
    fire(run, 'onload', { page: run.page, online: run.online });
    if (run.chat) fire(run, 'onchatopened', ticketOf(run.chat));
  },
  online(run, data) {
    run.online = data.online;
    if (run.page) show(run);
  },
  chat(run, data) {
    if (data.chat) chatRuns(run, data.chat);
    else chatEnded(run);
  },
  open(run) {
    move(run, OPEN_OF[run.wanted] || run.wanted, 'res');
  },
  minimize(run) {
    move(run, START_OF[run.wanted] || run.wanted, 'min');
  },
  restore(run) {
    move(run, run.wanted, 'res');
  },
  maximize(run) {
    move(run, run.wanted, 'max');
  },
  close(run) {
    run.chat = null;
    move(run, run.wanted === 'chat' ? 'start-online' : START_OF[run.wanted] || run.wanted, 'min');
  },
  dismiss(run) {
    run.bubble = false;
    preference.write(run.side, run.isMobile, true);
    draw(run);
  },
  sent(run, data) {
    fire(run, 'onofflinemessage', pick(data, ['name', 'email', 'phone', 'message']));
  },
};

/**
 * A chat is running: begun on this page just now, or on another one of the same visitor.
 * @param {Run} run
 * @param {Chat} chat
 */
function chatRuns(run, chat) {
  const hasStarted = chat.here && run.started !== chat.ticket;
  run.started = chat.ticket;
  if (hasStarted && run.wanted !== 'mini') {
    run.wanted = run.page = 'chat';
    if (run.size === 'min') run.size = 'res';
    run.box = chatStatus(run);
  } else if (run.wanted === 'online' || run.wanted === 'start-online') {
    run.wanted = run.page = 'chat';
  }
  run.chat = chat;
  show(run);
  if (hasStarted) fire(run, 'onchatstart', ticketOf(chat));
}

/** @param {Run} run */
function chatEnded(run) {
  run.chat = null;
  if (run.behind.wanted === 'chat') run.behind = { wanted: 'start-online', size: 'min' };
  if (run.wanted === 'chat') run.wanted = run.size === 'min' ? 'start-online' : 'online';
  show(run);
}
