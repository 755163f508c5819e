// All text of a document that a visitor can see, as the browser renders it; that of shadow trees too.
() => {
  const written = (tree) => [...tree.children].filter(seeing.isShown).map((element) => element.innerText);
  const trees = seeing.rootsOf("shadow").flatMap(written);
  return [document.body ? document.body.innerText : "", ...trees].filter(Boolean).join("\n");
}
