/**
 * `livechatoo.embed` as the vendor's page documents it. Nothing here throws into the page:
 * what makes no sense is ignored.
 */
'use strict';

/** What the last `init` was given. */
let lastOptions = null;

/** @param {object} [options] */
function init(options) {
  const prepared = attempt(() => window.livechatoo.embed.options);
  const given = isObject(options) ? options : isObject(prepared) ? prepared : lastOptions;
  if (run && assumed('second-init', 'replaces') === 'ignored') return;
  begin(given, {});
}

/**
 * @param {object} given
 * @param {Partial<Run>} kept what goes on from the run before
 */
function begin(given, kept) {
  const before = run;
  const account = accountOf(given);
  if (!account) return;
  lastOptions = given;
  stop();
  start({ ...newRun(given, account), ...kept });
  if (before && before.account === account) takeOver(run, before.newPage);
}

/** @param {Run} started */
function start(started) {
  run = started;
  run.hear = (event) => hear(started, event);
  preference.write(run.side, run.isMobile, preference.isBubbleDismissed());
  window.addEventListener('message', run.hear);
  run.giveUp = whenBody(run.root);
}

function stop() {
  if (!run) return;
  window.removeEventListener('message', run.hear);
  run.giveUp();
  run.root.remove();
  run = null;
}

/** @returns {string} the current page, '' while nothing has appeared */
function status() {
  const page = run && run.hasAppeared ? run.page : '';
  return statusOf(page, page !== '' && page !== 'hidden', page !== '' && run.online);
}

function flip() {
  if (!run) return;
  if (run.wanted === 'hidden') move(run, run.behind.wanted, run.behind.size, 'flip');
  else move(run, 'hidden', run.size, 'flip');
}

/** @param {boolean} shown */
function bubble(shown) {
  if (!run || typeof shown !== 'boolean') return;
  run.bubble = shown;
  draw(run);
}

function reload() {
  if (!run) return;
  const { wanted, size, side } = run;
  begin(run.options, assumed('reload-starts-again', true) ? {} : { wanted, size, side });
}

/** @param {'left' | 'right'} side */
function switch_side(side) {
  if (!run || (side !== 'left' && side !== 'right')) return;
  run.side = side;
  draw(run);
}

/**
 * @param {string} wanted
 * @param {object} [proactive]
 */
function page(wanted, proactive) {
  if (!run || !(wanted === 'chat' || isInitialPage(wanted))) return;
  run.online = run.seenOnline;
  const isProposed = wanted === 'chat' && !run.chat;
  const proposal = { ...pick(proactive, PROACTIVE), number: run.proposal.number + 1 };
  const isOpen = wanted === 'online' || wanted === 'offline' || wanted === 'chat';
  const isElsewhere = isOpen && run.isMobile && run.hasAppeared && openNewPage(run, wanted, isProposed ? proposal : undefined);
  if (isProposed && !isElsewhere) run.proposal = proposal;
  move(run, wanted, isElsewhere || isStart(wanted) ? 'min' : 'res', 'page');
}
