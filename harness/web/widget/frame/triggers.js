/** Triggers: the time of automatic ones runs here, and the loader hears of each that was launched. */
'use strict';

/** The running timers by the trigger's id, and the number of the launch that was told last. */
const triggers = { timers: new Map(), told: 0 };

/** Starts the timers that are new, stops those that are no longer wanted. */
function runTimers(wanted) {
  const ids = new Set(wanted.map((timer) => timer.id));
  for (const id of triggers.timers.keys()) if (!ids.has(id)) stopTimer(id);
  for (const { id, ms } of wanted) {
    if (!triggers.timers.has(id)) triggers.timers.set(id, setTimeout(timeIsUp, ms, id));
  }
}

function stopTimer(id) {
  clearTimeout(triggers.timers.get(id));
  triggers.timers.delete(id);
}

function stopTimers() {
  for (const id of [...triggers.timers.keys()]) stopTimer(id);
}

/** The entry stays, so that the timer does not run again before the back end has taken it off. */
function timeIsUp(id) {
  send({ do: 'trigger', id }, (status, answer) => status === 200 && apply(answer));
}

function tellLaunched(launched) {
  for (const { number, id, title } of launched) {
    if (number <= triggers.told) continue;
    triggers.told = number;
    tell('triggered', { id, title });
  }
}
