/** What there is after a further start: elements outside of the widget, listeners, timers. */
(_, audit) => {
  const { listeners, timers } = audit.counts || { listeners: 0, timers: 0 };
  return { elements: document.getElementsByTagName('*').length, listeners, timers };
}
