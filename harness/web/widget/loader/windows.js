/**
 * Windows of the widget's own, the popup and the page that a chat opens on on phones. Their
 * documents speak as the frame does; `hello` comes under the window's name, all else under the
 * key that the answer, `config`, brought along.
 */
'use strict';

/**
 * @typedef {object} Link
 * @property {string} target the window's name, by which it is found again
 * @property {Window | null} window
 * @property {string} key
 * @property {() => object} config what its document is told about the page
 * @property {Record<string, (data: any) => void>} heard what to do on what it says
 */

/** @returns {Link} */
function newLink(target, config, heard) {
  return { target, window: null, key: nonce(), config, heard };
}

/**
 * Opens the window, or loads it anew. The browser may refuse; one that is open already stays.
 * @param {Link} link
 */
function openWindow(link, url, features) {
  const opened = attempt(() => window.open(url, link.target, features)) || null;
  if (opened) link.window = opened;
  attempt(() => opened.focus());
  return opened !== null;
}

/** @param {Link} link */
function isWindowOpen(link) {
  return attempt(() => link.window.closed) === false;
}

/** @param {Link} link */
function closeWindow(link) {
  attempt(() => link.window.close());
  link.window = null;
}

/**
 * @param {Link} link
 * @param {MessageEvent} event
 */
function hearWindow(link, event) {
  const data = event.data;
  if (event.origin !== ORIGIN || !link.window || event.source !== link.window || !isObject(data)) return;
  if (data.say === 'hello' && data.livechatoo === link.target) {
    const config = { ...link.config(), livechatoo: link.target, say: 'config', key: link.key };
    link.window.postMessage(config, ORIGIN);
  } else if (data.livechatoo === link.key && Object.hasOwn(link.heard, data.say)) {
    link.heard[data.say](data);
  }
}
