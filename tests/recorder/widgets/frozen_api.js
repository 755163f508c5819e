// records: call embed.init; callback onload; returned embed.init; call popup.init; returned popup.init; call embed.flip; threw embed.flip
// A frozen API: the global's own object, its parts, and its functions.
(function () {
  const embed = Object.freeze({
    init: Object.freeze(function init(options) { options.onload({page: "online"}); return this; }),
    flip() { throw new TypeError("not while loading"); },
    status: () => "online",
  });
  const popup = Object.freeze(Object.create({init(options) { return [this === livechatoo.popup, options.account]; }}));
  window.livechatoo = Object.freeze({embed, popup, version: 3});
})();
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}) === livechatoo.embed);
see("page: popup", () => livechatoo.popup.init({account: "demo"}));
see("page: flip", () => livechatoo.embed.flip());
see("page: frozen", () => [Object.isFrozen(livechatoo), Object.isFrozen(livechatoo.embed), Object.isFrozen(livechatoo.embed.init), Object.isSealed(livechatoo.popup)]);
see("page: writes", () => { "use strict"; livechatoo.embed.init = null; });
see("page: adds", () => { "use strict"; try { livechatoo.embed.more = 1; } catch (error) { return error.name; } });
see("page: same", () => [livechatoo === window.livechatoo, livechatoo.embed === livechatoo.embed, livechatoo.embed.init === livechatoo.embed.init]);
see("page: dump", () => [dump(livechatoo), JSON.stringify(livechatoo), Object.entries(livechatoo.embed).map(([key]) => key)]);
see("page: copies", () => [dump({...livechatoo.embed}), dump(Object.getOwnPropertyDescriptors(livechatoo))]);
