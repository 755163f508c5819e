// An object as somebody else is to see it: the same in every respect, but that some of its values are
// read as stand-ins.
//
// The Proxy's own target is a shadow, never the object itself: what JavaScript demands of a Proxy
// (a fixed property has one value, a closed object has no new keys) is demanded of the shadow, which
// holds the stand-ins. So the object can be frozen before or after, through the view or beside it.

/**
 * @param {object} real
 * @param {(key: PropertyKey, value: unknown) => unknown} shown what a value is read as, always the same
 * @param {(value: unknown) => void} [onPut] told of what is put into it through the view
 * @param {boolean} [isPages] whether its getters are the page's: what they call, the page calls
 * @param {(value: unknown, isFixed: boolean, trap: Function) => unknown} [asRead] what who reads a value gets for it
 * @returns {object} the view; `realOf` gives the object back
 */
const viewOf = (real, shown, onPut, isPages, asRead) => {
  const shadow = isArray(real) ? [] : typeof real === "function" ? () => {} : {};
  if (typeof real === "function") drain(shadow);
  const view = new ProxyOf(shadow, viewTraps(real, shown, () => view, onPut || (() => {}), () => shadow, isPages, asRead || ((value) => value)));
  weakSet(realObjects, view, real);
  return view;
};

/** Take away what a new function has of its own. */
const drain = (shadow) => {
  const keys = ownKeys(shadow);
  for (let index = 0; index < keys.length; index++) deleteProperty(shadow, keys[index]);
};

/** A descriptor as the view gives it. */
const shownDescriptor = (descriptor, key, shown) => {
  if (!descriptor) return undefined;
  setPrototypeOf(descriptor, null);
  if ("value" in descriptor) descriptor.value = shown(key, descriptor.value);
  else if (descriptor.get) descriptor.get = shownGetter(descriptor.get, key, shown);
  return descriptor;
};

/** getter -> key -> its stand-in */
const getters = new WeakMapOf();
const shownGetters = new WeakMapOf();
const shownGetter = (getter, key, shown) => {
  let byKey = weakGet(getters, getter);
  if (!byKey) weakSet(getters, getter, (byKey = new MapOf()));
  let known = mapGet(byKey, key);
  if (!known) {
    known = standIn(getter, (target, self, args) => shown(key, apply(target, realOf(self), args)));
    weakSet(shownGetters, known, true);
    mapSet(byKey, key, known);
  }
  return known;
};

const viewTraps = (real, shown, viewed, onPut, shadowed, isPages, asRead) => {
  const self = (receiver) => (receiver === viewed() ? real : receiver);
  /** Let the shadow have what is fixed in the object. */
  const keep = (shadow, key, descriptor) => {
    if (descriptor && (!descriptor.configurable || !isExtensible(shadow))) {
      if (isExtensible(shadow) || getOwnPropertyDescriptor(shadow, key)) defineProperty(shadow, key, descriptor);
    }
    return descriptor;
  };
  /** Let the shadow have no more than the object, which may have lost something since. */
  const prune = (shadow) => {
    if (isExtensible(shadow)) return;
    const keys = ownKeys(shadow);
    for (let index = 0; index < keys.length; index++) {
      if (!getOwnPropertyDescriptor(real, keys[index])) deleteProperty(shadow, keys[index]);
    }
  };
  const close = (shadow) => {
    if (!isExtensible(shadow)) return;
    const keys = ownKeys(real);
    for (let index = 0; index < keys.length; index++) {
      const descriptor = shownDescriptor(getOwnPropertyDescriptor(real, keys[index]), keys[index], shown);
      if (descriptor) defineProperty(shadow, keys[index], descriptor);
    }
    setPrototypeOf(shadow, getPrototypeOf(real));
    preventExtensions(shadow);
  };
  /** Whether the shadow can have no other value. */
  const isFixed = (shadow, key) => {
    const kept = getOwnPropertyDescriptor(shadow, key);
    return !!kept && !kept.configurable && !kept.writable;
  };
  const traps = {
    __proto__: null,
    get(shadow, key, receiver) {
      const before = isPages ? enter(false) : null;
      let value;
      try {
        value = shown(key, get(real, key, self(receiver)));
      } finally {
        if (isPages) enter(before);
      }
      return asRead(value, isFixed(shadow, key), traps.get);
    },
    has: (shadow, key) => has(real, key),
    // Nothing of a frozen object can be changed: without a trap the browser says so in its usual words.
    get set() {
      if (isFrozen(real)) return void close(shadowed());
      return (shadow, key, value, receiver) => {
        onPut(value);
        return set(real, key, unwrapped(value), self(receiver));
      };
    },
    get deleteProperty() {
      if (isSealed(real)) return void close(shadowed());
      return (shadow, key) => deleteProperty(real, key) && deleteProperty(shadow, key);
    },
    ownKeys(shadow) {
      if (!isExtensible(real)) close(shadow);
      prune(shadow);
      return ownKeys(real);
    },
    getOwnPropertyDescriptor(shadow, key) {
      prune(shadow);
      const descriptor = keep(shadow, key, shownDescriptor(getOwnPropertyDescriptor(real, key), key, shown));
      if (descriptor && "value" in descriptor) descriptor.value = asRead(descriptor.value, isFixed(shadow, key), traps.getOwnPropertyDescriptor);
      return descriptor;
    },
    get defineProperty() {
      if (isFrozen(real)) return void close(shadowed());
      return (shadow, key, descriptor) => {
        setPrototypeOf(descriptor, null);
        if ("value" in descriptor) {
          onPut(descriptor.value);
          descriptor.value = unwrapped(descriptor.value);
        }
        if (typeof descriptor.get === "function" && weakHas(shownGetters, descriptor.get)) descriptor.get = original(descriptor.get);
        if (!defineProperty(real, key, descriptor)) return false;
        keep(shadow, key, shownDescriptor(getOwnPropertyDescriptor(real, key), key, shown));
        return true;
      };
    },
    isExtensible(shadow) {
      if (isExtensible(real)) return true;
      close(shadow);
      return false;
    },
    preventExtensions(shadow) {
      if (!preventExtensions(real)) return false;
      close(shadow);
      return true;
    },
    getPrototypeOf: () => getPrototypeOf(real),
    setPrototypeOf: (shadow, prototype) => setPrototypeOf(real, prototype),
    apply: (shadow, receiver, args) => apply(real, self(receiver), args), // a function's view is the function
  };
  return traps;
};
