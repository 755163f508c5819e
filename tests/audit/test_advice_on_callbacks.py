"""What is advised on callbacks that are called at once, and on what hooks and callbacks throw."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from examining import findings_of, read
from handmade import LOAD, found, init, visit

from harness.audit import auditing
from harness.audit.evidence import Evidence
from harness.audit.rules import all_rules
from harness.audit.target import SITE, Target
from harness.browser.session import Session


def started(call: str) -> str:
    return f"<script>livechatooCmd = function () {{ livechatoo.{call}; }};</script>"


@pytest.mark.parametrize(
    ("value", "example"),
    [
        ('alert("hello")', 'onload: function (data) { console.log("hello"); }'),
        ("console.log('x')", "onload: function (data) { console.log('x'); }"),
        ("setUp()", "onload: setUp"),
        ("setUp(5)", "onload: function (data) { setUp(5); }"),
        ("five()", "onload: five"),
        ("later()", "onload: later"),
        ("made()", None),
        ("made5()", None),
        ("inner()", "onload: inner"),
        ("own.unknown()", None),
        ("setUp.bind(null)", None),
    ],
)
def test_a_callback_that_is_called_at_once_is_seen_without_a_visit(
    value: str, example: str | None
) -> None:
    own = (
        "<script>function setUp(a) { console.log(a); } var five = () => 5;\n"
        "async function later() { return setUp; } function made() { return function () {}; }\n"
        "function made5(a) { if (a) return 5; return a; }\n"
        "function inner() { [1].map(function (a) { return a; }); }</script>\n"
    )
    html = own + started(f"embed.init({{account: 'demo', onload: {value}}})")
    hits = [one for one in findings_of(html) if one.rule == "callback-called-at-once"]
    assert [one.example for one in hits] == ([] if example is None else [example])


def test_a_function_of_the_page_is_not_the_one_of_the_browser_with_its_name() -> None:
    own = "<script>function confirm() { return function () {}; }</script>"
    html = own + started("embed.init({account: 'demo', onload: confirm('x')})")
    assert "callback-called-at-once" not in {one.rule for one in findings_of(html)}


def failing(name: str, message: str) -> dict[str, object]:
    return {"$type": "error", "name": name, "message": message, "stack": ""}


@pytest.mark.parametrize("rule", ["hook-throws", "callback-throws"])
@pytest.mark.parametrize(
    ("name", "message", "remedy", "example"),
    [
        ("ReferenceError", "cb is not defined", "declare `cb`", "function cb(data)"),
        ("TypeError", "$ is not a function", "correct the name of `$`", ""),
        (
            "TypeError",
            "Cannot read properties of null (reading 'addEventListener')",
            "ask first whether it is there: what is used here is null",
            "document.querySelector",
        ),
        (
            "TypeError",
            "Cannot set properties of undefined (setting 'x')",
            "ask first whether it is there: what is used here is undefined",
            "if (own)",
        ),
        ("RangeError", "Invalid array length", "mend the error", None),
    ],
)
def test_what_is_advised_on_an_error_follows_its_kind(
    rule: str, name: str, message: str, remedy: str, example: str | None
) -> None:
    data = {"action": "threw", "name": "onload", "error": failing(name, message)}
    kind = "hook" if rule == "hook-throws" else "callback_threw"
    html = started("embed.init({account: 'demo', onload: function () {}})")
    (finding,) = found(html, rule, visit("desktop", LOAD, (kind, data)))
    assert finding.remedy.startswith(remedy)
    usual = next(one.example for one in all_rules() if one.id == rule)
    assert (usual if example is None else example) in finding.example
    assert bool(finding.example) == (example != "")


@pytest.mark.parametrize(
    ("frames", "is_tried"), [([], False), ([{"src": "https://app.livechatoo.com/demo"}], True)]
)
def test_a_chat_is_tried_only_where_there_is_one(
    frames: list[dict[str, str]], *, is_tried: bool
) -> None:
    facts = {"types": {"init": "function"}, "frames": frames}
    seen = visit("desktop", LOAD, *([init("onchange")] if is_tried else []), loaded=facts)
    html = started("embed.init({account: 'demo', onchange: function () {}})")
    evidence = Evidence(Target("page.html", Path("page.html")), read(html), {"desktop": seen})
    plans = auditing._further(evidence, is_brief=False)
    assert ("chat" in {plan.name for plan in plans}) == is_tried


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (
            "hook",
            {"action": "threw", "error": failing("ReferenceError", "cb is not defined")},
            "the loader ran, and livechatooCmd did not come to its end: cb is not defined",
        ),
        ("hook", {"action": "read"}, "the loader ran, but nothing called embed.init"),
        ("call", {"function": "embed.init"}, "the loader ran, and the page called init"),
        ("call", {"function": "embed.flip"}, "the loader ran, but nothing called embed.init"),
        ("console", {"text": "x"}, "the loader was served; did it run"),
    ],
)
def test_what_is_said_of_the_loader_is_what_is_known_of_it(
    kind: str, data: dict[str, object], words: str
) -> None:
    recording = visit("desktop", (kind, data)).recording
    session: Any = SimpleNamespace(intake=SimpleNamespace(recording=recording))
    assert Session._after_loader(session).startswith(words)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("chat.loaded", "(data) => chat.loaded(data)"),
        ("this.loaded", "(data) => this.loaded(data)"),
        ("chat.loaded.bind(chat)", None),
        ("chat.other", None),
    ],
)
def test_a_method_without_its_object_is_to_be_called_on_it(given: str, written: str | None) -> None:
    own = "<script>var chat = {pages: [], loaded: function (data) { this.pages.push(data); }};"
    html = f"{own}</script>{started(f'embed.init({{onload: {given}}})')}"
    error = failing("TypeError", "Cannot read properties of undefined (reading 'push')")
    error["stack"] = f"at Object.loaded ({SITE}:1:{html.index('push') + 1})"
    data = {"name": "onload", "error": error}
    (finding,) = found(html, "callback-throws", visit("desktop", LOAD, ("callback_threw", data)))
    assert [one.replacement for one in finding.edits] == ([written] if written else [])
    assert ("so `this` is another one" in finding.remedy) == (written is not None)
