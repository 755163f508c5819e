"""What holds in all places but one: a callback, a call or an option that fails there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mutants.javascript import FUNCTIONS, is_statement, parse, walk, within
from tests.mutants.mutant import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_BAR = {
    "mini": "{run}.wanted === 'mini'",
    "phone": "{run}.isMobile",
    "min": "{run}.box === 'min'",
    "res": "{run}.box === 'res'",
    "max": "{run}.box === 'max'",
    "hidden": "{run}.page === 'hidden'",
    "left": "{run}.side === 'left'",
    "offline": "!{run}.online",
    "chat": "{run}.chat !== null",
    "ended": "{run}.chat === null",
    "second-run": "(({function}.runs = {function}.runs || new Set()).add({run})).size > 1",
    "later-page": "attempt(() => (sessionStorage.m_page = sessionStorage.m_page"
    " || String(performance.timeOrigin)) !== String(performance.timeOrigin)) === true",
    "second-tab": "attempt(() => (localStorage.m_tab = localStorage.m_tab || (sessionStorage.m_tab"
    " = sessionStorage.m_tab || performance.timeOrigin + '')) !== sessionStorage.m_tab) === true",
}
"""The places of the bar, as conditions on its run."""

_ASKED = ("mini", "phone", "left", "second-run", "later-page", "second-tab")

CALLBACKS = {
    "onload": (*_ASKED, "hidden", "offline", "chat"),
    "onchange": ("phone", "left", "second-run", "later-page", "second-tab", "min", "res", "max"),
    "onchatstart": (*_ASKED, "hidden", "min", "res", "max"),
    "onchatopened": ("mini", "phone", "left", "second-run", "second-tab", "hidden", "min", "max"),
    "onchatrating": ("phone", "left", "second-run", "later-page", "second-tab", "max", "ended"),
    "onofflinemessage": (*_ASKED, "max"),
    "ontrigger": (*_ASKED, "hidden", "min", "res", "chat"),
    "onnamerequired": (*_ASKED, "max"),
    "onemailrequired": (*_ASKED, "max"),
    "onphonerequired": (*_ASKED, "max"),
}
"""The places in which each callback can fire at all."""

CALLS = {
    "flip": ("mini", "phone", "max", "res", "left", "offline", "chat", "later-page"),
    "switch_side": ("mini", "phone", "max", "res", "hidden", "offline", "chat", "later-page"),
    "page": ("mini", "phone", "max", "hidden", "left", "offline", "chat", "later-page"),
    "bubble": ("res", "hidden", "left", "offline", "chat", "later-page"),
    "reload": ("mini", "phone", "max", "hidden", "left", "offline", "chat", "later-page"),
    "stop": ("mini", "phone", "max", "hidden", "left", "offline", "chat", "later-page"),
}
"""The places in which each function of the bar does something."""

_OPTIONS = (
    *("c_name", "c_name_byop", "url_contact", "url_faq", "url_privacy", "custom", "target"),
    *("departments", "operators", "clone_operators", "session_per_host"),
)
_WINDOWS = {"popup": "kind === 'popup'", "page": "kind === 'page'"}
_HEARD = {
    "popup": ("ready", "online", "chat"),
    "page": ("sent", "rated", "asked"),
}


def changes(file: str, source: bytes) -> list[Change]:
    """The changes of this kind that there are in a script of the widget."""
    tables = {"loader/run.js": _callbacks, "loader/api.js": _calls, "frame/main.js": _options}
    tables["frame/host.js"] = _heard
    table = next((tables[end] for end in tables if file.endswith(end)), None)
    return list(table(parse(source))) if table else []


def _callbacks(root: Node) -> Iterator[Change]:
    for name, places in CALLBACKS.items():
        for place in places:
            condition = _BAR[place].format(run="current", function="fire")
            yield _skipped(root, "fire", f"name === '{name}' && {condition}", f"{name}-{place}")


def _calls(root: Node) -> Iterator[Change]:
    for name, places in CALLS.items():
        for place in places:
            condition = _BAR[place].format(run="run", function=name)
            yield _skipped(root, name, f"run && {condition}", place)


def _options(root: Node) -> Iterator[Change]:
    for window, condition in _WINDOWS.items():
        for option in _OPTIONS:
            lost = f"{condition} && Object.hasOwn(config.options, '{option}')"
            yield _lost(root, lost, f"delete config.options.{option};", f"{option}-{window}")
        for detail in ("email", "phone"):
            lost = f"{condition} && Boolean(config.details.{detail})"
            yield _lost(root, lost, f"config.details.{detail} = '';", f"{detail}-{window}")
        for style in ("file", "text"):
            lost = f"{condition} && Boolean(config.styles.{style})"
            yield _lost(root, lost, f"config.styles.{style} = '';", f"css_{style}-{window}")


def _heard(root: Node) -> Iterator[Change]:
    for window, said in _HEARD.items():
        for say in said:
            yield _skipped(
                root, "tell", f"{_WINDOWS[window]} && say === '{say}'", f"{say}-{window}"
            )


def _skipped(root: Node, function: str, condition: str, place: str) -> Change:
    return _inserted(root, function, condition, f"if ({condition}) return;", place)


def _lost(root: Node, condition: str, act: str, place: str) -> Change:
    return _inserted(root, "arrive", condition, f"if ({condition}) {{ {act} }}", place)


def _inserted(root: Node, function: str, condition: str, new: str, place: str) -> Change:
    """A statement at the beginning of a function."""
    first = _first(root, function)
    inside = f"{within(first)}.{place}"
    start = first.start_byte
    new = f"{new} "
    return Change("place", inside, start, start, new.encode(), start, (), "holds", condition)


def _first(root: Node, function: str) -> Node:
    for node in walk(root):
        body = node.child_by_field_name("body") if node.type in FUNCTIONS else None
        if body is not None and body.type == "statement_block" and within(node) == function:
            return next(one for one in body.named_children if is_statement(one))
    raise LookupError(
        f"the widget has no function {function} any more: see tests/mutants/places.py"
    )
