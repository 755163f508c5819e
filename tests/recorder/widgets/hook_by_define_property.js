// records: call embed.init; callback onload; returned embed.init
// A hook that cannot be written to, and one behind a getter that counts.
(function () {
  const hook = () => see("page: hook", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
  Object.defineProperty(window, "livechatooCmd", {value: hook, writable: false, enumerable: false, configurable: true});
})();
// ---
window.livechatoo = {embed: {init(options) { options.onload({page: "online"}); return 1; }}};
see("widget: writes", () => { "use strict"; try { livechatooCmd = 1; } catch (error) { return error.name; } });
window.livechatooCmd();
// ---
see("page: hook", () => [dump(Object.getOwnPropertyDescriptor(window, "livechatooCmd")), Object.keys(window).includes("livechatooCmd")]);
see("page: deletes", () => [delete window.livechatooCmd, "livechatooCmd" in window]);
