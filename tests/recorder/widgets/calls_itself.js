// records: call embed.reload; returned embed.reload; call embed.init; callback onload; call embed.page; returned embed.page; returned embed.init
// A widget whose functions call each other: these are no calls of the page, but those of its callbacks are.
window.livechatoo = {
  embed: {
    init(options) { (options || this.options).onload({page: this.status()}); return this.page("online"); },
    reload() { return [this.page("mini"), livechatoo.embed.status()]; },
    status() { return "online"; },
    page(name) { return `page ${name}`; },
  },
};
var kept = {account: "demo", onload: null};
// ---
kept.onload = (data) => see("page: onload", () => [data.page, livechatoo.embed.page("chat")]);
see("page: reload", () => livechatoo.embed.reload());
see("page: init", () => livechatoo.embed.init(kept));
