/**
 * What can be seen of the document at one moment, asked in a world of its own, where the built-ins
 * are the browser's. `loader` is the path of the widget's loader and `host` the widget's host,
 * `types` the types of scripts that browsers run.
 */
({ host, loader, hook, global, types }) => {
  const attempt = (look, otherwise) => {
    try {
      return look();
    } catch {
      return otherwise;
    }
  };
  const named = (element) => {
    if (!element) return '';
    const id = element.id ? '#' + element.id : '';
    const kind = typeof element.className === 'string' ? element.className.trim().split(/\s+/)[0] : '';
    return element.tagName.toLowerCase() + id + (kind && !id ? '.' + kind : '');
  };
  const boxOf = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const frames = [...document.querySelectorAll('iframe')].filter((frame) =>
    attempt(() => new URL(frame.src, location.href).hostname === host, false)
  );
  const frame = frames[frames.length - 1];
  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  };
  const isOurs = (element) =>
    !!element && frames.some((one) => element === one || (element !== document.body && element.contains(one) && element !== document.documentElement));

  /** Consent managers hold scripts back by a type that browsers do not know: `types` are those that run. */
  const isRun = (script) => {
    const language = script.getAttribute('language');
    const type = script.getAttribute('type') ?? (language ? 'text/' + language : '');
    const known = type.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
    if (known === 'module') return true;
    const isBound = script.hasAttribute('for') && script.hasAttribute('event');
    return (type === '' || types.includes(known)) && !script.noModule && !isBound;
  };
  const isOfWidget = (address) => attempt(() => new URL(address).hostname === host && address.includes(loader), false);
  const howHeld = (script) => {
    if (script.noModule) return 'nomodule';
    return script.hasAttribute('for') ? 'for and event' : 'type="' + script.type + '"';
  };
  const unrun = [...document.scripts]
    .filter((script) => isOfWidget(script.src) && !isRun(script))
    .map((script) => ({ src: script.src, how: howHeld(script) }));
  const scripts = [...document.scripts]
    .filter((script) => isOfWidget(script.src) && isRun(script))
    .map((script) => ({ src: script.src, nonce: !!script.nonce, integrity: script.integrity }));

  /** Rules of the page's own style sheets that reach the widget's frame by what is known of it: a frame. */
  const HAZARDS = {
    display: (value) => value === 'none',
    visibility: (value) => value !== 'visible',
    opacity: (value) => Number(value) < 1,
    'pointer-events': (value) => value === 'none',
    position: () => true,
    transform: (value) => value !== 'none',
    all: () => true,
    width: () => true,
    height: () => true,
    'max-height': (value) => value !== 'none',
    'max-width': (value) => parseFloat(value) < 200 && !value.endsWith('%'),
    'min-height': (value) => value !== '0px' && value !== '0',
    'min-width': (value) => value !== '0px' && value !== '0',
    filter: (value) => value !== 'none',
    clip: () => true,
    'clip-path': (value) => value !== 'none',
    'content-visibility': (value) => value === 'hidden',
    scale: (value) => value !== 'none',
    translate: (value) => value !== 'none',
  };
  const reaching = () => {
    const found = [];
    const visit = (rules, href) => {
      for (const rule of rules) {
        if (rule.media && !matchMedia(rule.media.mediaText).matches) continue;
        if (rule.cssRules && !rule.selectorText) visit(rule.cssRules, href);
        if (!rule.selectorText || !attempt(() => frame.matches(rule.selectorText), false)) continue;
        const hits = [...rule.style].filter(
          (name) => HAZARDS[name] && HAZARDS[name](rule.style.getPropertyValue(name))
        );
        if (hits.length) {
          found.push({
            selector: rule.selectorText,
            href,
            declarations: hits.map((name) => name + ': ' + rule.style.getPropertyValue(name)),
          });
        }
      }
    };
    for (const sheet of document.styleSheets) {
      const isApplied = !sheet.disabled && matchMedia(sheet.media.mediaText || 'all').matches;
      if (isApplied) attempt(() => visit(sheet.cssRules, sheet.href || ''), null);
    }
    return found.slice(0, 20);
  };

  /** What takes the widget out of the visitor's reach without lying over it. */
  const inert = () => {
    const modal = [...document.querySelectorAll(':modal')].find((one) => !one.contains(frame));
    if (modal) return { by: named(modal), way: 'modal' };
    for (let one = frame; one; one = one.parentElement) if (one.inert) return { by: named(one), way: 'inert' };
    return null;
  };
  /** What stands over the middle of the widget, and whether over the same place of the other side too. */
  const at = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && !isOurs(top) && top !== document.documentElement && top !== document.body ? top : null;
  };
  const middle = () => {
    const { x, y, width, height } = boxOf(frame);
    return [x + width / 2, y + height / 2];
  };
  const over = () => at(...middle());
  const isOverBoth = () => over() !== null && at(innerWidth - middle()[0], middle()[1]) === over();
  /** The share of the window that the widget catches. */
  const caught = () => {
    let hits = 0;
    const steps = 20;
    for (let row = 0; row < steps; row += 1) {
      for (let column = 0; column < steps; column += 1) {
        const top = document.elementFromPoint(
          ((column + 0.5) * innerWidth) / steps,
          ((row + 0.5) * innerHeight) / steps
        );
        if (isOurs(top)) hits += 1;
      }
    }
    return hits / (steps * steps);
  };
  const containing = [document.documentElement, document.body].filter(Boolean).flatMap((element) => {
    const style = getComputedStyle(element);
    const reasons = [];
    if (style.transform !== 'none') reasons.push('transform');
    if (style.perspective !== 'none') reasons.push('perspective');
    if (element === document.body && style.filter !== 'none') reasons.push('filter');
    if (/paint|strict|content|layout/.test(style.contain)) reasons.push('contain');
    if (/transform|perspective|filter/.test(style.willChange)) reasons.push('will-change');
    return reasons.map((reason) => named(element) + ' ' + reason);
  });

  const timing = performance.getEntriesByType('navigation')[0] || {};
  const loaded = performance
    .getEntriesByType('resource')
    .filter((entry) => entry.name.includes('//' + host + loader));
  const observed = attempt(() => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: 'layout-shift', buffered: true });
    const entries = observer.takeRecords();
    observer.disconnect();
    return entries;
  }, []);
  /** What the widget's own elements do is the widget's; a shift counts when something of the page moves. */
  const isOfPage = (entry) =>
    !entry.hadRecentInput && entry.sources.some((source) => source.node && !isOurs(source.node.parentElement || source.node) && !isOurs(source.node));
  const active = document.activeElement;
  const viewport = document.querySelector('meta[name="viewport" i]');

  /** Letters of the page's own text, in sight or not; scripts and styles hold none. */
  const written = () =>
    document.body.textContent.trim().length -
    [...document.body.querySelectorAll('script, style, noscript, template')].reduce((sum, one) => sum + one.textContent.length, 0);

  /** The lines of text in sight, by which one state of the page is told from another. */
  const lines = () => [
    ...new Set(document.body.innerText.split('\n').map((line) => line.trim().slice(0, 100)).filter(Boolean)),
  ];

  return {
    ready: document.readyState,
    url: location.href,
    hasBody: !!document.body,
    letters: document.body ? document.body.innerText.trim().length : 0,
    written: document.body ? written() : 0,
    lines: document.body ? lines().slice(0, 150) : [],
    isBlank: !!document.body && (document.body.innerText.trim().length === 0 || !isShown(document.body)),
    scripts,
    unrun,
    frames: frames.map((one) => ({ src: one.src, box: boxOf(one), isShown: isShown(one) })),
    embedded: [...document.querySelectorAll('iframe')].length,
    active: active && active !== document.body ? named(active) : '',
    isWidgetActive: frames.includes(active),
    autofocus: named(document.querySelector('[autofocus]')),
    history: history.length,
    shift: observed.filter(isOfPage).reduce((sum, entry) => sum + entry.value, 0),
    reaching: frame ? reaching() : [],
    over: frame && isShown(frame) && !inert() ? named(over()) : '',
    isOverBoth: !!frame && isShown(frame) && isOverBoth(),
    inert: frame ? inert() : null,
    caught: frame ? caught() : 0,
    containing,
    viewport: viewport ? viewport.content : null,
    width: innerWidth,
    laidOut: document.documentElement.clientWidth,
    screen: screen.width,
    loadEnded: timing.loadEventEnd > 0,
    domEnded: timing.domContentLoadedEventEnd > 0,
    loaderEnded: loaded.length > 0,
    /** Milliseconds since the navigation began; 0 for what has not come yet. */
    times: {
      parsed: timing.domInteractive || 0,
      ready: timing.domContentLoadedEventStart || 0,
      load: timing.loadEventStart || 0,
      asked: loaded.length ? loaded[0].startTime : 0,
      answered: loaded.length ? loaded[0].responseEnd : 0,
    },
    byWorker: loaded.some((entry) => entry.workerStart > 0),
    workers: attempt(() => !!navigator.serviceWorker && !!navigator.serviceWorker.controller, false),
    cookies: attempt(() => document.cookie.split('; ').filter(Boolean), []),
    named: [hook, global].filter(
      (name) => document.getElementById(name) || document.getElementsByName(name).length > 0
    ),
  };
}
