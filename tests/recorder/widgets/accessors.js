// records: callback onload*4; callback onchange*1
// Options behind getters and setters: counted, throwing, giving another function at each reading.
window.livechatoo = {
  embed: {
    init(options) {
      this.options = options;
      see("widget: descriptors", () => dump(Object.getOwnPropertyDescriptors(options)));
      see("widget: account", () => options.account);
      see("widget: throws", () => options.onchatstart);
      see("widget: other each time", () => options.onload === options.onload);
      options.onload({page: "online"});
      see("widget: sets", () => { options.lang = "de"; return options.lang; });
      const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(options));
      see("widget: copied with getters", () => [copy.account, typeof copy.onload]);
      copy.onload({page: "mini"});
      see("widget: spread", () => { try { return dump({...options}); } catch (error) { return error.message; } });
      options.onchange({chat_status: "min"});
    },
    fire() { this.options.onload.call(this.options, {page: "chat"}); },
  },
};
// ---
var reads = {account: 0, onload: 0, lang: "en"};
var options = {
  get account() { reads.account++; return `demo${reads.account}`; },
  get onload() { const number = ++reads.onload; return (data) => see("page: onload", () => [number, data.page]); },
  get onchatstart() { throw new RangeError("not today"); },
  get lang() { return reads.lang; },
  set lang(value) { see("page: lang is set", () => [value, this === options]); reads.lang = value; },
  onchange: null,
};
var changed = function changed(data) { see("page: onchange", () => [this === options, data.chat_status]); };
Object.defineProperty(options, "onchange", {get: function () { return this === options ? changed : undefined; }, configurable: false});
see("page: init", () => livechatoo.embed.init(options));
see("page: reads", () => [reads, options.account]);
see("page: fire", () => { livechatoo.embed.fire(); livechatoo.embed.fire(); });
see("page: reads", () => reads);
