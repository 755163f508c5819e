window.menu = {};
