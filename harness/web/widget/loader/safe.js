/** Small things that hold in any page, also where it replaced or extended the built-ins. */
'use strict';

/** What `read` returns, or undefined when the page makes it throw. */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Throws in a task of its own, so that the page hears of it and nothing else breaks. */
function report(error) {
  setTimeout(() => {
    throw error;
  });
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** A text option, or '' when it is missing or something else. */
function text(options, name) {
  const value = attempt(() => options[name]);
  return typeof value === 'string' ? value : '';
}

/** The text fields of this name, as a plain object that can be posted. */
function pick(given, names) {
  const picked = {};
  for (let i = 0; i < names.length; i += 1) picked[names[i]] = text(given, names[i]);
  return picked;
}

function nonce() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return numbers[0].toString(36) + numbers[1].toString(36);
}

function looksMobile() {
  return window.innerWidth <= 480 || /Mobi/.test(navigator.userAgent);
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
