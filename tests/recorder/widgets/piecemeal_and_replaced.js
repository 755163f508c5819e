// records: call embed.init; returned embed.init; callback onload; call embed.init; callback onload; returned embed.init; call embed.init; returned embed.init "second"
// A queue stands where the API is to be, is filled piece by piece, and then all is replaced as a whole.
var queue = [];
window.livechatoo = {};
// ---
livechatoo.embed = {init(options) { queue.push(options); return queue.length; }};
// ---
see("page: queued", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
// ---
livechatoo.embed.status = () => "online";
livechatoo.embed.init = function init(options) { options.onload({page: "online"}); return "now"; };
queue.forEach((options) => options.onload({page: "queued"}));
// ---
see("page: now", () => livechatoo.embed.init({account: "demo", onload(data) { see("page: onload", () => data.page); }}));
// ---
var first = livechatoo;
livechatoo = {embed: {init() { return "second"; }, before: first.embed}};
// ---
see("page: second", () => [livechatoo.embed.init({account: "demo"}), livechatoo.embed.before === first.embed, typeof livechatoo.embed.status]);
see("page: dump", () => [dump(first), dump(livechatoo)]);
see("page: gone", () => [delete window.livechatoo, "livechatoo" in window]);
