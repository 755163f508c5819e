// Whose script is at work: the page's or the widget's.
//
// Both run in one window, and read and call the same functions. Which file a script came in tells them
// apart where the widget's loader came in one. The browser's own account of the stack is asked, not its
// text: that would give the name a script gives itself (`sourceURL`).

const ErrorOf = Error;
const {captureStackTrace} = Error;
const STACK = {
  __proto__: null,
  prepareStackTrace: {__proto__: null, value: (error, sites) => sites, writable: true, enumerable: true, configurable: true},
  stackTraceLimit: {__proto__: null, value: 20, writable: true, enumerable: true, configurable: true},
};

/** What is at work, the nearest first, without `below` and what that called; nothing where the page keeps it. */
const sitesBelow = (below) => {
  const holder = {__proto__: null};
  const before = {__proto__: null};
  for (const name in STACK) before[name] = getOwnPropertyDescriptor(ErrorOf, name);
  try {
    for (const name in STACK) if (!defineProperty(ErrorOf, name, STACK[name])) return [];
    captureStackTrace(holder, below);
    return isArray(holder.stack) ? holder.stack : [];
  } catch {
    return []; // the end of the stack
  } finally {
    for (const name in STACK) {
      if (before[name]) defineProperty(ErrorOf, name, before[name]);
      else deleteProperty(ErrorOf, name);
    }
  }
};

const SITE = getPrototypeOf(sitesBelow()[0]);
const [fileOf, sourceNameOf, isEvalOf, evalOriginOf] = ["getFileName", "getScriptNameOrSourceURL", "isEval", "getEvalOrigin"].map((name) => uncurry(SITE[name]));
const RECORDER = sourceNameOf(sitesBelow()[0]);
const indexOf = uncurry(String.prototype.indexOf);
const lastIndexOf = uncurry(String.prototype.lastIndexOf);

/** `https://app.example.com` of an address, nothing of one without a host. */
const originOf = (url) => {
  const start = indexOf(url, "://");
  if (start < 0 || indexOf(url, "blob:") === 0) return "";
  const end = indexOf(url, "/", start + 3);
  return end < 0 ? url : slice(url, 0, end);
};
/** `example.com` of `https://app.example.com`. */
const siteOf = (host) => slice(host, lastIndexOf(host, ".", lastIndexOf(host, ".") - 1) + 1);

/** The origin of the widget's loader, once that ran. */
let widgetsOrigin = "";
const noteLoader = (script) => {
  const source = script ? scriptSource(script) : "";
  if (!widgetsOrigin && includes(source, LOADER_PATH)) widgetsOrigin = originOf(source);
};

const WIDGETS = "widget's";
const PAGES = "page's";
const PAGES_FILE = "page's file";
const UNKNOWN = "unknown";

/** Whose script a place in the stack is of; nothing for the browser's own functions. */
const ownerOf = (site) => {
  const file = fileOf(site);
  if (typeof file !== "string") {
    if (!isEvalOf(site)) return undefined;
    return includes(`${evalOriginOf(site)}`, siteOf(widgetsOrigin)) ? UNKNOWN : PAGES;
  }
  if (file === "" || indexOf(file, "about:") === 0) return PAGES;
  const here = slice(location.href, 0, indexOf(`${location.href}#`, "#"));
  if (file === here || file === location.href) return PAGES;
  const origin = originOf(file);
  if (origin === widgetsOrigin) return WIDGETS;
  if (origin === originOf(here)) return PAGES_FILE;
  return origin && siteOf(origin) === siteOf(widgetsOrigin) ? WIDGETS : UNKNOWN;
};

/**
 * Whose script called `below`: nothing where nothing tells them apart. A script of the page's that the
 * widget called may be at work for either.
 */
const callerOf = (below) => {
  if (!widgetsOrigin) return undefined;
  const sites = sitesBelow(below);
  let nearest;
  for (let index = 0; index < sites.length && sourceNameOf(sites[index]) !== RECORDER; index++) {
    const owner = ownerOf(sites[index]);
    if (owner === WIDGETS) return nearest ? UNKNOWN : WIDGETS;
    nearest = nearest || owner;
  }
  return nearest || UNKNOWN;
};
