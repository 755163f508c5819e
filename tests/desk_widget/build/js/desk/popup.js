// The popup: a bubble on the page that opens a window, or the window at once.
(function () {
  "use strict";
  const SYMBOL = Symbol.for("desk");
  const {Desk, View} = window[SYMBOL];

  /** What `popup.init` brings: a bubble, or its window at once. */
  class PopupBubble {
    #view = new View(document, {}, false);
    #desk;
    #opened;
    #put;
    #options;
    constructor(options, isMobile, opened, put) {
      this.#options = options;
      this.#opened = opened;
      this.#put = put;
      this.isShown = options.mode === "bubble";
      if (this.isShown) this.#view.show(/^left/.test(options.btype) ? "left" : "right", [this.#view.key("Ask in a window", () => this.#open())]);
      else if (opened()) this.#fill(opened());
    }
    leave() {
      this.isShown = false;
      this.#view.leave();
      if (this.#desk) this.#desk.leave();
    }
    #open() {
      const made = window.open("", "desk-popup", "width=360,height=520");
      this.#put(made);
      if (made) this.#fill(made);
    }
    #fill(made) {
      const silent = {...this.#options, onload: undefined};
      this.#desk = new Desk(silent, {page: "hidden", isMobile: false});
      this.#desk.onlyIn(made);
    }
  }

  window[SYMBOL] = {...window[SYMBOL], PopupBubble};
})();
