"""Builds of the widget that work on a friendly page, and each fail under one hostility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.stub import widget_files
from harness.widget_api import LOADER_URL

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME_URL = "https://app.livechatoo.com/js/merged/client-embed.min.js"

BAR = """
scenario: The bar is where it is told to be
within: 2s
host: {{html: "<!doctype html><title>Shop</title><h1>Shop</h1>", embed: {{{options}}}}}
{more}
steps:
  - check: {{chatbar: bar, side: right}}
"""

CHAT = """
scenario: A chat goes on after a reload
within: 2s
host:
  html: "<!doctype html><title>Shop</title><h1>Shop</h1>"
  embed: {account: demo, page: online}
steps:
  - visitor: {says: Hi}
    expect: [onchatstart]
  - reload:
    expect: [onchatopened]
"""

ANALYTICS = """
mocks:
  - at: https://www.google-analytics.com/analytics.js
    reply: {text: ""}
"""


def bar(options: str = "account: demo", more: str = "") -> str:
    """A scenario about the bar."""
    return BAR.format(options=options, more=more)


@dataclass(frozen=True)
class Build:
    """A build that is wrong in one way, and the hostility under which that shows."""

    name: str
    hostility: str
    files: Callable[[], dict[str, str]]
    scenario: str = bar()


def _edited(text: str, edits: tuple[tuple[str, str], ...]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def _loader(*edits: tuple[str, str]) -> Callable[[], dict[str, str]]:
    return lambda: {LOADER_URL: _edited(widget_files.loader().decode(), edits)}


def _before(source: str) -> Callable[[], dict[str, str]]:
    return lambda: {LOADER_URL: source + widget_files.loader().decode()}


def _frame(*edits: tuple[str, str]) -> Callable[[], dict[str, str]]:
    return lambda: {FRAME_URL: _edited(widget_files.script().decode(), edits)}


def _without_texts() -> dict[str, str]:
    whole = widget_files.script().decode()
    own = widget_files.texts_script(widget_files.FALLBACK).decode()
    assert whole.endswith(own)
    return {FRAME_URL: whole.removesuffix(own)}


_HELLO = "document.addEventListener('DOMContentLoaded', () => tell('hello', {}));"
_STYLING = "element.style.setProperty(names[i], rules[names[i]], 'important');"
_ROOT = "const root = document.createElement('div');\n"
_FRAME_OF_BAR = "  const frame"
_ROOT_OF_BAR = _ROOT + _FRAME_OF_BAR
_TEXTS = """  for (let i = 0; i < length && i < MOST; i += 1) {
    const item = text(list, i);
    if (item) found[found.length] = item;
  }"""
_LISTEN = "window.addEventListener('message', run.hear);"
_HIDDEN = "display: 'none', position: 'fixed', 'z-index': '2147483000'"
_RIGHT = "right: run.side === 'left' ? 'auto' : edge"

BY_ATTRIBUTE = """
    const before = element.getAttribute('style') || '';
    element.setAttribute('style', before + names[i] + ':' + rules[names[i]] + ' !important;');
"""

BY_ELEMENT = """
    if (!element.id) element.id = 'w' + nonce();
    const sheet = document.createElement('style');
    const rule = names[i] + ':' + rules[names[i]] + ' !important';
    sheet.textContent = '#' + element.id + '{' + rule + '}';
    document.head.appendChild(sheet);
"""

HANDLER = """
const waker = document.createElement('div');
waker.setAttribute('onclick', 'window.isReady = true');
waker.click();
if (!window.isReady) throw new Error('not ready');
"""

BY_HTML = (
    _ROOT
    + """
  root.innerHTML = '<p></p>';
  root.textContent = '';
"""
)

ONCE = """
  let heard = 0;
  const all = run.hear;
  const first = () => {
    heard += 1;
    if (heard > 1) throw new Error('heard again');
  };
  window.addEventListener('message', first, { once: true });
  window.addEventListener('message', all);
"""

UNNAMED_MODULE = "if (typeof define === 'function' && define.amd) define([], () => {});\n"

WITH_STYLE = """
document.addEventListener('DOMContentLoaded', () => {
  const copy = document.createElement('link');
  copy.rel = 'stylesheet';
  copy.href = '/css/client-embed/global.css';
  copy.onload = () => tell('hello', {});
  document.head.append(copy);
});
"""

WITH_LOGO = """
document.addEventListener('DOMContentLoaded', () => {
  const copy = new Image();
  copy.onload = () => tell('hello', {});
  copy.src = document.getElementById('logo').src;
});
"""

COUNTED = """
const counter = document.createElement('script');
counter.src = 'https://www.google-analytics.com/analytics.js';
counter.onload = () => callHook(window.livechatoo);
document.head.append(counter);
"""

MODAL_INSERT = """const insert = () => {
    document.body.appendChild(element);
    if (element.showModal) element.showModal();
  };"""

BUILDS = (
    Build("styles by attribute", "csp", _loader((_STYLING, BY_ATTRIBUTE))),
    Build("a style element", "csp", _loader((_STYLING, BY_ELEMENT))),
    Build("eval", "csp", _before("new Function('return 1')();\n")),
    Build("code in an attribute", "csp-nonce", _before(HANDLER)),
    Build("HTML from text", "trusted-types", _loader((_ROOT_OF_BAR, BY_HTML + _FRAME_OF_BAR))),
    Build(
        "for…in over a list",
        "patched-prototypes",
        _loader((_TEXTS, "for (const i in list) found[found.length] = list[i];")),
        bar("account: demo, target: [a]"),
    ),
    Build(
        "a listener with options",
        "patched-prototypes",
        _loader((_LISTEN, ONCE)),
        bar(more="always: {no: [page_error]}"),
    ),
    Build(
        "styles that give way",
        "css-reset",
        _loader((_STYLING, _STYLING.replace("'important'", "''"))),
    ),
    Build("a module without a name", "old-libraries", _before(UNNAMED_MODULE)),
    Build(
        "a side that follows the text",
        "right-to-left",
        _loader(
            ("    left: run.side === 'left' ? edge : 'auto',\n", ""),
            (_RIGHT, _RIGHT.replace("right", "'inset-inline-end'", 1)),
        ),
    ),
    Build(
        "a session in a cookie alone",
        "cookies-blocked",
        _loader(("    browser = data.browser;\n    run.view", "    run.view")),
        CHAT,
    ),
    Build("waiting for the style sheet", "ad-blocker-css", _frame((_HELLO, WITH_STYLE))),
    Build("waiting for the logo", "ad-blocker-logo", _frame((_HELLO, WITH_LOGO))),
    Build("no texts of its own", "ad-blocker-lang", _without_texts),
    Build(
        "waiting for analytics",
        "ad-blocker-analytics",
        _loader(("attempt(() => callHook(window.livechatoo));", COUNTED)),
        bar(more=ANALYTICS),
    ),
    Build(
        "the highest z-index",
        "modal-on-top",
        _loader((_HIDDEN, _HIDDEN.replace("2147483000", "2147483647"))),
    ),
    Build(
        "takes the focus",
        "modal-on-top",
        _loader(("run.hasAppeared = true;", "run.hasAppeared = true;\n    run.frame.focus();")),
    ),
    Build(
        "a modal of its own",
        "modal-dialog",
        _loader(
            (_ROOT_OF_BAR, _ROOT_OF_BAR.replace("'div'", "'dialog'")),
            ("const insert = () => document.body.appendChild(element);", MODAL_INSERT),
        ),
    ),
)
"""At least one for each of the family."""
