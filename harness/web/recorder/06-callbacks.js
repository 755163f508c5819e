// Observes the callbacks that a page hands to the widget, each time they fire.
//
// The widget gets a view of the page's options in which callbacks read as stand-ins. A function has
// one stand-in for each name of a callback, for good: who compares, counts or removes callbacks by
// identity finds the same one, in the next `init` too.

const CALLBACKS = __CALLBACKS__;
const isCallback = new MapOf();
for (const name of CALLBACKS) mapSet(isCallback, name, true);

/** function -> name -> {wrapper, registration} */
const callbacks = new WeakMapOf();
/** the page's options -> {view, registration} */
const optionViews = new WeakMapOf();
/** function inherited by options -> its stand-in, which takes the view for the options */
const methods = new WeakMapOf();

const callbackOf = (name, value, registration) => {
  const fn = original(value);
  let byName = weakGet(callbacks, fn);
  if (!byName) weakSet(callbacks, fn, (byName = new MapOf()));
  let known = mapGet(byName, name);
  if (!known) {
    known = {wrapper: null, registration: calls, __proto__: null};
    known.wrapper = wrapCallback(name, fn, known);
    mapSet(byName, name, known);
  }
  if (registration !== null) known.registration = registration;
  return known.wrapper;
};

/** What became of a callback, for whoever wants to know what its promise comes to. */
let noteResult = (name, result) => result;

const wrapCallback = (name, fn, known) => {
  const fired = (args, go) => {
    adoptAnalytics();
    for (let index = 0; index < args.length; index++) args[index] = unwrapped(args[index]);
    emit("callback", `{"name":${quote(name)},"args":${encodeAll(args)},"registration":${known.registration}}`);
    const before = enter(false);
    try {
      return noteResult(name, go());
    } catch (error) {
      emit("callback_threw", `{"name":${quote(name)},"error":${encode(error)}}`);
      throw error;
    } finally {
      enter(before);
      lookForLateCallbacks();
    }
  };
  return standIn(
    fn,
    (target, self, args) => fired(args, () => apply(target, realOf(self), args)),
    (target, args, newTarget) => fired(args, () => construct(target, args, newTarget)),
  );
};

/** A method of the options' class, called on the view, is called on the options: it may be private there. */
const methodOf = (fn) => {
  let known = weakGet(methods, fn);
  if (!known) weakSet(methods, fn, (known = standIn(fn, (target, self, args) => apply(target, realOf(self), args))));
  return known;
};

/** Whether there may be a callback among the options; no getter is run to know. */
const mayCallBack = (options) => {
  for (let index = 0; index < CALLBACKS.length; index++) {
    const name = CALLBACKS[index];
    if (!has(options, name)) continue;
    const descriptor = getOwnPropertyDescriptor(options, name);
    if (!descriptor || !("value" in descriptor) || typeof descriptor.value === "function") return true;
  }
  return false;
};

/**
 * Options of a page that had no callback when they were handed over, as a list. The widget gets them
 * as they are, since it may send them on, which no view can be; a callback that comes into them later
 * is put behind its stand-in where it is, before anything can have called it.
 */
let bare = null;
let countOfBare = 0;
const BARE = 200;
/** options -> the call that they were handed over in last */
const bareOnes = new WeakMapOf();

const noteBare = (registration, options) => {
  const isKnown = weakHas(bareOnes, options);
  weakSet(bareOnes, options, registration);
  if (isKnown) return;
  if (countOfBare++ < BARE) bare = {options, next: bare, __proto__: null};
  else cannotObserve("callbacks", `\`init\` got more than ${BARE} sets of options, which may have got some since`);
};

/** Whether options can be sent on to another document as they are; no getter of theirs is run to know. */
const canBeSent = (options) => {
  const keys = ownKeys(options);
  for (let index = 0; index < keys.length; index++) {
    const descriptor = getOwnPropertyDescriptor(options, keys[index]);
    if (!descriptor || !("value" in descriptor)) return false;
  }
  try {
    for (let holder = options; isUserland(holder); holder = getPrototypeOf(holder)) clone(holder);
    return true;
  } catch {
    return false; // a Proxy among others
  }
};

/** The options as the widget gets them: the same in every respect, but that callbacks are observed. */
const observeOptions = (registration, given) => {
  const options = realOf(given);
  const known = weakGet(optionViews, options);
  if (known) {
    if (registration !== null) known.registration = registration;
    return known.view;
  }
  if (!mayCallBack(options) && canBeSent(options)) {
    noteBare(registration, options);
    return given;
  }
  const made = {view: null, registration, __proto__: null};
  made.view = viewOf(options, (key, value) => {
    if (typeof value !== "function") return value;
    if (mapGet(isCallback, key)) return callbackOf(key, value, made.registration);
    const isOfClass = key !== "constructor" && !getOwnPropertyDescriptor(options, key) && !isBuiltIn(key, value);
    return isOfClass ? methodOf(value) : value;
  }, undefined, true);
  weakSet(optionViews, options, made);
  return made.view;
};

const isBuiltIn = (key, value) => own(objectPrototype, key) === value;

/**
 * See to callbacks that were put into options after these had been handed over without any. Where that
 * is not seen at once, they may have fired before.
 */
const lookForLateCallbacks = (isAtOnce) => {
  for (let one = bare; one; one = one.next) {
    for (let index = 0; index < CALLBACKS.length; index++) {
      const came = standInFor(CALLBACKS[index], one.options);
      if (came === "" || (came === "put" && isAtOnce === true)) continue;
      cannotObserve("callbacks", "they were put into options that had none when `init` got them");
    }
  }
};

/** Put a stand-in where a callback has come: "put", "fixed" where that cannot be done, "" where none has. */
const standInFor = (name, options) => {
  if (!has(options, name)) return "";
  const descriptor = getOwnPropertyDescriptor(options, name);
  if (!descriptor) return typeof options[name] === "function" ? "fixed" : "";
  const registration = weakGet(bareOnes, options);
  if ("value" in descriptor) {
    if (typeof descriptor.value !== "function" || isStandInOf(name, descriptor.value)) return "";
    descriptor.value = callbackOf(name, descriptor.value, registration);
  } else {
    if (!descriptor.get || weakHas(originals, descriptor.get)) return "";
    descriptor.get = standIn(descriptor.get, (target, self, args) => {
      const value = apply(target, self, args);
      return typeof value === "function" ? callbackOf(name, value, registration) : value;
    });
  }
  return defineProperty(options, name, descriptor) ? "put" : "fixed";
};

const isStandInOf = (name, value) => {
  const byName = weakGet(callbacks, original(value));
  const known = byName && mapGet(byName, name);
  return !!known && known.wrapper === value;
};

/** What the widget knows a function as that the page hands over, say to have it removed. */
const asWidgetKnowsIt = (value, args) => {
  const byName = typeof value === "function" ? weakGet(callbacks, original(value)) : undefined;
  if (!byName) return value;
  for (let index = 0; index < args.length; index++) {
    const named = typeof args[index] === "string" ? mapGet(byName, args[index]) : undefined;
    if (named) return named.wrapper;
  }
  for (let index = 0; index < CALLBACKS.length; index++) {
    const known = mapGet(byName, CALLBACKS[index]);
    if (known) return known.wrapper;
  }
  return value;
};
