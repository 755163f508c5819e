// records: call embed.init; callback onload; returned embed.init
// Functions that are fixed one by one, on an object that is open otherwise.
(function () {
  const embed = {};
  Object.defineProperty(embed, "init", {value: function init(options) { options.onload({page: "online"}); return options.account; }, enumerable: true});
  Object.defineProperty(embed, "status", {get: () => () => "online"});
  window.livechatoo = {};
  Object.defineProperty(livechatoo, "embed", {value: embed, enumerable: true});
})();
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: adds", () => { livechatoo.embed.mine = function () { return this === livechatoo.embed; }; return livechatoo.embed.mine(); });
see("page: dump", () => [dump(livechatoo), dump(livechatoo.embed)]);
