// What a visitor sees of the desk: parts without ids or classes in a shadow tree that no script is let
// into, and nothing at all in the document while the desk is not shown.
(function () {
  "use strict";
  const SYMBOL = Symbol.for("desk");
  const BASE = `
    :host { all: initial; position: fixed; bottom: 0; z-index: 2147483000; font: 14px/1.4 Georgia, serif; }
    [role] { box-sizing: border-box }
    div, section, form { background: #fffdf5; color: #232323 }
    u { text-decoration: none; cursor: pointer; display: inline-block; padding: 4px 8px; margin: 2px; border: 1px solid #777 }
    section { width: 330px; height: 400px; overflow: auto; border: 2px solid #345 }
    textarea, input { display: block; margin: 4px; width: 240px }
    ol { min-height: 60px; padding: 0 6px; list-style: none }
  `;

  /** @param {string} text @param {() => void} act */
  const key = (document, text, act) => {
    const element = document.createElement("u");
    element.tabIndex = 0;
    element.textContent = text;
    element.addEventListener("click", () => queueMicrotask(act));
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") queueMicrotask(act); });
    return element;
  };

  class View {
    #host = null;
    #root = null;
    #document;
    #styles;
    #isWindow;
    constructor(document, {css_text, css_file}, isWindow) {
      this.#document = document;
      this.#styles = {css_text, css_file};
      this.#isWindow = isWindow;
    }

    /** Show these parts and no others; without any the desk is not in the document. */
    show(side, parts) {
      if (!parts.length) {
        this.leave();
        return;
      }
      if (!this.#host || !this.#host.isConnected) this.#enter();
      const typed = this.#typed();
      this.#host.style.cssText = this.#isWindow ? "position: static" : `${side === "left" ? "left" : "right"}: 8px`;
      this.#root.lastChild.replaceChildren(...parts);
      for (const [label, value] of typed) {
        const field = this.#field(label);
        if (field && !field.value) field.value = value;
      }
    }

    leave() {
      if (this.#host) this.#host.remove();
    }

    #enter() {
      const document = this.#document;
      this.#host = document.createElement("div");
      this.#root = this.#host.attachShadow({mode: "closed"});
      const sheet = (text) => Object.assign(document.createElement("style"), {textContent: text});
      this.#root.append(sheet(BASE));
      if (this.#styles.css_file) {
        const href = new URL(String(this.#styles.css_file), location.href).href;
        this.#root.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href}));
      }
      if (this.#styles.css_text) this.#root.append(sheet(String(this.#styles.css_text)));
      this.#root.append(document.createElement("div"));
      document.body.append(this.#host);
    }

    #typed() { return [...this.#root.querySelectorAll("textarea, input")].map((field) => [field.placeholder, field.value]); }
    #field(label) { return [...this.#root.querySelectorAll("textarea, input")].find((one) => one.placeholder === label); }
    value(label) {
      const field = this.#field(label);
      return field ? field.value.trim() : "";
    }
    isTicked() {
      const box = this.#root.querySelector("input[type=checkbox]");
      return !box || box.checked;
    }
    clear(label) {
      const field = this.#field(label);
      if (field) field.value = "";
    }

    key(text, act) { return key(this.#document, text, act); }
    text(name, text) { return Object.assign(this.#document.createElement(name), {textContent: text}); }
    field(label, value) { return Object.assign(this.#document.createElement("input"), {placeholder: label, value: value || ""}); }
    area(label) { return Object.assign(this.#document.createElement("textarea"), {placeholder: label}); }
    box(name, ...parts) {
      const element = this.#document.createElement(name);
      element.append(...parts.filter(Boolean));
      return element;
    }
    tick(text) {
      const box = Object.assign(this.#document.createElement("input"), {type: "checkbox"});
      return this.box("label", box, text);
    }
    link(text, address) {
      return Object.assign(this.text("a", text), {href: new URL(String(address), location.href).href, target: "_blank", rel: "noopener"});
    }
  }

  window[SYMBOL] = {...window[SYMBOL], View};
})();
