window.whenBoats = function (work) { work(); };
