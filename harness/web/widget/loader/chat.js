/** What a chat does to the bar: it was running before, it begins, it ends; and where it opens on phones. */
'use strict';

const NEW_PAGE = 'livechatoo-page';

/**
 * The page was loaded during a chat: it shows the chat as it was left, on phones always closed,
 * since it is open on a page of its own there.
 * @param {Run} run
 */
function reopen(run) {
  run.started = run.chat.ticket;
  if (run.wanted === 'mini') return;
  const isReopened = assumed('chat-reopens', true);
  if (isReopened) run.wanted = 'chat';
  run.size = isReopened && !run.isMobile ? run.chat.box : 'min';
}

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
    if (run.size === 'min' && !isWindowOpen(run.newPage)) run.size = 'res';
    run.box = chatStatus(run);
  } else if (run.wanted === 'online' || run.wanted === 'start-online') {
    run.wanted = run.page = 'chat';
  }
  run.chat = chat;
  show(run);
  if (hasStarted) fire(run, 'onchatstart', ticketOf(chat));
  if (hasStarted && assumed('start-fires-onchange', false)) fire(run, 'onchange', { chat_status: run.box });
}

/** @param {Run} run */
function chatEnded(run) {
  run.chat = null;
  if (run.behind.wanted === 'chat') run.behind = { wanted: 'start-online', size: 'min' };
  if (run.wanted === 'chat') run.wanted = run.size === 'min' ? 'start-online' : 'online';
  show(run);
}

/**
 * Opens the chat on a page of its own, perhaps with a proactive chat; false when the browser refuses.
 * @param {Run} run
 * @param {string} wanted
 * @param {object} [proposal]
 */
function openNewPage(run, wanted, proposal) {
  const link = run.newPage;
  const isOffline = wanted === 'offline' || wanted === 'start-offline';
  link.config = () => ({ ...introduction(run.options), phone: true, from: run.view, proposal, isOffline });
  link.heard = heardFrom((data) => visitorDid(run, data));
  if (isWindowOpen(link) && !proposal && !isOffline) {
    attempt(() => link.window.focus());
    return true;
  }
  const url = address('client-embed', run.account, run.lang) + '?from=' + encodeURIComponent(run.view);
  return openWindow(link, url, '');
}

/**
 * The page that the run before had opened stays open: from now on it talks to this run.
 * @param {Run} run
 * @param {Link} link
 */
function takeOver(run, link) {
  if (!isWindowOpen(link)) return;
  const { config } = link;
  link.config = () => ({ ...config(), ...introduction(run.options) });
  link.heard = heardFrom((data) => visitorDid(run, data));
  run.newPage = link;
}

/** What is done on the visitor's acts in another document than the frame. */
function heardFrom(visitorActs) {
  return { sent: visitorActs, rated: visitorActs, asked: visitorActs };
}
