// Resolves once the tasks that were queued in this document have run, and so many times what follows
// from them.
(passes) => new Promise((done) => {
  const pass = (left) => {
    if (!left) return done();
    const ports = new MessageChannel();
    ports.port1.onmessage = () => {
      ports.port1.close();
      setTimeout(pass, 0, left - 1);
    };
    ports.port2.postMessage(0);
  };
  pass(passes);
})
