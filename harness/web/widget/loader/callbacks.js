/** The page's callbacks: what their data holds, and which of them its analytics hear of. */
'use strict';

/** The callbacks that are recorded in Google Analytics, each with what it is called there. */
const ANALYTICS = {
  onchatstart: { action: 'Chat start', label: (data) => data.ticket },
  onchatrating: { action: 'Chat rating', label: (data) => data.ticket },
  onofflinemessage: { action: 'Offline message', label: () => 'sent' },
  ontrigger: { action: 'Trigger', label: (data) => data.title },
  onnamerequired: { action: 'Name required', label: answered },
  onemailrequired: { action: 'Email required', label: answered },
  onphonerequired: { action: 'Phone required', label: answered },
};

function answered(data) {
  return data.accepted ? 'accepted' : 'declined';
}

/**
 * Calls one of the page's callbacks, and tells its analytics; what either throws is the page's.
 * @param {object} options the page's own
 */
function callBack(options, name, data) {
  const isFirst = assumed('analytics-order', 'after') === 'before';
  if (isFirst) track(name, data);
  const callback = attempt(() => options[name]);
  try {
    const self = assumed('callback-this', 'options') === 'options' ? options : undefined;
    if (typeof callback === 'function') apply(callback, self, [data]);
  } catch (error) {
    report(error);
  }
  if (!isFirst) track(name, data);
}

/** `ga` is what the vendor's page names; where there is none, `gtag` is told the same. */
function track(name, data) {
  if (!Object.hasOwn(ANALYTICS, name)) return;
  const { action, label } = ANALYTICS[name];
  const said = label(data);
  try {
    if (typeof window.ga === 'function') window.ga('send', 'event', 'Livechatoo', action, said);
    else if (typeof window.gtag === 'function') window.gtag('event', action, { event_category: 'Livechatoo', event_label: said });
  } catch (error) {
    report(error);
  }
}

/** @param {Chat} chat */
function ticketOf(chat) {
  return { ticket: chat.ticket, initiator: chat.initiator };
}

/** An id as the page gets it. */
function idOf(value) {
  return assumed('ids', 'number') === 'text' ? String(value) : value;
}

/** Texts that the visitor may have left out, and ids that are not always known. */
function fields(data, names, ids) {
  const picked = pick(data, names);
  if (assumed('missing-fields', 'empty') === 'absent') {
    for (let i = 0; i < names.length; i += 1) if (!picked[names[i]]) delete picked[names[i]];
  }
  for (let i = 0; i < ids.length; i += 1) {
    if (typeof data[ids[i]] === 'number') picked[ids[i]] = idOf(data[ids[i]]);
  }
  return picked;
}

/** What the visitor does in any document of the widget, and the data that the page hears of it with. */
const ACTS = {
  rated: {
    callback: () => 'onchatrating',
    data: (data) => ({
      ticket: data.ticket,
      rating: data.rating,
      ...fields(data, ['name', 'email', 'phone', 'message'], ['operator_id', 'department_id']),
    }),
  },
  sent: {
    callback: () => 'onofflinemessage',
    data: (data) => fields(data, ['name', 'email', 'phone', 'message'], ['operator_id']),
  },
  asked: {
    callback: (data) => 'on' + data.field + 'required',
    data(data) {
      if (data.accepted) return { accepted: true, [data.field]: data.value };
      return assumed('declined-value', 'absent') === 'empty' ? { accepted: false, [data.field]: '' } : { accepted: false };
    },
  },
  triggered: {
    callback: () => 'ontrigger',
    data: (data) => ({ id: idOf(data.id), title: data.title }),
  },
};
