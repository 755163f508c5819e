// records: call embed.init; callback onload; returned embed.init
// A hook behind a getter of the page's, which gives another function at each reading.
var reads = 0;
Object.defineProperty(window, "livechatooCmd", {
  get: function getHook() { reads++; return () => see("page: hook", () => livechatoo.embed.init({account: `demo${reads}`, onload(data) { see("page: onload", () => data.page); }})); },
  configurable: true,
});
// ---
window.livechatoo = {embed: {init(options) { options.onload({page: "online"}); return options.account; }}};
window.livechatooCmd();
// ---
see("page: reads", () => reads);
see("page: hook", () => dump(Object.getOwnPropertyDescriptor(window, "livechatooCmd")));
