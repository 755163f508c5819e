// A tag from the time when tags were not asynchronous.
window.livechatooCmd = function () { livechatoo.embed.init({account: "demo", lang: "en"}); };
document.write('<script src="https://app.livechatoo.com/js/web.min.js"></' + 'script>');
