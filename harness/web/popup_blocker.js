// Stands in for the browser's pop-up blocker, which is a part of the desktop browsers around the
// engine: a headless shell has none, with or without its switches. As theirs, it lets a script open
// a window only while the visitor's click or key counts as recent (`navigator.userActivation`), which
// the engine keeps account of itself, uses up with each window that opens, and carries from the
// widget's frame to the page around it. Links with a `target` are not held back.
(agent) => {
  const {open} = window;
  const {apply} = Reflect;
  const activation = navigator.userActivation;
  const isActive = Object.getOwnPropertyDescriptor(UserActivation.prototype, "isActive").get;
  const callOf = Function.prototype.call.bind(isActive);
  const tellBlocked = agent && agent.blocked;
  const text = String;
  /** Names that mean a window which is there already. */
  const isOwn = (name) => name === "_self" || name === "_parent" || name === "_top";

  window.open = new Proxy(open, {
    __proto__: null,
    apply(target, self, args) {
      if (callOf(activation) || isOwn(args[1])) return apply(target, self, args);
      if (tellBlocked) tellBlocked(text(args.length && args[0] !== undefined ? args[0] : "about:blank"));
      return null;
    },
  });
}
