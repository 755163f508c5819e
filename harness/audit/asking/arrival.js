/**
 * Waits until the loader has come or failed; whether it is there. A loader that the page adds late
 * holds up no event, so it is given `patience` milliseconds to be asked for, and as many to come.
 * A hint that has fetched it in advance is not yet what runs it.
 */
({ host, loader, global, patience }) =>
  new Promise((resolve) => {
    const isLoader = (address) => address.includes('//' + host + loader);
    const isThere = () => !!(window[global] && window[global].embed && window[global].embed.init);
    const isRun = (entry) => entry.initiatorType === 'script' && isLoader(entry.name);
    const isOver = () => isThere() || performance.getEntriesByType('resource').some(isRun);
    const isAsked = () => [...document.scripts].some((script) => isLoader(script.src));
    const end = () => {
      for (const kind of ['load', 'error']) document.removeEventListener(kind, onEnded, true);
      setTimeout(() => resolve(isThere()), 0);
    };
    const onEnded = (event) => {
      if (event.target instanceof HTMLScriptElement && isLoader(event.target.src)) end();
    };
    if (isOver()) {
      end();
      return;
    }
    for (const kind of ['load', 'error']) document.addEventListener(kind, onEnded, true);
    setTimeout(() => (isAsked() ? setTimeout(end, patience) : end()), patience);
  })
