// records: callback onload*4; unobserved callbacks*0
// Options without a prototype, from Object.create, arrays of options, a Proxy of the page's own.
window.livechatoo = {
  embed: {
    init(options) {
      see("widget: options", () => dump(options));
      see("widget: keys", () => { const keys = []; for (const key in options) keys.push(key); return [keys, Reflect.ownKeys(options).map(String)]; });
      see("widget: asked", () => ["account" in options, options.account, options[Symbol.for("mark")]]);
      options.onload({page: "online"});
      see("widget: removes", () => [delete options.account, "account" in options, Object.keys(options)]);
      return options.account;
    },
  },
};
// ---
function listener() { return function onload(data) { see("page: onload", () => [this === current, data.page]); }; }
var current;
var bare = Object.assign(Object.create(null), {account: "bare", onload: listener(), [Symbol.for("mark")]: 7});
var child = Object.create(Object.create({onload: listener(), account: "above"}), {lang: {value: "en", enumerable: true}});
var target = {account: "behind", onload: listener()};
var proxied = new Proxy(target, {
  get(object, key, receiver) { return key === "account" ? "made up" : Reflect.get(object, key, receiver); },
  has: (object, key) => key !== "hidden" && Reflect.has(object, key),
});
var list = Object.assign([], {onload: listener(), account: "list"});
for (current of [bare, child, proxied, list]) see("page: init", () => livechatoo.embed.init(current));
see("page: afterwards", () => [dump(bare), dump(child), dump(target), dump(list)]);
