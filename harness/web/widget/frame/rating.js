/** The visitor's rating of a chat, while it runs and after its end. */
'use strict';

/** Whether the panel is open, and the ticket that was rated last. */
const rating = { isOpen: false, rated: '' };

/** The ticket of the chat that can be rated, '' when there is none. */
function rateable(world) {
  const { chat, ended, settings, assumed } = world;
  const ticket = chat ? chat.ticket : ended ? ended.ticket : '';
  const isRated = rating.rated === ticket || (chat || ended || {}).rated === true;
  return settings.rating && (!isRated || assumed['rate-again'] === true) ? ticket : '';
}

function drawRateButton(world) {
  setHidden(parts.rate, rateable(world) === '');
  parts.rate.setAttribute('aria-expanded', String(rating.isOpen));
}

function toggleRating() {
  rating.isOpen = !rating.isOpen;
  thank('');
  draw();
  (rating.isOpen ? parts.stars.querySelector(':checked') || parts.stars.firstElementChild : parts.rate).focus();
}

/** Nothing is left to rate: the panel goes, and what was in it. */
function leaveRating() {
  rating.isOpen = false;
  parts.rating.reset();
}

function rate() {
  const ticket = rateable(world);
  const stars = Number(parts.stars.querySelector(':checked').value);
  send({ do: 'rate', ticket, rating: stars, message: parts.verdict.value.trim() }, (status, answer) => {
    if (status !== 200) {
      alertVisitor(texts.failed);
      return;
    }
    rating.rated = ticket;
    leaveRating();
    draw();
    thank(texts.rated);
    (parts.composer.hidden ? parts.close : parts.message).focus();
    tell('rated', answer);
  });
}
