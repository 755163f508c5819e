// One event at a time to the harness, at once, so that a page that dies leaves all it had done.
//
// A line goes by a function that the browser puts into each document before any script of its page.
// It is taken out of the page's reach before that sees it, in every frame, and each line begins with a
// secret that is written to no other function: what a page could write itself is worth nothing. In a
// window that a page opens the function comes in when its page may have put another in its place:
// there the lines wait until the harness listens, and then go by the console, as the agent does.
// Each document numbers its events; the harness finds gaps by the numbers.

const SECRET = "__SECRET__";
const MARK = "__MARK__";
const BINDING = "__BINDING__";
/** What a page may do as often as it likes; what is beyond it is counted, and missing where it is judged. */
const LIMITS = {__proto__: null, analytics: 2000, navigation: 2000, window: 500};
/** All that a document may send, in lines and in letters: what is beyond that is a page in a loop. */
const MOST = 50000;
const LETTERS = 30000000;
/** So many lines go one by one; further ones go together, for a flood is not to hold up other pages. */
const SINGLY = 1000;
const TOGETHER = 500;
const BULK = 200000;
const WAITING = 20000;
const ANNOUNCED = 50;

const isTop = window === window.top;
const IS_WIDGETS = () => __IS_WIDGETS__;
/** The kind of document: a window's own, in a frame of the page's own, or in one that it cannot look into. */
const standing = (() => {
  if (isTop) return "top";
  try {
    return window.top.document ? "frame" : "foreign";
  } catch {
    return "foreign";
  }
})();

const channel = {
  __proto__: null,
  send: null,
  count: 0,
  letters: 0,
  of: {__proto__: null},
  cut: {__proto__: null},
  told: {__proto__: null},
  first: null,
  last: null,
  waiting: 0,
  bulk: 0,
  announced: 0,
  isHeard: false,
};

const documentId = `${wallTime()}-${Math.random()}`;

/** Take the function out of the page's sight. */
const takeBinding = () => {
  const binding = own(window, BINDING);
  if (typeof binding === "function") delete window[BINDING];
  return typeof binding === "function" ? binding : null;
};

/** The lines that wait, which wait no more. */
const taken = () => {
  let text = "";
  for (let one = channel.first; one; one = one.next) text += text ? `\n${one.line}` : one.line;
  channel.first = channel.last = null;
  channel.waiting = channel.bulk = 0;
  return text;
};

const deliver = () => {
  if (channel.first && channel.send) channel.send(SECRET + taken());
};

/** Keep a line: until the harness asks for it, or in a flood until the script is through with it. */
const wait = (line) => {
  if (channel.waiting >= WAITING) return; // it is missed by its number
  const one = {line, next: null, __proto__: null};
  if (channel.last) channel.last.next = one;
  else channel.first = one;
  channel.last = one;
  channel.waiting++;
  channel.bulk += line.length;
  if (!channel.send || channel.waiting >= TOGETHER || channel.bulk >= BULK) deliver();
  else if (channel.waiting === 1) afterwards(deliver);
};

/** Hand the harness the agent, by a line of the console that only the protocol sees. */
const handOver = () => {
  if (channel.announced >= ANNOUNCED || standing === "foreign") return; // there is no agent
  channel.announced++;
  const isUsed = channel.of.call > 0 || channel.of.callback > 0;
  apply(debug, consoleOf, [`${MARK} ${standing}${channel.send ? "" : " unsent"}${isUsed ? " used" : ""}`, agent]);
};

/** By this event a frame that was taken out of the page tells the window that it has no channel any more. */
const DETACHED = `${BINDING}-detached`;
const topWindow = window.top;
const tellDetached = () => {
  try {
    dispatch(topWindow, new EventOf(DETACHED, {__proto__: null}));
  } catch {
    // the window has come to another document
  }
};

const write = (kind, data) => {
  if (window.top === null && standing === "frame") tellDetached();
  channel.count++;
  const line = `{"d":${quote(documentId)},"n":${channel.count},"t":${wallTime()},"k":"${kind}","f":${isTop ? "false" : "true"},"v":${data}}`;
  channel.letters += line.length;
  if (channel.send && channel.count <= SINGLY) channel.send(SECRET + line);
  else wait(line);
  if (kind === "callback" && channel.of.callback <= SINGLY) deliver();
  if (!channel.announced || !channel.isHeard) handOver();
};

/** Tell of what was cut: at once when it is the first, later with the tally. */
const tellCut = (kind) => {
  if (channel.told[kind] === channel.cut[kind]) return;
  channel.told[kind] = channel.cut[kind];
  write("dropped", `{"of":"${kind}","count":${channel.cut[kind]}}`);
};

const send = (kind, data) => {
  const count = (channel.of[kind] || 0) + 1;
  const isFull = channel.count >= MOST || channel.letters >= LETTERS;
  if (isFull || count > (LIMITS[kind] || MOST)) {
    const what = isFull ? "events" : kind;
    channel.cut[what] = (channel.cut[what] || 0) + 1;
    if (channel.cut[what] === 1) tellCut(what);
    return;
  }
  channel.of[kind] = count;
  write(kind, data);
};

const tellAllCut = () => {
  for (const kind in channel.cut) tellCut(kind);
};

// A function that came in the place of one of the widget's may be the widget's own next one, or the
// page's around it. Its call is held until something follows from it: when that is a call of the one
// that it replaced, that is the call, else it is its own.

let held = null;

const sendHeld = (one) => {
  if (!one) return;
  sendHeld(one.up);
  if (one.state === "held") {
    one.state = "told";
    send("call", one.text);
  }
};

/** @param {string} kind @param {string} data JSON text of the event's data */
const emit = (kind, data) => {
  if (held) sendHeld(held);
  send(kind, data);
};

const hold = (path, by, text) => (held = {path, by, text, state: "held", up: held, __proto__: null});

/** The function that another stands for is called: who called the other, if that was not told yet. */
const supersede = (path) => {
  let by = null;
  for (let one = held; one; one = one.up) {
    if (one.path !== path || one.state !== "held") continue;
    one.state = "gone";
    by = one.by;
  }
  return by;
};

/** A call is over: whether it was one of its own. */
const isOwnCall = (one) => {
  if (!one) return true;
  sendHeld(one.state === "held" ? one : null);
  if (held === one) held = one.up;
  return one.state !== "gone";
};

channel.send = takeBinding();
channel.isHeard = channel.send !== null;

const observed = new MapOf();

/** Say once that something is not to be seen here: a verdict that rests on it would be worth nothing. */
const cannotObserve = (what, why) => {
  if (mapGet(observed, what)) return;
  emit("unobserved", `{"what":${quote(what)},"why":${quote(why)}}`);
  mapSet(observed, what, true); // last: at the end of the stack nothing else may have been done
};
if (isTop) listen(window, DETACHED, () => cannotObserve("calls", "the API of a frame that was taken out of the page is used"));
