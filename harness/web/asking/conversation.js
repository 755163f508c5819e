// What a visitor reads in the conversation: who wrote, and what. Remarks of the widget have nobody.
// `known` holds selectors of another widget: of its lines, and in a line of who wrote and what.
(known) => [...document.querySelectorAll(known ? known.line : "[role=log] > *")].map((line) => {
  if (known) {
    const read = (selector) => selector ? (line.querySelector(selector)?.textContent || "").trim() : "";
    return {by: read(known.by), text: known.text ? read(known.text) : line.textContent.trim()};
  }
  const texts = [...line.querySelectorAll("p")].map((part) => part.textContent.trim());
  return texts.length > 1 ? {by: texts[0], text: texts[1]} : {by: "", text: line.textContent.trim()};
})
