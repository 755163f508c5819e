/** What the page has made of the names that all scripts share; asked in its own world. */
({ hook, global }, audit) => {
  const attempt = (look, otherwise) => {
    try {
      return look();
    } catch {
      return otherwise;
    }
  };
  const api = attempt(() => window[global], undefined);
  const enumerable = (value) => {
    const names = [];
    for (const name in value) if (names.length < 20) names[names.length] = name;
    return names;
  };
  return {
    types: {
      ga: typeof window.ga,
      gtag: typeof window.gtag,
      dataLayer: attempt(() => Array.isArray(window.dataLayer), false) ? 'list' : typeof window.dataLayer,
      amd: !!(typeof window.define === 'function' && window.define.amd),
      widget: typeof api,
      init: typeof attempt(() => api.embed.init, undefined),
      popup: typeof attempt(() => api.popup.init, undefined),
      hook: typeof window[hook],
    },
    enumerable: { object: enumerable({}), array: enumerable([]) },
    builtins: {
      'JSON.stringify of a list': attempt(() => JSON.stringify({ a: [1, 'b'] }) === '{"a":[1,"b"]}', false),
      'Array.from of a Set': typeof Set !== 'function' || attempt(() => Array.from(new Set([1, 2])).length === 2, false),
      'Array.prototype.map': attempt(() => [1, 2].map((n) => n * 2)[1] === 4, false),
      'Array.prototype.reduce': attempt(() => [1, 2].reduce((a, b) => a + b, 0) === 3, false),
      'Array.prototype.filter': attempt(() => [1, 2].filter((n) => n > 1).length === 1, false),
      'Object.keys': attempt(() => Object.keys({ a: 1 }).join() === 'a', false),
      'String.prototype.trim': attempt(() => ' a '.trim() === 'a', false),
      'Function.prototype.bind': attempt(
        () =>
          function () {
            return this.a;
          }.bind({ a: 1 })() === 1,
        false
      ),
      'Function.prototype.bind with arguments': attempt(() => ((a, b) => a + b).bind(null, 1)(2) === 3, false),
      Promise: typeof Promise !== 'function' || attempt(() => typeof Promise.resolve(1).then === 'function', false),
      Symbol: typeof Symbol !== 'function' || attempt(() => typeof Symbol('a') === 'symbol', false),
    },
    isAnew: !!audit.first && audit.first !== document.documentElement,
  };
}
