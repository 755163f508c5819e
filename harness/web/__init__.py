"""What runs inside a page: the recorder, what the harness asks, and the widget in `widget/`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from harness.widget_api import API, GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

RECORDER_NAME = "harness-recorder.js"
"""What the recorder's frames are called in stacks."""

_ASKING = Path(__file__).parent / "asking"
_RECORDER = Path(__file__).parent / "recorder"


@cache
def recorder_source(key: str, binding: str) -> str:
    """The recorder as one script; `key` and `binding` are names that no page can guess."""
    body = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_RECORDER.glob("*.js")))
    for mark, value in (
        ("__KEY__", key),
        ("__BINDING__", binding),
        ("__CALLBACKS__", json.dumps(list(API.callbacks))),
        ("__FUNCTIONS__", json.dumps(_functions())),
        ("__GLOBAL__", json.dumps(GLOBAL)),
        ("__HOOK__", json.dumps(HOOK)),
        ("__LOADER_PATH__", json.dumps(urlsplit(LOADER_URL).path)),
    ):
        body = body.replace(mark, value)
    guarded = f'if (window === window.top) (() => {{\n"use strict";\n{body}\n}})();'
    return f"{guarded}\n//# sourceURL={RECORDER_NAME}"


def _functions() -> dict[str, list[str]]:
    """The documented functions, by the namespace that they are in."""
    found: dict[str, list[str]] = {}
    for path in API.functions:
        namespace, _, name = path.partition(".")
        found.setdefault(namespace, []).append(name)
    return found


@cache
def question(name: str) -> str:
    """A function that the harness has a page answer, from the file of this name in `asking`."""
    text = (_ASKING / f"{name}.js").read_text(encoding="utf-8")
    if "seeing." not in text:
        return text
    seeing = (_ASKING / "_seeing.js").read_text(encoding="utf-8")
    return f"((seeing) => (\n{text}\n))(\n{seeing}\n)"


@cache
def popup_blocker_source(key: str) -> str:
    """The stand-in for the browser's pop-up blocker, for a recorder of this key."""
    return (_ASKING.parent / "popup_blocker.js").read_text(encoding="utf-8").replace("__KEY__", key)


@cache
def watching_source(key: str, function: str) -> str:
    """A function of an audit's that gets the agent of the recorder of this key, as a script."""
    called = f'({function})(window[Symbol.for("{key}")])'
    return f"if (window === window.top) {called};\n//# sourceURL={RECORDER_NAME}"


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
