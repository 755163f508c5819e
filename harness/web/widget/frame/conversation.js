/** Draws the conversation: who wrote what, and the widget's own remarks between. */
'use strict';

/** What the conversation shows, to draw only what is new. */
const drawn = { key: '', count: 0 };

function drawLog(world) {
  const source = world.chat || world.proposal || world.operator;
  const key = logKey(world);
  const messages = world.chat ? world.chat.messages.slice() : [];
  if (!messages.length || messages[0].author === 'visitor') messages.unshift(opening(world));
  if (key !== drawn.key) {
    parts.log.replaceChildren();
    drawn.key = key;
    drawn.count = 0;
  }
  if (drawn.count === messages.length) return;
  for (; drawn.count < messages.length; drawn.count += 1) {
    parts.log.append(line(messages[drawn.count], source));
  }
  scrollDown();
}

function logKey(world) {
  return world.chat ? world.chat.ticket : JSON.stringify(world.proposal);
}

/** Draws the end of a chat; what was written stays until there is something else to show. */
function drawEnd(before, world) {
  drawLog(before);
  remark(texts.ended);
  drawn.key = logKey(world);
  drawn.count = 1;
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
  letter.textContent = [...(name || texts.operator)][0].toUpperCase();
  return letter;
}

/** A remark of the widget itself in the conversation. */
function remark(text) {
  const note = document.createElement('p');
  note.className = 'remark';
  note.textContent = text;
  parts.log.append(note);
  scrollDown();
}

function scrollDown() {
  parts.log.scrollTop = parts.log.scrollHeight;
}
