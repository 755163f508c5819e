// Resolves once the tasks that were queued in this document have run.
() => new Promise((done) => {
  const ports = new MessageChannel();
  ports.port1.onmessage = () => {
    ports.port1.close();
    setTimeout(done, 0);
  };
  ports.port2.postMessage(0);
})
