// Notes what goes to the page's analytics (`ga`, `gtag`, `dataLayer.push`), whoever sends it.

const analyticsSeen = new WeakMapOf();

const noteAnalytics = (via, args) => emit("analytics", `{"via":"${via}","args":${encodeAll(args)}}`);

const wrapAnalytics = (holder, key, via, isHidden) => {
  const descriptor = getOwnPropertyDescriptor(holder, key);
  const fn = descriptor ? descriptor.value : isHidden ? holder[key] : undefined;
  if (typeof fn !== "function" || weakHas(analyticsSeen, fn)) return;
  if (descriptor && !descriptor.writable && !descriptor.configurable) return;
  const wrapper = new ProxyOf(fn, {
    __proto__: null,
    apply(target, self, args) {
      noteAnalytics(via, args);
      return apply(target, self, args);
    },
  });
  weakSet(analyticsSeen, wrapper, true);
  const property = descriptor || {configurable: true, writable: true, enumerable: false, __proto__: null};
  property.value = wrapper; // a function declaration's property stays as fixed as it is
  defineProperty(holder, key, property);
};

/** Pages declare these with `function`, which no setter sees, so they are looked for whenever it matters. */
const adoptAnalytics = () => {
  try {
    wrapAnalytics(window, "ga", "ga", false);
    wrapAnalytics(window, "gtag", "gtag", false);
    const layer = own(window, "dataLayer");
    if (isArray(layer) && isExtensible(layer)) wrapAnalytics(layer, "push", "dataLayer", true);
  } catch {
    // a page that guards these names is left alone
  }
};
