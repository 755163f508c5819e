/** What there is after a further start: elements outside of the widget, listeners, timers. */
() => {
  const { listeners, timers } = window[Symbol.for('harness.audit.watched')] || { listeners: 0, timers: 0 };
  return { elements: document.getElementsByTagName('*').length, listeners, timers };
}
