// What the harness asks of the page. It gets hold of the agent by a line of the console (`handOver`);
// no script of the page does.

let widgetObject;

const adopt = () => shownWidget(widgetObject);

const widgetGlobal = {
  name: GLOBAL,
  isFound: false,
  isCalled: false,
  isWhole: true,
  last: undefined,
  isTouched: false,
  onSet(value) {
    noteLoader(currentScript(document));
    if (widgetGlobal.isTouched && isUnseen(value) && !isLoaderAtWork()) {
      cannotObserve("calls", `\`${GLOBAL}\` was defined by a script that had the API before`);
    }
    widgetObject = value;
    adopt();
  },
  onGet() {},
  shown: (value) => shownWidget(value),
  __proto__: null,
};
/** Whether it is the widget's loader that runs, and not a script of the page's which goes by it. */
const isLoaderAtWork = () => {
  const script = currentScript(document);
  return script !== null && includes(scriptSource(script), LOADER_PATH);
};
/** Whether an API has functions that nobody wrapped yet. */
const isUnseen = (value) => {
  const embed = isObject(value) ? find(realOf(value), "embed") : null;
  const api = embed ? own(embed.descriptor, "value") : undefined;
  const init = isObject(api) ? find(realOf(api), "init") : null;
  const fn = init ? own(init.descriptor, "value") : undefined;
  return typeof fn === "function" && !weakHas(originals, fn);
};
const isThere = () => {
  if (widgetObject !== undefined) return true;
  const descriptor = getOwnPropertyDescriptor(window, GLOBAL);
  return !!descriptor && !(own(descriptor, "get") && weakHas(disguised, descriptor.get));
};
const isInline = () => {
  const script = currentScript(document);
  return script !== null && !scriptSource(script);
};
const hookGlobal = {
  name: HOOK,
  isFound: false,
  isCalled: true,
  last: undefined,
  onSet: (value) => emit("hook", `{"action":"set","type":${quote(typeof value)}}`),
  onGet() {
    lookAtCalling();
    lookFor(widgetGlobal, isToldOfReads(HOOK) || isLoaderAtWork());
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

const lookAgain = (isAtOnce) => {
  lookFor(widgetGlobal, isAtOnce === true);
  lookFor(hookGlobal);
  adopt();
  adoptAnalytics();
};
/** `embed` or `popup` as a script of the page gets it. */
const apiOf = (namespace) => {
  const api = shownWidget(widgetObject);
  return isObject(api) ? api[namespace] : undefined;
};

/** Call `done` once the tasks have run that are queued now, so many times one after the other. */
const afterTasks = (passes, done) => {
  if (!passes) return done();
  const ports = new ChannelOf();
  const port = receiving(ports);
  listen(port, "message", () => {
    closePort(port);
    apply(later, window, [() => afterTasks(passes - 1, done), 0]);
  });
  startPort(port);
  post(sending(ports), 0);
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
      if (!isWrapped) return `{"value":${encode(observeCall(path, (passed) => apply(fn, realOf(api), passed), realOf(api), args, false))}}`;
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
  standIn: pagesStandIn,
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
    tellAllCut();
    deliver();
    return `{"d":${quote(documentId)},"n":${channel.isHeard ? channel.count : 0}}`;
  },

  /** The lines that wait where none could be sent; from now on the console takes them. */
  heard() {
    takeBinding();
    const lines = taken();
    channel.isHeard = true;
    channel.send = (text) => apply(debug, consoleOf, [MARK, text]);
    return lines;
  },

  /** Resolves once the tasks that were queued before it have run, and `passes` times what follows. */
  settle(passes) {
    adoptAnalytics(); // a widget may tell them before it tells the page
    return new PromiseOf((resolve) => afterTasks(passes, () => resolve(agent.tally())));
  },
};
