/** From now on counts the listeners and timers that the page, not the widget, adds and takes back. */
({ host }) => {
  const key = Symbol.for('harness.audit.watched');
  if (window[key]) return false;
  const counts = { listeners: 0, timers: 0, listen: EventTarget.prototype.addEventListener };
  Object.defineProperty(window, key, { value: counts });
  const wrap = (owner, name, count) => {
    const plain = owner[name];
    owner[name] = function (...given) {
      if (!caller().includes('//' + host + '/')) count();
      return plain.apply(this, given);
    };
  };
  /** The line of the stack that called: below this function and the wrapper. */
  const caller = () => String(new Error().stack).split('\n')[3] || '';
  wrap(EventTarget.prototype, 'addEventListener', () => (counts.listeners += 1));
  wrap(EventTarget.prototype, 'removeEventListener', () => (counts.listeners -= 1));
  wrap(window, 'setInterval', () => (counts.timers += 1));
  wrap(window, 'clearInterval', () => (counts.timers -= 1));
  return true;
}
