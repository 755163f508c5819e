/** The choice of an operator by hand, before a chat or an offline message. */
'use strict';

let drawnChoices = '';

const mustChoose = () => !world.chat && world.settings.manual && world.chosen === null;

function drawChoices(panel, isOffline, world) {
  const isShown = world.settings.manual && !world.chat && (panel === 'offline' || panel === 'composer');
  setHidden(parts.choices, !isShown);
  if (!isShown) return;
  const key = JSON.stringify([isOffline, world.choices]);
  if (key !== drawnChoices) {
    parts.choices.replaceChildren(choicesTitle(), ...world.choices.map((choice, index) => choiceRow(choice, index, isOffline)));
    drawnChoices = key;
  }
  for (const radio of parts.choices.querySelectorAll('input')) radio.checked = radio.value === String(world.chosen);
}

function choicesTitle() {
  const title = document.createElement('p');
  title.textContent = texts.choices;
  title.setAttribute('aria-hidden', 'true');
  return title;
}

/** Only who is online can chat; a message can be left for anybody. */
function choiceRow(choice, index, isOffline) {
  const row = document.createElement('label');
  const radio = document.createElement('input');
  const name = document.createElement('span');
  const dot = document.createElement('span');
  radio.type = 'radio';
  radio.name = 'choice';
  radio.value = String(index);
  radio.disabled = !isOffline && !choice.online;
  name.textContent = choice.name + (choice.department_name ? ', ' + choice.department_name : '');
  dot.className = choice.online ? 'dot is-there' : 'dot';
  dot.setAttribute('aria-hidden', 'true');
  radio.setAttribute('aria-label', name.textContent);
  row.append(radio, face(choice.photo, choice.name), name, dot);
  return row;
}

function choose(index) {
  const { operator, department, department_name } = world.choices[index];
  alertVisitor('');
  world = { ...world, chosen: index };
  send({ do: 'choose', operator, department, department_name }, (status, answer) => status === 200 && apply(answer));
}
