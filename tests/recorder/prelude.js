// What the pages of `widgets/` use: `see` notes what somebody sees, `dump` tells all that can be seen
// of a value without changing it: identity, prototypes, descriptors, extensibility, source texts.

var seen = [];
// Page and widget have a table each: what one of them has, the other knows as a stand-in or a view.
var tables = {page: new Map(), widget: new Map()};
var known = tables.page;
var WORLD = new Set([Object.prototype, Function.prototype, Array.prototype, Error.prototype, Promise.prototype]);

/** A number for each thing, in the order in which they are seen first. */
function idOf(thing) {
  if (!known.has(thing)) known.set(thing, known.size + 1);
  return known.get(thing);
}

function dump(value, depth) {
  depth = depth === undefined ? 6 : depth;
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value) + ":" + typeof value;
  if (value === window) return "window";
  if (WORLD.has(value)) return "built-in";
  const isNew = !known.has(value);
  const told = {id: idOf(value), type: typeof value, tag: Object.prototype.toString.call(value)};
  if (!isNew || depth === 0) return told;
  told.isArray = Array.isArray(value);
  told.state = [Object.isExtensible(value), Object.isSealed(value), Object.isFrozen(value)];
  told.prototype = dump(Object.getPrototypeOf(value), depth - 1);
  if (typeof value === "function") {
    told.source = [String(value), Function.prototype.toString.call(value), value + ""];
    told.call = [value.name, value.length, isConstructor(value)];
  }
  told.keys = Reflect.ownKeys(value).map(String);
  told.properties = Reflect.ownKeys(value).map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    const shown = {key: String(key), flags: [property.configurable, property.enumerable, property.writable]};
    // A stand-in has the prototype of what it stands for, whose constructor is that.
    if (key === "constructor") shown.value = [typeof property.value, String(property.value)];
    else if ("value" in property) shown.value = dump(property.value, depth - 1);
    else shown.accessor = [dump(property.get, depth - 1), dump(property.set, depth - 1)];
    return shown;
  });
  const walked = [];
  for (const key in value) walked.push(key);
  told.walked = walked;
  return told;
}

function isConstructor(fn) {
  try {
    Reflect.construct(Object, [], fn);
    return true;
  } catch {
    return false;
  }
}

/** Note what somebody sees, or what is thrown at them. */
function see(name, ask) {
  const before = known;
  known = tables[name.split(":")[0]];
  try {
    const value = ask();
    seen.push([name, value === undefined ? "undefined" : value]);
    return value;
  } catch (error) {
    seen.push([name, "threw", error && error.name, error && error.message]);
    return undefined;
  } finally {
    known = before;
  }
}

window.onerror = (message) => { seen.push(["uncaught", message]); };
window.onunhandledrejection = (event) => { seen.push(["unhandled", String(event.reason)]); };
