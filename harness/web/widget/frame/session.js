/** The frame's talk with the back end: what people do, one after the other, and one request that waits for news. */
'use strict';

const RETRY_MS = 2000;

/** @type {{view: string, version: number, turn: number, waiting: XMLHttpRequest | null, retry: number}} */
const session = { view: document.body.dataset.view, version: -1, turn: 0, waiting: null, retry: 0 };
/** What is to be sent, the first of it on its way. @type {{data: object, done: Function}[]} */
const queue = [];

/**
 * Asks at once.
 * @param {object} data
 * @param {(status: number, answer: any) => void} done
 */
function ajax(data, done) {
  const request = new XMLHttpRequest();
  request.open('POST', '/' + document.body.dataset.account + '/client-embed/ajax.ims');
  request.setRequestHeader('Content-Type', 'application/json');
  request.responseType = 'json';
  request.onloadend = () => done(request.status, request.response);
  request.send(JSON.stringify(data));
  return request;
}

/**
 * Asks once everything that was asked before has been answered: a message never overtakes a consent.
 * @param {object} data
 * @param {(status: number, answer: any) => void} done
 */
function send(data, done) {
  queue.push({ data: { ...data, turn: ++session.turn }, done });
  if (queue.length === 1) sendNext();
}

function sendNext() {
  const asked = queue[0];
  ajax({ ...asked.data, view: session.view }, (status, answer) => {
    if (!status && window.top.closed) return; // a closing window broke it off: the farewell tells it again
    asked.done(status, answer);
    queue.shift();
    if (queue.length) sendNext();
  });
}

/**
 * Once everything that was asked has been answered: a window that closes takes its requests with it.
 * @param {() => void} done
 */
function whenAnswered(done) {
  const last = queue.at(-1);
  if (!last) {
    done();
    return;
  }
  const before = last.done;
  last.done = (status, answer) => {
    before(status, answer);
    done();
  };
}

/** Parks one request at the back end; `position` tells it what the visitor sees meanwhile. */
function waitForNews(position, apply, startAgain) {
  if (session.waiting) return;
  const data = { do: 'wait', view: session.view, since: session.version, ...position };
  session.waiting = ajax(data, (status, answer) => {
    session.waiting = null;
    if (!session.view) return;
    if (status === 200) {
      apply(answer);
      waitForNews({}, apply, startAgain);
    } else if (status === 409) {
      startAgain();
    } else {
      session.retry = setTimeout(() => waitForNews({}, apply, startAgain), RETRY_MS);
    }
  });
}

/** Tells the back end that this page goes away, and again what it has not answered yet. */
function leave() {
  if (!session.view) return;
  const address = '/' + document.body.dataset.account + '/client-embed/ajax.ims';
  const bye = { do: 'bye', view: session.view };
  const rest = queue.map((asked) => asked.data);
  if (!navigator.sendBeacon(address, JSON.stringify({ ...bye, rest }))) {
    navigator.sendBeacon(address, JSON.stringify(bye)); // browsers refuse long farewells
  }
  session.view = '';
  clearTimeout(session.retry);
}
