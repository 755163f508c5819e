// Where an element of the host page is in the window, null when nothing of it is in sight.
(element) => {
  const box = element.getBoundingClientRect();
  const isInSight = element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && box.width > 1 && box.height > 1
    && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  return isInSight ? {x: box.x, y: box.y, width: box.width, height: box.height, window: innerWidth} : null;
}
