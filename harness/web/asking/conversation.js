// What a visitor reads in the conversation: who wrote, and what. Remarks of the widget have nobody.
() => [...document.querySelectorAll("[role=log] > *")].map((line) => {
  const texts = [...line.querySelectorAll("p")].map((part) => part.textContent.trim());
  return texts.length > 1 ? {by: texts[0], text: texts[1]} : {by: "", text: line.textContent.trim()};
})
