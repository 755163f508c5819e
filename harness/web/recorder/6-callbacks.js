// Observes the callbacks that a page hands to `init`, each time they fire.

const CALLBACKS = __CALLBACKS__;
const isCallback = new MapOf();
for (const name of CALLBACKS) mapSet(isCallback, name, true);

/** option objects that are observed -> the page's own object */
const pageOptions = new WeakMapOf();

const wrapCallback = (name, registration, fn, optionsOf) => {
  const target = original(fn);
  const wrapper = new ProxyOf(target, {
    __proto__: null,
    apply(callback, self, args) {
      adoptAnalytics();
      emit("callback", `{"name":${quote(name)},"args":${encodeAll(args)},"registration":${registration}}`);
      const options = optionsOf();
      try {
        return apply(callback, self === options.observed ? options.own : self, args);
      } catch (error) {
        emit("callback_threw", `{"name":${quote(name)},"error":${encode(error)}}`);
        throw error;
      }
    },
  });
  weakSet(originals, wrapper, target);
  return wrapper;
};

const findCallbacks = (options) => {
  let isAny = false;
  let isFixed = false;
  for (let index = 0; index < CALLBACKS.length; index++) {
    const name = CALLBACKS[index];
    if (!has(options, name)) continue;
    const descriptor = getOwnPropertyDescriptor(options, name);
    if (descriptor && "value" in descriptor && typeof descriptor.value !== "function") continue;
    isAny = true;
    if (descriptor && !descriptor.configurable && !descriptor.writable) isFixed = true;
  }
  return {isAny, isFixed, __proto__: null};
};

/** The options as the widget gets them: the same in every respect, but that callbacks are observed. */
const observeOptions = (registration, given) => {
  const options = weakHas(pageOptions, given) ? weakGet(pageOptions, given) : given;
  const {isAny, isFixed} = findCallbacks(options);
  if (!isAny) return options;
  const wrappers = new MapOf();
  const pair = {own: options, observed: null, __proto__: null};
  const observe = (name, value) => {
    if (typeof value !== "function" || !mapGet(isCallback, name)) return value;
    const known = mapGet(wrappers, name);
    if (known && original(known) === original(value)) return known;
    const wrapper = wrapCallback(name, registration, value, () => pair);
    mapSet(wrappers, name, wrapper);
    return wrapper;
  };
  pair.observed = isFixed ? observedCopy(options, observe) : observedView(options, observe);
  weakSet(pageOptions, pair.observed, options);
  return pair.observed;
};

const observedView = (options, observe) => {
  const view = new ProxyOf(options, {
    __proto__: null,
    get(target, key, receiver) {
      return observe(key, get(target, key, receiver === view ? target : receiver));
    },
    getOwnPropertyDescriptor(target, key) {
      const descriptor = getOwnPropertyDescriptor(target, key);
      if (descriptor && "value" in descriptor && descriptor.configurable) {
        descriptor.value = observe(key, descriptor.value);
      }
      return descriptor;
    },
  });
  return view;
};

/** Frozen options cannot be viewed through a proxy with other values, so the widget gets a frozen twin. */
const observedCopy = (options, observe) => {
  const copy = create(getPrototypeOf(options));
  const keys = ownKeys(options);
  for (let index = 0; index < keys.length; index++) {
    const descriptor = getOwnPropertyDescriptor(options, keys[index]);
    if ("value" in descriptor) descriptor.value = observe(keys[index], descriptor.value);
    defineProperty(copy, keys[index], descriptor);
  }
  if (isFrozen(options)) freeze(copy);
  else if (isSealed(options)) seal(copy);
  else if (!isExtensible(options)) preventExtensions(copy);
  return copy;
};
