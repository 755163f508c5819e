// Functions and objects that the recorder puts in the place of others.

/** stand-in for a function -> what it stands for */
const originals = new WeakMapOf();
/** stand-in for an object -> what it stands for */
const realObjects = new WeakMapOf();

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
const original = (value) => (typeof value === "function" && weakHas(originals, value) ? weakGet(originals, value) : value);
const realOf = (value) => (isObject(value) && weakHas(realObjects, value) ? weakGet(realObjects, value) : value);
/** stand-in for a function of the page's own -> that function; nobody else's is ever given back */
const pagesFunctions = new WeakMapOf();
/** views of the widget's API, which the page knows as the API itself */
const widgetsViews = new WeakMapOf();
const pagesOwn = (value) => (typeof value === "function" && weakHas(pagesFunctions, value) ? weakGet(pagesFunctions, value) : value);
/** What the page knows a value as. */
const unwrapped = (value) => (isObject(value) && weakHas(widgetsViews, value) ? value : realOf(pagesOwn(value)));

/**
 * A function in place of another.
 * @param {(target: Function, self: unknown, args: unknown[]) => unknown} onCall
 * @param {(target: Function, args: unknown[], newTarget: Function) => object} [onNew] where `new` is told of too
 */
const standIn = (fn, onCall, onNew, onGet) => {
  const wrapper = new ProxyOf(fn, {
    __proto__: null,
    get: onGet,
    apply: onCall,
    construct: (target, args, newTarget) => (onNew || construct)(target, args, newTarget === wrapper ? target : newTarget),
  });
  weakSet(originals, wrapper, fn);
  return wrapper;
};

/** As `standIn`, for a function of the page's own. */
const pagesStandIn = (fn, onCall, onNew, onGet) => {
  const wrapper = standIn(fn, onCall, onNew, onGet);
  weakSet(pagesFunctions, wrapper, fn);
  return wrapper;
};

/** Put a stand-in where a built-in is, as it is there. */
const disguise = (holder, key, onCall) => {
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (!descriptor || typeof descriptor.value !== "function" || !descriptor.configurable) return;
  descriptor.value = standIn(descriptor.value, onCall);
  defineProperty(holder, key, descriptor);
};
