self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener('fetch', function (event) {
  if (new URL(event.request.url).origin !== location.origin) return;
  event.respondWith(caches.open('all').then(function (cache) {
    return cache.match(event.request).then(function (kept) {
      return kept || fetch(event.request).then(function (answer) {
        cache.put(event.request, answer.clone());
        return answer;
      });
    });
  }));
});
