// A service worker that keeps the loader, as offline-first sites keep all their scripts.
const LOADER = "https://app.livechatoo.com/js/web.min.js";

addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open("scripts");
  await cache.put(LOADER, await fetch(LOADER, {mode: "no-cors"}));
  await skipWaiting();
})()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.url !== LOADER) return;
  event.respondWith(caches.match(LOADER).then((kept) => kept || fetch(event.request)));
});
