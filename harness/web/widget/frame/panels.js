/** Draws the shape of the widget, its heads, and the one panel that takes the visitor's input. */
'use strict';

/** The panels, of which one is shown at a time. */
const PANELS = ['composer', 'ask', 'rating', 'offline'];

/**
 * @param {{page: string, shape: string, side: string, bubble: boolean, phone: boolean}} shown
 * @param {Record<string, any>} world
 * @param {number} unread
 */
function drawAll(shown, world, unread) {
  const isOffline = isOfflinePage(shown.page);
  if (rating.isOpen && !rateable(world)) leaveRating();
  drawShape(shown, world.online && !isOffline);
  drawHeads(isOffline, world, unread);
  drawPanels(panelOf(isOffline), isOffline, world);
  drawLog(world);
}

function isOfflinePage(page) {
  return page === 'start-offline' || page === 'offline';
}

function drawShape(shown, isOnline) {
  const root = document.documentElement;
  const isClosed = shown.shape === 'bar' || shown.shape === 'mini';
  root.dataset.shape = shown.shape;
  root.dataset.side = shown.side;
  root.classList.toggle('is-phone', shown.phone);
  root.classList.toggle('is-online', isOnline);
  setHidden(parts.bubble, !shown.bubble);
  setHidden(parts.open, !isClosed);
  setHidden(parts.window, isClosed || shown.shape === 'hidden');
  setHidden(parts.minimize, shown.shape === 'page');
  setHidden(parts.restore, shown.shape !== 'maximized');
  setHidden(parts.maximize, shown.shape !== 'window');
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
  setHidden(parts.unread, unread === 0);
  setText(parts.unread, unread ? String(unread) : '');
  parts.unread.setAttribute('aria-label', unread ? texts.unread + ' ' + unread : '');
}

/** Which panel is shown: what the visitor has opened, else what the page is for. */
function panelOf(isOffline) {
  if (rating.isOpen) return 'rating';
  if (isOffline) return 'offline';
  return invitation.field ? 'ask' : 'composer';
}

function drawPanels(panel, isOffline, world) {
  const held = document.activeElement && document.activeElement.closest('form');
  document.documentElement.dataset.form = panel;
  for (const name of PANELS) setHidden(parts[name], name !== panel);
  setHidden(parts.log, panel === 'offline');
  drawRateButton(world);
  drawConsent(world);
  drawChoices(panel, isOffline, world);
  if (held && held.hidden) focusOn('panel'); // who was writing goes on writing
}

/** A remark beside the panel that is read out at once; '' takes the last one away. */
function alertVisitor(text) {
  setText(parts.alert, text);
  if (text) setText(parts.thanks, '');
}

function thank(text) {
  setText(parts.alert, '');
  setText(parts.thanks, text);
}
