// The recorder's own copies of the built-ins it uses, taken before any script of the page runs,
// so that a page which patches prototypes neither breaks the recorder nor sees it work.

const {
  apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor: describeProperty,
  getPrototypeOf, has, isExtensible, ownKeys, preventExtensions, set, setPrototypeOf,
} = Reflect;
/** A property as it is; what the page gives all objects (`Object.prototype.value`) is no part of it. */
const getOwnPropertyDescriptor = (object, key) => {
  const descriptor = describeProperty(object, key);
  if (descriptor) setPrototypeOf(descriptor, null);
  return descriptor;
};
const {isFrozen, isSealed} = Object;
const {isArray} = Array;
const {isView} = ArrayBuffer;
const objectPrototype = Object.prototype;
const functionPrototype = Function.prototype;
const ProxyOf = Proxy;
const quote = JSON.stringify;
const MapOf = Map;
const WeakMapOf = WeakMap;
const errorPrototype = Error.prototype;
const datePrototype = Date.prototype;
const PromiseOf = Promise;
const clock = performance;
const later = window.setTimeout;
const afterwards = window.queueMicrotask;
const {debug} = console;
const consoleOf = console;
const ChannelOf = MessageChannel;

/** Turns a method into a function that takes `this` first and ignores what the page patches later. */
const uncurry = (method) => {
  const call = Function.prototype.call.bind(method);
  return call;
};

const mapGet = uncurry(Map.prototype.get);
const mapSet = uncurry(Map.prototype.set);
const weakGet = uncurry(WeakMap.prototype.get);
const weakSet = uncurry(WeakMap.prototype.set);
const weakDelete = uncurry(WeakMap.prototype.delete);
const weakHas = uncurry(WeakMap.prototype.has);
const now = uncurry(Performance.prototype.now);
const slice = uncurry(String.prototype.slice);
const post = uncurry(MessagePort.prototype.postMessage);
const startPort = uncurry(MessagePort.prototype.start);
const closePort = uncurry(MessagePort.prototype.close);
const [receiving, sending] = ["port1", "port2"].map((name) => uncurry(getOwnPropertyDescriptor(MessageChannel.prototype, name).get));
const addedNodes = uncurry(getOwnPropertyDescriptor(MutationRecord.prototype, "addedNodes").get);
const lengthOfNodes = uncurry(getOwnPropertyDescriptor(NodeList.prototype, "length").get);
const describe = uncurry(Object.prototype.toString);
const kindTag = Symbol.toStringTag;
const listen = uncurry(EventTarget.prototype.addEventListener);
const isoDate = uncurry(Date.prototype.toISOString);
const timeOfDate = uncurry(Date.prototype.getTime);
const then = uncurry(Promise.prototype.then);
const nodeName = uncurry(getOwnPropertyDescriptor(Node.prototype, "nodeName").get);
const targetOf = uncurry(getOwnPropertyDescriptor(Event.prototype, "target").get);
const elementId = uncurry(getOwnPropertyDescriptor(Element.prototype, "id").get);
const readSource = uncurry(getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src").get);
/** The address of a script's file, nothing for what is no script. */
const scriptSource = (node) => {
  try {
    return readSource(node);
  } catch {
    return "";
  }
};
const currentScript = uncurry(getOwnPropertyDescriptor(Document.prototype, "currentScript").get);
const includes = uncurry(String.prototype.includes);
const ObserverOf = MutationObserver;
const isNode = (value) => {
  try {
    nodeName(value);
    return true;
  } catch {
    return false;
  }
};

const origin = performance.timeOrigin;
/** Milliseconds since the epoch, by a clock that the page cannot set back. */
const wallTime = () => origin + now(clock);

// The browser runs a script of its start again in a window that begins as about:blank: the first stays.
const HERE = "__HERE__";
if (!uncurry(EventTarget.prototype.dispatchEvent)(window, new Event(HERE, {cancelable: true}))) return null;
listen(window, HERE, (event) => holdBack(event));
