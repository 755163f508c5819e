// records: call embed.init; callback onload; returned embed.init; call embed.init; callback onload; returned embed.init
// A global that is declared by var, frozen, and then another.
var livechatoo = Object.freeze({embed: Object.freeze({init(options) { options.onload({page: "online"}); return 1; }})});
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: dump", () => [dump(livechatoo), delete window.livechatoo, Object.getOwnPropertyDescriptor(window, "livechatoo").configurable]);
// ---
livechatoo = {embed: {init(options) { options.onload({page: "mini"}); return 2; }}};
// ---
see("page: again", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
