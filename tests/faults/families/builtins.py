"""Pages that replace what the recorder and the widget are made of.

Each stands twice: where the callback is forbidden, the run must not pass, and where it is
expected, it must not be said to be missing: it has fired, as the page itself tells.
"""

from dataclasses import replace

from tests.faults.fault import BAD
from tests.faults.pages import embed
from tests.faults.twins import twins

_THROWS = "function () { throw new Error('patched'); }"

_PATCHES = {
    "Promise is gone": "delete window.Promise; window.Promise = undefined;",
    "Promise.prototype.then": f"Promise.prototype.then = {_THROWS};",
    "setTimeout": f"window.setTimeout = {_THROWS};",
    "JSON.stringify": "JSON.stringify = function () { return 'patched'; };",
    "JSON is gone": "delete window.JSON;",
    "Array.prototype": "for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== 'length' && name !== 'constructor') try { Array.prototype[name] = function () { return 'patched'; }; } catch (e) {}",
    "a setter for index 0": "Object.defineProperty(Array.prototype, '0', {set() { throw new Error('patched'); }, get() { return 'x'; }, configurable: true});",
    "Map and WeakMap": f"Map.prototype.get = Map.prototype.set = WeakMap.prototype.get = WeakMap.prototype.set = WeakMap.prototype.has = {_THROWS}; window.Map = window.WeakMap = undefined;",
    "Reflect": f"for (const name of Reflect.ownKeys(Reflect)) if (typeof name === 'string') Reflect[name] = {_THROWS};",
    "Function.prototype.call": f"Function.prototype.call = {_THROWS};",
    "Function.prototype.apply": f"Function.prototype.apply = {_THROWS};",
    "Function.prototype.bind": f"Function.prototype.bind = {_THROWS};",
    "Function.prototype.toString": f"Function.prototype.toString = {_THROWS};",
    "Object.defineProperty": f"Object.defineProperty = Object.defineProperties = {_THROWS};",
    "Object.getOwnPropertyDescriptor": f"Object.getOwnPropertyDescriptor = {_THROWS};",
    "Object.getOwnPropertySymbols": "Object.getOwnPropertySymbols = function () { return []; };",
    "Object.keys": "Object.keys = function () { return []; };",
    "Object.prototype has keys": "Object.prototype.account2 = 1; Object.prototype.onextra = function () {};",
    "Object.prototype has toJSON": "Object.prototype.toJSON = function () { return 'patched'; };",
    "Object.prototype has get and set": "Object.prototype.get = function () { return 'x'; }; Object.prototype.value = 'x'; Object.prototype.writable = false;",
    "a global Symbol": "window.Symbol = function Symbol() {}; window.Symbol.for = function () { return 'x'; };",
    "Symbol.for": f"Symbol.for = {_THROWS};",
    "Proxy is gone": "delete window.Proxy; window.Proxy = undefined;",
    "Error": "window.Error = function () { return null; };",
    "Date": "window.Date = function () { return {getTime: function () { return NaN; }}; }; window.Date.now = function () { return -1; };",
    "performance": "try { performance.now = function () { return NaN; }; Object.defineProperty(window, 'performance', {value: null}); } catch (e) {}",
    "MessageChannel is gone": "delete window.MessageChannel; window.MessageChannel = undefined;",
    "MutationObserver is gone": "delete window.MutationObserver; window.MutationObserver = undefined;",
    "console is gone": "delete window.console; window.console = undefined;",
    "addEventListener": f"EventTarget.prototype.addEventListener = {_THROWS};",
    "String.prototype": "String.prototype.slice = String.prototype.includes = String.prototype.charCodeAt = function () { return 'patched'; };",
    "RegExp.prototype.test": "RegExp.prototype.test = RegExp.prototype.exec = function () { return null; };",
    "Object.prototype.toString": "Object.prototype.toString = function () { return '[object Patched]'; };",
    "document.currentScript": "Object.defineProperty(Document.prototype, 'currentScript', {get() { return null; }});",
    "HTMLScriptElement's src": "Object.defineProperty(HTMLScriptElement.prototype, 'foo', {value: 1}); window.HTMLScriptElement = function () {};",
    "everything frozen": "for (const one of [Object, Array, Function, String, Promise, Map, WeakMap, Symbol, RegExp, Date, Error]) { Object.freeze(one); Object.freeze(one.prototype); }",
    "Symbol.iterator of arrays": f"Array.prototype[Symbol.iterator] = {_THROWS};",
    "structuredClone": f"window.structuredClone = {_THROWS};",
    "Uint8Array and friends": "for (const name of ['Uint8Array', 'Uint32Array', 'Int32Array', 'TextEncoder']) window[name] = undefined;",
    "Math": "Math.random = function () { return 0; }; Math.floor = Math.imul = function () { return 0; };",
}


_STOPPED = {
    "Reflect",
    "Object.defineProperty",
    "Object.prototype has get and set",
    "addEventListener",
    "RegExp.prototype.test",
    "Uint8Array and friends",
}
"""Patches that keep the stub widget itself from calling anybody."""

FAULTS = [
    fault if name not in _STOPPED else replace(fault, may=BAD)
    for name, code in _PATCHES.items()
    for fault in twins(name, embed(before=code))
]
FAULTS[0] = replace(FAULTS[0], in_ci=True)
