/**
 * Gives the page's listeners messages that seem to come from a stranger; how many there were.
 * A careful listener looks at the origin first and does nothing.
 */
({ origin }) => {
  const messages = [
    'garbage',
    '{"a":1}',
    null,
    undefined,
    0,
    {},
    [],
    { type: 'livechatoo', action: 'open' },
    { event: 'chat' },
  ];
  for (const data of messages) window.dispatchEvent(new MessageEvent('message', { data, origin }));
  return messages.length;
}
