/** The parts of the frame's document, and their texts in its language. */
'use strict';

/** The elements with an id, by their id. @type {Record<string, HTMLElement>} */
const parts = {};
/** The texts of the language, from the lang script. */
let texts = {};

const LABELLED = ['open', 'minimize', 'restore', 'maximize', 'close', 'dismiss', 'send', 'message', 'log', 'choices', 'rate'];

/** Names every control; runs once. */
function prepare({ options, details, styles }) {
  texts = window.livechatooTexts;
  for (const element of document.querySelectorAll('[id]')) parts[element.id] = element;
  for (const row of document.querySelectorAll('.consent')) row.append(parts.consent_row.content.cloneNode(true));
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = texts[element.dataset.text];
  }
  for (const id of LABELLED) parts[id].setAttribute('aria-label', texts[id]);
  parts.stars.setAttribute('aria-label', texts.rating);
  for (let number = 1; number <= 5; number += 1) parts.stars.append(star(number));
  parts.message.placeholder = texts.message + '…';
  parts.intro.textContent = texts.intro;
  parts.name.value = options.c_name || '';
  parts.email.value = details.email || '';
  parts.phone.value = details.phone || '';
  dress(styles);
}

function star(number) {
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = 'rating';
  radio.value = String(number);
  radio.required = true;
  radio.setAttribute('aria-label', texts['star_' + number]);
  return radio;
}

/** Adds the page's own styles: the file first, so that the text can go against it. */
function dress({ file, text }) {
  if (file) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = file;
    document.head.append(link);
  }
  if (text) {
    const element = document.createElement('style');
    element.textContent = text;
    document.head.append(element);
  }
}

/** Shows the links of the page or the account; what is no web address stays away. */
function drawLinks(settings, base) {
  for (const name of ['contact', 'faq', 'privacy']) {
    const url = webAddress(settings['url_' + name], base);
    setLink(parts[name], url);
    if (name === 'privacy') for (const link of document.querySelectorAll('.consent a')) setLink(link, url);
  }
  parts.links.hidden = parts.contact.hidden && parts.faq.hidden && parts.privacy.hidden;
}

function setLink(link, url) {
  link.hidden = url === '';
  if (url && link.getAttribute('href') !== url) link.href = url;
}

function webAddress(given, base) {
  if (!given || !URL.canParse(given, base || location.href)) return '';
  const url = new URL(given, base || location.href);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}
