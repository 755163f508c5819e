/** Draws the frame's document from what the loader asks for and what the back end knows. */
'use strict';

/** The elements with an id, by their id. @type {Record<string, HTMLElement>} */
const parts = {};
/** The texts of the language, from the lang script. */
let texts = {};
/** What the conversation shows, to draw only what is new. */
const drawn = { key: '', count: 0 };

/** Names every control; runs once. */
function prepare(options) {
  texts = window.livechatooTexts;
  for (const element of document.querySelectorAll('[id]')) parts[element.id] = element;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = texts[element.dataset.text];
  }
  for (const id of ['open', 'minimize', 'restore', 'maximize', 'close', 'dismiss', 'send', 'message', 'log']) {
    parts[id].setAttribute('aria-label', texts[id]);
  }
  parts.message.placeholder = texts.message + '…';
  parts.intro.textContent = texts.intro;
  for (const id of ['name', 'email', 'phone']) parts[id].value = options['c_' + id] || '';
}

/**
 * @param {{page: string, shape: string, side: string, bubble: boolean, phone: boolean}} shown
 * @param {{online: boolean, operator: object | null, proposal: object | null, chat: object | null}} world
 * @param {number} unread
 */
function drawAll(shown, world, unread) {
  const root = document.documentElement;
  const isOffline = shown.page === 'start-offline' || shown.page === 'offline';
  root.dataset.shape = shown.shape;
  root.dataset.side = shown.side;
  root.dataset.form = isOffline ? 'offline' : 'chat';
  root.classList.toggle('has-bubble', shown.bubble);
  root.classList.toggle('is-phone', shown.phone);
  root.classList.toggle('is-online', world.online && !isOffline);
  drawHeads(isOffline, world, unread);
  drawLog(world);
}

function drawHeads(isOffline, world, unread) {
  const partner = world.chat || world.proposal;
  const title = isOffline ? texts.title_offline : texts.title_online;
  const status = isOffline ? texts.status_offline : texts.status_online;
  const heading = !isOffline && partner && partner.name ? partner.name : title;
  setText(parts.label, heading);
  setText(parts.title, heading);
  setText(parts.subtitle, (!isOffline && partner && partner.department) || status);
  setText(parts.greeting, isOffline ? texts.greeting_offline : texts.greeting_online);
  parts.unread.hidden = unread === 0;
  setText(parts.unread, unread ? String(unread) : '');
  parts.unread.setAttribute('aria-label', unread ? texts.unread + ' ' + unread : '');
}

function drawLog(world) {
  const source = world.chat || world.proposal || world.operator;
  const key = world.chat ? world.chat.ticket : JSON.stringify(world.proposal);
  const messages = world.chat ? world.chat.messages.slice() : [];
  if (!messages.length || messages[0].author === 'visitor') messages.unshift(opening(world));
  if (key !== drawn.key) {
    parts.log.replaceChildren();
    drawn.key = key;
    drawn.count = 0;
  }
  for (; drawn.count < messages.length; drawn.count += 1) {
    parts.log.append(line(messages[drawn.count], source));
  }
  parts.log.scrollTop = parts.log.scrollHeight;
}

/** What a visitor reads before anybody has written. */
function opening(world) {
  const partner = world.chat || world.proposal || world.operator || {};
  const text = partner.message || (world.operator && world.operator.welcome) || texts.welcome;
  return { author: 'operator', name: partner.name || '', text };
}

function line(message, source) {
  const isVisitor = message.author === 'visitor';
  const row = document.createElement('div');
  row.className = 'line ' + (isVisitor ? 'from-visitor' : 'from-operator');
  if (!isVisitor) row.append(face(source && source.photo, message.name));
  const box = document.createElement('div');
  const who = document.createElement('p');
  const text = document.createElement('p');
  who.className = 'author';
  who.textContent = message.name || (isVisitor ? texts.you : texts.operator);
  text.className = 'text';
  text.textContent = message.text;
  box.append(who, text);
  row.append(box);
  return row;
}

function face(photo, name) {
  if (photo) {
    const picture = document.createElement('img');
    picture.className = 'face';
    picture.alt = '';
    picture.src = photo;
    return picture;
  }
  const letter = document.createElement('span');
  letter.className = 'face';
  letter.setAttribute('aria-hidden', 'true');
  letter.textContent = (name || texts.operator).slice(0, 1).toUpperCase();
  return letter;
}

/** A remark of the widget itself in the conversation. */
function remark(text) {
  const note = document.createElement('p');
  note.className = 'remark';
  note.textContent = text;
  parts.log.append(note);
  parts.log.scrollTop = parts.log.scrollHeight;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
