/**
 * Tells the page's listeners that it is put aside as it is, and that it comes back: what a browser
 * does with a page that a visitor leaves and returns to. Nothing of the page runs in between.
 */
() => {
  for (const name of ['pagehide', 'pageshow']) {
    window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
  }
  return true;
}
