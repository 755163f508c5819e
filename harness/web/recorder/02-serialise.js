// Values as JSON text at the moment they are seen. What JSON cannot hold is tagged, never coerced;
// getters are not run, cycles and floods are cut, and nothing here can throw into the page.

const DEPTH = 8;
const KEYS = 200;
const TEXT = 20000;
const BUDGET = 200000;

/** @param {string} type @param {string} [more] */
const tag = (type, more) => `{"$type":${quote(type)}${more ? "," + more : ""}}`;

/** @param {string} text */
const textOf = (text) =>
  text.length > TEXT
    ? tag("truncated", `"value":${quote(slice(text, 0, TEXT))},"length":${text.length}`)
    : quote(text);

/** @param {number} number */
const numberOf = (number) => {
  if (number !== number) return tag("nan");
  if (number === Infinity) return tag("infinity");
  if (number === -Infinity) return tag("-infinity");
  if (number === 0 && 1 / number < 0) return tag("-0");
  return `${number}`;
};

/** A data property's value; an accessor is never run. */
const own = (object, key) => {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor && "value" in descriptor ? descriptor.value : undefined;
};

const nameOf = (fn) => {
  const name = own(fn, "name");
  return quote(typeof name === "string" ? slice(name, 0, 200) : "");
};

const errorOf = (error) => {
  const field = (name) => {
    try {
      const value = error[name];
      return quote(typeof value === "string" ? slice(value, 0, TEXT) : "");
    } catch {
      return '""';
    }
  };
  return tag("error", `"name":${field("name")},"message":${field("message")},"stack":${field("stack")}`);
};

const nodeOf = (node) => {
  let text = nodeName(node);
  try {
    const id = elementId(node);
    if (id) text += "#" + slice(id, 0, 100);
  } catch {
    // not an element
  }
  return tag("node", `"name":${quote(text)}`);
};

/** What an object is by its tag, as `[object Kind]`; a getter of the page's is not run for it. */
const kindOf = (value) => {
  for (let holder = value; holder; holder = getPrototypeOf(holder)) {
    const descriptor = getOwnPropertyDescriptor(holder, kindTag);
    if (descriptor && !("value" in descriptor) && !isView(value)) return "[object Object]";
    if (descriptor) break;
  }
  return describe(value);
};

/** Whether an object has a prototype; `instanceof` would ask the page. */
const inherits = (value, prototype) => {
  for (let holder = getPrototypeOf(value); holder; holder = getPrototypeOf(holder)) if (holder === prototype) return true;
  return false;
};

const encodeOpen = (value, depth, path, budget) => {
  if (value === null) return "null";
  switch (typeof value) {
    case "undefined":
      return tag("undefined");
    case "boolean":
      return value ? "true" : "false";
    case "number":
      return numberOf(value);
    case "string":
      if (budget.left <= 0 && value.length > 100) return tag("truncated", `"length":${value.length}`);
      budget.left -= value.length < TEXT ? value.length : TEXT;
      return textOf(value);
    case "bigint":
      return tag("bigint", `"value":${quote(`${value}`)}`);
    case "symbol":
      return tag("symbol");
    case "function":
      if (weakHas(realObjects, value)) return encodeOpen(weakGet(realObjects, value), depth, path, budget);
      return tag("function", `"name":${nameOf(value)}`);
    default:
      return encodeObject(value, depth, path, budget);
  }
};

const encodeObject = (value, depth, path, budget) => {
  if (weakHas(realObjects, value)) return encodeObject(weakGet(realObjects, value), depth, path, budget);
  for (let at = path; at; at = at.up) if (at.value === value) return tag("cycle");
  if (depth <= 0 || budget.left <= 0) return tag("truncated");
  if (isNode(value)) return nodeOf(value);
  const kind = kindOf(value);
  if (kind === "[object Error]" || inherits(value, errorPrototype)) return errorOf(value);
  if (kind === "[object Date]" && inherits(value, datePrototype)) {
    const time = timeOfDate(value);
    return time === time ? tag("date", `"value":${quote(isoDate(value))}`) : tag("date", '"value":null');
  }
  const inside = {value, up: path, __proto__: null};
  return isArray(value)
    ? encodeList(value, depth, inside, budget)
    : encodeFields(value, kind, depth, inside, budget);
};

const encodeList = (list, depth, path, budget) => {
  let text = "[";
  const shown = list.length < KEYS ? list.length : KEYS;
  for (let index = 0; index < shown; index++) {
    text += (index ? "," : "") + encodeField(list, `${index}`, depth, path, budget);
  }
  if (list.length > shown) text += "," + tag("truncated", `"length":${list.length}`);
  return text + "]";
};

const encodeFields = (object, kind, depth, path, budget) => {
  const keys = ownKeys(object);
  let text = "";
  let count = 0;
  let isTagged = kind !== "[object Object]" && kind !== "[object Arguments]";
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    if (typeof key !== "string") continue;
    if (!isEnumerable(object, key)) continue;
    if (key === "$type") isTagged = true;
    if (count++ === KEYS) {
      text += `,"$more":${keys.length - KEYS}`;
      break;
    }
    budget.left -= key.length + 4;
    text += `${text ? "," : ""}${quote(key)}:${encodeField(object, key, depth, path, budget)}`;
  }
  if (!isTagged) return `{${text}}`;
  return tag("object", `"class":${quote(slice(kind, 8, -1))},"value":{${text}}`);
};

/** One property; what throws at it (a Proxy of the page's) costs that property alone. */
const encodeField = (object, key, depth, path, budget) => {
  try {
    budget.left -= 4;
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (!descriptor) return tag("undefined");
    if (!("value" in descriptor)) return tag("getter");
    return encodeOpen(descriptor.value, depth - 1, path, budget);
  } catch {
    return tag("throws");
  }
};

/** Whether a property is shown at all; one that cannot even be looked at is. */
const isEnumerable = (object, key) => {
  try {
    const descriptor = getOwnPropertyDescriptor(object, key);
    return !!descriptor && descriptor.enumerable;
  } catch {
    return true;
  }
};

/** @returns {string} JSON text; never throws (a hostile proxy gives a tag). */
const encode = (value, budget = {left: BUDGET, __proto__: null}) => {
  try {
    return encodeOpen(value, DEPTH, null, budget);
  } catch {
    return tag("throws");
  }
};

/** Several values as a JSON list, cut as one value is. */
const encodeAll = (values) => {
  const budget = {left: BUDGET, __proto__: null};
  const shown = values.length < KEYS ? values.length : KEYS;
  let text = "[";
  for (let index = 0; index < shown; index++) text += (index ? "," : "") + encode(values[index], budget);
  if (values.length > shown) text += "," + tag("truncated", `"length":${values.length}`);
  return text + "]";
};
