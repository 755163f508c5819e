/** Waits for `DOMContentLoaded` or `load`, for at most `patience` milliseconds; whether it came. */
({ event, patience }) =>
  new Promise((resolve) => {
    const isPast = event === 'load' ? document.readyState === 'complete' : document.readyState !== 'loading';
    if (isPast) {
      resolve(true);
      return;
    }
    window.addEventListener(event, () => setTimeout(() => resolve(true), 0));
    setTimeout(() => resolve(false), patience);
  })
