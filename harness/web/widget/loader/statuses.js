/** What `status()` says, and what a page becomes. */
'use strict';

const PAGES = ['start-online', 'online', 'start-offline', 'offline', 'hidden', 'mini'];
const OFFLINE_OF = { 'start-online': 'start-offline', online: 'offline', chat: 'offline' };
const OPEN_OF = { 'start-online': 'online', 'start-offline': 'offline', mini: 'online' };
const START_OF = { online: 'start-online', offline: 'start-offline' };

function isInitialPage(value) {
  for (let i = 0; i < PAGES.length; i += 1) if (PAGES[i] === value) return true;
  return false;
}

function isStart(page) {
  return page === 'start-online' || page === 'start-offline';
}

/** A status in the form in which the page gets it. */
function statusOf(page, isShown, online) {
  const form = assumed('status-is-the-page', 'page');
  if (form === 'boolean') return isShown;
  return form === 'object' ? { page, online } : page;
}

/**
 * What a wanted page becomes while a chat runs, and when no operator is online.
 * @param {Run} run
 */
function settle(run) {
  const wanted = run.wanted;
  if (run.chat) return wanted === 'online' || wanted === 'start-online' ? 'chat' : wanted;
  return run.online ? wanted : OFFLINE_OF[wanted] || wanted;
}

/**
 * What the visitor sees.
 * @param {Run} run
 * @returns {'hidden' | 'bar' | 'mini' | 'window' | 'maximized'}
 */
function shape(run) {
  if (run.page === 'hidden' || run.page === 'mini') return run.page;
  if (isStart(run.page) || run.size === 'min') return 'bar';
  return run.size === 'max' ? 'maximized' : 'window';
}

/**
 * @param {Run} run
 * @returns {Size}
 */
function chatStatus(run) {
  const seen = shape(run);
  if (seen === 'maximized') return 'max';
  return seen === 'window' ? 'res' : 'min';
}
