/**
 * Runs before any script of the page, in its world, and watches what the recorder leaves aside:
 * timers that are to come, what becomes of the hook, and promises of callbacks that are rejected.
 * It also keeps the built-ins that the audit's questions use, as `agent.audit`.
 */
(agent) => {
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const { emit, encode, standIn, disguise } = agent;
  const [WIDGET, HOOK] = __WIDGET__;
  const uncurry = (method) => Function.prototype.call.bind(method);
  const quote = JSON.stringify;
  const ErrorOf = Error;
  const now = uncurry(Performance.prototype.now).bind(null, performance);
  const [mapGet, mapSet, mapDelete, mapEach] = ['get', 'set', 'delete', 'forEach'].map((name) => uncurry(Map.prototype[name]));
  const [weakGet, weakSet] = ['get', 'set'].map((name) => uncurry(WeakMap.prototype[name]));
  const [includes, split] = ['includes', 'split'].map((name) => uncurry(String.prototype[name]));
  const describe = uncurry(Object.prototype.toString);
  const dispatch = uncurry(EventTarget.prototype.dispatchEvent);

  const later = window.setTimeout;
  /** Timers that have not gone off: when they are due, how many timers led to them, how often they come. */
  const timers = new Map();
  let generation = 0;
  const milliseconds = (delay) => (typeof delay === 'number' && delay > 0 ? delay : 0);
  const wrap = (name, observe) => disguise(window, name, observe);
  const setting = (kind, dueIn) => (target, self, given) => {
    const callback = given[0];
    const depth = generation + 1;
    let key = null;
    const passed = [];
    for (let index = 0; index < given.length; index += 1) passed[index] = given[index];
    if (typeof callback === 'function') {
      passed[0] = function () {
        if (kind !== 'interval') mapDelete(timers, key);
        generation = depth;
        return apply(callback, this, arguments);
      };
    }
    const number = apply(target, self, passed);
    key = (kind === 'idle' ? 'idle' : '') + number;
    mapSet(timers, key, { __proto__: null, due: now() + dueIn(given[1]), depth, isRepeating: kind === 'interval' });
    // Of a text nothing tells when it is run; a timer of the same time goes off right after it.
    if (typeof callback !== 'function' && kind === 'once') {
      apply(later, window, [() => mapDelete(timers, key), given[1]]);
    }
    return number;
  };
  const clearing = (prefix) => (target, self, given) => {
    if (typeof given[0] === 'number') mapDelete(timers, prefix + given[0]);
    return apply(target, self, given);
  };
  wrap('setTimeout', setting('once', milliseconds));
  wrap('setInterval', setting('interval', milliseconds));
  wrap('requestIdleCallback', setting('idle', () => 0));
  for (const name of ['clearTimeout', 'clearInterval']) wrap(name, clearing(''));
  wrap('cancelIdleCallback', clearing('idle'));

  /** Milliseconds until each timer is due, those apart that come again and again. */
  const pending = (generations) => {
    const once = [];
    let repeating = 0;
    const moment = now();
    mapEach(timers, (timer) => {
      if (timer.isRepeating || timer.depth > generations) repeating += 1;
      else once[once.length] = timer.due > moment ? timer.due - moment : 0;
    });
    return { once, repeating, loading: loading() };
  };

  /**
   * Scripts that were put into the document and have neither come nor failed. What the browser asks
   * for is told by another way, and later. Some never end, such as those set by `innerHTML`, so each
   * counts for some seconds only.
   */
  const KNOWN = 3000;
  const [seen, ended] = [new WeakMap(), new WeakMap()];
  const query = Document.prototype.querySelectorAll;
  const [lengthOf, typeOf] = [[NodeList, 'length'], [HTMLScriptElement, 'type']].map(([owner, name]) => uncurry(getOwnPropertyDescriptor(owner.prototype, name).get));
  const isRun = uncurry(RegExp.prototype.test).bind(null, /^\s*(module|(text|application)\/(x-)?(java|ecma|j)script)?\s*$/i);
  const loading = () => {
    const scripts = apply(query, document, ['script[src]:not([nomodule])']);
    let count = 0;
    for (let index = 0; index < lengthOf(scripts); index += 1) {
      const one = scripts[index];
      if (weakGet(ended, one) || !isRun(typeOf(one))) continue;
      if (!weakGet(seen, one)) weakSet(seen, one, now());
      if (now() - weakGet(seen, one) < KNOWN) count += 1;
    }
    return count;
  };
  const noteEnd = (event) => event.target !== null && typeof event.target === 'object' && weakSet(ended, event.target, true);
  for (const kind of ['load', 'error']) document.addEventListener(kind, noteEnd, true);

  /** Whether the widget's loader is what reads the hook just now. */
  const isByLoader = () => {
    const { stack } = new ErrorOf();
    if (typeof stack !== 'string') return false;
    const lines = split(stack, '\n');
    for (let index = 1; index < lines.length; index += 1) {
      if (!includes(lines[index], '__RECORDER__')) return includes(lines[index], WIDGET);
    }
    return false;
  };
  const promises = new WeakMap();
  /** The promise that the hook returned last, and whether it was told that it is rejected. */
  let [hooked, isRejected] = [null, false];
  const note = (name, result) => {
    if (result !== null && typeof result === 'object' && describe(result) === '[object Promise]') {
      weakSet(promises, result, name);
      if (name === HOOK) hooked = result;
    }
    return result;
  };
  let isRead = false;
  const tell = (action, more) => emit('hook', `{"action":"${action}"${more ? ',' + more : ''}}`);
  const handOver = (value) => {
    if (!isByLoader()) return value;
    if (!isRead) tell('read', `"type":${quote(typeof value)}`);
    isRead = true;
    if (typeof value !== 'function') return value;
    return standIn(value, (target, self, given) => {
      tell('called');
      try {
        const result = note(HOOK, apply(target, self, given));
        tell('returned');
        return result;
      } catch (error) {
        tell('threw', `"error":${encode(error)}`);
        throw error;
      }
    });
  };
  agent.attend(handOver, note);
  addEventListener('DOMContentLoaded', () => (agent.audit.first = document.documentElement));
  addEventListener('unhandledrejection', (event) => {
    const name = weakGet(promises, event.promise);
    const error = name ? encode(event.reason) : '';
    if (name === HOOK) isRejected = true;
    if (name === HOOK) tell('rejected', `"error":${error}`);
    else if (name) emit('callback_rejected', `{"name":${quote(name)},"error":${error}}`);
  });

  const { create, getPrototypeOf, getOwnPropertyDescriptors, defineProperties } = Object;
  const [PromiseOf, listen] = [Promise, EventTarget.prototype.addEventListener];
  const [BlobOf, addressOf] = [Blob, URL.createObjectURL];
  const methodsAtFirst = { __proto__: null };
  const { prototype: requests } = XMLHttpRequest;
  for (const name of ['open', 'send', 'setRequestHeader', 'addEventListener', 'abort', 'getResponseHeader']) methodsAtFirst[name] = requests[name];
  /** What the page found, so that it shows what it has replaced. */
  const kept = {
    __proto__: null,
    ...{ fetch: window.fetch, XMLHttpRequest, Set, Event },
    blobOf: (text) => apply(addressOf, URL, [new BlobOf([text])]),
    /** How many of these methods of requests are as they were. */
    methodsOf: (owner, names) => {
      let count = 0;
      for (let index = 0; index < names.length; index += 1) if (owner.prototype[names[index]] === methodsAtFirst[names[index]]) count += 1;
      return count;
    },
  };
  const settle = uncurry(PromiseOf.prototype.then);
  /**
   * What has become of the hook's promise. Of errors that no script has made, as those of an answer
   * that is not what it should be, the browser tells the page nothing.
   */
  const outcome = () => {
    if (!hooked) return null;
    return new PromiseOf((done) => {
      const refuse = (reason) => {
        if (!isRejected) tell('rejected', `"error":${encode(reason)}`);
        isRejected = true;
        done('rejected');
      };
      settle(hooked, () => done('fulfilled'), refuse);
      apply(later, window, [() => done('pending'), 0]);
    });
  };
  agent.audit = {
    __proto__: null,
    ...{ kept, outcome, media: window.matchMedia.bind(window) },
    later: (callback, time) => apply(later, window, [callback, time]),
    ...{ apply, defineProperty, create, getPrototypeOf, getOwnPropertyDescriptors, defineProperties },
    ...{ now, quote, includes, dispatch, pending, listen, query, ErrorOf, EventOf: MessageEvent },
    first: null,
    promise: (work) => new PromiseOf(work),
    all: (ones) => PromiseOf.all(ones),
    race: (ones) => PromiseOf.race(ones),
    pause: (time) => new PromiseOf((done) => apply(later, window, [done, time])),
    counts: null,
  };
}
