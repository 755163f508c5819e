// Where an element is that a script has put on the page: the middle of it, and the window's size.
(sought) => {
  const element = seeing.all(sought).find(seeing.isShown);
  if (!element) return null;
  const box = element.getBoundingClientRect();
  return {x: box.x + box.width / 2, y: box.y + box.height / 2, width: innerWidth, height: innerHeight};
}
