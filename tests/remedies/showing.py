"""Right pages that follow the examples of the rules' remedies, each in the place that it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOOK_NAME = "livechatooCmd"
LOADER_PATH = "js/web.min.js"
NAMES = """var address = '/map', html = '<p>Map</p>', feed = null, isStaging = true, user = null;
var modules = document.createElement('script'), clone = function () {};
function show() {}
function showPage() {}
function showContact() {}
function start() {}
function refuse() {}
function isOpen() { return true; }
function count() {}
function place() {}
function report() {}
function load() { return Promise.resolve(); }
function chatLoaded() {}
"""
"""What the examples speak of, and pages have."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{viewport}
<title>Garden Shop</title>
{head}<script nonce="r4nd0m">
{names}</script>
</head>
<body>
<h1>Tools for small gardens</h1>
<p>Forks, shears and watering cans, sent within a day.</p>
<nav><a id="go" href="/map">Map</a></nav>
<p id="contact" hidden>Call us</p> <button id="ask">Ask</button> <div id="view"></div>
{body}{embed}{script}</body>
</html>
"""
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
ELEMENT = '<script async src="https://app.livechatoo.com/js/web.min.js"></script>\n'
HOOK = (
    "livechatooCmd = function () {\n  livechatoo.embed.init({account: 'demo', lang: 'en'});\n};\n"
)
LOADER = """(function () {
  var l = document.createElement('script');
  l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
})();
"""
_SOURCE = "  l.src = 'https://app.livechatoo.com/js/web.min.js';\n"
_OPTION = re.compile(r"(\w+): ")
_STYLE = re.compile(r"[\w#. -]+ \{ [\w-]+:")


@dataclass(frozen=True)
class Shown:
    """A page with an example in it, and what it is served with."""

    html: str
    headers: tuple[tuple[str, str], ...] = ()
    consent: str | None = None
    worker: str = ""


def shown(example: str) -> Shown | None:
    """The page that follows an example; None where that is a command."""
    ways: tuple[tuple[bool, Callable[[str], Shown]], ...] = (
        (example.startswith("Content-Security-Policy"), _policy),
        (example.startswith("<"), lambda text: Shown(_markup(text))),
        (example.startswith("self."), _worker),
        (bool(_STYLE.match(example)), _style),
        ("'accept'" in example, _consent),
        (True, lambda text: Shown(_code(text))),
    )
    if example.startswith("harness "):
        return None
    return next(way(example) for is_it, way in ways if is_it)


def _policy(example: str) -> Shown:
    name, _, value = example.partition(": ")
    return Shown(_page(), ((name, value.replace("…", "r4nd0m")),))


def _worker(example: str) -> Shown:
    return Shown(_page(script="navigator.serviceWorker.register('/worker.js');"), worker=example)


def _style(example: str) -> Shown:
    return Shown(_page(head=f"<style>\n{example}\n</style>\n"))


def _consent(example: str) -> Shown:
    body = '<p id="banner">May we chat? <button id="accept">Yes</button></p>\n'
    code = example.replace("// the snippet", HOOK + LOADER)
    return Shown(_page(embed=_script(code), body=body), consent="#accept")


def _page(
    *, head: str = "", body: str = "", embed: str = "", script: str = "", viewport: str = VIEWPORT
) -> str:
    return PAGE.format(
        viewport=viewport,
        head=head,
        names=NAMES,
        body=body,
        embed=embed or _script(HOOK + LOADER),
        script=_script(script) if script else "",
    )


def _script(code: str) -> str:
    return f'<script nonce="r4nd0m">\n{code.rstrip()}\n</script>\n'


def _markup(example: str) -> str:
    """HTML: a viewport, a policy, the embed or a part of it, or something of the body's."""
    if example == VIEWPORT:
        return _page(viewport=example)
    if example.startswith("<meta"):
        return _page(head=f"{example}\n")
    is_hook, is_loader = HOOK_NAME in example, LOADER_PATH in example
    if is_hook or is_loader:
        before, after = "" if is_hook else _script(HOOK), "" if is_loader else ELEMENT
        return _page(embed=f"{before}{example}\n{after}")
    inside = example.removeprefix("<body>").removesuffix("</body>")
    return _page(body=f"{inside}\n")


def _code(example: str) -> str:
    """JavaScript: an option, the hook, lines of the snippet, a handler, or a script of its own."""
    embed = _embed(example)
    if embed:
        return _page(embed=_script(embed))
    if "pushState" in example:
        return _page(script=_on("go", example, "event.preventDefault();"))
    if example.startswith(("history.", "if (window.livechatoo)", "Object.keys")):
        return _page(script=_on("ask", f"var data = {{}};\n{example}"))
    return _page(script=example)


def _embed(example: str) -> str:
    """The snippet with an example in it; empty where it is about something else."""
    option = _OPTION.match(example)
    if option:
        lang = "" if option.group(1) == "lang" else "lang: 'en', "
        return _hook(f"livechatoo.embed.init({{account: 'demo', {lang}{example}}});") + LOADER
    if f"{HOOK_NAME} =" in example:
        return f"{example}\n{LOADER}"
    if example.startswith("livechatoo."):
        return _hook(example) + LOADER
    if "var l =" in example:
        return f"{HOOK}(function () {{\n{example}\n}})();\n"
    if "l.src" in example:
        return HOOK + LOADER.replace(_SOURCE, f"{example}\n")
    return HOOK + LOADER.replace(_SOURCE, _SOURCE + example) if example.startswith("l.") else ""


def _hook(code: str) -> str:
    return f"{HOOK_NAME} = function () {{\n  {code}\n}};\n"


def _on(element: str, code: str, first: str = "") -> str:
    begin = f"document.getElementById('{element}').addEventListener('click', function (event) {{"
    return f"{begin}\n{first}\n{code}\n}});"
