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
    known = {wrapper: null, registration, __proto__: null};
    known.wrapper = wrapCallback(name, fn, known);
    mapSet(byName, name, known);
  }
  known.registration = registration;
  return known.wrapper;
};

/** What became of a callback, for whoever wants to know what its promise comes to. */
let noteResult = (name, result) => result;

const wrapCallback = (name, fn, known) =>
  standIn(fn, (target, self, args) => {
    adoptAnalytics();
    for (let index = 0; index < args.length; index++) args[index] = unwrapped(args[index]);
    emit("callback", `{"name":${quote(name)},"args":${encodeAll(args)},"registration":${known.registration}}`);
    const before = enter(false);
    try {
      return noteResult(name, apply(target, realOf(self), args));
    } catch (error) {
      emit("callback_threw", `{"name":${quote(name)},"error":${encode(error)}}`);
      throw error;
    } finally {
      enter(before);
    }
  });

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

/** Options of a page that had no callback when they were handed over. */
let bare = [];

/** The options as the widget gets them: the same in every respect, but that callbacks are observed. */
const observeOptions = (registration, given) => {
  const options = realOf(given);
  const known = weakGet(optionViews, options);
  if (known) {
    known.registration = registration;
    return known.view;
  }
  if (!mayCallBack(options)) {
    if (bare.length < 20) bare[bare.length] = options;
    return given;
  }
  const made = {view: null, registration, __proto__: null};
  made.view = viewOf(options, (key, value) => {
    if (typeof value !== "function") return value;
    if (mapGet(isCallback, key)) return callbackOf(key, value, made.registration);
    const isOfClass = key !== "constructor" && !getOwnPropertyDescriptor(options, key) && !isBuiltIn(key, value);
    return isOfClass ? methodOf(value) : value;
  });
  weakSet(optionViews, options, made);
  return made.view;
};

const isBuiltIn = (key, value) => own(objectPrototype, key) === value;

/** Tell once of callbacks that were put into options after these had been handed over without any. */
const lookForLateCallbacks = () => {
  for (let index = 0; index < bare.length; index++) {
    let isLate = false;
    try {
      isLate = mayCallBack(bare[index]);
    } catch {
      // a Proxy of the page's that is revoked by now
    }
    if (!isLate) continue;
    cannotObserve("callbacks", "they were put into options that had none when `init` got them");
    bare = [];
    return;
  }
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
