// records: call embed.init; callback onload; returned embed.init; call embed.init; callback onload; returned embed.init
// A widget that freezes the options it was given, and reads them late.
window.livechatoo = {
  embed: {
    init(options) {
      this.options = Object.freeze(options);
      see("widget: options", () => dump(options));
      see("widget: writes", () => { "use strict"; options.onload = null; });
      see("widget: deletes", () => { "use strict"; delete options.onload; });
      see("widget: adds", () => { "use strict"; try { options.more = 1; } catch (error) { return error.name; } });
      see("widget: same", () => [options.onload === options.onload, this.options === options]);
      options.onload({page: "online", online: true});
      setTimeout(() => see("widget: late", () => [typeof options.onload, Object.isFrozen(options)]), 0);
      return "started";
    },
  },
};
// ---
var options = {account: "demo", lang: "en", deep: {a: [1]}, onload(data) { see("page: called", () => [this === options, arguments.length, dump(data)]); }};
see("page: init", () => livechatoo.embed.init(options));
see("page: options", () => dump(options));
see("page: again", () => livechatoo.embed.init(options));
