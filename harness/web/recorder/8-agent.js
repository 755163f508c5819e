// What the harness asks of the page, under a name that only the harness knows.

const GLOBAL = __GLOBAL__;
const HOOK = __HOOK__;
const LOADER_PATH = __LOADER_PATH__;

let widgetObject;

const adopt = () => {
  const value = widgetObject;
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return;
  wrapNamespace("embed", own(value, "embed"));
  wrapNamespace("popup", own(value, "popup"));
};

const widgetGlobal = {
  name: GLOBAL,
  isFound: false,
  onSet(value) {
    widgetObject = value;
    adopt();
  },
  onGet: adopt,
  __proto__: null,
};
const hookGlobal = {
  name: HOOK,
  isFound: false,
  onSet: (value) => emit("hook", `{"action":"set","type":${quote(typeof value)}}`),
  onGet() {
    lookFor(widgetGlobal);
    adopt();
  },
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

const agent = {
  __proto__: null,

  /** Whether the widget offers a function yet. */
  offers(namespace, name) {
    lookAgain();
    const api = widgetObject;
    return !!api && !!api[namespace] && typeof api[namespace][name] === "function";
  },

  /** Call one of the widget's functions as the scenario; the outcome is told apart from a failure to call. */
  call(namespace, name, args) {
    lookAgain();
    const api = window[GLOBAL][namespace];
    const fn = api[name];
    const path = `${namespace}.${name}`;
    scenarioCall = path;
    const isWrapped = typeof fn === "function" && weakHas(originals, fn);
    try {
      if (!isWrapped) return `{"value":${encode(observeCall(path, fn, api, args))}}`;
      return `{"value":${encode(apply(fn, api, args))}}`;
    } catch (error) {
      return `{"threw":${encode(error)}}`;
    } finally {
      scenarioCall = null;
    }
  },

  /** Call a function that only looks, without recording it; undefined where the widget has none. */
  peek(namespace, name) {
    lookAgain();
    const api = widgetObject && widgetObject[namespace];
    const fn = api ? original(api[name]) : undefined;
    return encode(typeof fn === "function" ? apply(fn, api, []) : undefined);
  },

  /** Set livechatoo.embed.options as the scenario. */
  assignOptions(options) {
    lookAgain();
    window[GLOBAL].embed.options = options;
    emit("call", `{"call":${++calls},"function":"embed.options","args":[${encode(options)}],"by":"scenario"}`);
  },

  /** Run a piece of script as the page would; promises are awaited by the caller. */
  encode,

  /** Tell of a window that the page may not open. */
  blocked: (url) => emit("window", `{"action":"blocked","url":${quote(url)}}`),

  /** The number of events sent, and of events cut; the harness waits until it has them all. */
  tally() {
    attach();
    return `{"d":${quote(documentId)},"n":${channel.count},"dropped":${channel.dropped}}`;
  },

  /** Resolves once the tasks that were queued before it have run. */
  settle() {
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
