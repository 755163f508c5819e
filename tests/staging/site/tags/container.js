// A container whose variables were left behind in the one it was copied from.
window.livechatooCmd = function () {
  livechatoo.embed.init({
    account: "{{Chat account}}",
    lang: "en",
    colour: "#fc0",
    bubble: "false",
    page: "chat",
  });
};
const tag = document.createElement("script");
tag.async = true;
tag.src = "https://app.livechatoo.com/js/web.min.js";
document.head.appendChild(tag);
