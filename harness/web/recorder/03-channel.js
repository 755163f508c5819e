// One event at a time to the harness, at once, so that a page that dies leaves all it had done.
// Each document numbers its events; the harness finds gaps by the numbers.

const BINDING = "__BINDING__";
const FLOOD = 3000;
const WAITING = 1000;

const channel = {
  __proto__: null,
  send: null,
  count: 0,
  dropped: 0,
  waiting: [],
  waitingCount: 0,
};

const documentId = `${wallTime()}-${Math.random()}`;

/** Take the binding out of the page's sight; it may appear only after the document began (pop-ups). */
const attach = () => {
  const binding = own(window, BINDING);
  if (typeof binding !== "function") return;
  channel.send = binding;
  delete window[BINDING];
  for (let index = 0; index < channel.waitingCount; index++) binding(channel.waiting[index]);
  channel.waitingCount = 0;
};

const send = (kind, data) => {
  if (channel.count >= FLOOD) {
    channel.dropped++;
    return;
  }
  channel.count++;
  const line = `{"d":${quote(documentId)},"n":${channel.count},"t":${wallTime()},"k":"${kind}","v":${data}}`;
  if (!channel.send) attach();
  if (channel.send) channel.send(line);
  else if (channel.waitingCount < WAITING) channel.waiting[channel.waitingCount++] = line;
  else channel.dropped++;
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

attach();
