// Tells the harness what a person does in a document: clicks, texts, keys. Runs in the page, in the
// widget's frame, and in the windows that they open; changes nothing and holds nothing back.
(() => {
  const BINDING = "__BINDING__";
  const seeing = __SEEING__;
  const send = window[BINDING];
  if (typeof send !== "function") return;
  const isWidget = location.hostname === __WIDGET_HOST__;
  if (window !== window.top && !isWidget) return;

  const TEXTS = "textarea, [contenteditable=''], [contenteditable=true], input:not([type]), "
    + ["text", "email", "tel", "search", "url", "password", "number", "date", "time", "month", "week", "datetime-local"]
      .map((type) => `input[type=${type}]`).join(", ");
  const ACTIVE = "a[href], button, input, select, textarea, label, summary, option, [role=button], [role=link], "
    + "[role=tab], [role=menuitem], [role=checkbox], [role=radio], [onclick], [tabindex]";
  const NAMING = ["data-testid", "data-test", "data-test-id", "data-cy", "name", "aria-label", "placeholder", "title", "alt", "href"];
  const LONGEST = 60;

  const report = (row) => { send(JSON.stringify({where: isWidget ? "widget" : "page", ...row})); };

  /** The innermost element of an event, in open shadow trees too. */
  const targetOf = (event) => {
    const first = event.composedPath()[0];
    return first instanceof Element ? first : first && first.parentElement;
  };

  const isOnly = (element, selector) => {
    const found = element.getRootNode().querySelectorAll(selector);
    return found.length === 1 && found[0] === element;
  };

  const byAttribute = (element) => {
    const tag = element.localName;
    for (const name of NAMING) {
      const value = element.getAttribute(name);
      if (!value || value.length > LONGEST) continue;
      const selector = `${tag}[${name}=${JSON.stringify(value)}]`;
      if (isOnly(element, selector)) return selector;
    }
    return null;
  };

  const byText = (element) => {
    const text = element.textContent.replace(/\s+/g, " ").trim();
    if (!element.matches("a, button, summary, label, [role=button], [role=link], [role=tab]")) return null;
    if (!text || text.length > LONGEST) return null;
    const alike = [...element.getRootNode().querySelectorAll(element.localName)]
      .filter((other) => other.textContent.replace(/\s+/g, " ").trim() === text);
    return alike.length === 1 ? `${element.localName}:text-is(${JSON.stringify(text)})` : null;
  };

  const byPlace = (element) => {
    const parts = [];
    for (let at = element; at instanceof Element; at = at.parentElement) {
      if (hasGoodId(at)) {
        parts.unshift(`#${CSS.escape(at.id)}`);
        break;
      }
      const alike = at.parentElement ? [...at.parentElement.children].filter((one) => one.localName === at.localName) : [];
      parts.unshift(alike.length > 1 ? `${at.localName}:nth-of-type(${alike.indexOf(at) + 1})` : at.localName);
      if (isOnly(element, parts.join(" > "))) break;
    }
    return parts.join(" > ");
  };

  /** An id that looks made by a machine is another one tomorrow. */
  const hasGoodId = (element) => element.id && !/\d{3,}|[0-9a-f]{8,}|^:/.test(element.id)
    && isOnly(element, `#${CSS.escape(element.id)}`);

  const selectorOf = (element) => hasGoodId(element) ? `#${CSS.escape(element.id)}`
    : byAttribute(element) || byText(element) || byPlace(element);

  // --- what is typed is told once it is done: before the next click or key, or when the field is left

  let typing = null;
  const valueOf = (field) => "value" in field ? field.value : field.textContent;

  const tellTyped = () => {
    const field = typing;
    typing = null;
    if (!field) return;
    const isSecret = field.type === "password";
    if (isWidget) report({do: "type", name: seeing.nameOf(field), value: valueOf(field), panels: panelsOf(field)});
    else report({do: "fill", selector: selectorOf(field), value: isSecret ? "" : valueOf(field), secret: isSecret});
  };

  const panelsOf = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) {
      if (at.matches("form, fieldset, [role=form], [role=group], [role=radiogroup]")) found.push(seeing.nameOf(at));
    }
    return found.filter(Boolean);
  };

  addEventListener("input", (event) => {
    const field = targetOf(event);
    if (!event.isTrusted || !field || !field.matches(TEXTS)) return;
    if (typing && typing !== field) tellTyped();
    typing = field;
  }, true);

  addEventListener("change", (event) => {
    const field = targetOf(event);
    if (!event.isTrusted || !field) return;
    if (field === typing) tellTyped();
    else if (field.matches("select") && !isWidget) report({do: "select", selector: selectorOf(field), value: field.value});
    else if (isWidget && field.matches("input[type=checkbox], input[type=radio]")) {
      report({do: "choose", role: field.type, name: seeing.nameOf(field), checked: field.checked, panels: panelsOf(field)});
    }
  }, true);

  // --- one act of a person can make several events: a label clicks its box, Enter its form's button

  let isEcho = false;
  const expectEcho = () => {
    isEcho = true;
    setTimeout(() => { isEcho = false; }, 0);
  };

  // A timer comes late on a busy page, after the next act has begun. An echo has no beginning of its own.
  const endEcho = (event) => { if (event.isTrusted) isEcho = false; };
  addEventListener("pointerdown", endEcho, true);
  addEventListener("keydown", endEcho, true);

  addEventListener("click", (event) => {
    const target = targetOf(event);
    if (!event.isTrusted || !target || isEcho) return;
    const active = target.closest(ACTIVE);
    if (active && active.localName === "label" && active.control) expectEcho();
    tellTyped();
    if (isWidget) tellOfWidget(active);
    else if (target.getRootNode() instanceof ShadowRoot) {
      report({do: "click", selector: selectorOf(active || target), name: seeing.nameOf(active || target), shadow: true});
    } else if (!(active || target).matches(`${TEXTS}, select, option`)) {
      report({do: "click", selector: selectorOf(active || target)});
    }
  }, true);

  const tellOfWidget = (active) => {
    const button = active && active.closest("button, [role=button], a[href]");
    if (button) report({do: "click", role: button.localName === "a" ? "link" : "button", name: seeing.nameOf(button), panels: panelsOf(button)});
  };

  addEventListener("keydown", (event) => {
    const target = targetOf(event);
    if (!event.isTrusted || !target || event.isComposing) return;
    const isText = target.matches(TEXTS);
    const isLine = isText && !target.matches("textarea, [contenteditable]");
    const isShortcut = (event.ctrlKey || event.metaKey || event.altKey) && event.key.length === 1 && !isText;
    if (event.key === "Enter" && (isLine || isWidget && isText && !event.shiftKey)) {
      tellTyped();
      expectEcho();
      if (isWidget) report({do: "key", key: "Enter", name: seeing.nameOf(target), panels: panelsOf(target)});
      else report({do: "press", selector: selectorOf(target), key: "Enter"});
    } else if (!isWidget && (event.key === "Escape" || isShortcut)) {
      tellTyped();
      const held = [["Control", event.ctrlKey], ["Alt", event.altKey], ["Meta", event.metaKey], ["Shift", event.shiftKey && isShortcut]];
      report({do: "press", key: [...held.filter(([, is]) => is).map(([name]) => name), event.key].join("+")});
    }
  }, true);

  addEventListener("pagehide", tellTyped, true);
})();
