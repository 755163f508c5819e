/**
 * Fetches the page as its server sends it, and the scripts of its own site, those included that are
 * in the document no more, and the documents of its own site's frames, and keeps them to be handed
 * over piece by piece. Where the page's policy forbids that, the document as it stands serves.
 */
async ({ key, size, most }) => {
  const plain = (address) => address.split('#')[0];
  /** What nothing is said of is in the page's encoding; a mark at a text's beginning counts most. */
  const decoded = (bytes, charset) => {
    const marks = [['utf-8', 0xef, 0xbb, 0xbf], ['utf-16be', 0xfe, 0xff], ['utf-16le', 0xff, 0xfe]];
    const head = new Uint8Array(bytes.slice(0, 3));
    const marked = marks.find(([, ...mark]) => mark.every((byte, index) => head[index] === byte));
    const names = [marked && marked[0], charset, document.characterSet];
    for (const name of names.filter(Boolean)) {
      try {
        return new TextDecoder(name).decode(bytes);
      } catch {
        continue;
      }
    }
    return new TextDecoder().decode(bytes);
  };
  const text = async (address) => {
    try {
      const answer = await fetch(address, { credentials: 'same-origin' });
      const named = /charset\s*=\s*"?([^\s;"]+)/i.exec(answer.headers.get('content-type') || '');
      return answer.ok ? decoded(await answer.arrayBuffer(), named && named[1]) : null;
    } catch {
      return null;
    }
  };
  const page = plain(location.href);
  const kept = [[page, (await text(page)) ?? document.documentElement.outerHTML]];
  const loaded = performance.getEntriesByType('resource').filter((entry) => entry.initiatorType === 'script');
  const named = [...[...document.scripts].map((script) => script.src), ...loaded.map((entry) => entry.name)];
  const own = (addresses) =>
    [...new Set(addresses.map(plain))].filter((address) => URL.canParse(address) && new URL(address).origin === location.origin);
  for (const address of own(named).slice(0, 40)) kept.push([address, await text(address)]);
  const frames = own([...document.querySelectorAll('iframe')].map((frame) => frame.src));
  for (const address of frames.slice(0, 10)) if (address !== page) kept.push([address, await text(address), true]);
  const pieces = [];
  let left = most;
  for (const [url, whole, isFrame = false] of kept) {
    for (let at = 0; whole !== null && at < whole.length && left > 0; at += size) {
      pieces.push({ url, text: whole.slice(at, at + size), isFrame });
      left -= size;
    }
  }
  Object.defineProperty(window, Symbol.for(key), { value: pieces, configurable: true });
  return page;
}
