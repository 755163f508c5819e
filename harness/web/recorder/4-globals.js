// Notices when the page defines a global, without the global existing before that.
//
// An accessor that stands on `window` beforehand would make `'livechatoo' in window` true and turn the
// ReferenceError of an early call into a TypeError. So a global is looked for whenever a script can
// have defined it (a node was added, an external script ran), and only then turned into an accessor.
// The loader reads the hook at its very end: that read is the moment to wrap what it has defined.

/**
 * @typedef {object} Watched
 * @property {string} name
 * @property {boolean} isFound
 * @property {(value: unknown) => void} onSet called with each value that the global takes
 * @property {() => void} onGet called before each read
 */

/** Replace a global by an accessor that behaves as the data property it stands for. */
const watchFrom = (watched, value, isEnumerable) => {
  let current = value;
  watched.isFound = true;
  defineProperty(window, watched.name, {
    __proto__: null,
    configurable: true,
    enumerable: isEnumerable,
    get() {
      watched.onGet();
      return current;
    },
    set(next) {
      current = next;
      watched.onSet(next);
    },
  });
};

/** Look whether the global is there as a plain property: new, or defined over the accessor. */
const lookFor = (watched) => {
  const descriptor = getOwnPropertyDescriptor(window, watched.name);
  if (!descriptor || !("value" in descriptor)) return;
  if (descriptor.configurable && descriptor.writable) watchFrom(watched, descriptor.value, descriptor.enumerable);
  else if (watched.isFound) return;
  else announce(watched, descriptor);
  watched.isFound = true;
  watched.onSet(descriptor.value);
};

/** A global made by `var` or `function` cannot become an accessor; if it is called, that tells of the read. */
const announce = (watched, descriptor) => {
  const fn = descriptor.value;
  if (typeof fn !== "function" || !descriptor.writable) return;
  descriptor.value = new ProxyOf(fn, {
    __proto__: null,
    apply(target, self, args) {
      watched.onGet();
      return apply(target, self, args);
    },
  });
  defineProperty(window, watched.name, descriptor);
};

/** Wait for a global that is to come while nothing else tells of it. */
const awaitGlobal = (watched) => {
  if (watched.isFound || getOwnPropertyDescriptor(window, watched.name)) return;
  watchFrom(watched, undefined, true);
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
