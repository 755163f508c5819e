/** What the page has made of the names that all scripts share; asked in its own world. */
async ({ hook, global }, audit) => {
  const attempt = (look, otherwise) => {
    try {
      return look();
    } catch {
      return otherwise;
    }
  };
  const api = attempt(() => window[global], undefined);
  const enumerable = (value) => {
    const names = [];
    for (const name in value) if (names.length < 20) names[names.length] = name;
    return names;
  };
  return {
    types: {
      ga: typeof window.ga,
      gtag: typeof window.gtag,
      dataLayer: attempt(() => Array.isArray(window.dataLayer), false) ? 'list' : typeof window.dataLayer,
      amd: !!(typeof window.define === 'function' && window.define.amd),
      widget: typeof api,
      init: typeof attempt(() => api.embed.init, undefined),
      popup: typeof attempt(() => api.popup.init, undefined),
      hook: typeof window[hook],
    },
    enumerable: { object: enumerable({}), array: enumerable([]) },
    /** What has become of the promise that the hook returned; null where it returned none. */
    promise: await audit.outcome(),
    isAnew: !!audit.first && audit.first !== document.documentElement,
  };
}
