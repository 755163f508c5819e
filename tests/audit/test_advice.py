"""Remedies and examples are for the page at hand, and do not lead into the next finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examining import findings_of, read
from handmade import LOAD, found, visit

from harness.audit.auditing import Audit, judged
from harness.audit.evidence import Evidence
from harness.audit.expectation import among_others
from harness.audit.rules import all_rules
from harness.audit.target import SITE, Target
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.audit.finding import Finding
    from harness.audit.visiting import Visit

STARTS = (
    "livechatooCmd = function () {{ livechatoo.{}; }};"
    "</script><script async src='https://app.livechatoo.com/js/web.min.js'>"
)


def started(call: str) -> str:
    return f"<script>{STARTS.format(call)}</script>"


def judgement(html: str, *visits: Visit) -> Audit:
    target = Target("page.html", Path("page.html"))
    return judged(Evidence(target, read(html), {one.plan.name: one for one in visits}))


def told(html: str, *visits: Visit) -> tuple[Finding, ...]:
    return judgement(html, *visits).findings


def only(html: str, rule: str) -> Finding:
    (finding,) = [one for one in findings_of(html) if one.rule == rule]
    return finding


@pytest.mark.parametrize("function", ["embed.init", "popup.init"])
def test_a_required_option_is_not_said_to_be_removable(function: str) -> None:
    options = API.options if function == "embed.init" else API.popup_options
    assert [name for name in options if options[name].required] == ["account"]
    finding = only(started(f"{function}({{account: '...'}})"), "sample-left")
    assert "remove" not in finding.remedy
    assert f"livechatoo.{function}({{account: 'yourshop'" in finding.example


@pytest.mark.parametrize(
    "option", ["c_name: 'Name'", "custom: 'PHPSESSID=s830qamomducb6pm0a'", "css_text: '...CSS...'"]
)
def test_other_samples_may_be_removed(option: str) -> None:
    finding = only(started(f"embed.init({{account: 'demo', {option}}})"), "sample-left")
    assert finding.remedy == "put your own value there, or remove the option"


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        ("account-missing", "lang: 'en'"),
        ("account-malformed", "account: 'My Shop'"),
        ("placeholder-left", "account: '{{account}}'"),
        ("lang-code", "account: 'demo', lang: 'eng'"),
        ("option-value", "account: 'demo', mode: 'bubbles'"),
        ("option-type", "account: 'demo', c_name: 5"),
        ("ids-malformed", "account: 'demo', departments: '2;5'"),
        ("boolean-as-text", "account: 'demo', session_per_host: 'yes'"),
    ],
)
def test_examples_show_the_init_that_the_page_calls(rule: str, options: str) -> None:
    finding = only(started(f"popup.init({{{options}}})"), rule)
    assert "livechatoo.popup.init(" in finding.example
    assert "embed" not in finding.example


def test_an_option_of_the_bar_in_the_popup_is_shown_in_the_bar() -> None:
    html = started("popup.init({account: 'demo', mode: 'bubble', side: 'left'})")
    assert "embed.init({account: 'yourshop', side:" in only(html, "option-of-the-other").example
    html = started("embed.init({account: 'demo', mode: 'bubble'})")
    assert "popup.init(" in only(html, "option-of-the-other").example


def test_options_that_have_a_name_are_those_of_the_init_that_gets_them() -> None:
    html = "<script>var own = {account: '...'};</script>" + started("popup.init(own)")
    assert "livechatoo.popup.init(" in only(html, "sample-left").example


@pytest.mark.parametrize(
    ("call", "example"),
    [
        ("popup.init({account: 'demo'})", "livechatoo.popup.init({account: 'demo'});"),
        ("embed.page('hidden');", "livechatoo.embed.page('hidden');"),
        ("popup.close()", "livechatoo.popup.close();"),
        (
            f"popup.init({{account: 'demo', c_name: '{'x' * 100}'}})",
            "livechatoo.popup.init({account: 'yourshop', mode: 'custom'});",
        ),
    ],
)
def test_a_guard_is_shown_before_the_call_of_the_page(call: str, example: str) -> None:
    html = f'<button onclick="livechatoo.{call}">Chat</button>'
    assert only(html, "unguarded-call").example == f"if (window.livechatoo) {example}"


@pytest.mark.parametrize(
    ("option", "remedy"),
    [
        ("color: 'red'", "the vendor's page has no such option: remove it"),
        ("zIndex: 5", "the vendor's page has no such option: remove it"),
        ("sidee: 'left'", "write `side`, or remove the option"),
    ],
)
def test_an_unknown_option_is_told_the_name_or_that_there_is_none(option: str, remedy: str) -> None:
    finding = only(started(f"embed.init({{account: 'demo', {option}}})"), "unknown-option")
    assert finding.remedy == remedy
    assert bool(finding.example) == remedy.startswith("write")


def test_unknown_functions_and_parameters_are_told_those_that_there_are() -> None:
    html = '<button onclick="livechatoo.popup.open()">A</button>'
    assert "`popup.stop` and `popup.close`" in only(html, "unknown-function").remedy
    html = "<button onclick=\"livechatoo.embed.page('chat', {colour: 'red'})\">A</button>"
    remedy = only(html, "proactive-unknown").remedy
    assert all(f"`{name}`" in remedy for name in API.proactive)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("{account: \u2018demo\u2019}", "replace the typographic quotes by straight ones"),
        ("{account: \u201cdemo\u201d}", "replace the typographic quotes by straight ones"),
        ("{account: 'demo'}\u200b", "delete this character"),
        ("{account: &quot;demo&quot;}", "write the character itself"),
        ("{account: 'demo',<br> lang: 'en'}", "take the tags out"),
        ("{account: 'demo' lang: 'en'}", "correct the script here"),
    ],
)
def test_an_unreadable_script_is_mended_where_it_is_broken(text: str, begin: str) -> None:
    told = {"message": "Invalid or unexpected token", "name": "SyntaxError", "stack": ""}
    html = f"<script>livechatooCmd = function () {{ livechatoo.embed.init({text}); }};</script>"
    (finding,) = found(html, "script-unreadable", visit("desktop", ("page_error", told)))
    assert finding.remedy.startswith(begin)


LOADER = '<script async src="https://app.livechatoo.com/js/web.min.js"></script>'


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (f"<p>Shop</p>\n{LOADER}\n{LOADER}", "2 times; the first is in line 2"),
        (f"{LOADER}\n\n\n<p>Shop</p>{LOADER}", "2 times; the first is in line 1"),
        (LOADER, "2 times"),  # a script of another party brings the other one
    ],
)
def test_the_first_of_two_loaders_is_told_of_too(html: str, words: str) -> None:
    scripts = ["https://app.livechatoo.com/js/web.min.js"] * 2
    (finding,) = found(html, "loader-twice", visit("desktop", loaded={"scripts": scripts}))
    assert finding.message == f"the page loads the loader {words}"


def test_no_rule_says_the_same_in_its_remedy_whatever_is_wrong() -> None:
    vague = {"use the documented name", "use the documented name, or remove the option"}
    assert not vague & {rule.remedy for rule in all_rules()}


BARE = "<script>\nlivechatoo.embed.init({account: 'demo'});\n</script>"
HOOK = f"<script>\nlivechatooCmd = function () {{ {BARE.splitlines()[1]} }};\n</script>"


def thrown(html: str, call: str) -> tuple[str, dict[str, str]]:
    """What a visit tells of a call that the widget is not there for."""
    line = html[: html.index(call)].count("\n") + 1
    stack = f"ReferenceError: livechatoo is not defined\n    at {SITE}:{line}:1"
    message = "livechatoo is not defined"
    return "page_error", {"name": "ReferenceError", "message": message, "stack": stack}


@pytest.mark.parametrize(
    ("html", "call", "words", "example"),
    [
        (BARE, "livechatoo.embed.init", "in the place of the init there", "{account: 'demo'}"),
        (
            BARE.replace("init({account: 'demo'})", "flip()"),
            "livechatoo.embed.flip",
            "behind the init there",
            "  livechatoo.embed.flip();\n};",
        ),
        (
            f"{HOOK}\n<script>\nlivechatoo.embed.flip();\n</script>",
            "livechatoo.embed.flip",
            "which stands in line 2, and move the call in line 5 into it",
            LOADER,
        ),
    ],
)
def test_without_a_loader_the_calls_belong_to_what_is_told_of_that(
    html: str, call: str, words: str, example: str
) -> None:
    (finding,) = told(html, visit("desktop", LOAD, thrown(html, call)))
    assert finding.rule == "no-embed"
    assert words in finding.remedy
    assert example in finding.example
    assert finding.example.count("livechatooCmd") <= 1


def test_a_hook_without_a_loader_only_lacks_that() -> None:
    (finding,) = told(HOOK, visit("desktop", LOAD))
    assert "add the loader behind the hook (`window.livechatooCmd`" in finding.remedy
    assert finding.example == LOADER


@pytest.mark.parametrize(
    ("html", "call", "words"),
    [
        (f"{BARE}{LOADER}", "livechatoo.embed.init", "all calls of a page share one hook"),
        (
            f"{HOOK}{LOADER}<script>\nlivechatoo.embed.flip();\n</script>",
            "livechatoo.embed.flip",
            "which stands in line 2, behind init",
        ),
        (
            f"{HOOK}{LOADER}<script>\nlivechatoo.embed.init({{account: 'demo'}});\n</script>",
            "livechatoo.embed.init({account: 'demo'});\n</script>",
            "remove this call",
        ),
    ],
)
def test_an_early_call_belongs_into_the_hook_that_is_there(
    html: str, call: str, words: str
) -> None:
    (finding,) = found(html, "call-before-load", visit("desktop", LOAD, thrown(html, call)))
    assert words in finding.remedy
    assert "livechatooCmd" in finding.remedy


def test_one_of_several_pages_that_calls_what_it_does_not_load_is_wrong_all_the_same() -> None:
    seen = visit("desktop", LOAD, thrown(BARE, "livechatoo.embed.init"))
    assert [one.severity for one in among_others(judgement(BARE, seen)).findings] == ["error"]
    assert [one.severity for one in among_others(judgement("<p>Shop</p>")).findings] == ["note"]


def test_remedies_that_speak_of_the_hook_say_what_that_is() -> None:
    spoken = [rule for rule in all_rules() if "hook" in rule.remedy]
    assert spoken
    assert [rule.id for rule in spoken if "livechatooCmd" not in rule.remedy] == []
