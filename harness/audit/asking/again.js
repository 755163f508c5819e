/**
 * Takes the widget away and starts it again; false where that cannot be. The page's own hook is
 * called for that, then what it has started is stopped and started once more by its own init:
 * the loader calls a hook once, so that what it adds there is added once. Waits until the new
 * widget is there, and a little for what the page does then. Tells how many milliseconds the
 * page's own code in the hook and in each callback kept the browser, how many a known piece of
 * work takes here, and what the hook has added.
 */
async ({ host, hook, global, callbacks }, audit) => {
  const { apply, includes, listen, now: clock, pause, quote } = audit;
  const PATIENCE = 1000;
  const spent = {};
  const starts = [];
  let begun = null;
  let inWidget = 0;
  let waited = null;

  /** Does the page's work, and counts its time without what the widget's own init takes of it. */
  const counted = (name, work) => {
    const began = clock();
    const before = inWidget;
    try {
      return work();
    } finally {
      spent[name] = (spent[name] || 0) + clock() - began - (inWidget - before);
    }
  };
  /** The options with the callbacks counted; the page's own object stays as it is. */
  const observed = (options) => {
    const fields = audit.getOwnPropertyDescriptors(options);
    const copy = audit.create(audit.getPrototypeOf(options));
    let isLoaded = () => {};
    if (fields.onload && typeof fields.onload.value === 'function') {
      waited = audit.promise((resolve) => (isLoaded = resolve));
    }
    for (let index = 0; index < callbacks.length; index += 1) {
      const name = callbacks[index];
      const callback = fields[name] && fields[name].value;
      if (typeof callback !== 'function') continue;
      const value = function (...given) {
        try {
          return counted(name, () => apply(callback, this === copy ? options : this, given));
        } finally {
          if (name === 'onload') isLoaded();
        }
      };
      fields[name] = { value, configurable: true, enumerable: true, writable: true };
    }
    return audit.defineProperties(copy, fields);
  };
  /** Has one of the widget's inits counted, until the function that is returned is called. */
  const watch = (space) => {
    const init = space.init;
    const counting = function (...given) {
      const options = given.length ? given[0] : space.options;
      if (begun) {
        starts[starts.length] = { space, given: given.length ? [given[0]] : [] };
        begun();
      }
      if (options !== null && typeof options === 'object') given[0] = observed(options);
      const began = clock();
      try {
        return apply(init, this, given);
      } finally {
        inWidget += clock() - began;
      }
    };
    space.init = counting;
    return () => {
      if (space.init === counting) space.init = init;
    };
  };
  /** The least of some tries, so that what else the machine does is left out. */
  const known = () => {
    let least = 1e9;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const began = clock();
      let text = '';
      for (let number = 0; number < 2000; number += 1) text = quote({ text: text.slice(0, 20), number });
      least = Math.min(least, clock() - began);
    }
    return least;
  };

  /** What there is outside of the widget. */
  const tally = () => {
    const { listeners, timers } = audit.counts || { listeners: 0, timers: 0 };
    return { elements: document.getElementsByTagName('*').length, listeners, timers };
  };

  if (typeof window[hook] !== 'function') return false;
  const undo = [];
  const added = {};
  try {
    const { embed, popup } = window[global];
    const stop = () => {
      embed.stop();
      popup.stop();
    };
    stop();
    undo[0] = watch(embed);
    undo[1] = watch(popup);
    const before = tally();
    const isBegun = audit.promise((resolve) => (begun = resolve));
    const answer = counted('hook', window[hook]);
    await audit.race([audit.all([isBegun, answer]), pause(PATIENCE)]);
    begun = null;
    stop();
    const after = tally();
    for (const name in before) added[name] = after[name] - before[name];
    for (let index = 0; index < starts.length; index += 1) {
      const { space, given } = starts[index];
      apply(space.init, space, given);
    }
  } catch {
    return false;
  } finally {
    for (let index = 0; index < undo.length; index += 1) undo[index]();
  }
  const frames = apply(audit.query, document, ['iframe']);
  let frame = null;
  for (let index = 0; index < frames.length; index += 1) {
    if (!frame && includes(frames[index].src, '//' + host + '/')) frame = frames[index];
  }
  if (!frame) return false;
  const isThere = audit.promise((resolve) => apply(listen, frame, ['load', resolve, { once: true }]));
  await audit.race([audit.all([isThere, waited]), pause(4000)]);
  await pause(150);
  return { spent, known: known(), added };
}
