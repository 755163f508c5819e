// records: call embed.init; callback onload; returned embed.init; call embed.page; returned embed.page
// An API that is a Proxy: its functions are made by a trap, for any name.
window.livechatoo = new Proxy({}, {
  get(target, part) {
    if (part !== "embed" && part !== "popup") return undefined;
    return target[part] || (target[part] = new Proxy({part}, {
      get: (own, name) => typeof name === "symbol" ? own[name] : function (...args) {
        if (name === "init") args[0].onload({page: "online"});
        return `${own.part}.${name} ${args.length}`;
      },
    }));
  },
});
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: page", () => livechatoo.embed.page("chat", {message: "Hi"}));
see("page: keys", () => [Object.keys(livechatoo.embed), "init" in livechatoo.embed, livechatoo.embed === livechatoo.embed]);
see("page: none", () => typeof livechatoo.other);
