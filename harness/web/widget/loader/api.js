/**
 * `livechatoo.embed` as the vendor's page documents it. Nothing here throws into the page:
 * what makes no sense is ignored. Loaded twice, the first one stays.
 */
'use strict';

const TEXT_OPTIONS = [
  'c_name', 'c_name_byop', 'c_email', 'c_phone', 'url_contact', 'url_faq', 'url_privacy',
  'custom', 'departments', 'operators',
];
const PROACTIVE = [
  'message', 'departments', 'operators', 'department_name', 'operator_name', 'operator_photo',
];

/** What the last `init` was given. */
let lastOptions = null;

/** @param {object} [options] */
function init(options) {
  const prepared = attempt(() => window.livechatoo.embed.options);
  const given = isObject(options) ? options : isObject(prepared) ? prepared : lastOptions;
  const account = text(given, 'account');
  if (!/^[\w-]+$/.test(account)) return;
  lastOptions = given;
  stop();
  start(newRun(given, account));
}

/** @param {Run} started */
function start(started) {
  run = started;
  run.hear = (event) => hear(started, event);
  run.insert = () => document.body.appendChild(started.root);
  preference.write(run.side, run.isMobile, preference.isBubbleDismissed());
  window.addEventListener('message', run.hear);
  if (document.body) run.insert();
  else document.addEventListener('DOMContentLoaded', run.insert);
}

function stop() {
  if (!run) return;
  window.removeEventListener('message', run.hear);
  document.removeEventListener('DOMContentLoaded', run.insert);
  run.root.remove();
  run = null;
}

/** @returns {string} the current page, '' while nothing has appeared */
function status() {
  return run && run.hasAppeared ? run.page : '';
}

function flip() {
  if (!run) return;
  if (run.wanted === 'hidden') move(run, run.behind.wanted, run.behind.size);
  else move(run, 'hidden', run.size);
}

/** @param {boolean} shown */
function bubble(shown) {
  if (!run || typeof shown !== 'boolean') return;
  run.bubble = shown;
  draw(run);
}

function reload() {
  if (run) init(run.options);
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
  if (wanted === 'chat' && !run.chat) {
    run.proposal = { ...pick(proactive, PROACTIVE), number: run.proposal.number + 1 };
  }
  move(run, wanted, isStart(wanted) ? 'min' : 'res');
}

/** The hook that was called last; a second copy of the snippet that sets it anew is heard. */
const HOOKED = '__hooked';

function callHook(livechatoo) {
  const hook = attempt(() => window.livechatooCmd);
  if (typeof hook !== 'function' || livechatoo[HOOKED] === hook) return;
  Object.defineProperty(livechatoo, HOOKED, { value: hook, configurable: true });
  try {
    hook();
  } catch (error) {
    report(error);
  }
}

const present = attempt(() => window.livechatoo);
if (typeof attempt(() => present.embed.init) !== 'function') {
  window.livechatoo = { embed: { init, status, stop, flip, bubble, reload, switch_side, page } };
}
attempt(() => callHook(window.livechatoo));
