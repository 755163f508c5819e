/** Small things that hold in any page, also where it replaced or extended the built-ins. */
'use strict';

/** What this widget does otherwise than usual, by the ids of the ledger of assumptions. */
const ASSUMED = /* assumed */ {};

/** What is assumed under this id. */
function assumed(id, usual) {
  return Object.hasOwn(ASSUMED, id) ? ASSUMED[id] : usual;
}

/** What `read` returns, or undefined when the page makes it throw. */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Calls a function; the page may have put something of its own in the place of `Reflect`. */
const apply =
  attempt(() => Object.hasOwn(Reflect, 'apply') && Reflect.apply) || ((callable, self, given) => callable.apply(self, given));

/** Throws in a task of its own, so that the page hears of it and nothing else breaks. */
function report(error) {
  setTimeout(() => {
    throw error;
  });
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function nonce() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return numbers[0].toString(36) + numbers[1].toString(36);
}

function looksMobile() {
  return window.innerWidth <= 480 || /Mobi/.test(navigator.userAgent);
}

/** Puts an element at the end of the page, as soon as there is one; returns how to give that up. */
function whenBody(element) {
  const insert = () => document.body.appendChild(element);
  if (document.body) insert();
  else document.addEventListener('DOMContentLoaded', insert);
  return () => document.removeEventListener('DOMContentLoaded', insert);
}

/**
 * The visitor's preferences in the first-party cookie `lctpref`: five characters, no id.
 * The last one is 0 once the visitor has dismissed the bubble.
 */
const preference = {
  isBubbleDismissed: () => /(^|; )lctpref=v1..0(;|$)/.test(attempt(() => document.cookie) || ''),
  write(side, isMobile, isBubbleDismissed) {
    const value = 'v1' + side[0] + (isMobile ? 'p' : 'd') + (isBubbleDismissed ? '0' : '1');
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    attempt(() => {
      document.cookie = 'lctpref=' + value + '; Max-Age=2592000; Path=/; SameSite=Lax' + secure;
    });
  },
};
