// Looks for the widget from here on, and tells the harness that a document has begun.

// Who defines a property may define one of the globals, or a callback.
const globals = {__proto__: null, [GLOBAL]: widgetGlobal, [HOOK]: hookGlobal};
/** Whether an object is another window's, or is what that has its objects from. */
const isStrange = (target) => {
  try {
    if (target === window) return false;
    let root = target;
    for (let holder = target; holder; holder = getPrototypeOf(holder)) root = holder;
    return root !== objectPrototype && (root !== target || own(root, "hasOwnProperty") !== undefined);
  } catch {
    return false;
  }
};
/** A script has defined something of its own, by which the API or the calls of callbacks may go. */
const lookAtDefinition = (target, name) => {
  if (target === objectPrototype) lookBehind();
  if (globals[name]) {
    lookBehind();
    if (isStrange(target)) cannotObserve("calls", `\`${name}\` is defined by a script of another window or frame`);
  }
  if (isOneOf(CALLING_NAMES, name)) {
    lookAtCalling();
    if (isStrange(target)) cannotObserve("callbacks", `\`${name}\` is defined by a script of another window or frame`);
  }
};
const isOneOf = (names, name) => {
  for (let index = 0; index < names.length; index++) if (names[index] === name) return true;
  return false;
};
/** The name that a script gives, asked for once: it may be another the next time. */
const asKey = (name) => (isObject(name) ? ownKeys({__proto__: null, [name]: 0})[0] : name);
const asDefined = (target, self, args) => {
  if (args.length > 1) args[1] = asKey(args[1]);
  if (args[0] === window) lookAgain();
  if (args.length > 2 && putLate(args[0], args[1], args[2])) return target === defineProperty ? true : args[0];
  const watched = args.length > 2 && args[0] === window && typeof args[1] === "string" ? globals[args[1]] : undefined;
  if (watched) watched.isTouched = true;
  if (watched) args[2] = asWatched(watched, args[2]);
  const result = apply(target, self, args);
  if (watched || args[0] === window) lookAgain(watched === widgetGlobal);
  else if (isObject(args[0])) lookAtDefinition(args[0], args[1]);
  return result;
};
for (const holder of [Object, Reflect]) disguise(holder, "defineProperty", asDefined);
disguise(Object, "defineProperties", (target, self, args) => {
  if (args[0] === window) lookAgain();
  const result = apply(target, self, args);
  if (args[0] === window) lookAgain();
  else for (let index = 0; index < LOOKED_AT.length; index++) if (args.length > 1 && getOwnPropertyDescriptor(args[1], LOOKED_AT[index])) lookAtDefinition(args[0], LOOKED_AT[index]);
  return result;
});
for (const name of ["__defineGetter__", "__defineSetter__"]) {
  disguise(objectPrototype, name, (target, self, args) => {
    if (args.length) args[0] = asKey(args[0]);
    if (self === window || self === undefined) lookAgain();
    const result = apply(target, self, args);
    if (self === window || self === undefined) lookAgain();
    else if (isObject(self)) lookAtDefinition(self, args[0]);
    return result;
  });
}

/** What stands on the prototypes of all windows comes before what a script defines. */
const lookBehind = () => {
  for (let holder = getPrototypeOf(window); holder; holder = getPrototypeOf(holder)) {
    for (let index = 0; index < WATCHED.length; index++) {
      const name = WATCHED[index];
      const descriptor = getOwnPropertyDescriptor(holder, name);
      if (descriptor && !("value" in descriptor)) cannotObserve("calls", `\`${name}\` is a property of a prototype`);
    }
  }
  for (let index = 0; index < POLLUTED.length; index++) {
    const descriptor = getOwnPropertyDescriptor(objectPrototype, POLLUTED[index]);
    if (descriptor && descriptor.set) cannotObserve("calls", `\`Object.prototype.${POLLUTED[index]}\` is a setter of the page's`);
  }
};
const WATCHED = [GLOBAL, HOOK];
const POLLUTED = [...NAMESPACES, "options", ...FUNCTIONS.embed, ...FUNCTIONS.popup, ...CALLBACKS];

