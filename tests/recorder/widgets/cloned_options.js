// records: callback onload*2
// A widget that clones what it is given, where that is possible, and says so where it is not.
window.livechatoo = {
  embed: {
    init(options) {
      see("widget: cloned", () => dump(structuredClone(options)));
      see("widget: rest", () => { const {onload, ...rest} = options; return [typeof onload, dump(structuredClone(rest))]; });
      see("widget: json", () => dump(JSON.parse(JSON.stringify(options))));
      see("widget: assigned", () => dump(Object.assign(Object.create(Object.getPrototypeOf(options)), options)));
      see("widget: listed", () => Object.fromEntries(Object.entries(options).map(([key, value]) => [key, typeof value])));
      const copy = {...options};
      (copy.onload || options.onload).call(copy, {page: "online"});
    },
  },
};
// ---
class Options { account = "demo"; deep = {since: new Date(0), list: [1, undefined, NaN]}; onload(data) { see("page: onload", () => [this.account, data.page]); } }
see("page: inherited", () => livechatoo.embed.init(new Options()));
see("page: own", () => livechatoo.embed.init({account: "own", onload(data) { see("page: onload", () => [this.account, data.page]); }}));
see("page: structuredClone", () => [String(structuredClone), structuredClone.name, structuredClone.length, dump(Object.getOwnPropertyDescriptor(window, "structuredClone"))]);
