// Keeps a page from flooding more than itself: the browser hands each line of the console and each
// error to the harness, and all runs wait behind them. Up to a limit nothing is changed; what is beyond
// it stays in the page, and how much that is gets told.
//
// It has to be cut in the page. The browser sends a line to each that listens as soon as it is written
// and waits for nobody: a script writes 50,000 of them before the first has come. Playwright listens
// for itself, which nobody can undo, so they would all have to be read (13 s in which no other run gets on).

// Frames that are not recorded are cut too, each for itself.

const LINES = 1000;
const ERRORS = 300;
/** The part of it that a frame has which is not recorded, for there may be many. */
const FOREIGN = 5;
const WRITERS = [
  "assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "error", "group", "groupCollapsed",
  "groupEnd", "info", "log", "table", "time", "timeEnd", "timeLog", "trace", "warn",
];
const EventOf = Event;
const holdBack = uncurry(Event.prototype.preventDefault);
const dispatch = uncurry(EventTarget.prototype.dispatchEvent);

const hasChannel = standing !== "foreign" || !!channel.send;
/** Tell it where the recorder is heard, else by a line of the console: another site's frame has no channel. */
const tellDropped = (what, count) => {
  if (hasChannel && channel.send) emit("dropped", `{"of":"${what}","count":${count}}`);
  else apply(debug, consoleOf, [MARK, `dropped ${what} ${count}`]);
};

/** Counts what a document does, says whether it is to be cut, and tells of that each time it has doubled. */
const counting = (what, most) => {
  let count = 0;
  let next = 1;
  return () => {
    if (++count <= most) return false;
    if (count - most === next) {
      tellDropped(what, next);
      next *= 2;
    }
    return true;
  };
};

/**
 * The same for a window with all frames that it can look into: a frame asks by an event whose name no
 * page knows, and which is cancelled where something is to be cut. Else each frame would begin anew.
 */
const limited = (what, most) => {
  if (standing === "foreign") return counting(what, most / FOREIGN);
  const isCut = counting(what, most);
  const name = `${BINDING}-${what}`;
  listen(window, name, (event) => {
    if (isCut()) holdBack(event);
  });
  if (standing !== "frame") return isCut;
  return () => {
    try {
      return !dispatch(window.top, new EventOf(name, {__proto__: null, cancelable: true}));
    } catch {
      return isCut(); // the frame is gone, or the window has come to another document
    }
  };
};

const isLineCut = limited("console", LINES);
const silence = () => {};
/**
 * How functions of the console are called: by the browser itself until they are cut. A Proxy whose
 * `apply` is undefined calls its target with no frame of the recorder's on the stack, so that each line
 * has its place; but it asks for `apply` each time, also where the page has kept the function.
 */
const asWriter = {
  __proto__: null,
  get apply() {
    return isLineCut() ? silence : undefined;
  },
};
const limitConsole = (holder) => {
  for (let index = 0; index < WRITERS.length; index++) {
    const descriptor = getOwnPropertyDescriptor(holder, WRITERS[index]);
    if (!descriptor || typeof descriptor.value !== "function") continue;
    const writer = new ProxyOf(descriptor.value, asWriter);
    weakSet(originals, writer, descriptor.value);
    descriptor.value = writer;
    defineProperty(holder, WRITERS[index], descriptor);
  }
  disguise(holder, "context", (target, self, args) => {
    const made = apply(target, self, args); // a further console, with functions of its own
    limitConsole(made);
    return made;
  });
};
limitConsole(console);

const isErrorCut = limited("page_error", ERRORS);
const onError = (event) => {
  if (targetOf(event) === window && isErrorCut()) holdBack(event);
};
listen(window, "error", onError, true);
listen(window, "unhandledrejection", onError, true);
