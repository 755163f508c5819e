/** What the popup's document says to the page that opened it, and the callbacks that this may fire. */
'use strict';

/** Whether an operator is online, as the popup's document said last. */
let popupOnline = false;

/** The page's callbacks are the chat bar's; whether a popup has them too is assumed. */
function firePopup(name, data) {
  if (popupRun && assumed('popup-callbacks', false)) callBack(popupRun.options, name, data);
}

function popupDid(data) {
  const act = ACTS[data.say];
  firePopup(act.callback(data), act.data(data));
}

const POPUP_HEARD = {
  ready(data) {
    popupOnline = data.online;
    browser = browser || data.browser;
    if (data.chat) firePopup('onchatopened', ticketOf(data.chat));
  },
  online(data) {
    popupOnline = data.online;
  },
  chat(data) {
    if (data.chat && data.chat.here) firePopup('onchatstart', ticketOf(data.chat));
  },
  sent: popupDid,
  rated: popupDid,
  asked: popupDid,
  triggered: popupDid,
};
