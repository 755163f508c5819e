// records: callback onload*4; callback onchange*2
// Options made by a class: private fields, inherited callbacks, getters, static parts, methods that need `this`.
window.livechatoo = {
  embed: {
    init(options) {
      see("widget: options", () => dump(options));
      see("widget: class", () => [options.constructor.name, options instanceof Options, Options.is(options), String(options)]);
      see("widget: method", () => [options.secret(), options.toJSON && JSON.stringify(options), options.own()]);
      see("widget: same", () => [options.onload === options.onload, options.secret === options.secret]);
      see("widget: inherited", () => ["onload" in options, Object.hasOwn(options, "onload"), Object.keys(options)]);
      options.onload({page: "online"});
      see("widget: detached", () => { "use strict"; const {onload} = options; return onload.call(options, {page: "mini"}); });
      options.onchange({chat_status: "min"});
    },
  },
};
// ---
class Base {
  #secret = "kept";
  secret() { return this.#secret; }
  onload(data) { see("page: onload", () => [this === options, this.#secret, data.page]); return this; }
  toJSON() { return {account: this.account, secret: this.#secret}; }
  toString() { return `options of ${this.account}`; }
}
class Options extends Base {
  #count = 0;
  account = "demo";
  own = () => [this === options, ++this.#count];
  static is(one) { return one instanceof Options; }
  get onchange() { return this.#changed; }
  #changed = (data) => see("page: onchange", () => [data.chat_status, this.#count]);
  get [Symbol.toStringTag]() { return "Options"; }
}
var options = new Options();
see("page: init", () => livechatoo.embed.init(options));
see("page: untouched", () => [options.own(), dump(options), options.onload({page: "chat"}) === options]);
see("page: onchange", () => livechatoo.embed.init(options));
