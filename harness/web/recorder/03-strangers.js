// A frame that the page's own scripts cannot look into, because it is of another origin or sandboxed,
// is not recorded: the widget's own stays as it is, and what another site does is not the page's doing.
// Only its console and its errors are cut where they flood (`03-floods.js`), for all runs pay for them.
// That the widget's API is used in one is told, since the page may have put it there.

const GLOBAL = __GLOBAL__;
const HOOK = __HOOK__;
const LOADER_PATH = __LOADER_PATH__;

if (standing === "foreign") {
  const siteOf = window.origin;
  const look = () => {
    const isUsed = getOwnPropertyDescriptor(window, GLOBAL) || getOwnPropertyDescriptor(window, HOOK);
    if (isUsed) cannotObserve("calls", `a frame of another origin (${siteOf}) uses the widget's API`);
  };
  if (!IS_WIDGETS()) {
    const nodes = new ObserverOf(look);
    nodes.observe(document, {__proto__: null, childList: true, subtree: true});
    for (const kind of ["load", "error", "DOMContentLoaded"]) listen(document, kind, look, true);
    for (const kind of ["load", "message", "pagehide"]) listen(window, kind, look, true);
  }
  return null;
}
