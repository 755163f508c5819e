/** The frame's conduct: what happens when the loader asks, people act, or news come. */
'use strict';

/** What the loader asked to show last. @type {Record<string, any> | null} */
let shown = null;
/** What the back end said last. @type {Record<string, any> | null} */
let world = null;
/** What the loader told about the page. @type {Record<string, any> | null} */
let config = null;
/** The proposal (by its number) that the back end knows, and what it was told last. */
const reported = { proposal: 0, position: '' };
/** Messages that came while the window was closed, and the ticket that the visitor ended. */
const unread = { seen: 0, count: 0 };
let endedTicket = '';
/** Where the focus goes once what the visitor asked for is shown. */
let focusNext = '';

const isOpen = () => ['window', 'maximized', 'page'].includes(shown.shape);

listen({
  config(data) {
    config = data;
    arrive();
  },
  show(data) {
    const isFirst = !shown;
    shown = data;
    draw();
    reportPosition(isFirst);
    if (isFirst) tell('shown', {});
  },
});

function arrive() {
  const { options, url, host, title, page, lang, from } = config;
  const browser = config.browser || document.body.dataset.browser;
  const view = world ? '' : session.view;
  ajax({ do: 'hello', view, browser, options, url, host, title, page, lang, from }, (status, answer) => {
    if (status !== 200) return;
    session.view = answer.view;
    if (world) {
      session.version = -1;
      apply(answer);
      waitForNews(position(), apply, arrive);
      return;
    }
    prepare(options);
    remember(answer);
    tell('ready', { online: answer.online, bubble: answer.bubble, browser: answer.browser, chat: forLoader(answer.chat) });
  });
}

function remember(answer) {
  world = answer;
  session.version = answer.version;
}

/** Takes in what the back end said, unless something newer is known already. */
function apply(answer) {
  if (answer.version < session.version) return;
  const before = world;
  if (answer.chat && answer.chat.ticket === endedTicket) answer.chat = null;
  remember(answer);
  const had = before.chat ? before.chat.ticket : '';
  const has = answer.chat ? answer.chat.ticket : '';
  if (has && !had && answer.chat.here) reported.position = 'chat res';
  if (had && !has) remarkEnd(before);
  else if (shown) draw();
  if (answer.online !== before.online) tell('online', { online: answer.online });
  if (had !== has) tell('chat', { chat: forLoader(answer.chat) });
}

function forLoader(chat) {
  return chat && { ticket: chat.ticket, initiator: chat.initiator, here: chat.here, box: chat.box };
}

function remarkEnd(before) {
  draw();
  drawLog(before);
  remark(texts.ended);
  drawn.key = JSON.stringify(world.proposal);
  drawn.count = 1;
}

function draw() {
  const heard = world.chat ? world.chat.messages.filter((one) => one.author === 'operator').length : 0;
  if (isOpen() || !world.chat) unread.seen = heard;
  unread.count = Math.max(0, heard - unread.seen);
  drawAll(shown, world, unread.count);
  if (focusNext) {
    parts[focusNext].focus();
    focusNext = '';
  }
}

function position() {
  return { page: shown.page, box: shown.size };
}

/** Tells the back end what the visitor sees, when that has changed. */
function reportPosition(isFirst) {
  const { proposal, page } = shown;
  const isProposed = page === 'chat' && !world.chat && proposal.number > 0 && proposal.number !== reported.proposal;
  const key = page + ' ' + shown.size;
  if (page !== 'chat') reported.proposal = 0;
  if (isProposed) reported.proposal = proposal.number;
  const isNew = key !== reported.position;
  reported.position = key;
  if (isFirst && !isProposed) {
    waitForNews(position(), apply, arrive);
  } else if (isNew || isProposed) {
    const proactive = isProposed ? proposal : undefined;
    ajax({ do: 'page', view: session.view, ...position(), proactive }, (status, answer) => {
      if (status === 200) apply(answer);
      waitForNews({}, apply, arrive);
    });
  }
}

function say() {
  const text = parts.message.value.trim();
  if (!text) return;
  parts.message.value = '';
  ajax({ do: 'say', view: session.view, text }, (status, answer) => {
    if (status === 200) {
      apply(answer);
      return;
    }
    parts.message.value = text;
    remark(texts.failed);
  });
}

function leaveMessage() {
  const form = Object.fromEntries(new FormData(parts.offline));
  ajax({ do: 'message', view: session.view, ...form }, (status, answer) => {
    setText(parts.thanks, status === 200 ? texts.thanks : texts.failed);
    if (status !== 200) return;
    parts.text.value = '';
    tell('sent', answer);
  });
}

function endChat() {
  if (world.chat) endedTicket = world.chat.ticket;
  else if (!world.proposal) return;
  world = { ...world, chat: null, proposal: null };
  ajax({ do: 'end', view: session.view }, (status, answer) => status === 200 && apply(answer));
}

/** What the visitor does with each button. */
const acts = {
  open() {
    if (shown.shape === 'mini') openWindow();
    else act('open', shown.page === 'start-offline' ? 'name' : 'message');
  },
  minimize: () => act('minimize', 'open'),
  restore: () => act('restore', 'maximize'),
  maximize: () => act('maximize', 'restore'),
  close() {
    endChat();
    act('close', 'open');
  },
  dismiss: () => act('dismiss', 'open'),
};

function act(what, focus) {
  focusNext = focus;
  tell(what, {});
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button && Object.hasOwn(acts, button.id)) acts[button.id]();
});

document.addEventListener('submit', (event) => {
  event.preventDefault();
  if (event.target.id === 'composer') say();
  else leaveMessage();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shown && isOpen() && isEmbedded) act('minimize', 'open');
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target.id !== 'message') return;
  event.preventDefault();
  say();
});

window.addEventListener('pagehide', leave);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) arrive();
});
document.addEventListener('DOMContentLoaded', () => tell('hello', {}));
