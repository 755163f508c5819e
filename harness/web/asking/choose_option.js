// Chooses an option of a list, as a visitor does who opens it: the list of the browser itself is no
// part of the page, and can be drawn outside of its window.
(sought) => {
  const option = seeing.all(sought).find((element) => seeing.isShown(element) && !element.disabled);
  if (!option || option.selected) return;
  const list = option.closest("select");
  list.focus();
  option.selected = true;
  for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, {bubbles: true, composed: true}));
}
