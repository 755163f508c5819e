// A tag manager: adds the tags that its container lists once the page has loaded.
addEventListener("load", () => {
  window.dataLayer.push({event: "gtm.load"});
  window.livechatooCmd = function () { livechatoo.embed.init({account: "demo", lang: "en"}); };
  const tag = document.createElement("script");
  tag.async = true;
  tag.src = "https://app.livechatoo.com/js/web.min.js";
  document.head.appendChild(tag);
});
