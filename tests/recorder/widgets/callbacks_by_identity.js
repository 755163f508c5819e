// records: callback onload*4; callback onchange*1
// A widget that keeps callbacks in sets and weak maps, and removes them by identity.
(function () {
  const listeners = new Map();
  const data = new WeakMap();
  window.livechatoo = {
    embed: {
      init(options) {
        for (const name of ["onload", "onchange"]) {
          if (typeof options[name] !== "function") continue;
          if (!listeners.has(name)) listeners.set(name, new Set());
          listeners.get(name).add(options[name]);
          if (!data.has(options[name])) data.set(options[name], []);
          data.get(options[name]).push(options.account);
        }
        see("widget: listeners", () => [...listeners].map(([name, all]) => [name, all.size, [...all].map((one) => data.get(one))]));
        this.last = options.onload;
        return options.onload;
      },
      off(name, callback) {
        see("widget: off", () => [name, listeners.get(name).has(callback), data.get(callback)]);
        return listeners.get(name).delete(callback);
      },
      fire(name) { for (const one of listeners.get(name)) one({page: "online", chat_status: "min"}); return listeners.get(name).size; },
      isLast(callback) { return callback === this.last; },
    },
  };
})();
// ---
var first = function first() { see("page: first", () => arguments.length); };
var second = () => see("page: second", () => "called");
var changed = () => see("page: changed", () => "called");
var options = {account: "a", onload: first, onchange: changed};
see("page: handed back", () => livechatoo.embed.init(options) === first);
see("page: again", () => livechatoo.embed.init({account: "b", onload: first}) === first);
see("page: own", () => [options.onload === first, options.onchange === changed]);
see("page: fire", () => livechatoo.embed.fire("onload"));
see("page: third", () => { livechatoo.embed.init({account: "c", onload: second}); return livechatoo.embed.fire("onload"); });
see("page: last", () => [livechatoo.embed.isLast(second), livechatoo.embed.isLast(first)]);
see("page: off", () => [livechatoo.embed.off("onload", first), livechatoo.embed.off("onload", first), livechatoo.embed.fire("onload")]);
see("page: change", () => [livechatoo.embed.fire("onchange"), livechatoo.embed.off("onchange", changed)]);
