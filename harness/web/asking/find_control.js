// Where a control of the widget is, by role and label: at once, or as soon as it can be used.
// Watches for changes instead of asking again and again; null when it never comes.
({role, names, patience}) => new Promise((done) => {
  const kinds = {button: "button, [role=button]", textbox: "textarea, input, [role=textbox]"};
  const nameOf = (element) => (element.getAttribute("aria-label")
    || (element.labels && element.labels.length && element.labels[0].textContent)
    || element.textContent || "").trim();

  const placeOf = (element) => {
    if (element.disabled || !names.includes(nameOf(element))) return null;
    if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return null;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return null;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    return {x, y, width: innerWidth, height: innerHeight, covered: !(hit && (element === hit || element.contains(hit)))};
  };
  const look = () => {
    let covered = null;
    for (const element of document.querySelectorAll(kinds[role])) {
      const place = placeOf(element);
      if (place && !place.covered) return place;
      covered = covered || place;
    }
    return covered;
  };

  const end = (place) => {
    watch.disconnect();
    removeEventListener("resize", again);
    clearTimeout(timer);
    done(place);
  };
  const again = () => {
    const place = look();
    if (place && !place.covered) end(place);
  };
  const watch = new MutationObserver(again);
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  addEventListener("resize", again);
  const timer = setTimeout(() => end(look()), patience);
  again();
})
