// Keeps a page from flooding more than itself: the browser hands each line of the console and each
// error to the harness, and all runs wait behind them. Up to a limit nothing is changed; what is beyond
// it stays in the page, and how much that is gets told.

const LINES = 1000;
const ERRORS = 300;
const WRITERS = [
  "log", "warn", "error", "info", "debug", "table", "dir", "dirxml", "trace", "group", "groupCollapsed",
  "groupEnd", "count", "timeLog", "timeEnd", "clear",
];
const holdBack = uncurry(Event.prototype.preventDefault);

/** Counts what a page does, says whether it is to be cut, and tells of that each time it has doubled. */
const limited = (what, most) => {
  let count = 0;
  let next = 1;
  return () => {
    if (++count <= most) return false;
    if (count - most === next) {
      emit("dropped", `{"of":"${what}","count":${next}}`);
      next *= 2;
    }
    return true;
  };
};

/** The console with the browser's own functions, so that each line has its place; later with silent ones. */
const limitedConsole = () => {
  const isCut = limited("console", LINES);
  /** function of the browser's that writes -> one that does not */
  const silent = new WeakMapOf();
  for (let index = 0; index < WRITERS.length; index++) {
    const writer = own(console, WRITERS[index]);
    if (typeof writer === "function") weakSet(silent, writer, standIn(writer, () => {}));
  }
  return new ProxyOf(console, {
    __proto__: null,
    get(target, key) {
      const value = get(target, key);
      if (typeof value !== "function" || !weakHas(silent, value) || !isCut()) return value;
      return isFrozen(target) ? value : weakGet(silent, value);
    },
  });
};

const givenConsole = getOwnPropertyDescriptor(window, "console");
if (givenConsole && givenConsole.configurable && isObject(own(window, "console"))) {
  givenConsole.value = limitedConsole();
  defineProperty(window, "console", givenConsole);
}

const isErrorCut = limited("page_error", ERRORS);
const onError = (event) => {
  if (targetOf(event) === window && isErrorCut()) holdBack(event);
};
listen(window, "error", onError, true);
listen(window, "unhandledrejection", onError, true);
