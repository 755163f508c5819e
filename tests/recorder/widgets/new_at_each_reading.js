// records: call embed.init; callback onload; returned embed.init; call embed.status; returned embed.status "online"
// Functions that are made anew at each reading: getters of a class, and a namespace that is new each time.
(function () {
  let given = null;
  class Embed {
    get init() { return (options) => { given = options; options.onload({page: "online"}); return 7; }; }
    get status() { return () => given && given.page; }
  }
  window.livechatoo = {get embed() { return new Embed(); }};
})();
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", page: "online", onload(data) { see("page: onload", () => data.page); }}));
see("page: status", () => livechatoo.embed.status());
see("page: other each time", () => [livechatoo.embed === livechatoo.embed, livechatoo.embed.init === livechatoo.embed.init, typeof livechatoo.embed.flip]);
see("page: dump", () => dump(livechatoo.embed));
see("page: function", () => dump(livechatoo.embed.init));
