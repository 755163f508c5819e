"""Pages that use names of the language or of the browser for their own are recorded as any."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult

    from .conftest import Lab

BEFORE = [
    "var Symbol = 'ACME';",
    "var Map = {zoom: 3};",
    "var Set = [1];",
    "var Proxy = 'on';",
    "function Reflect() {}",
    "var status = 1, name = 2, event = 3;",
    "class Event {}",
    "var fetch = 'later', URL = '/';",
    "function Node() {} function Element() {}",
]
"""Scripts that run before the chat is there."""

LATER = [
    "window.Symbol = 'ACME'",
    "window.Map = {zoom: 3}",
    "window.Set = 1",
    "window.WeakMap = null",
    "window.Promise = null",
    "window.JSON = null",
    "window.Reflect = null",
    "window.Proxy = null",
    "window.Date = null",
    "window.Error = null",
    "window.Object = null",
    "window.Array = null",
    "window.Function = null",
    "window.performance = null",
    "window.setTimeout = null",
    "window.queueMicrotask = null",
    "window.MessageChannel = null",
    "window.MutationObserver = null",
    "Object.keys = Object.defineProperty = Object.getOwnPropertyNames = Object.entries = null",
    "['push', 'slice', 'map', 'join'].forEach(function (one) { Array.prototype[one] = null; })",
    "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = null",
    "String.prototype.slice = String.prototype.replace = null",
    "Date.now = function () { return 'now'; }",
    "EventTarget.prototype.addEventListener = null",
    "Array.prototype[Symbol.iterator] = null",
    "window.Blob = window.URL = null",
    "Object.freeze = Object.assign = null",
    "String.prototype.includes = RegExp.prototype.test = null",
]
"""What a page does once the chat is there."""

CASES = [*(("before", one) for one in BEFORE), *(("later", one) for one in LATER)]
EACH = 12
"""Every one of so many is tried by default, the others by `-m campaign`."""


def _cases() -> list[object]:
    later = pytest.mark.campaign
    return [
        pytest.param(number, id=f"{when}: {code[:50]}", marks=() if number % EACH == 0 else later)
        for number, (when, code) in enumerate(CASES)
    ]


def _scenario(when: str, code: str) -> str:
    script = f"<script>{code}</script>" if when == "before" else ""
    head = f"<!doctype html><html lang=en><title>Stocks</title>{script}"
    page = f"{head}<h1>Stocks</h1><!-- livechatoo -->"
    step = f"  - eval: {json.dumps(code)}\n" if when == "later" else ""
    return f"""scenario: Names of the language
host: {{html: {json.dumps(page)}, embed: {{account: demo, page: online}}}}
steps:
{step}  - eval: console.log('after')
    expect: {{console: after}}
  - eval: "1 + 1"
    returns: 2
"""


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, make_lab: Callable[[], Lab]) -> dict[str, RunResult]:
    """The runs of those cases that were chosen."""
    wanted = [
        item.callspec.params["number"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    return make_lab().run({str(one): _scenario(*CASES[one]) for one in wanted}, in_flight=4)


@pytest.mark.parametrize("number", _cases())
def test_the_page_is_recorded(number: int, results: dict[str, RunResult]) -> None:
    assert results[str(number)].verdict.status == "passed", results[str(number)].verdict
