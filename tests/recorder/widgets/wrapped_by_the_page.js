// records: call embed.init {"account": "added"}; callback onload; returned embed.init; call embed.flip; returned embed.flip "mine"; call embed.status; returned embed.status
// A page that puts functions of its own around the widget's, and in their place.
window.livechatoo = {
  embed: {
    init(options) { options.onload({page: "online"}); return `init ${options.account}`; },
    flip() { return "widget"; },
    status() { return "online"; },
  },
};
// ---
(function () {
  const init = livechatoo.embed.init;
  livechatoo.embed.init = function (options) { return ["wrapped", init.call(this, {...options, account: "added"})]; };
  livechatoo.embed.flip = function () { return "mine"; };
})();
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: flip", () => livechatoo.embed.flip());
see("page: status", () => livechatoo.embed.status());
