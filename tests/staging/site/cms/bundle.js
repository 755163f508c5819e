"use strict";
// What the optimiser made of all scripts of the page.
document.documentElement.className = "js";
livechatooCmd = function () { livechatoo.embed.init({account: "demo", lang: "en"}); };
(function () {
  const loader = document.createElement("script");
  loader.async = true;
  loader.src = "https://app.livechatoo.com/js/web.min.js";
  document.head.appendChild(loader);
})();
