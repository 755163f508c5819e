// Where a control is, by role and name: at once, or as soon as it can be used. What is outside of a
// list's visible part is scrolled to, as a visitor would. Watches for changes instead of asking again
// and again; null when it never comes. An option of a closed list is where the list is.
({sought, patience}) => new Promise((done) => {
  /** What a visitor aims at: a box to tick may be drawn by its label. */
  const targetsOf = (element) => element.labels && /^(checkbox|radio)$/.test(element.type)
    ? [element, ...element.labels] : [seeing.seenOf(element)];

  const placeOf = (element) => {
    const targets = targetsOf(element);
    const target = targets.find(seeing.isShown);
    if (!target || element.disabled) return null;
    const measure = () => {
      const box = target.getBoundingClientRect();
      const x = box.x + box.width / 2;
      const y = box.y + box.height / 2;
      const hit = element.getRootNode().elementFromPoint(x, y);
      const covered = !(hit && targets.some((one) => one === hit || one.contains(hit)));
      const isOption = element.matches("option");
      return {x, y, width: innerWidth, height: innerHeight, covered, checked: !!element.checked, isOption};
    };
    const place = measure();
    if (!place.covered) return place;
    target.scrollIntoView({block: "nearest", inline: "nearest", behavior: "instant"});
    return measure();
  };

  const look = () => {
    let covered = null;
    for (const element of seeing.all(sought)) {
      const place = placeOf(element);
      if (place && !place.covered) return place;
      covered = covered || place;
    }
    return covered;
  };

  const end = (place) => {
    watch.disconnect();
    clearInterval(glances);
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
  // What happens in a shadow tree, or to the tree itself, no observer of the document is told of.
  const glances = sought.where === "shadow" ? setInterval(again, 50) : 0;
  const timer = setTimeout(() => end(look()), patience);
  again();
})
