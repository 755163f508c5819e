/**
 * Who this frame belongs to: the loader in the page above, or nobody when it has a window
 * of its own (which `mini` opens). Both are told the same things and ask for the same things.
 */
'use strict';

const isEmbedded = window.parent !== window;
/** The origin of the page above, once its loader has spoken. */
let hostOrigin = '';

/** Tells the loader; the first word goes out before its origin is known, and holds nothing. */
function tell(say, data) {
  if (!isEmbedded) hearInWindow(say, data);
  else window.parent.postMessage({ ...data, livechatoo: window.name, say }, hostOrigin || '*');
}

/** @param {Record<string, (data: any) => void>} asked what to do on each thing asked for */
function listen(asked) {
  if (!isEmbedded) {
    alone.asked = asked;
    return;
  }
  window.addEventListener('message', (event) => {
    const data = event.data;
    if (event.source !== window.parent || typeof data !== 'object' || data === null) return;
    if (data.livechatoo !== window.name) return;
    if (hostOrigin && hostOrigin !== '*' && event.origin !== hostOrigin) return;
    if (!Object.hasOwn(asked, data.say)) return;
    hostOrigin = event.origin === 'null' ? '*' : event.origin;
    asked[data.say](data);
  });
}

/** What a window of its own is like. */
const alone = { asked: {}, online: false, chat: null };

function hearInWindow(say, data) {
  const from = new URLSearchParams(location.search).get('from') || '';
  if (say === 'hello') {
    alone.asked.config({ options: {}, from, page: '', lang: document.body.dataset.lang });
    return;
  }
  if (say === 'ready') Object.assign(alone, { online: data.online, chat: data.chat });
  else if (say === 'online') alone.online = data.online;
  else if (say === 'chat') alone.chat = data.chat;
  else if (say === 'close') window.close();
  else return;
  const page = alone.chat ? 'chat' : alone.online ? 'online' : 'offline';
  alone.asked.show({ page, shape: 'page', size: 'res', side: 'right', bubble: false, phone: false, proposal: { number: 0 } });
}

/** Opens the chat in a window of its own. */
function openWindow() {
  window.open(location.pathname + '?from=' + encodeURIComponent(session.view), '_blank');
}
