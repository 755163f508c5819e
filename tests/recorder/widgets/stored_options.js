// records: call embed.init; returned embed.init; callback onload
// Options that are set before init: they are read late, changed meanwhile, and are still the page's.
window.livechatoo = {
  embed: {
    options: null,
    init() { setTimeout(() => { see("widget: late", () => [this.options.lang, dump(Object.keys(this.options))]); this.options.onload({page: "online"}); }, 0); },
  },
};
// ---
var options = {account: "demo", lang: "en", onload(data) { see("page: onload", () => [this === options, data.page]); }};
livechatoo.embed.options = options;
var onload = options.onload;
see("page: init", () => livechatoo.embed.init());
options.lang = "sk";
see("page: own", () => [options.onload === onload, dump(options)]);
see("page: through the widget", () => { livechatoo.embed.options.more = 1; return [options.more, livechatoo.embed.options.lang, JSON.stringify(livechatoo.embed.options)]; });
