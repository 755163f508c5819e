// What makes the recorder's stand-ins look like what they stand for.
//
// A Proxy has its target's name, length, prototype and own properties, but its source text is that
// of a native function, and the browser clones no Proxy. Both are asked of the target instead. What
// a page can still make out is listed at the end of `12-start.js`.

disguise(functionPrototype, "toString", (target, self, args) => {
  let fn = self;
  while (original(fn) !== fn) fn = original(fn); // a callback may be one of the widget's functions
  return apply(target, fn, args);
});
const clone = window.structuredClone;
disguise(window, "structuredClone", (target, self, args) => {
  if (args.length && realOf(args[0]) !== args[0]) args[0] = realOf(args[0]);
  return apply(target, self, args);
});
