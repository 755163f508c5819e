// What a visitor can make out in a document: what is shown, what it is called, and what it is.
// Not a question itself; questions that say `seeing.` get it.
(() => {
  // Trees that no script is let into are handed in by who asks.
  const closedTrees = typeof CLOSED_TREES === "undefined" ? [] : CLOSED_TREES;
  const KINDS = {
    alert: "[role=alert]",
    alertdialog: "[role=alertdialog]",
    button: "button, [role=button], input[type=submit], input[type=button]",
    checkbox: "input[type=checkbox], [role=checkbox]",
    combobox: "select, [role=combobox]",
    complementary: "aside, [role=complementary]",
    dialog: "dialog, [role=dialog]",
    heading: "h1, h2, h3, [role=heading]",
    link: "a[href], [role=link]",
    log: "[role=log]",
    note: "[role=note]",
    option: "option, [role=option]",
    panel: "form, fieldset, [role=form], [role=group], [role=radiogroup]",
    radio: "input[type=radio], [role=radio]",
    radiogroup: "[role=radiogroup]",
    status: "[role=status]",
    textbox: "textarea, [role=textbox], input:not([type]), input[type=text], input[type=email], input[type=tel]",
  };

  /** What is there of an element to be seen: an option that nobody has opened is in its box. */
  const seenOf = (element) => (element.matches("option") && element.closest("select")) || element;

  const isShown = (one) => {
    const element = seenOf(one);
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !element.closest("[aria-hidden=true]")
      && element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  };

  const textOf = (element) => {
    const hidden = element.querySelectorAll("[aria-hidden=true], [hidden]");
    if (!hidden.length && !element.querySelector("input, textarea")) return element.textContent;
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll("[aria-hidden=true], [hidden], input, textarea")) part.remove();
    return copy.textContent;
  };

  const referred = (element, attribute) => (element.getAttribute(attribute) || "").split(/\s+/)
    .map((id) => id && element.getRootNode().getElementById(id)).filter(Boolean).map(textOf).join(" ");

  const isNamedByContent = (element) => !element.matches(`${KINDS.textbox}, ${KINDS.panel}, ${KINDS.dialog}`);

  /** The accessible name, as far as pages give one: by reference, label, legend or content. */
  const nameOf = (element) => {
    const labels = element.labels ? [...element.labels].map(textOf).join(" ") : "";
    const legend = element.matches("fieldset") && element.querySelector("legend");
    const name = referred(element, "aria-labelledby") || element.getAttribute("aria-label") || labels
      || (legend && textOf(legend)) || element.getAttribute("alt")
      || (isNamedByContent(element) && textOf(element)) || element.title || "";
    return name.replace(/\s+/g, " ").trim();
  };

  /** Where elements are looked for: the document, the shadow trees that scripts have put on it, or both. */
  const rootsOf = (where) => {
    if (!where) return [document];
    const trees = [...treesIn(document), ...closedTrees.flatMap((tree) => [tree, ...treesIn(tree)])];
    return where === "everywhere" ? [document, ...trees] : trees;
  };

  /** The shadow trees in a tree, and those in them. */
  const treesIn = (root) => [...root.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean)
    .flatMap((tree) => [tree, ...treesIn(tree)]);

  /** The innermost elements that say one of these texts and nothing else. */
  const saying = (root, texts) => {
    const says = (element) => texts.includes(textOf(element).replace(/\s+/g, " ").trim());
    return [...root.querySelectorAll("*")].filter((element) => says(element) && ![...element.children].some(says));
  };

  /** All elements of a role, or of a selector, shown or not; `names` are those that they may have. */
  const all = ({role, css, text, names, inside, where}) => {
    const within = inside ? all(inside).filter(isShown) : rootsOf(where);
    const found = within.flatMap((root) => text ? saying(root, text) : [...root.querySelectorAll(css || KINDS[role])]);
    return names ? found.filter((element) => names.includes(nameOf(element))) : found;
  };

  return {all, isShown, nameOf, rootsOf, seenOf};
})()