/** By these a widget calls what it was given; who puts others in their place may keep it from that. */
const lookAtCalling = () => {
  for (let index = 0; index < CALLING.length; index++) {
    const {holder, name, getter} = CALLING[index];
    const descriptor = getOwnPropertyDescriptor(holder, name);
    if (!descriptor || descriptor.get !== getter) otherCalling(name);
  }
};
const otherCalling = (name) => cannotObserve("callbacks", `the page has put another function in the place of \`${name}\``);
/** Have it be told at once when another function is put in a built-in's place. */
const guarded = ([holder, name]) => {
  const descriptor = getOwnPropertyDescriptor(holder, name);
  let current = descriptor.value;
  const getter = () => current;
  weakSet(disguised, getter, {describe: () => ({value: current, writable: true, enumerable: false, configurable: true}), __proto__: null});
  defineProperty(holder, name, {__proto__: null, configurable: true, enumerable: false, get: getter, set(next) {
    if (this !== holder) {
      if (isObject(this)) defineProperty(this, name, {value: next, writable: true, enumerable: true, configurable: true, __proto__: null});
      return;
    }
    otherCalling(name);
    current = next;
  }});
  return {holder, name, getter, __proto__: null};
};
const CALLING = [[Reflect, "apply"], [functionPrototype, "call"], [functionPrototype, "apply"]].map(guarded);
const CALLING_NAMES = ["apply", "call"];
const LOOKED_AT = [...WATCHED, ...CALLING_NAMES, ...POLLUTED];

/** The loader calls the hook as it runs: what it has by then must have been seen at that. */
const afterScript = (event) => {
  const isLate = widgetObject === undefined && includes(scriptSource(targetOf(event)), LOADER_PATH);
  noteLoader(targetOf(event));
  lookAgain();
  if (isLate && isObject(widgetObject)) cannotObserve("calls", `\`${HOOK}\` was called where the recorder does not see it`);
};
const nodes = new ObserverOf((records) => {
  listenAll(); // `document.open` takes all listeners away
  lookAgain();
  if (!bringsLoader(records)) return;
  lookBehind();
  lookAtCalling();
  awaitGlobal(hookGlobal);
});
nodes.observe(document, {__proto__: null, childList: true, subtree: true});
const listenAll = () => {
  listen(document, "load", afterScript, true); // each external script, right after it ran
  listen(document, "DOMContentLoaded", lookAgain, true);
  listen(window, "load", lookAgain, true);
  listen(window, "message", lookAtCalling, true);
};
listenAll();

// Same-document navigations, where the browser tells of them (`navigation` is missing in old ones).
if (isTop && window.navigation) {
  listen(window.navigation, "currententrychange", () => {
    emit("navigation", `{"url":${quote(location.href)},"way":"history"}`);
  });
}

// A window or a frame that shows nothing yet may get its document later, with the same globals but
// another `document`, which nobody listens to: there the globals tell themselves.
if (location.href === "about:blank") {
  awaitGlobal(widgetGlobal);
  awaitGlobal(hookGlobal);
}

if (isTop) emit("navigation", `{"url":${quote(location.href)},"way":"load"}`);

return agent;

// What can still be made out of the recorder, all of it by looking for it:
// - the page's options and the widget's view of them are two objects, and so are a callback and its
//   stand-in: who compares what the one has with what the other has, by a way round the API, sees two;
// - options without callbacks have a place for each, which is in no copy and no list of their keys;
// - one function given for two callbacks has a stand-in for each, since the recording has to name it;
// - a script of the page's that reads its options back through the API gets its own callbacks, but a
//   stand-in for one that is fixed;
// - `Error.stackTraceLimit` and `prepareStackTrace` are others for the moment in which the stack is asked;
// - a callback that is put into options which had none when `init` got them is a stand-in afterwards;
// - another frame's `Function.prototype.toString` and `Object.getOwnPropertyDescriptor` show stand-ins
//   and accessors as what they are;
// - stacks have frames of this script; the text of a TypeError about a view may speak of a proxy;
// - a Proxy of the page's own is asked for its keys and descriptors when it is written down;
// - options without callbacks are cloned once, which runs the getters of what is in them;
// - by another frame's built-ins, `Reflect.apply`, `call` and `apply` are accessors;
// - while the loader is on its way, `'livechatooCmd' in window` is true before the page has set it, and
//   in a frame or window that begins as about:blank, both globals are there from the beginning;
// - a view cannot be sent by postMessage (options with callbacks of their own could not be, either).
// What cannot be observed is told as `unobserved`: a global made by let, const or class, or fixed by a
// script of another frame, or come without the hook having been read; fixed parts of a
// fixed global; setters of the page's on prototypes that the API would come by; callbacks put into
// options that had none, or that a script of the page calls which has them from the API; functions of
// the page's in the place of those by which callbacks are called; the API in a frame of another origin, or
// in one that was taken out of the page; a window that was closed before it was heard. That the widget
// starts more often than was seen, the judge tells.
// What a page can still do unseen is to act inside the widget: where it replaces a built-in that the
// widget uses between finding a callback and calling it, and puts that back in the same moment; where it
// keeps the widget's own function that a built-in was handed, and starts nothing anew by that.
