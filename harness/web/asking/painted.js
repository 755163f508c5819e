// Resolves once the document has been painted anew, and what is put off until then has been done;
// after a while also where nothing is painted, as in a window that nobody sees.
(patience) => new Promise((done) => {
  const timer = setTimeout(done, patience);
  requestAnimationFrame(() => {
    clearTimeout(timer);
    setTimeout(done, 0);
  });
})
