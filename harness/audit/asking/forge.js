/**
 * Gives the page's listeners messages that seem to come from a stranger; how many there were.
 * A careful listener looks at the origin first and does nothing.
 */
({ origin }, { dispatch, EventOf }) => {
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
  for (let index = 0; index < messages.length; index += 1) {
    dispatch(window, new EventOf('message', { data: messages[index], origin }));
  }
  return messages.length;
}
