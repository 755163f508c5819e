// records: callback onload*10
// Options that are frozen, sealed or closed before or after init, and options of which one property is fixed.
window.given = [];
window.livechatoo = {
  embed: {
    init(options) {
      given.push(options);
      see("widget: options", () => dump(options));
      see("widget: copies", () => [dump({...options}), dump(Object.assign({}, options)), JSON.stringify(options)]);
      see("widget: entries", () => dump(Object.entries(options)));
      options.onload({page: "online"});
    },
    later() {
      for (const options of given) {
        see("widget: afterwards", () => dump(options));
        options.onload({page: "online"});
      }
    },
  },
};
// ---
function made() { return {account: "demo", onload(data) { see("page: called", () => [page.indexOf(this), data.page]); }, lang: "sk"}; }
var fixed = made();
Object.defineProperty(fixed, "onload", {writable: false, configurable: false, enumerable: false});
var page = [Object.freeze(made()), Object.seal(made()), Object.preventExtensions(made()), fixed, made()];
for (const options of page) see("page: init", () => livechatoo.embed.init(options));
see("page: changes", () => { page[1].lang = "de"; delete page[2].lang; page[4].more = 1; Object.freeze(page[4]); Object.freeze(page[2]); });
see("page: later", () => livechatoo.embed.later());
see("page: options", () => page.map((options) => dump(options)));
