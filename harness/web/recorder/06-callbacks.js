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

/** stand-in for a callback -> what is known of it */
const knownByStandIn = new WeakMapOf();

const callbackOf = (name, value, registration) => {
  const fn = pagesOwn(value);
  let byName = weakGet(callbacks, fn);
  if (!byName) weakSet(callbacks, fn, (byName = new MapOf()));
  let known = mapGet(byName, name);
  if (!known) {
    known = {wrapper: null, registration: calls, isWithPage: false, __proto__: null};
    known.wrapper = wrapCallback(name, fn, known);
    weakSet(knownByStandIn, known.wrapper, known);
    mapSet(byName, name, known);
  }
  if (registration !== null) known.registration = registration;
  return known.wrapper;
};

/** What became of a callback, for whoever wants to know what its promise comes to. */
let noteResult = (name, result) => result;

/** A script of the page's gets its own functions back when it reads options through the API. */
const asReader = (value, isFixed, trap) => {
  const known = !isInside && typeof value === "function" ? weakGet(knownByStandIn, value) : undefined;
  const reader = known ? callerOf(trap) : undefined;
  if (reader === undefined || reader === WIDGETS) return value;
  if (reader !== UNKNOWN && !isFixed) return pagesOwn(value);
  known.isWithPage = true;
  return value;
};

/** How many callbacks are at work. */
let firing = 0;

/**
 * Whether a script of the page's calls what stands for its callback, which it may have out of options
 * that the widget has copied: from a callback that is the page's way of handing it on, else it is told.
 */
const isCalledByPage = (known, trap) => {
  const caller = callerOf(trap);
  const isPages = caller === PAGES || (known.isWithPage && caller === PAGES_FILE);
  if (isPages && firing) return true;
  if (isPages || (known.isWithPage && caller === UNKNOWN)) {
    cannotObserve("callbacks", "a script of the page called one that the API gave it");
  }
  return false;
};

const wrapCallback = (name, fn, known) => {
  const fired = (args, go, trap) => {
    if (isCalledByPage(known, trap)) return go();
    adoptAnalytics();
    for (let index = 0; index < args.length; index++) args[index] = unwrapped(args[index]);
    emit("callback", `{"name":${quote(name)},"args":${encodeAll(args)},"registration":${known.registration}}`);
    const before = enter(false);
    firing++;
    try {
      return noteResult(name, go());
    } catch (error) {
      emit("callback_threw", `{"name":${quote(name)},"error":${encode(error)}}`);
      throw error;
    } finally {
      firing--;
      enter(before);
    }
  };
  const called = (target, self, args) => fired(args, () => apply(target, realOf(self), args), called);
  const made = (target, args, newTarget) => fired(args, () => construct(target, args, newTarget), made);
  return pagesStandIn(fn, called, made, calledByOwn);
};

/** A function that has its own `call` or `apply` is called by that, and not by its stand-in. */
const calledByOwn = (target, key, receiver) => {
  const value = get(target, key, receiver);
  if ((key === "call" || key === "apply" || key === "bind") && value !== givenCalling[key]) {
    cannotObserve("callbacks", `a callback has a function \`${key}\` of its own`);
  }
  return value;
};
const givenCalling = {__proto__: null, call: functionPrototype.call, apply: functionPrototype.apply, bind: functionPrototype.bind};

/** A method of the options' class, called on the view, is called on the options: it may be private there. */
const methodOf = (fn) => {
  let known = weakGet(methods, fn);
  if (!known) weakSet(methods, fn, (known = pagesStandIn(fn, (target, self, args) => apply(target, realOf(self), args))));
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
 * Options of a page that had no callback when they were handed over. The widget gets them as they are,
 * since it may send them on, which no view can be. Where a callback would be, something waits for one:
 * it is not enumerable, so that it is in no copy, and cannot be taken away.
 */
const bareOnes = new WeakMapOf();

const noteBare = (registration, options) => {
  if (weakHas(bareOnes, options)) return;
  for (let index = 0; index < CALLBACKS.length; index++) awaitCallback(CALLBACKS[index], options, registration);
  weakSet(bareOnes, options, true);
};

const cameLate = () => cannotObserve("callbacks", "they were put into options that had none when `init` got them");

/** Have a callback that comes into options be told of; one that all such objects inherit, too. */
const awaitCallback = (name, options, registration) => {
  let current;
  const shown = (value) => {
    if (typeof value !== "function") return value;
    cameLate();
    return callbackOf(name, value, registration);
  };
  const accessor = {
    __proto__: null,
    configurable: false,
    enumerable: false,
    get() {
      const holder = current === undefined ? getPrototypeOf(options) : null;
      return shown(holder ? get(holder, name, options) : current);
    },
    set(next) {
      if (typeof next === "function") cameLate();
      current = pagesOwn(next);
    },
  };
  weakSet(disguised, accessor.get, {describe: () => undefined, __proto__: null});
  defineProperty(options, name, accessor);
};

/** A script defines a callback where one is waited for. */
const putLate = (options, name, descriptor) => {
  if (!isObject(options) || !weakHas(bareOnes, options) || !mapGet(isCallback, name) || !isObject(descriptor)) return false;
  if (typeof descriptor.get === "function" || descriptor.set) cameLate();
  else options[name] = descriptor.value;
  return true;
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
  if (weakHas(bareOnes, options)) return given;
  if (!mayCallBack(options) && isExtensible(options) && canBeSent(options)) {
    noteBare(registration, options);
    return given;
  }
  const made = {view: null, registration, __proto__: null};
  made.view = viewOf(options, (key, value) => {
    if (typeof value !== "function") return value;
    if (mapGet(isCallback, key)) return callbackOf(key, value, made.registration);
    const isOfClass = key !== "constructor" && !getOwnPropertyDescriptor(options, key) && !isBuiltIn(key, value);
    return isOfClass ? methodOf(value) : value;
  }, undefined, true, asReader);
  weakSet(optionViews, options, made);
  return made.view;
};

const isBuiltIn = (key, value) => own(objectPrototype, key) === value;

/** What the widget knows a function as that the page hands over, say to have it removed. */
const asWidgetKnowsIt = (value, args) => {
  const byName = typeof value === "function" ? weakGet(callbacks, pagesOwn(value)) : undefined;
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
