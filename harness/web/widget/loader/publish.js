/** Puts `livechatoo` into the page and calls the page's hook. Loaded twice, the first one stays. */
'use strict';

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
  window.livechatoo = { embed: { init, status, stop, flip, bubble, reload, switch_side, page }, popup };
}
attempt(() => callHook(window.livechatoo));
