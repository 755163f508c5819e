/**
 * Takes the widget away and starts it again by the page's own hook; false where that cannot be.
 * Waits until the new widget is there, and a little for what the page does then. Tells how many
 * milliseconds the page's own code in the hook and in each callback kept the browser, and how
 * many a known piece of work takes here.
 */
async ({ host, hook, global, callbacks }) => {
  const { listen } = window[Symbol.for('harness.audit.watched')];
  const clock = () => performance.now();
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const spent = {};
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
    const fields = Object.getOwnPropertyDescriptors(options);
    const copy = Object.create(Object.getPrototypeOf(options));
    let isLoaded = () => {};
    if (fields.onload && typeof fields.onload.value === 'function') {
      waited = new Promise((resolve) => (isLoaded = resolve));
    }
    for (const name of callbacks) {
      const callback = fields[name] && fields[name].value;
      if (typeof callback !== 'function') continue;
      const value = function (...given) {
        try {
          return counted(name, () => Reflect.apply(callback, this === copy ? options : this, given));
        } finally {
          if (name === 'onload') isLoaded();
        }
      };
      fields[name] = { value, configurable: true, enumerable: true, writable: true };
    }
    return Object.defineProperties(copy, fields);
  };
  /** Has one of the widget's inits counted, until the function that is returned is called. */
  const watch = (space) => {
    const init = space.init;
    const counting = function (...given) {
      const options = given.length ? given[0] : space.options;
      if (options !== null && typeof options === 'object') given[0] = observed(options);
      const began = clock();
      try {
        return Reflect.apply(init, this, given);
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
    let least = Infinity;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const began = clock();
      let text = '';
      for (let number = 0; number < 2000; number += 1) text = JSON.stringify({ text: text.slice(0, 20), number });
      least = Math.min(least, clock() - began);
    }
    return least;
  };

  if (typeof window[hook] !== 'function') return false;
  const undo = [];
  try {
    const { embed, popup } = window[global];
    embed.stop();
    popup.stop();
    undo.push(watch(embed), watch(popup));
    counted('hook', window[hook]);
  } catch {
    return false;
  } finally {
    for (const one of undo) one();
  }
  const frame = [...document.querySelectorAll('iframe')].find((one) => one.src.includes('//' + host + '/'));
  if (!frame) return false;
  const isThere = new Promise((resolve) => listen.call(frame, 'load', resolve, { once: true }));
  await Promise.race([Promise.all([isThere, waited]), pause(4000)]);
  await pause(150);
  return { spent, known: known() };
}
