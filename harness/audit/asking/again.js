/**
 * Takes the widget away and starts it again by the page's own hook; false where that cannot be.
 * Waits until the new frame is loaded, and a little for what the page does then.
 */
async ({ host, hook, global }) => {
  const { listen } = window[Symbol.for('harness.audit.watched')];
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  try {
    window[global].embed.stop();
    window[global].popup.stop();
    window[hook]();
  } catch {
    return false;
  }
  const frame = [...document.querySelectorAll('iframe')].find((one) => one.src.includes('//' + host + '/'));
  if (!frame) return false;
  await Promise.race([new Promise((resolve) => listen.call(frame, 'load', resolve, { once: true })), pause(1500)]);
  await pause(150);
  return true;
}
