// Where a point of a frame's document is in the window, and whether a click there would reach the frame.
// The size that the frame's document had when the point was measured tells whether it still holds.
(element, {x, y, width, height}) => {
  const box = element.getBoundingClientRect();
  const at = {x: box.x + element.clientLeft + x, y: box.y + element.clientTop + y};
  return {
    ...at,
    isShown: element.checkVisibility({visibilityProperty: true, opacityProperty: true}),
    isSettled: element.clientWidth === width && element.clientHeight === height,
    isReached: document.elementFromPoint(at.x, at.y) === element,
  };
}
