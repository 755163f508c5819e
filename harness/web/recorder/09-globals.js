// Notices when the page defines a global, without the global existing before that.
//
// An accessor that stands on `window` beforehand would make `'livechatoo' in window` true and turn the
// ReferenceError of an early call into a TypeError. So a global is looked for whenever a script can
// have defined it (a node was added, an external script ran), and only then turned into an accessor,
// which says of itself that it is the data property it stands for.
// The loader reads the hook at its very end: that read is the moment to wrap what it has defined.

/**
 * @typedef {object} Watched
 * @property {string} name
 * @property {boolean} isFound
 * @property {(value: unknown) => void} onSet called with each value that the global takes
 * @property {() => void} onGet called before each read
 * @property {(value: unknown) => unknown} shown what a read of this value gives
 * @property {boolean} isCalled whether it is there to be called
 * @property {(value: unknown) => unknown} [attended] what is called in its place, where somebody attends to it
 */

/** getter of an accessor on `window` -> the property that it stands for */
const disguised = new WeakMapOf();

/** Replace a global by an accessor that behaves as the data property it stands for. */
const watchFrom = (watched, descriptor) => {
  let current = descriptor.value;
  watched.isFound = true;
  const accessor = {
    __proto__: null,
    configurable: true,
    enumerable: descriptor.enumerable,
    get: () => {
      watched.onGet();
      return watched.shown(current);
    },
    set: undefined,
  };
  if (descriptor.writable) {
    accessor.set = (next) => {
      current = unwrapped(next);
      watched.onSet(current);
    };
  }
  weakSet(disguised, accessor.get, {
    describe: () => ({value: watched.shown(current), writable: descriptor.writable, enumerable: descriptor.enumerable, configurable: true}),
    __proto__: null,
  });
  defineProperty(window, watched.name, accessor);
};

const asItIs = (target, self, args) => {
  const descriptor = apply(target, self, args);
  const known = descriptor && typeof descriptor.get === "function" ? weakGet(disguised, descriptor.get) : undefined;
  return known ? known.describe() : descriptor;
};
disguise(Object, "getOwnPropertyDescriptor", asItIs);
disguise(Reflect, "getOwnPropertyDescriptor", asItIs);

/** Look whether the global is there as the page made it: new, or defined over the accessor. */
const lookFor = (watched) => {
  const descriptor = getOwnPropertyDescriptor(window, watched.name);
  if (!descriptor) return;
  setPrototypeOf(descriptor, null);
  if (!("value" in descriptor)) {
    watchGetter(watched, descriptor);
    return;
  }
  if (descriptor.configurable) watchFrom(watched, descriptor);
  else if (watched.isFound && unwrapped(descriptor.value) === watched.last) return;
  watched.isFound = true;
  watched.last = unwrapped(descriptor.value);
  watched.onSet(watched.last);
  if (!descriptor.configurable) announce(watched, descriptor);
};

/** The page gives the global by a getter of its own: it goes on to, and tells of each read. */
const watchGetter = (watched, descriptor) => {
  const {get: getter} = descriptor;
  if (!getter || weakHas(disguised, getter) || weakHas(originals, getter)) return;
  if (!descriptor.configurable) {
    if (watched.isFound) return;
    watched.isFound = true;
    watched.onSet(window[watched.name]);
    return;
  }
  let last;
  descriptor.get = standIn(getter, (target, self, args) => {
    watched.onGet();
    const value = apply(target, self, args);
    if (value !== last) watched.onSet(value);
    last = value;
    return watched.shown(value);
  });
  watched.isFound = true;
  defineProperty(window, watched.name, descriptor);
};

/** A global made by `var` or `function` cannot become an accessor; a function tells of the read when called. */
const announce = (watched, descriptor) => {
  const value = watched.last;
  const shown = typeof value === "function" && watched.isCalled ? announced(watched, value) : watched.shown(value);
  if (shown === descriptor.value) return;
  descriptor.value = shown;
  if (!descriptor.writable || !defineProperty(window, watched.name, descriptor)) {
    cannotObserve("calls", `\`${watched.name}\` is fixed, and so is what is in it`);
  }
};

const announcers = new WeakMapOf();
/** The function, which tells of each call before it is made. */
const announced = (watched, fn) => {
  let known = weakGet(announcers, fn);
  if (!known) {
    known = standIn(fn, (target, self, args) => {
      watched.onGet();
      return apply(watched.attended ? watched.attended(target) : target, self, args);
    });
    weakSet(announcers, fn, known);
  }
  return known;
};

/** Wait for a global that is to come while nothing else tells of it. */
const awaitGlobal = (watched) => {
  if (watched.isFound || getOwnPropertyDescriptor(window, watched.name)) return;
  watchFrom(watched, {value: undefined, writable: true, enumerable: true, __proto__: null});
};

/** Whether one of the added nodes is the widget's loader, by the path that all its builds have. */
const bringsLoader = (records) => {
  for (let index = 0; index < records.length; index++) {
    const nodes = records[index].addedNodes;
    for (let at = 0; at < nodes.length; at++) {
      if (nodes[at] instanceof ScriptOf && includes(scriptSource(nodes[at]), LOADER_PATH)) return true;
    }
  }
  return false;
};
