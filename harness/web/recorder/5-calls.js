// Wraps the widget's functions in place: same `this`, arguments, results and exceptions.

let calls = 0;
let scenarioCall = null;
/** wrapper -> what it wraps */
const originals = new WeakMapOf();

const original = (value) => (typeof value === "function" && weakHas(originals, value) ? weakGet(originals, value) : value);

const wrapFunction = (path, fn) => {
  const wrapper = new ProxyOf(fn, {
    __proto__: null,
    apply(target, self, args) {
      return observeCall(path, target, self, args);
    },
    construct(target, args, newTarget) {
      return construct(target, args, newTarget === wrapper ? target : newTarget);
    },
  });
  weakSet(originals, wrapper, fn);
  return wrapper;
};

const observeCall = (path, target, self, args) => {
  const call = ++calls;
  const by = scenarioCall === path ? "scenario" : "page";
  scenarioCall = null;
  adoptAnalytics();
  const isInit = path === "embed.init" || path === "popup.init";
  const options = isInit && self && args.length === 0 ? `,"options":${encode(own(self, "options"))}` : "";
  emit("call", `{"call":${call},"function":${quote(path)},"args":${encodeAll(args)},"by":"${by}"${options}}`);
  const passed = isInit ? withObservedCallbacks(call, self, args) : args;
  let value;
  try {
    value = apply(target, self, passed);
  } catch (error) {
    emit("threw", `{"call":${call},"function":${quote(path)},"error":${encode(error)}}`);
    throw error;
  }
  emit("returned", `{"call":${call},"function":${quote(path)},"value":${encode(value)}}`);
  return value;
};

/** The arguments of `init` with the callbacks in them observed; the page's own object is not changed. */
const withObservedCallbacks = (call, self, args) => {
  const first = args[0];
  if (first !== null && typeof first === "object") {
    const passed = [];
    for (let index = 0; index < args.length; index++) {
      defineProperty(passed, index, {__proto__: null, value: args[index], writable: true, enumerable: true, configurable: true});
    }
    passed[0] = observeOptions(call, first);
    return passed;
  }
  const stored = self && own(self, "options");
  if (args.length === 0 && stored !== null && typeof stored === "object") {
    const observed = observeOptions(call, stored);
    if (observed !== stored) set(self, "options", observed, self);
  }
  return args;
};

/** Wrap what is callable on a namespace: its own functions in place, inherited ones by a hidden one over them. */
const wrapNamespace = (name, object) => {
  if (object === null || (typeof object !== "object" && typeof object !== "function")) return;
  const done = wrappedKeys(object);
  for (let holder = object; holder && holder !== objectPrototype && holder !== functionPrototype; holder = getPrototypeOf(holder)) {
    const keys = ownKeys(holder);
    for (let index = 0; index < keys.length; index++) wrapKey(name, object, holder, keys[index], done);
  }
};

const wrapKey = (name, object, holder, key, done) => {
  if (typeof key !== "string" || key === "constructor" || mapGet(done, key)) return;
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (!descriptor || typeof descriptor.value !== "function" || weakHas(originals, descriptor.value)) return;
  if (holder === object ? !descriptor.configurable && !descriptor.writable : !isExtensible(object)) return;
  mapSet(done, key, true); // whatever the page puts there later is the page's own
  descriptor.value = wrapFunction(`${name}.${key}`, descriptor.value);
  if (holder !== object) descriptor.enumerable = false;
  defineProperty(object, key, descriptor);
};

const wrappedBefore = new WeakMapOf();
const wrappedKeys = (object) => {
  let keys = weakGet(wrappedBefore, object);
  if (!keys) weakSet(wrappedBefore, object, (keys = new MapOf()));
  return keys;
};
