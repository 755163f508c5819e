// records: call embed.init; callback onload; returned embed.init; call popup.init; returned popup.init; call embed.status; returned embed.status; call popup.status; returned popup.status
// The API as an instance of a class with private fields; embed and popup share their methods.
(function () {
  class Part {
    #options = null;
    #name;
    constructor(name) { this.#name = name; }
    init(options = this.options) { this.#options = options; this.#start(); return this; }
    #start() { if (this.#options.onload) this.#options.onload({page: this.status()}); }
    status() { return this.#options ? `${this.#name} runs` : ""; }
    static isPart(one) { return #name in one; }
  }
  class Widget {
    #embed = new Part("embed");
    #popup = new Part("popup");
    get embed() { return this.#embed; }
    get popup() { return this.#popup; }
    static Part = Part;
  }
  window.Widget = Widget;
  window.livechatoo = new Widget();
})();
// ---
see("page: keys", () => [Object.getOwnPropertyNames(livechatoo), Object.getOwnPropertyNames(livechatoo.embed), "init" in livechatoo.embed, Object.hasOwn(livechatoo.embed, "init")]);
see("page: chains", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}) === livechatoo.embed);
see("page: popup", () => livechatoo.popup.init({account: "demo"}) === livechatoo.popup);
see("page: status", () => [livechatoo.embed.status(), livechatoo.popup.status()]);
see("page: brands", () => [Widget.Part.isPart(livechatoo.embed), livechatoo instanceof Widget, livechatoo.embed === livechatoo.embed, livechatoo.embed.init === livechatoo.popup.init]);
see("page: wrong this", () => Widget.Part.prototype.status.name + livechatoo.embed.constructor.name);
see("page: dump", () => [dump(livechatoo), dump(Widget.prototype), dump(Widget.Part.prototype), dump(Object.getOwnPropertyDescriptor(window, "livechatoo"))]);
