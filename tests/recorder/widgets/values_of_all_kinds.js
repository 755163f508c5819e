// records: call embed.init; returned embed.init; call embed.page; returned embed.page; call embed.page; threw embed.page
// Arguments of all kinds; one getter or trap that throws costs no more than itself.
window.livechatoo = {embed: {init(...args) { return see("widget: got", () => args.length); }, page(a, b) { if (b) throw b; return [this === livechatoo.embed, arguments.length]; }}};
// ---
var odd = {
  get thrown() { throw new Error("no"); },
  plain: 1, [Symbol("s")]: 2, big: 10n, not: NaN, none: undefined, list: [1, , 3], fn: () => 1, when: new Date(0), node: document.body, map: new Map([[1, 2]]),
};
odd.self = odd;
Object.defineProperty(odd, Symbol.toStringTag, {get() { throw new Error("no tag"); }});
var trap = new Proxy({a: 1, b: 2}, {getOwnPropertyDescriptor(target, key) { if (key === "a") throw new Error("no descriptor"); return Reflect.getOwnPropertyDescriptor(target, key); }});
see("page: odd", () => livechatoo.embed.init({account: "demo", odd, nested: {trap, plain: 2}}));
see("page: detached", () => { const {page} = livechatoo.embed; return page.call(undefined, 1); });
see("page: threw", () => { try { livechatoo.embed.page(1, odd); } catch (error) { return error === odd; } });
