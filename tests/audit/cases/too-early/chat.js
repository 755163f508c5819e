whenBoats(function () {
livechatooCmd = function () { livechatoo.embed.init({account: 'boats', lang: 'en'}); };
(function () { var l = document.createElement('script'); l.async = true; l.src = 'https://app.livechatoo.com/js/web.min.js'; var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s); })();
});
