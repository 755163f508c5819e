// Other chats have a queue of commands; this one calls a function.
window.livechatooCmd = window.livechatooCmd || [];
window.livechatooCmd.push(["init", {account: "demo"}]);
const tag = document.createElement("script");
tag.async = true;
tag.src = "https://app.livechatoo.com/js/web.min.js";
document.head.appendChild(tag);
