"""What is advised on callbacks that are called at once, and on what hooks and callbacks throw."""

from __future__ import annotations

import pytest
from examining import findings_of
from handmade import LOAD, found, visit

from harness.audit.rules import all_rules


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
