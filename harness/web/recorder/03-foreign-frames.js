// A frame that the page's own scripts cannot look into, because it is of another origin or sandboxed,
// is not recorded: the widget's own stays as it is, and what another site does is not the page's doing.
// Only its console and its errors are cut where they flood (`03-floods.js`), for all runs pay for them.
// That the widget's API is used in one is told, since the page may have put it there.

const GLOBAL = __GLOBAL__;
const HOOK = __HOOK__;
const LOADER_PATH = __LOADER_PATH__;

if (standing === "foreign") {
  // There is no agent here to be handed over.
  channel.announced = ANNOUNCED;
  channel.isHeard = true;
  if (!channel.send) channel.send = (text) => apply(debug, consoleOf, [MARK, text]);
  const siteOf = window.origin;
  const tell = () => cannotObserve("calls", `a frame of another origin (${siteOf}) uses the widget's API`);
  const names = [GLOBAL, HOOK];
  /** Each global tells when it is given a value; who takes that away has used it. */
  const awaitUse = (name) => {
    let current;
    const set = (value) => {
      current = value;
      if (value !== undefined) tell();
    };
    defineProperty(window, name, {__proto__: null, configurable: true, enumerable: true, get: () => current, set});
    return set;
  };
  const look = () => {
    for (let index = 0; index < names.length; index++) {
      const descriptor = getOwnPropertyDescriptor(window, names[index]);
      if (!descriptor || own(descriptor, "set") !== setters[index]) tell();
    }
  };
  const setters = IS_WIDGETS() ? [] : [awaitUse(GLOBAL), awaitUse(HOOK)];
  if (!IS_WIDGETS()) {
    const nodes = new ObserverOf(look);
    nodes.observe(document, {__proto__: null, childList: true, subtree: true});
    for (const kind of ["load", "error", "DOMContentLoaded"]) listen(document, kind, look, true);
    for (const kind of ["load", "message", "pagehide"]) listen(window, kind, look, true);
  }
  return null;
}
