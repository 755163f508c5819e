// What the harness asks of the page, under a name that only the harness knows.

const GLOBAL = __GLOBAL__;
const HOOK = __HOOK__;
const LOADER_PATH = __LOADER_PATH__;

let widgetObject;
const observed = new MapOf();

/** Say once that something is not to be seen here: a verdict that rests on it would be worth nothing. */
const cannotObserve = (what, why) => {
  if (mapGet(observed, what)) return;
  mapSet(observed, what, true);
  emit("unobserved", `{"what":${quote(what)},"why":${quote(why)}}`);
};

const adopt = () => shownWidget(widgetObject);

const widgetGlobal = {
  name: GLOBAL,
  isFound: false,
  isCalled: false,
  last: undefined,
  onSet(value) {
    widgetObject = value;
    adopt();
  },
  onGet() {},
  shown: (value) => shownWidget(value),
  __proto__: null,
};
const isThere = () => widgetObject !== undefined || !!getOwnPropertyDescriptor(window, GLOBAL);
const isInline = () => {
  const script = currentScript(document);
  return script !== null && script instanceof ScriptOf && !scriptSource(script);
};
const hookGlobal = {
  name: HOOK,
  isFound: false,
  isCalled: true,
  last: undefined,
  onSet: (value) => emit("hook", `{"action":"set","type":${quote(typeof value)}}`),
  onGet() {
    lookFor(widgetGlobal);
    adopt();
  },
  // A loader that reads the hook before it has its API ready calls it later: that tells of the API then.
  shown(value) {
    if (typeof value === "function" && !isThere() && !isInline()) return announced(hookGlobal, value);
    return hookGlobal.attended ? hookGlobal.attended(value) : value;
  },
  attended: null,
  __proto__: null,
};

const lookAgain = () => {
  lookFor(widgetGlobal);
  lookFor(hookGlobal);
  adopt();
  adoptAnalytics();
};
const nodes = new ObserverOf((records) => {
  lookAgain();
  if (bringsLoader(records)) awaitGlobal(hookGlobal);
});
nodes.observe(document, {__proto__: null, childList: true, subtree: true});
listen(document, "load", lookAgain, true); // each external script, right after it ran
listen(document, "DOMContentLoaded", lookAgain, true);
listen(window, "load", lookAgain, true);

// Same-document navigations, where the browser tells of them (`navigation` is missing in old ones).
if (window.navigation) {
  listen(window.navigation, "currententrychange", () => {
    emit("navigation", `{"url":${quote(location.href)},"way":"history"}`);
  });
}
emit("navigation", `{"url":${quote(location.href)},"way":"load"}`);

/** `embed` or `popup` as a script of the page gets it. */
const apiOf = (namespace) => {
  const api = shownWidget(widgetObject);
  return isObject(api) ? api[namespace] : undefined;
};

const agent = {
  __proto__: null,

  /** Take the widget's global where only scripts see it; `look` reads it as a script does. */
  lend(look) {
    if (isThere()) return;
    const value = look();
    if (!isObject(value)) return;
    widgetObject = value;
    if (adopt() !== value) cannotObserve("calls", `\`${GLOBAL}\` is fixed, and so is what is in it`);
    else cannotObserve("calls", `\`${GLOBAL}\` is declared by let, const or class: what was called before is not known`);
  },

  /** Whether the widget offers a function yet. */
  offers(namespace, name) {
    lookAgain();
    const api = apiOf(namespace);
    return isObject(api) && typeof api[name] === "function";
  },

  /** Call one of the widget's functions as the scenario; the outcome is told apart from a failure to call. */
  call(namespace, name, args) {
    lookAgain();
    const api = apiOf(namespace);
    const fn = api[name];
    const path = `${namespace}.${name}`;
    scenarioCall = path;
    const isWrapped = typeof fn === "function" && weakHas(originals, fn);
    try {
      if (!isWrapped) return `{"value":${encode(observeCall(path, fn, api, args, false))}}`;
      return `{"value":${encode(apply(fn, api, args))}}`;
    } catch (error) {
      return `{"threw":${encode(error)}}`;
    } finally {
      scenarioCall = null;
    }
  },

  /** Call a function that only looks, without recording it; undefined where the widget has none. */
  peek(namespace, name, read) {
    lookAgain();
    const api = realOf(apiOf(namespace));
    const before = enter(true);
    try {
      const fn = isObject(api) ? original(api[name]) : undefined;
      if (typeof fn !== "function") return encode(undefined);
      const value = apply(fn, api, []);
      return encode(read ? read(value) : value);
    } finally {
      enter(before);
    }
  },

  /** Set livechatoo.embed.options as the scenario. */
  assignOptions(options) {
    lookAgain();
    apiOf("embed").options = options;
    emit("call", `{"call":${++calls},"function":"embed.options","args":[${encode(options)}],"by":"scenario"}`);
  },

  /** A value as the recorder writes it, and an event of it; and how it puts one function for another. */
  encode,
  emit,
  standIn,
  disguise,

  /** Have who reads or calls the hook get what `attended` makes of it, and hear what callbacks return. */
  attend(attended, result) {
    hookGlobal.attended = attended;
    noteResult = result;
  },

  /** Tell of a window that the page may not open. */
  blocked: (url) => emit("window", `{"action":"blocked","url":${quote(url)}}`),

  /** The number of events sent, and of events cut; the harness waits until it has them all. */
  tally() {
    lookForLateCallbacks();
    attach();
    return `{"d":${quote(documentId)},"n":${channel.count},"dropped":${channel.dropped}}`;
  },

  /** Resolves once the tasks that were queued before it have run. */
  settle() {
    adoptAnalytics(); // a widget may tell them before it tells the page
    return new PromiseOf((resolve) => {
      const ports = new ChannelOf();
      ports.port1.onmessage = () => {
        ports.port1.close();
        apply(later, window, [() => resolve(agent.tally()), 0]);
      };
      ports.port2.postMessage(0);
    });
  },
};

defineProperty(window, Symbol.for("__KEY__"), {__proto__: null, value: agent, enumerable: false, configurable: false, writable: false});

// What can still be made out of the recorder, all of it by looking for it:
// - the page's options and the widget's view of them are two objects, and so are a callback and its
//   stand-in: who compares what the one has with what the other has, by a way round the API, sees two;
// - one function given for two callbacks has a stand-in for each, since the recording has to name it;
// - `fn.prototype.constructor` of a stand-in is the function that it stands for;
// - stacks have frames of this script; the text of a TypeError about a view may speak of a proxy;
// - a Proxy of the page's own is asked for its keys and descriptors when it is written down;
// - while the loader is on its way, `'livechatooCmd' in window` is true before the page has set it;
// - a view cannot be sent by postMessage (options with callbacks of their own could not be, either).
// What cannot be observed is told as `unobserved`: a global made by let, const or class, fixed parts of
// a fixed global, callbacks put into options that had none.
