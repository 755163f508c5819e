// What a visitor sees of the widget from inside: the labels of its buttons, and whether it says something beside.
() => {
  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 0 && box.height > 0;
  };
  const nameOf = (element) => (element.getAttribute("aria-label") || element.textContent || "").trim();
  return {
    buttons: [...document.querySelectorAll("button")].filter(isShown).map(nameOf),
    note: [...document.querySelectorAll("[role=note]")].some(isShown),
  };
}
