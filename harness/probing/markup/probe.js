// What a page of `harness when-called` knows of itself. PHASE and CALL are filled in.
var probe = (function () {
  var numbers = new WeakMap();
  var count = 0;
  var loads = 0;
  var outcome = null;

  function numbered(element) {
    if (!numbers.has(element)) numbers.set(element, (count += 1));
    return numbers.get(element);
  }

  function attempt(read) {
    try {
      return read();
    } catch (error) {
      return 'threw';
    }
  }

  /** What there is of a widget right now: elements that the page did not bring, and what it says of itself. */
  function seen() {
    var found = [];
    document.querySelectorAll('body > :not([data-own]):not(script), iframe').forEach(function (element) {
      var box = element.getBoundingClientRect();
      found.push([numbered(element), Math.round(box.x), Math.round(box.y), Math.round(box.width), Math.round(box.height)]);
    });
    return {
      elements: found,
      status: attempt(function () { return livechatoo.embed.status(); }),
      popup: attempt(function () { return livechatoo.popup.status(); }),
    };
  }

  function shown(value) {
    if (value === undefined) return null;
    return typeof value === 'function' ? 'a function' : attempt(function () { return JSON.stringify(value); }) || String(value);
  }

  function act() {
    var before = JSON.stringify(seen());
    outcome = {loads: loads, returned: null, threw: null};
    try {
      outcome.returned = shown(CALL);
    } catch (error) {
      outcome.threw = String(error);
    }
    outcome.at_once = JSON.stringify(seen()) !== before;
  }

  return {
    at: function (phase) {
      if (phase === PHASE) act();
    },
    loaded: function () {
      loads += 1;
    },
    act: act,
    outcome: function () {
      return JSON.stringify(outcome);
    },
    /** Resolves when the widget has loaded, or does not seem to, and nothing has changed for a while. */
    settled: function (patience, quiet) {
      var start = Date.now();
      var since = start;
      var last = '';
      return new Promise(function (resolve) {
        (function look() {
          var now = JSON.stringify([loads, seen()]);
          if (now !== last) since = Date.now();
          last = now;
          var isDone = (loads > 0 || Date.now() - start > patience) && Date.now() - since >= quiet;
          if (isDone || Date.now() - start > 3 * patience) resolve(loads);
          else setTimeout(look, 30);
        })();
      });
    },
  };
})();
