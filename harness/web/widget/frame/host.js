/**
 * Who this document belongs to: the loader in the page above, the loader in the page that opened
 * this window (the popup, or the page that a chat opens on on phones), or nobody. Whoever it is,
 * it is told the same things and asks for the same things.
 */
'use strict';

/** How long a page that opened this window may take to answer before the window goes on alone. */
const ALONE_MS = 1500;

const kind = window.parent !== window ? 'embed' : document.body.dataset.kind === 'popup' ? 'popup' : 'page';

/** The other side: its window, the origin once it has spoken, and the name that both speak under. */
const host = {
  window: kind === 'embed' ? window.parent : window.opener,
  origin: '',
  name: kind === 'embed' ? window.name : 'livechatoo-' + kind,
};

/** Tells the loader; the first word goes out before its origin is known, and holds nothing. */
function tell(say, data) {
  if (host.window && (host.origin || say === 'hello')) {
    host.window.postMessage({ ...data, livechatoo: host.name, say }, host.origin || '*');
  }
  if (kind !== 'embed') hearInWindow(say, data);
}

/** @param {Record<string, (data: any) => void>} asked what to do on each thing asked for */
function listen(asked) {
  alone.asked = asked;
  window.addEventListener('message', (event) => {
    const data = event.data;
    if (!host.window || event.source !== host.window || typeof data !== 'object' || data === null) return;
    if (data.livechatoo !== host.name || !Object.hasOwn(asked, data.say)) return;
    if (host.origin && host.origin !== '*' && event.origin !== host.origin) return;
    host.origin = event.origin === 'null' ? '*' : event.origin;
    if (kind === 'embed') asked[data.say](data);
    else if (data.say === 'config') startInWindow(data);
  });
}

/** What a window of its own is like, and what it was opened for: a proactive chat, the offline form. */
const alone = { asked: {}, isStarted: false, phone: false, proposal: { number: 0 }, isOffline: false, online: false, isChat: false };

/** @param {{key?: string, phone?: boolean, isOffline?: boolean, proposal?: {number: number}, from?: string}} told */
function startInWindow(told) {
  if (alone.isStarted) return;
  if (told.key) host.name = told.key;
  const data = told.key ? kept(told) : { ...recalled(), ...told };
  alone.isStarted = true;
  alone.phone = data.phone === true;
  alone.isOffline = data.isOffline === true;
  alone.proposal = data.proposal || alone.proposal;
  const from = data.from || new URLSearchParams(location.search).get('from') || '';
  const unknown = { options: {}, details: {}, styles: {}, lang: document.body.dataset.lang };
  alone.asked.config({ ...unknown, ...data, from, page: '' });
}

/** Keeps what was told for a reload after the opener has gone; email and phone are not kept. */
function kept(told) {
  const { options, styles, lang, phone, url, host: at, title, from } = told;
  sessionStorage.setItem('livechatoo', JSON.stringify({ options, styles, lang, phone, url, host: at, title, from }));
  return told;
}

function recalled() {
  return JSON.parse(sessionStorage.getItem('livechatoo') || '{}');
}

function hearInWindow(say, data) {
  if (say === 'hello') {
    if (host.window) setTimeout(startInWindow, ALONE_MS, {});
    else startInWindow({});
    return;
  }
  if (say === 'ready') Object.assign(alone, { online: data.online, isChat: data.chat !== null });
  else if (say === 'online') alone.online = data.online;
  else if (say === 'chat') alone.isChat = data.chat !== null;
  else if (say === 'close') whenAnswered(() => window.close());
  else if (say !== 'proposed') return;
  if (alone.isChat) alone.proposal = { number: 0 };
  const isOnline = alone.online && !alone.isOffline;
  const isChat = alone.isChat || (isOnline && (alone.proposal.number > 0 || world.proposal !== null));
  alone.asked.show({
    page: isChat ? 'chat' : isOnline ? 'online' : 'offline',
    shape: 'page', size: 'res', side: 'right', bubble: false, phone: alone.phone, proposal: alone.proposal,
  });
}
