// records: callback onload*8; callback_threw onload*1
// What can be seen of functions that are called: async, generators, bound, classes, with properties of their own.
window.livechatoo = {
  embed: {
    async init(options) {
      see("widget: onload", () => dump(options.onload));
      const value = see("widget: called", () => { const made = options.onload({page: "online"}); return made === undefined ? made : (kept.push(made), Object.prototype.toString.call(made)); });
      see("widget: shape", () => [typeof options.onload, options.onload.name, options.onload.length, String(options.onload), Object.keys(options.onload), "prototype" in options.onload]);
      return value;
    },
    *walk() { yield this === livechatoo.embed; },
    bound: null,
    get status() { return function status(a, b) { return [this === livechatoo.embed, a, b, new.target === undefined]; }; },
    Chat: class Chat { constructor(name) { this.name = name; } static made = 1; hello() { return this.name; } },
  },
};
livechatoo.embed.bound = livechatoo.embed.status.bind(livechatoo.embed, 1);
var kept = [];
// ---
function plain(data, more = 1) { see("page: plain", () => [arguments.length, this === current]); return data; }
plain.own = {deep: 1};
plain.toString = () => "its own text";
var list = [
  plain, (data) => data.page, async function later(data) { return data.page; }, function* many(data) { yield data.page; },
  plain.bind({mine: 1}), class Klass { constructor() { this.x = 1; } }, Object.freeze(function frozen() { return "frozen"; }), {onload(data) { return [data.page, super.toString === Object.prototype.toString]; }}.onload,
];
var current;
for (const onload of list) { current = {account: "demo", onload}; see("page: init", () => Object.prototype.toString.call(livechatoo.embed.init(current))); }
see("page: walk", () => [...livechatoo.embed.walk()]);
see("page: status", () => [livechatoo.embed.status(2, 3), livechatoo.embed.bound(4), livechatoo.embed.status.name]);
see("page: class", () => [new livechatoo.embed.Chat("x") instanceof livechatoo.embed.Chat, new livechatoo.embed.Chat("y").hello(), livechatoo.embed.Chat.made, Reflect.construct(livechatoo.embed.Chat, ["z"]).constructor === livechatoo.embed.Chat.prototype.constructor]);
see("page: subclass", () => { class Mine extends livechatoo.embed.Chat {} return [new Mine("m").hello(), new Mine("n") instanceof Mine, Object.getPrototypeOf(Mine) === livechatoo.embed.Chat]; });
see("page: functions", () => dump(livechatoo.embed));
see("page: to string", () => [String(Function.prototype.toString), Function.prototype.toString.call(Function.prototype.toString), Function.prototype.toString.name, Function.prototype.toString.length, dump(Object.getOwnPropertyDescriptor(Function.prototype, "toString"))]);
see("page: wrong this", () => Function.prototype.toString.call({}));
