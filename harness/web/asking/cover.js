// Puts secrets out of sight for a picture, and tells how many there are; asked in a world of its own,
// where no script of the page hears them. Texts are covered by a highlight, all else by an animation:
// the document stays as it is, so no observer of the page is told of anything.
function ({words, name}, ...closed) {
  const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/\s+/g, "\\s+");
  const pattern = new RegExp(words.map(escaped).join("|"), "gi");
  const isShown = (text) => Boolean(text) && text.search(pattern) >= 0;
  const spots = [];
  const elements = new Set();
  const shaded = new Set();

  const spot = (texts, from, to) => {
    const last = (at) => texts.findLast(([start]) => start <= at);
    const [[begin, first], [end, final]] = [last(from), last(to - 1)];
    const range = new StaticRange({
      startContainer: first, startOffset: from - begin, endContainer: final, endOffset: to - end,
    });
    spots.push(range);
    for (const [, node] of texts.slice(texts.findIndex(([, one]) => one === first))) {
      if (node.parentElement) shaded.add(node.parentElement);
      const picture = node.parentElement && node.parentElement.closest("svg text");
      if (picture) elements.add(picture);
      if (node === final) break;
    }
  };

  const look = (root) => {
    const texts = [];
    let whole = "";
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.data) continue;
        texts.push([whole.length, node]);
        whole += node.data;
        continue;
      }
      if (node.shadowRoot) look(node.shadowRoot);
      const drawn = ["::before", "::after", "::marker"].map((part) => getComputedStyle(node, part).content);
      const written = ["alt", "placeholder", "value", "label"].map((attribute) => node.getAttribute(attribute));
      if ([...written, ...drawn].some(isShown)) elements.add(node);
    }
    for (const found of whole.matchAll(pattern)) spot(texts, found.index, found.index + found[0].length);
  };

  [document, ...closed].forEach(look);
  const before = globalThis.covered;
  const isNew = (one) => !before || !before.spots.some((other) => ["startContainer", "startOffset", "endContainer", "endOffset"]
    .every((key) => one[key] === other[key]));
  const news = spots.filter(isNew).length + [...elements].filter((one) => !before || !before.elements.has(one)).length;
  if (!before) {
    CSS.highlights.set(name, new Highlight(...spots));
    const still = {duration: 1e9, fill: "both"};
    const animations = [...elements].map((one) => one.animate({opacity: [0, 0]}, still))
      .concat([...shaded].map((one) => one.animate({textShadow: ["none", "none"]}, still)));
    globalThis.covered = {spots, elements, uncover: () => {
      CSS.highlights.delete(name);
      for (const animation of animations) animation.cancel();
    }};
  }
  return news;
}
