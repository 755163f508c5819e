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
 * @property {boolean} [isWhole] whether all that is done by it has to be seen
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
      if (own(getOwnPropertyDescriptor(window, watched.name) || {__proto__: null}, "get") !== accessor.get) watched.isTouched = true;
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

/**
 * Look whether the global is there as the page made it: new, or defined over the accessor. Where that
 * is not seen as it happens, it may have been used meanwhile.
 */
const lookFor = (watched, isAtOnce) => {
  const descriptor = getOwnPropertyDescriptor(window, watched.name);
  if (!descriptor) return;
  if (!("value" in descriptor)) {
    watchGetter(watched, descriptor);
    return;
  }
  if (!descriptor.configurable && watched.isFound && unwrapped(descriptor.value) === watched.last) return;
  if (watched.isWhole && !isAtOnce) cannotObserve("calls", `\`${watched.name}\` came where the recorder did not see it`);
  if (descriptor.configurable) watchFrom(watched, descriptor);
  watched.isFound = true;
  watched.last = unwrapped(descriptor.value);
  watched.onSet(watched.last);
  if (!descriptor.configurable) announce(watched, descriptor);
};

/** Whether who reads a global, or calls what is fixed there, is told of. */
const isToldOfReads = (name) => {
  const descriptor = getOwnPropertyDescriptor(window, name);
  if (!descriptor) return false;
  const {get: getter, value} = descriptor;
  return getter ? weakHas(disguised, getter) || weakHas(originals, getter) : isObject(value) && weakHas(pagesFunctions, value);
};

/** The page gives the global by a getter of its own: it goes on to, and tells of each read. */
const watchGetter = (watched, descriptor) => {
  const {get: getter, set: setter} = descriptor;
  const isWatched = getter && (weakHas(disguised, getter) || weakHas(originals, getter));
  const isKept = !setter || weakHas(disguised, getter) || weakHas(originals, setter);
  if ((isWatched || !getter) && isKept) return;
  if (!descriptor.configurable) {
    cannotObserve("calls", `\`${watched.name}\` is fixed, and is what a getter of the page's gives`);
    return;
  }
  if (getter && !isWatched) descriptor.get = attendedGetter(watched, getter);
  if (setter && !isKept) descriptor.set = attendedSetter(watched, setter);
  watched.isFound = true;
  defineProperty(window, watched.name, descriptor);
};

const attendedGetter = (watched, getter) => {
  let last;
  return pagesStandIn(getter, (target, self, args) => {
    watched.onGet();
    const value = apply(target, self, args);
    if (value !== last) watched.onSet(unwrapped(value));
    last = value;
    return watched.shown(value);
  });
};

/** A setter of the page's gets what a script of the page would read. */
const attendedSetter = (watched, setter) =>
  pagesStandIn(setter, (target, self, args) => {
    if (args.length) {
      watched.onSet(unwrapped(args[0]));
      args[0] = watched.shown(args[0]);
    }
    return apply(target, self, args);
  });

/** Who defines one of the globals gets it defined as it is to be watched, fixed or not. */
const asWatched = (watched, given) => {
  if (!isObject(given)) return given;
  const made = {__proto__: null};
  for (let index = 0; index < FIELDS.length; index++) if (FIELDS[index] in given) made[FIELDS[index]] = given[FIELDS[index]];
  if (typeof made.get === "function" && !weakHas(disguised, made.get)) made.get = attendedGetter(watched, pagesOwn(made.get));
  if (typeof made.set === "function") made.set = attendedSetter(watched, pagesOwn(made.set));
  if (isObject(made.value)) {
    const value = unwrapped(made.value);
    watched.last = value;
    watched.onSet(value);
    watched.isFound = true;
    if (made.configurable !== true) made.value = typeof value === "function" && watched.isCalled ? announced(watched, value) : watched.shown(value);
  }
  return made;
};
const FIELDS = ["configurable", "enumerable", "writable", "value", "get", "set"];

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
    known = pagesStandIn(fn, (target, self, args) => {
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
    const added = addedNodes(records[index]);
    for (let at = 0; at < lengthOfNodes(added); at++) if (includes(scriptSource(added[at]), LOADER_PATH)) return true;
  }
  return false;
};
