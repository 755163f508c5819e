livechatooCmd = function () {
  livechatoo.embed.init({account: 'demo', lang: 'en'});
};
(function () {
  var l = document.createElement('script');
  l.type = 'text/javascript';
  l.async = true;
  l.src = ('https:' == document.location.protocol ? 'https' : 'http') + '://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
})();
