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
    known = standIn(fn, (target, self, args) => observeCall(`${namespaceOf(self, namespace)}.${key}`, target, self, args, isLate));
    mapSet(byKey, key, known);
  }
  return known;
};

/** `embed` or `popup` itself -> its name. Functions of a class are shared, so `this` tells which is meant. */
const namespaceNames = new WeakMapOf();
const namespaceOf = (self, otherwise) => {
  const real = realOf(self);
  return (isObject(real) && weakGet(namespaceNames, real)) || otherwise;
};

const observeCall = (path, target, self, args, isLate) => {
  const object = realOf(self);
  if (isInside) return apply(target, object, args);
  const call = ++calls;
  const by = supersede(path) || (scenarioCall === path ? "scenario" : "page");
  scenarioCall = null;
  adoptAnalytics();
  lookForLateCallbacks();
  const isInit = path === "embed.init" || path === "popup.init";
  const options = isInit && isObject(object) && args.length === 0 ? `,"options":${encode(own(object, "options"))}` : "";
  const text = `{"call":${call},"function":${quote(path)},"args":${encodeAll(args)},"by":"${by}"${options}}`;
  const late = isLate ? hold(path, by, text) : null;
  if (!late) emit("call", text);
  const passed = passedOn(call, isInit, object, args);
  const before = enter(!isLate);
  let value;
  try {
    value = apply(target, object, passed);
  } catch (error) {
    if (isOwnCall(late)) emit("threw", `{"call":${call},"function":${quote(path)},"error":${encode(error)}}`);
    throw error;
  } finally {
    enter(before);
  }
  value = asPageKnowsIt(value);
  if (isOwnCall(late)) emit("returned", `{"call":${call},"function":${quote(path)},"value":${encode(value)}}`);
  return value;
};

/** The arguments as the widget gets them. */
const passedOn = (call, isInit, self, args) => {
  for (let index = 0; index < args.length; index++) {
    const value = args[index];
    if (typeof value === "function") args[index] = asWidgetKnowsIt(value, args);
    else if (isInit && index === 0 && value !== null && typeof value === "object") args[0] = observeOptions(call, value);
  }
  if (isInit && args.length === 0 && isObject(self)) {
    const stored = own(self, "options");
    if (stored !== null && typeof stored === "object") {
      const observed = observeOptions(call, stored);
      if (observed !== stored && !set(self, "options", observed, self)) {
        cannotObserve("callbacks", "the options stand where nothing can be put in their place");
      }
    }
  }
  return args;
};
