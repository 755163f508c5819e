/** Consent to the processing of personal data: asked for wherever email or phone would be sent. */
'use strict';

const isConsentNeeded = () => world.settings.consent === 'needed';

/** What was given to the widget beforehand, and may be sent only with consent. */
const hasDetails = () => Boolean(config.details.email || config.details.phone);

/** Where the checkbox is needed, while it is. */
function drawConsent() {
  const isNeeded = isConsentNeeded();
  const wasFocused = document.activeElement && document.activeElement.closest('.consent');
  const form = wasFocused && wasFocused.closest('form');
  setHidden(consentRow('composer'), !(isNeeded && hasDetails()));
  setHidden(consentRow('ask'), !(isNeeded && invitation.field !== 'name'));
  setHidden(consentRow('offline'), !isNeeded);
  if (form && wasFocused.hidden) nextTo(form).focus();
}

function consentRow(form) {
  return parts[form].querySelector('.consent');
}

/** Where the visitor goes on once the checkbox is no longer there. */
function nextTo(form) {
  return form.id === 'composer' ? parts.message : form.querySelector('[type=submit]');
}

/** Sends what was given beforehand, when nothing speaks against it. */
function sendDetails() {
  const { email, phone } = config.details;
  if (!hasDetails() || isConsentNeeded()) return;
  send({ do: 'details', email, phone }, (status, answer) => status === 200 && apply(answer));
}

/** The visitor has consented, here or on another page of theirs: what waited for it may be sent. */
function sendWhatWaited(before, answer) {
  if (before.settings.consent === 'needed' && answer.settings.consent === 'given') sendDetails();
}

/** The visitor ticks one of the checkboxes; there is no way back, as nothing can be unsent. */
function consent() {
  alertVisitor('');
  send({ do: 'consent' }, (status, answer) => {
    if (status === 200) apply(answer);
  });
}

/** Whether a form may be sent as it is; if not, the visitor is told why. */
function isConsentedIn(form, isPersonal) {
  const box = consentRow(form).querySelector('input');
  if (!isPersonal || !isConsentNeeded() || box.checked) return true;
  alertVisitor(texts.consent_needed);
  box.focus();
  return false;
}
