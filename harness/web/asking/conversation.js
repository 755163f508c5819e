// What a visitor reads in the conversation: who wrote, what, and beside which picture, if any.
// Remarks of the widget have nobody. `known` holds selectors of another widget: of its lines, and
// in a line of who wrote and what.
(known) => seeing.all(known ? {css: known.line, where: known.where} : {css: "[role=log] > *"}).map((line) => {
  const picture = line.querySelector("img");
  const beside = picture ? {photo: picture.src} : {};
  if (known) {
    const read = (selector) => selector ? (line.querySelector(selector)?.textContent || "").trim() : "";
    return {by: read(known.by), text: known.text ? read(known.text) : line.textContent.trim(), ...beside};
  }
  const texts = [...line.querySelectorAll("p")].map((part) => part.textContent.trim());
  const said = texts.length > 1 ? {by: texts[0], text: texts[1]} : {by: "", text: line.textContent.trim()};
  return {...said, ...beside};
})
