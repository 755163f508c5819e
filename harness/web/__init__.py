"""What runs inside a page: the recorder, what the harness asks, and the widget in `widget/`."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from harness.widget_api import API, GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

RECORDER_NAME = "harness-recorder.js"
"""What the recorder's frames are called in stacks."""

_ASKING = Path(__file__).parent / "asking"
_RECORDER = Path(__file__).parent / "recorder"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the recorders of a run are known by; no page can guess any of them.

    `line` begins each line of theirs, `mark` tells the line of the console that hands over an
    agent, and `binding` is the name under which the browser's function comes in.
    """

    line: str = field(default_factory=lambda: token_hex(16))
    mark: str = field(default_factory=lambda: token_hex(16))
    binding: str = field(default_factory=lambda: f"__k{token_hex(8)}")


_COMMENTS = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/[ \t]*)\n|^[ \t]+", re.MULTILINE | re.DOTALL)
"""Comments that have lines of their own, and indentation; no text of a script goes over lines."""

WIDGETS = f"location.hostname === {json.dumps(WIDGET_HOST)}"
"""Whether a document is the stub widget's own, as an expression in it."""


def recorder_source(
    secrets: Secrets, *, widgets: str = WIDGETS, watch: str = "", blocks_popups: bool = False
) -> str:
    """The recorder as one script, which runs in each document before any script of its page.

    `widgets` tells the widget's own documents, which are not recorded. `watch` is a function of an
    audit's that gets the recorder's agent, in windows and not in their frames.
    """
    source = _recorder(watch, blocks_popups=blocks_popups)
    for mark, value in (
        ("__SECRET__", secrets.line),
        ("__MARK__", secrets.mark),
        ("__HERE__", hashlib.sha256(secrets.line.encode()).hexdigest()),
        ("__BINDING__", secrets.binding),
        ("__IS_WIDGETS__", widgets),
    ):
        source = source.replace(mark, value)
    return source


@cache
def _recorder(watch: str, *, blocks_popups: bool) -> str:
    """The recorder without what each run has of its own."""
    body = "\n".join(_script(path) for path in sorted(_RECORDER.glob("*.js")))
    for mark, value in (
        ("__CALLBACKS__", json.dumps(list(API.callbacks))),
        ("__FUNCTIONS__", json.dumps(_functions())),
        ("__GLOBAL__", json.dumps(GLOBAL)),
        ("__HOOK__", json.dumps(HOOK)),
        ("__LOADER_PATH__", json.dumps(urlsplit(LOADER_URL).path)),
    ):
        body = body.replace(mark, value)
    blocker = (_ASKING.parent / "popup_blocker.js").read_text(encoding="utf-8")
    more = [f"({blocker})(agent);"] if blocks_popups else []
    more += [f"if (window === window.top) ({watch})(agent);"] if watch else []
    # Strict from the outside in: no script of the page gets at a function that called it. The
    # recorder stands in one function only: V8 compiles each one around it with all that is in it.
    lines = ['((agent) => {\n"use strict";', *more, '})((() => {\n"use strict";', body, "})());"]
    return "\n".join([*lines, f"//# sourceURL={RECORDER_NAME}"])


def _functions() -> dict[str, list[str]]:
    """The documented functions, by the namespace that they are in."""
    found: dict[str, list[str]] = {}
    for path in API.functions:
        namespace, _, name = path.partition(".")
        found.setdefault(namespace, []).append(name)
    return found


def _script(path: Path) -> str:
    """A script as it goes to the browser, again and again: without what only people read."""
    return _COMMENTS.sub("", path.read_text(encoding="utf-8"))


@cache
def question(name: str) -> str:
    """A function that the harness has a page answer, from the file of this name in `asking`."""
    text = _script(_ASKING / f"{name}.js")
    if "seeing." not in text:
        return text
    seeing = _script(_ASKING / "_seeing.js")
    return f"((seeing) => (\n{text}\n))(\n{seeing}\n)"


@cache
def capturing_source(binding: str) -> str:
    """The script that tells what a person does, by a binding of this name."""
    body = (_ASKING.parent / "capturing.js").read_text(encoding="utf-8")
    seeing = (_ASKING / "_seeing.js").read_text(encoding="utf-8").strip()
    for mark, value in (
        ("__BINDING__", binding),
        ("__SEEING__", seeing),
        ("__WIDGET_HOST__", json.dumps(WIDGET_HOST)),
    ):
        body = body.replace(mark, value)
    return body
