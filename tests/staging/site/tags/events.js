// Counts whatever the chat tells.
function gtag() { dataLayer.push(arguments); }
function began() { dataLayer.push({event: "chat_loaded"}); }

window.livechatooCmd = function () {
  livechatoo.embed.init({
    account: "demo",
    lang: "en",
    onload: began(),
    onchatopened: function (data) {
      dataLayer.push({event: "chat", ticket: data.ticket});
    },
    onchatrating: function (data) {
      gtag("event", "chat_rated", {value: data.rating});
    },
    onofflinemessage: function (data) {
      dataLayer.push({event: "lead", email: data.email});
    },
  });
};
const tag = document.createElement("script");
tag.async = true;
tag.src = "https://app.livechatoo.com/js/web.min.js";
document.head.appendChild(tag);
