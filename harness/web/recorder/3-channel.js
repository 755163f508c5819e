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

/** @param {string} kind @param {string} data JSON text of the event's data */
const emit = (kind, data) => {
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

attach();
