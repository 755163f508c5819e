/** Where the iframe sits in the page and how large it is: never larger than what it shows. */
'use strict';

const MARGIN = '16px';

/** Width and height for each shape, on a desktop and on a phone. */
const SIZES = {
  desktop: {
    bar: { width: '264px', height: '52px' },
    bubble: { width: '264px', height: '144px' },
    mini: { width: '56px', height: '56px' },
    window: { width: 'min(372px, calc(100vw - 32px))', height: 'min(560px, calc(100vh - 32px))' },
    maximized: { width: 'min(760px, calc(100vw - 32px))', height: 'calc(100vh - 32px)' },
  },
  phone: {
    bar: { width: '188px', height: '44px' },
    mini: { width: '48px', height: '48px' },
    window: { width: '100vw', height: 'min(560px, 100vh)' },
    maximized: { width: '100vw', height: '100vh' },
  },
};

const RADIUS = { bar: '26px', mini: '28px', window: '16px', maximized: '16px' };

/** The outline of bubble and bar, so that clicks between them reach the page. */
const BUBBLE_OUTLINE =
  'path("M16 0H248A16 16 0 0 1 264 16V66A16 16 0 0 1 248 82H16A16 16 0 0 1 0 66V16A16 16 0 0 1 16 0Z' +
  'M26 92H238A26 26 0 0 1 238 144H26A26 26 0 0 1 26 92Z")';

/** What a page's own rules for `div` and `iframe` must not change. */
const PLAIN = {
  margin: '0', padding: '0', border: '0', opacity: '1', transform: 'none', visibility: 'visible',
  transition: 'none', animation: 'none', background: 'none', outline: '0', overflow: 'hidden',
  'min-width': '0', 'min-height': '0', 'max-width': 'none', 'max-height': 'none',
  'box-sizing': 'border-box', float: 'none', top: 'auto',
  'clip-path': 'none', mask: 'none', scale: 'none', rotate: 'none', translate: 'none', zoom: '1',
};

/**
 * @param {HTMLElement} element
 * @param {Record<string, string>} rules
 */
function style(element, rules) {
  const names = Object.keys(rules);
  for (let i = 0; i < names.length; i += 1) {
    element.style.setProperty(names[i], rules[names[i]], 'important');
  }
}

/** The root element with its iframe, not yet in the page. */
function buildRoot(name, address) {
  const root = document.createElement('div');
  const frame = document.createElement('iframe');
  root.setAttribute('data-livechatoo', 'embed');
  frame.title = 'Livechatoo chat';
  frame.name = name;
  frame.src = address;
  style(root, { ...PLAIN, display: 'none', position: 'fixed', 'z-index': '2147483000', 'pointer-events': 'none' });
  style(frame, {
    ...PLAIN, display: 'block', position: 'static', width: '100%', height: '100%',
    'color-scheme': 'light', 'pointer-events': 'auto',
  });
  root.appendChild(frame);
  return { root, frame };
}

/**
 * @param {Run} run
 * @param {ReturnType<typeof shape>} seen
 * @param {boolean} hasBubble
 */
function place(run, seen, hasBubble) {
  if (seen === 'hidden') {
    style(run.root, { display: 'none' });
    return;
  }
  const fillsWidth = run.isMobile && (seen === 'window' || seen === 'maximized');
  const edge = fillsWidth ? '0px' : MARGIN;
  const radius = fillsWidth ? (seen === 'window' ? '16px 16px 0 0' : '0px') : RADIUS[seen];
  style(run.root, {
    ...SIZES[run.isMobile ? 'phone' : 'desktop'][hasBubble ? 'bubble' : seen],
    display: 'block',
    bottom: edge,
    left: run.side === 'left' ? edge : 'auto',
    right: run.side === 'left' ? 'auto' : edge,
    overflow: hasBubble ? 'visible' : 'hidden',
    filter: hasBubble ? 'drop-shadow(0 4px 10px rgba(15, 23, 42, .22))' : 'none',
    'border-radius': radius,
    'box-shadow': hasBubble ? 'none' : '0 0 0 1px rgba(255, 255, 255, .16), 0 6px 24px rgba(15, 23, 42, .28)',
  });
  style(run.frame, { 'clip-path': hasBubble ? BUBBLE_OUTLINE : 'none' });
}
