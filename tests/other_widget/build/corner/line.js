// The line to the back end: a hidden document of the widget's host that asks in the page's stead.
(() => {
  'use strict';
  const given = new URLSearchParams(location.hash.slice(1));
  const nonce = given.get('nonce');
  const pageOrigin = given.get('origin');
  const address = `/${given.get('account')}/client-embed/ajax.ims`;
  let view = null;

  const ask = async (data) => {
    const answer = await fetch(address, {method: 'POST', body: JSON.stringify(data)});
    const body = answer.status === 204 ? {} : await answer.json();
    if (data.do === 'hello' && answer.ok) {
      view = body.view;
      document.cookie = `lcsession=${body.browser}; Path=/; Secure; SameSite=None; Max-Age=86400`;
    }
    return {ok: answer.ok, body};
  };

  const leave = () => {
    if (view) navigator.sendBeacon(address, JSON.stringify({do: 'bye', view}));
    view = null;
  };

  addEventListener('message', async (event) => {
    const asked = event.data;
    if (event.source !== parent || event.origin !== pageOrigin || !asked || asked.nonce !== nonce) return;
    if (asked.leaves) return leave();
    let outcome;
    try {
      outcome = await ask(asked.data);
    } catch {
      outcome = {ok: false, body: {error: 'unreachable'}};
    }
    parent.postMessage({nonce, number: asked.number, ...outcome}, pageOrigin);
  });
  addEventListener('pagehide', leave);
  parent.postMessage({nonce, ready: true}, pageOrigin);
})();
