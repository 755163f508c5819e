/** What people do in the frame, by mouse, touch and keyboard. */
'use strict';

/** What the visitor does with each button. */
const acts = {
  open: () => act('open', 'panel'),
  minimize: () => act('minimize', 'open'),
  restore: () => act('restore', 'maximize'),
  maximize: () => act('maximize', 'restore'),
  close() {
    leaveRating();
    leaveInvitation();
    thank('');
    endChat();
    act('close', 'open');
  },
  dismiss: () => act('dismiss', 'open'),
  rate: toggleRating,
  decline,
};

/** The focus follows, as soon as the loader has it shown. */
function act(what, focus) {
  focusNext = focus;
  tell(what, {});
}

const submits = { composer: write, ask: accept, offline: leaveMessage, rating: rate };

/** What the visitor does next has its own place for the focus. */
for (const input of ['pointerdown', 'keydown']) {
  document.addEventListener(input, () => { focusNext = ''; }, true);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button && Object.hasOwn(acts, button.id)) acts[button.id]();
});

document.addEventListener('submit', (event) => {
  event.preventDefault();
  submits[event.target.id]();
});

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field.name === 'choice') choose(Number(field.value));
  else if (field.type === 'checkbox' && field.checked) consent();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shown && isOpen() && kind === 'embed') act('minimize', 'open');
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target.id !== 'message') return;
  event.preventDefault();
  write();
});

window.addEventListener('pagehide', () => {
  stopTimers();
  leave();
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted) arrive();
});
document.addEventListener('DOMContentLoaded', () => tell('hello', {}));
