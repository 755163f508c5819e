// records: hook set; call embed.init; callback onload; returned embed.init
// A loader that reads the hook first, makes its API then, and calls the hook last.
livechatooCmd = function hook() { see("page: hook", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => [data.page, this.account]); }})); return "done"; };
var hook = livechatooCmd;
// ---
setTimeout(function () {
  const hook = window.livechatooCmd;
  see("widget: hook", () => [typeof hook, hook.name, hook.length, String(hook), hook === window.livechatooCmd]);
  window.livechatoo = {embed: {init(options) { options.onload({page: "online"}); return 1; }}};
  see("widget: ran", () => [hook.call(window), dump(hook)]);
}, 0);
// ---
see("page: own", () => [hook === livechatooCmd, dump(Object.getOwnPropertyDescriptor(window, "livechatooCmd"))]);
