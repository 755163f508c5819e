// Observes the calls of the widget's functions: same `this`, arguments, results and exceptions.

let calls = 0;
let scenarioCall = null;
/** Whether one of the widget's functions is at work: what it calls then, it calls itself. */
let isInside = false;
const enter = (isNow) => {
  const before = isInside;
  isInside = isNow;
  return before;
};

/** function -> key -> its stand-in */
const functions = new WeakMapOf();

/** A function of the API. `isLate`: it came in the place of another, and may be the page's around that. */
const wrapFunction = (namespace, key, fn, isLate) => {
  let byKey = weakGet(functions, fn);
  if (!byKey) weakSet(functions, fn, (byKey = new MapOf()));
  let known = mapGet(byKey, key);
  if (!known) {
    known = standIn(
      fn,
      (target, self, args) => {
        const object = realOf(self);
        const go = (passed) => apply(target, object, passed);
        return observeCall(`${namespaceOf(self, namespace)}.${key}`, go, object, args, isLate);
      },
      (target, args, newTarget) => observeCall(`${namespace}.${key}`, (passed) => construct(target, passed, newTarget), undefined, args, isLate),
    );
    if (isDocumented(namespace, key)) hideConstructor(fn, known);
    mapSet(byKey, key, known);
  }
  return known;
};

const isDocumented = (namespace, key) => {
  const names = FUNCTIONS[namespace];
  for (let index = 0; index < names.length; index++) if (names[index] === key) return true;
  return false;
};

/** What a documented function's prototype names is the function as the page knows it. */
const hideConstructor = (fn, known) => {
  const prototype = own(fn, "prototype");
  const descriptor = isObject(prototype) ? getOwnPropertyDescriptor(prototype, "constructor") : undefined;
  if (!descriptor || descriptor.value !== fn) return;
  descriptor.value = known;
  if (!defineProperty(prototype, "constructor", descriptor)) cannotObserve("calls", "a function's prototype is fixed");
};

/** `embed` or `popup` itself -> its name. Functions of a class are shared, so `this` tells which is meant. */
const namespaceNames = new WeakMapOf();
const namespaceOf = (self, otherwise) => {
  const real = realOf(self);
  return (isObject(real) && weakGet(namespaceNames, real)) || otherwise;
};

/** @param {(args: unknown[]) => unknown} go makes the call */
const observeCall = (path, go, object, args, isLate) => {
  const isInit = path === "embed.init" || path === "popup.init";
  // What the widget calls itself is not told; a page that is run meanwhile may have called it, though.
  if (isInside) return go(isInit ? passedOn(null, path, object, args) : args);
  const call = ++calls;
  const by = supersede(path) || (scenarioCall === path ? "scenario" : "page");
  scenarioCall = null;
  adoptAnalytics();
  const options = isInit && isObject(object) && args.length === 0 ? `,"options":${encode(own(object, "options"))}` : "";
  const text = `{"call":${call},"function":${quote(path)},"args":${encodeAll(args)},"by":"${by}"${options}}`;
  const late = isLate ? hold(path, by, text) : null;
  if (!late) emit("call", text);
  const passed = passedOn(call, isInit ? path : "", object, args);
  if (isInit) lookAtCalling();
  const stored = storing;
  if (isInit && !(args.length && isOptions(args[0]))) storing = call;
  const before = enter(!isLate);
  let value;
  try {
    value = go(passed);
  } catch (error) {
    if (isOwnCall(late)) emit("threw", `{"call":${call},"function":${quote(path)},"error":${encode(error)}}`);
    throw error;
  } finally {
    enter(before);
    storing = stored;
  }
  value = asPageKnowsIt(value);
  if (isOwnCall(late)) emit("returned", `{"call":${call},"function":${quote(path)},"value":${encode(value)}}`);
  return value;
};

/** The `init` at work that was given no options, so that it takes those that are stored; 0 for none. */
let storing = 0;

const isOptions = (value) => value !== null && typeof value === "object";
/** Whether a widget may find callbacks in a function, which another one takes for nothing. */
const mayBeOptions = (value) => typeof value === "function" && mayCallBack(realOf(value));

/** The arguments as the widget gets them; `init` is the path of one that takes options. */
const passedOn = (call, init, self, args) => {
  for (let index = 0; index < args.length; index++) {
    const value = args[index];
    if (init && index === 0 && (isOptions(value) || mayBeOptions(value))) args[0] = observeOptions(call, value);
    else if (typeof value === "function") args[index] = asWidgetKnowsIt(value, args);
  }
  if (init && !(args.length && isOptions(args[0]))) {
    const api = realOf(apiOf(slice(init, 0, 5)));
    if (isObject(self)) observeStored(call, self);
    if (isObject(api) && api !== self) observeStored(call, api);
  }
  return args;
};

/** Have options be observed that `init` takes from where they are stored. */
const observeStored = (call, object) => {
  const found = find(object, "options");
  if (!found) {
    if (has(object, "options")) cannotObserve("callbacks", "the options are those of all objects");
    return;
  }
  const {holder, descriptor} = found;
  if ("value" in descriptor) {
    const {value} = descriptor;
    if (value === null || typeof value !== "object") return;
    descriptor.value = observeOptions(call, value);
    if (descriptor.value === value) return;
  } else {
    if (!descriptor.get || weakHas(originals, descriptor.get)) return;
    descriptor.get = standIn(descriptor.get, (target, self, args) => {
      const value = apply(target, realOf(self), args);
      return value !== null && typeof value === "object" ? observeOptions(null, value) : value;
    });
  }
  if (!defineProperty(holder, "options", descriptor)) {
    cannotObserve("callbacks", "the options stand where nothing can be put in their place");
  }
};
