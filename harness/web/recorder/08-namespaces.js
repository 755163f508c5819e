// Finds the widget's functions wherever its API keeps them: on `embed` and `popup` themselves, on what
// they inherit from, behind getters. They are wrapped where they stand, so that everything keeps its
// identity. Where nothing can be put in place (a frozen API, a Proxy that makes functions at each
// reading) who reads the global gets a view.

const FUNCTIONS = __FUNCTIONS__;
const NAMESPACES = ownKeys(FUNCTIONS);

/** `livechatoo`, `embed` or `popup` -> its view, where it needs one */
const apiViews = new WeakMapOf();
/** namespace -> holder of each key that has been wrapped */
const wrappedBefore = new WeakMapOf();
/** namespace -> whether reading it gives what stands in it */
const readBack = new WeakMapOf();

const isUserland = (holder) => holder && holder !== objectPrototype && holder !== functionPrototype;

/** What the widget hands back, as the page knows it. */
const asPageKnowsIt = (value) => (isObject(value) ? weakGet(apiViews, value) || unwrapped(value) : value);

/** Wrap what is callable; whether anything was. */
const wrapNamespace = (name, object) => {
  let done = weakGet(wrappedBefore, object);
  if (!done) weakSet(wrappedBefore, object, (done = new MapOf()));
  let isAny = false;
  for (let holder = object; isUserland(holder); holder = getPrototypeOf(holder)) {
    const keys = ownKeys(holder);
    for (let index = 0; index < keys.length; index++) isAny = wrapKey(name, holder, keys[index], done) || isAny;
  }
  return isAny;
};

const wrapKey = (name, holder, key, done) => {
  if (typeof key !== "string" || key === "constructor") return false;
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (!descriptor) return false;
  setPrototypeOf(descriptor, null);
  if ("value" in descriptor) {
    const fn = descriptor.value;
    if (typeof fn !== "function" || weakHas(originals, fn)) return false;
    if (!descriptor.configurable && !descriptor.writable) return false;
    descriptor.value = wrapFunction(name, key, fn, mapGet(done, key) === holder);
  } else {
    if (!descriptor.get || !descriptor.configurable || weakHas(originals, descriptor.get)) return false;
    descriptor.get = standIn(descriptor.get, (target, self, args) => {
      const value = apply(target, realOf(self), args);
      if (key === "options" && storing && value !== null && typeof value === "object") return observeOptions(null, value);
      return typeof value === "function" && !isInside ? shownFunction(name, key, value) : value;
    });
  }
  mapSet(done, key, holder);
  return defineProperty(holder, key, descriptor);
};

/** Where a key stands on an object or on what it inherits from. */
const find = (object, key) => {
  for (let holder = object; isUserland(holder); holder = getPrototypeOf(holder)) {
    const descriptor = getOwnPropertyDescriptor(holder, key);
    if (descriptor) return {holder, descriptor, __proto__: null};
  }
  return null;
};

/** Whether a documented function is there that could not be wrapped where it stands. */
const isOutOfReach = (name, object, isNew) => {
  const documented = FUNCTIONS[name];
  let isExotic = false;
  for (let index = 0; index < documented.length; index++) {
    const key = documented[index];
    const found = find(object, key);
    if (!found) {
      // Only a Proxy has what none of its holders has; it is asked once.
      if (isNew && typeof object[key] === "function") isExotic = true;
      continue;
    }
    const {descriptor} = found;
    if (!("value" in descriptor)) {
      if (descriptor.get && !weakHas(originals, descriptor.get)) return true;
    } else if (typeof descriptor.value === "function") {
      if (!weakHas(originals, descriptor.value)) return true;
      if (isNew && object[key] !== descriptor.value) isExotic = true;
    }
  }
  return isExotic;
};

/** A namespace as the page is to see it: itself with its functions wrapped, or a view. */
const shownNamespace = (name, value) => {
  if (!isObject(value)) return value;
  const object = realOf(value);
  weakSet(namespaceNames, object, name);
  if (storing) observeStored(storing, object);
  if (weakHas(apiViews, object)) return weakGet(apiViews, object);
  const isNew = wrapNamespace(name, object) || !weakHas(readBack, object);
  weakSet(readBack, object, true);
  return isOutOfReach(name, object, isNew) ? namespaceView(name, object) : value;
};

/** A function of the API as the page is to see it; one that stands in for another stays what it is. */
const shownFunction = (name, key, value) => (weakHas(originals, value) ? value : wrapFunction(name, key, value, false));

const namespaceView = (name, object) => {
  const pages = new WeakMapOf(); // what the page has put into it, which is called on the view
  const shown = (key, value) => {
    const isOwn = typeof value === "function" && typeof key === "string" && key !== "constructor";
    return isOwn && !isBuiltIn(key, value) && !weakHas(pages, value) ? shownFunction(name, key, value) : value;
  };
  const view = viewOf(object, shown, (value) => isObject(value) && weakSet(pages, value, true));
  weakSet(apiViews, object, view);
  weakSet(widgetsViews, view, true);
  return view;
};

/** `livechatoo` as the page is to see it. */
const shownWidget = (value) => {
  if (!isObject(value)) return value;
  const object = realOf(value);
  let isShort = false;
  for (let index = 0; index < NAMESPACES.length; index++) {
    isShort = !adoptNamespace(object, NAMESPACES[index]) || isShort;
  }
  if (weakHas(apiViews, object)) return weakGet(apiViews, object);
  return isShort ? widgetView(object) : value;
};

/** Have a namespace be observed where it stands; whether it is. */
const adoptNamespace = (object, name) => {
  const found = find(object, name);
  if (!found) return !isObject(object[name]);
  const {holder, descriptor} = found;
  setPrototypeOf(descriptor, null);
  if ("value" in descriptor) {
    const shown = shownNamespace(name, descriptor.value);
    if (shown === descriptor.value) return true;
    if (!descriptor.configurable && !descriptor.writable) return false;
    descriptor.value = shown;
    return defineProperty(holder, name, descriptor) && object[name] === shown;
  }
  if (!descriptor.get || weakHas(originals, descriptor.get)) return true;
  if (!descriptor.configurable) return false;
  descriptor.get = standIn(descriptor.get, (target, self, args) => shownNamespace(name, apply(target, realOf(self), args)));
  return defineProperty(holder, name, descriptor);
};

const widgetView = (object) => {
  const view = viewOf(object, (key, value) => {
    for (let index = 0; index < NAMESPACES.length; index++) {
      if (NAMESPACES[index] === key) return shownNamespace(key, value);
    }
    return value;
  });
  weakSet(apiViews, object, view);
  weakSet(widgetsViews, view, true);
  return view;
};
