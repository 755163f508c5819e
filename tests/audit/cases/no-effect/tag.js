document.write('<script src="https://app.livechatoo.com/js/web.min.js"><\/script>');
