/** The bubbles of a popup: six that look and sit differently, each one button on the host page. */
'use strict';

/** What stands on a bubble, by language: its name, which it also shows, and a card's two lines. */
const BUBBLE_TEXTS = {
  en: { open: 'Open chat', title: 'Any questions?', text: 'Write to us, we will be glad to help.' },
  sk: { open: 'Otvoriť čet', title: 'Máte otázky?', text: 'Napíšte nám, radi vám pomôžeme.' },
  cs: { open: 'Otevřít chat', title: 'Máte dotazy?', text: 'Napište nám, rádi vám pomůžeme.' },
  de: { open: 'Chat öffnen', title: 'Haben Sie Fragen?', text: 'Schreiben Sie uns, wir helfen gern.' },
  hu: { open: 'Csevegés megnyitása', title: 'Kérdése van?', text: 'Írjon nekünk, szívesen segítünk.' },
};

/** The style of each kind, without its side: 1 a round button, 2 a tab at the edge, 3 a card. */
const BUBBLE_STYLES = `
  .bubble { position: fixed; font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; color: #0f172a; }
  button { all: unset; box-sizing: border-box; cursor: pointer; background: #1e3a8a; color: #fff; font-weight: 600; }
  button:hover { background: #1d4ed8; }
  button:focus-visible { outline: 3px solid #f59e0b; outline-offset: 3px; }
  svg { display: block; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .shape1 { bottom: 20px; }
  .shape1.left { left: 20px; } .shape1.right { right: 20px; }
  .shape1 button { display: grid; place-items: center; width: 60px; height: 60px; border-radius: 50%;
    box-shadow: 0 0 0 1px rgba(255, 255, 255, .2), 0 6px 20px rgba(15, 23, 42, .3); }
  .shape1 svg { width: 28px; height: 28px; }
  .shape2 { top: 50%; transform: translateY(-50%); }
  .shape2.left { left: 0; } .shape2.right { right: 0; }
  .shape2 button { display: flex; align-items: center; gap: 10px; padding: 18px 11px; writing-mode: vertical-rl;
    box-shadow: 0 0 0 1px rgba(255, 255, 255, .2), 0 4px 16px rgba(15, 23, 42, .3); }
  .shape2.right button { border-radius: 14px 0 0 14px; }
  .shape2.left button { border-radius: 0 14px 14px 0; flex-direction: row-reverse; }
  .shape2.left span { rotate: 180deg; }
  .shape2 svg { width: 20px; height: 20px; }
  .shape3 { bottom: 28px; width: min(264px, calc(100vw - 40px)); box-sizing: border-box; padding: 16px; cursor: pointer;
    background: #fff; border-radius: 18px; box-shadow: 0 0 0 1px rgba(15, 23, 42, .08), 0 10px 30px rgba(15, 23, 42, .28); }
  .shape3.left { left: 20px; } .shape3.right { right: 20px; }
  .shape3::after { content: ""; position: absolute; bottom: -10px; width: 22px; height: 22px; background: #fff; rotate: 45deg; border-radius: 0 0 5px 0; }
  .shape3.left::after { left: 30px; } .shape3.right::after { right: 30px; }
  .shape3 p { margin: 0 0 4px; font-weight: 650; font-size: 16px; }
  .shape3 p + p { margin-bottom: 14px; font-weight: 400; font-size: 14px; color: #475569; }
  .shape3 button { position: relative; z-index: 1; display: inline-flex; align-items: center; gap: 8px; padding: 9px 16px; border-radius: 20px; }
  .shape3 svg { width: 18px; height: 18px; }
  @media (prefers-reduced-motion: no-preference) { button { transition: background-color .12s; } }
  @media (forced-colors: active) { button { border: 1px solid; } .shape3 { border: 1px solid; } }
  @media print { .bubble { display: none; } }`;

/**
 * Shows a bubble; returns how to take it away again.
 * @param {string} type right1 … left3
 * @param {string} lang
 * @param {() => void} open what a click does
 */
function showBubble(type, lang, open) {
  const said = BUBBLE_TEXTS[Object.hasOwn(BUBBLE_TEXTS, lang) ? lang : assumed('language-fallback', 'en')];
  const root = document.createElement('div');
  root.setAttribute('data-livechatoo', 'popup');
  style(root, { all: 'initial', ...PLAIN, overflow: 'visible', display: 'block', position: 'fixed', direction: 'ltr', 'z-index': '2147483000' });
  const shadow = root.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(BUBBLE_STYLES);
  shadow.adoptedStyleSheets = [sheet];
  shadow.appendChild(buildBubble(type, said, open));
  const giveUp = whenBody(root);
  return () => {
    giveUp();
    root.remove();
  };
}

/** The button, in a card when the kind has one; the whole card can be clicked. */
function buildBubble(type, said, open) {
  const kind = type[type.length - 1];
  const box = document.createElement('div');
  const button = document.createElement('button');
  box.className = 'bubble shape' + kind + ' ' + type.slice(0, -1);
  button.type = 'button';
  button.setAttribute('aria-label', said.open);
  button.appendChild(speechIcon());
  if (kind !== '1') button.appendChild(withText('span', said.open));
  if (kind === '3') {
    box.appendChild(withText('p', said.title));
    box.appendChild(withText('p', said.text));
  }
  box.appendChild(button);
  (kind === '3' ? box : button).addEventListener('click', open);
  return box;
}

function withText(tag, said) {
  const element = document.createElement(tag);
  element.textContent = said;
  return element;
}

function speechIcon() {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', 'M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z');
  picture.appendChild(path);
  return picture;
}
