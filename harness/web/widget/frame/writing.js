/** What the visitor writes: messages into a chat, what is asked for before one, and offline messages. */
'use strict';

/** What is asked for before a chat, and the message that waits for it. */
const invitation = { field: '', text: '' };
const INPUT_TYPES = { name: 'text', email: 'email', phone: 'tel' };

function write() {
  const text = parts.message.value.trim();
  if (!text) return;
  if (mustChoose()) {
    alertVisitor(texts.choose_first);
    return;
  }
  parts.message.value = '';
  parts.message.focus(); // a click on the button has taken the focus from where it is needed next
  if (world.chat) {
    say(text);
    return;
  }
  invitation.text = text;
  inviteNext();
}

function say(text) {
  alertVisitor('');
  send({ do: 'say', text }, (status, answer) => {
    if (status === 200) {
      apply(answer);
      return;
    }
    parts.message.value = text;
    if (status === 409 && answer && answer.error === 'choose') alertVisitor(texts.choose_first);
    else remark(texts.failed);
  });
}

/** Asks for the next thing; when nothing is left, the message goes out. */
function inviteNext() {
  const [field = ''] = world.chat ? [] : world.settings.ask;
  invitation.field = field;
  if (field) {
    drawInvitation(field);
    return;
  }
  const text = invitation.text;
  invitation.text = '';
  draw();
  if (text) say(text);
}

function drawInvitation(field) {
  const given = { name: config.options.c_name, email: config.details.email, phone: config.details.phone };
  parts.asked.textContent = texts['ask_' + field];
  parts.asked_label.textContent = texts[field];
  parts.answer.type = INPUT_TYPES[field];
  parts.answer.autocomplete = field === 'phone' ? 'tel' : field;
  parts.answer.value = given[field] || '';
  draw();
  parts.answer.focus();
}

/** A chat has begun by itself: what was being asked for is no longer needed. */
function leaveInvitation() {
  parts.message.value = invitation.text || parts.message.value;
  Object.assign(invitation, { field: '', text: '' });
}

function accept() {
  const { field } = invitation;
  const value = parts.answer.value.trim();
  parts.answer.value = value;
  if (!parts.answer.reportValidity() || !isConsentedIn('ask', field !== 'name')) return;
  answer({ do: 'give', field, value }, { field, accepted: true, value });
}

function decline() {
  const { field } = invitation;
  answer({ do: 'decline', field }, { field, accepted: false });
}

function answer(data, told) {
  alertVisitor('');
  send(data, (status, news) => {
    if (status !== 200) {
      alertVisitor(status === 409 ? texts.consent_needed : texts.failed);
      return;
    }
    tell('asked', told);
    apply(news);
    if (invitation.field) inviteNext();
  });
}

function leaveMessage() {
  const { name, email, phone, message } = Object.fromEntries(new FormData(parts.offline));
  if (!isConsentedIn('offline', email !== '' || phone !== '')) return;
  const chosen = world.settings.manual && world.chosen !== null ? world.choices[world.chosen] : null;
  const pick = chosen ? { operator: chosen.operator, department: chosen.department } : {};
  send({ do: 'message', name, email, phone, message, ...pick }, (status, news) => {
    if (status !== 200) {
      alertVisitor(texts.failed);
      return;
    }
    thank(texts.thanks);
    parts.text.value = '';
    tell('sent', news);
  });
}
