/** From now on counts the listeners and timers that the page, not the widget, adds and takes back. */
({ host }, audit) => {
  if (audit.counts) return false;
  const { apply, includes, ErrorOf } = audit;
  const counts = (audit.counts = { listeners: 0, timers: 0 });
  /** Whether the widget calls: the line of the stack below this function and the wrapper. */
  const isByWidget = () => {
    const { stack } = new ErrorOf();
    return typeof stack === 'string' && includes(stack.split('\n')[3] || '', '//' + host + '/');
  };
  const wrap = (owner, name, count) => {
    const plain = owner[name];
    if (typeof plain !== 'function') return;
    owner[name] = function (...given) {
      if (!isByWidget()) count();
      return apply(plain, this, given);
    };
  };
  wrap(EventTarget.prototype, 'addEventListener', () => (counts.listeners += 1));
  wrap(EventTarget.prototype, 'removeEventListener', () => (counts.listeners -= 1));
  wrap(window, 'setInterval', () => (counts.timers += 1));
  wrap(window, 'clearInterval', () => (counts.timers -= 1));
  return true;
}
