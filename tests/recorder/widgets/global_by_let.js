// records:
// A global that is declared, and so is no property of the window.
const livechatoo = {embed: {init(options) { options.onload({page: "online"}); return 1; }}};
// ---
see("page: init", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
see("page: global", () => ["livechatoo" in window, typeof livechatoo, window.livechatoo === undefined]);
