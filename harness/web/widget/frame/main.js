/** The frame's conduct: what happens when the loader asks, people act, or news come. */
'use strict';

/** What the loader asked to show last. @type {Record<string, any> | null} */
let shown = null;
/** What the back end said last. @type {Record<string, any> | null} */
let world = null;
/** What the loader told about the page. @type {Record<string, any> | null} */
let config = null;
/** The proposal (by its number) that the back end knows, what it was told last, and how often. */
const reported = { proposal: 0, position: '', order: 0 };
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
    if (!isFirst) return;
    tell('shown', {});
    follow(null);
  },
});

function arrive() {
  const { options, url, host, title, page, lang, from } = config;
  const browser = config.browser || document.body.dataset.browser;
  const view = world ? '' : session.view;
  ajax({ do: 'hello', kind, view, browser, options, url, host, title, page, lang, from }, (status, answer) => {
    if (status === 200) (world ? arriveAgain : appear)(answer);
  });
}

function appear(answer) {
  session.view = answer.view;
  prepare(config);
  remember(answer);
  const { view, online, bubble, browser, chat } = answer;
  tell('ready', { view, online, bubble, browser, chat: forLoader(chat) });
  sendDetails();
}

function arriveAgain(answer) {
  session.view = answer.view;
  session.version = -1;
  tell('arrived', { view: answer.view });
  apply(answer);
  sendDetails();
  waitForNews(nextPosition(), apply, arrive);
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
  if (!shown) return;
  const had = before.chat ? before.chat.ticket : '';
  const has = answer.chat ? answer.chat.ticket : '';
  if (had !== has) changeChat(before, answer);
  else draw();
  if (answer.online !== before.online) tell('online', { online: answer.online });
  sendWhatWaited(before, answer);
  follow(before);
  if (had !== has) tell('chat', { chat: forLoader(answer.chat) });
}

/** What follows from news beside the chat: triggers, and a proactive chat that nobody on the page asked for. */
function follow(before) {
  if (kind !== 'embed') return;
  runTimers(world.timers);
  tellLaunched(world.launched);
  const isNew = world.proposal && JSON.stringify(world.proposal) !== JSON.stringify(before && before.proposal);
  if (isNew && (shown.page !== 'chat' || !isOpen())) tell('proposed', {});
}

function changeChat(before, answer) {
  if (answer.chat) {
    if (answer.chat.here) reported.position = 'chat res';
    leaveInvitation();
    leaveRating();
    thank('');
    draw();
  } else {
    draw();
    drawEnd(before, answer);
  }
}

function forLoader(chat) {
  return chat && { ticket: chat.ticket, initiator: chat.initiator, here: chat.here, box: chat.box };
}

function draw() {
  const heard = world.chat ? world.chat.messages.filter((one) => one.author === 'operator').length : 0;
  if (isOpen() || !world.chat) unread.seen = heard;
  unread.count = Math.max(0, heard - unread.seen);
  drawAll(shown, world, unread.count);
  drawLinks(world.settings, config.url);
  // News of the back end may be drawn before the loader has made the control visible.
  if (focusNext && focusOn(focusNext)) focusNext = '';
}

/** The control itself, or the one that stands for it in the panel that is shown; whether it has the focus now. */
function focusOn(id) {
  const panel = document.documentElement.dataset.form;
  const first = { offline: parts.name, ask: parts.answer, rating: parts.stars.firstElementChild, composer: parts.message };
  const control = id === 'panel' ? first[panel] : parts[id];
  control.focus();
  return document.activeElement === control;
}

/** Numbered, because the request that waits for news and the others may overtake each other. */
function nextPosition() {
  reported.order += 1;
  return { page: shown.page, box: shown.size, order: reported.order };
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
    waitForNews(nextPosition(), apply, arrive);
  } else if (isNew || isProposed) {
    const proactive = isProposed ? proposal : undefined;
    send({ do: 'page', ...nextPosition(), proactive }, (status, answer) => {
      // What the page itself has asked for is no news to it: it may have hidden it since.
      if (isProposed && status === 200) world = { ...world, proposal: answer.proposal };
      if (status === 200) apply(answer);
      waitForNews({}, apply, arrive);
    });
  }
}

function endChat() {
  if (world.chat) endedTicket = world.chat.ticket;
  else if (!world.proposal) return;
  world = { ...world, chat: null, proposal: null };
  send({ do: 'end' }, (status, answer) => status === 200 && apply(answer));
}
