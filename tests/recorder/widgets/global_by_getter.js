// records: call embed.init; callback onload; returned embed.init
// A global behind a getter of the widget's.
(function () {
  const api = {embed: {init(options) { options.onload({page: "online"}); return this === api.embed; }}};
  Object.defineProperty(window, "livechatoo", {get: function getLivechatoo() { return api; }, set: undefined, enumerable: true, configurable: true});
})();
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: writes", () => { "use strict"; livechatoo = 1; });
see("page: dump", () => [dump(livechatoo), dump(Object.getOwnPropertyDescriptor(window, "livechatoo"))]);
