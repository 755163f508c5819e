// Opens the chat for everybody who lands here.
window.livechatooCmd = function () {
  livechatoo.popup.init({account: "demo", lang: "en", btype: "left1"});
};
const tag = document.createElement("script");
tag.async = true;
tag.src = "https://app.livechatoo.com/js/web.min.js";
document.head.appendChild(tag);
