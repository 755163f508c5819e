"""The linter knows what is the stub's own: who looks at that has to say what it assumes."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harness.assumptions import ASSUMPTIONS
from harness.commands.command_line import cli
from harness.scenario import load
from harness.scenario.stub_subjects import problems_of
from harness.scenario.subjects import SUBJECTS
from harness.statuses import UNUSABLE

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.problems import Problem

SENT = "- visitor: {leaves_message: {message: A}}\n    expect: [onofflinemessage]\n  - "
OWN = {
    "status() as a value": (
        "- status:\n    returns: online",
        "status-is-the-page",
    ),
    "status() is kept": ("- status:\n    save: {asked: returned}", "status-is-the-page"),
    "popup.status() as a value": (
        "- popup.status:\n    returns: {$re: open}",
        "popup-status",
    ),
    "status() in a script": (
        "- check: {eval: {'livechatoo.embed.status()': online}}",
        "status-is-the-page",
    ),
    "status() in an alert": (
        "- eval: alert(livechatoo.embed.status())\n    expect: {dialog: start-online}",
        "status-is-the-page",
    ),
    "the focus": ("- check: {focus: Your message}", "focus-order"),
    "Tab": ("- press: Tab", "focus-order"),
    "Escape": ("- press: Escape", "escape-minimizes"),
    "a cookie": ("- check: {cookies: {lcsession: $str}}", "session-cookie"),
    "styles": ("- check: {widget_css: {send: {color: red}}}", "css-names"),
    "the bubble's place": ("- check: {popup_place: lower-left}", "popup-bubble-shapes"),
    "a greeting": ("- check: {conversation: [{text: How can we help?}]}", "wording"),
    "a line, whatever it says": (
        "- visitor: {says: Hi}\n  - check: {conversation: [$any, {text: Hi}]}",
        "wording",
    ),
    "how many lines there are": ("- check: {conversation: {$len: 1}}", "wording"),
    "a line that says no matter what": ("- check: {conversation: [{by: Alex}]}", "wording"),
    "all text of the widget": ("- check: {widget_text: Alex}", "wording"),
    "flip() tells of a change": (
        "- flip:\n    expect: {onchange: {chat_status: min}}",
        "flip-fires-onchange",
    ),
    "a row with a department is picked": ("- visitor: {picks: 'Alex, Orders'}", "manual-list"),
    "an operator in a department": ("- check: {choices: ['Alex, Orders']}", "manual-list"),
    "the frame in a script": (
        "- check: {eval: {\"document.querySelector('iframe').title\": Chat}}",
        "frame-of-its-own",
    ),
    "the frame by a selector": ("- check: {count: {'body > iframe': 1}}", "frame-of-its-own"),
    "the frame's address": (
        "- reload:\n    expect: {request: {path: /demo/client-embed/en}}",
        "requests-as-observed",
    ),
    "the popup's address": (
        "- goto: https://app.livechatoo.com/demo/client-popup/en",
        "popup-address",
    ),
    "the bar of a phone": (
        "- init: {account: demo, mobile: true}\n  - check: {chatbar: bar}",
        "mobile-keeps-page",
    ),
    "the status of a phone's bar": (
        "- init: {account: demo, mobile: true}\n    expect: {onload: {page: start-online}}",
        "mobile-keeps-page",
    ),
    "the status that a phone's new page leaves": (
        "- init: {mobile: true}\n  - page: online\n  - check: {status: {$in: [online]}}",
        "mobile-window",
    ),
    "maximizing without a chat": (
        "- visitor: opens\n  - visitor: maximizes",
        "controls-without-chat",
    ),
    "maximizing where no chat comes": (
        "- operator: {goes: offline}\n  - page: online\n  - visitor: maximizes",
        "controls-without-chat",
    ),
    "closing without a chat": ("- visitor: opens\n  - visitor: closes", "controls-without-chat"),
    "a page in place of the chat": (
        "- visitor: {says: Hi}\n  - page: online\n  - visitor: minimizes",
        "chat-page",
    ),
    "another offline message": (
        f"{SENT}check: {{fields: {{message: ''}}}}",
        "offline-again",
    ),
    "a chat after its end": (
        "- visitor: {says: Hi}\n  - operator: ends\n  - visitor: {says: Hi}",
        "operator-ends",
    ),
    "the window after the end": (
        "- visitor: {says: Hi}\n  - operator: ends\n  - check: {chatbar: window}",
        "operator-ends",
    ),
    "a chat after its rating": (
        "- visitor: {says: Hi}\n  - visitor: {rates: 4}\n  - operator: ends",
        "rating-when",
    ),
    "a phone that is none": ("- visitor: {gives: {phone: '000'}}", "ask-value-checked"),
    "an email that is none": (
        "- visitor: {leaves_message: {email: a@b, message: Hi}}",
        "offline-fields",
    ),
    "inherited options": (
        "- eval: 'livechatoo.embed.init(Object.create({account: 1}))'",
        "inherited-options",
    ),
    "Google's event": (
        "- reload:\n    expect: {analytics: {args: [send, event, Livechatoo, Trigger, $str]}}",
        "analytics-call",
    ),
}

DOCUMENTED = {
    "the visitor's change": ("- visitor: minimizes\n    expect: {onchange: {chat_status: min}}"),
    "an operator is picked": "- visitor: {picks: Alex}",
    "a phone's bar, small or not": (
        "- init: {account: demo, mobile: true}\n  - check: {chatbar: {$in: [bar, mini]}}"
    ),
    "what a phone's page is not": (
        "- init: {account: a, mobile: true}\n  - page: offline\n  - check: {status: {$not: online}}"
    ),
    "a phone is told that it is none": (
        "- init: {account: demo, mobile: true}\n  - init: {account: demo, mobile: false}\n"
        "  - check: {chatbar: bar, status: start-online}"
    ),
    "a chat is made large and closed": (
        "- visitor: {says: Hi}\n  - visitor: maximizes\n  - visitor: closes"
    ),
    "a new page after the end": (
        "- visitor: {says: Hi}\n  - operator: ends\n  - refresh:\n  - check: {chatbar: bar}"
    ),
    "an offline message that was refused first": (
        "- visitor: {leaves_message: {message: One}}\n  - visitor: consents\n"
        "  - visitor: {leaves_message: {message: One}}"
    ),
    "an offline message on the next page": (
        "- visitor: {leaves_message: {message: A}}\n    expect: [onofflinemessage]\n  - refresh:\n"
        "  - visitor: {leaves_message: {message: B}}"
    ),
    "a page after the chat": "- visitor: {says: Hi}\n  - visitor: closes\n  - page: online",
    "a chat is hidden": "- visitor: {says: Hi}\n  - page: hidden\n  - page: chat",
    "another chat on another page": (
        "- visitor: {says: Hi}\n  - visitor: {rates: 4}\n  - goto: /other\n  - visitor: {says: Hi}"
    ),
    "a phone and an email": (
        "- visitor: {leaves_message: {email: a@mail.example, phone: +421 903 123 456, message: A}}"
    ),
    "nothing in the fields": "- visitor: {leaves_message: {email: '', phone: ' ', message: Hi}}",
    "options of a frozen object": "- eval: 'livechatoo.embed.init(Object.freeze({account: 1}))'",
    "options without a prototype": "- eval: 'Object.create(null)'",
    "status() is called": "- status:",
    "status() returns anything": "- status:\n    returns: $any",
    "status by the profile": "- check: {status: online, popup_status: ''}",
    "a key in a field": "- press: {'#search': Tab}",
    "another key": "- press: Enter",
    "the page's cookie is gone": "- check: {cookies: {session: $absent}}",
    "what was said": (
        "- visitor: {says: Where is it?}\n  - check: {conversation: [{text: Where is it?}]}"
    ),
    "an operator's name": "- check: {choices: [Alex]}",
    "a part of the text": "- check: {widget_text: {$re: Alex}}",
    "no text at all": "- check: {widget_text: ''}",
    "the loader": "- reload:\n    expect: {request: {path: /js/web.min.js}}",
    "another host": "- reload:\n    expect: {request: {host: shop.example, path: /x}}",
    "no request": (
        "- reload:\n    expect: {never: {of: [{request: {path: /demo/client-embed/en}}], for: 1s}}"
    ),
    "an alert of the page": "- eval: alert('start-online')\n    expect: {dialog: start-online}",
    "a popup opens": "- popup.init: {account: demo}\n    expect: {window: {action: opened}}",
    "the page's own event": (
        "- reload:\n    expect: {analytics: {args: [send, event, Shop, Order]}}"
    ),
    "a subframe's word": "- check: {text: {'#frames': Picture frames}}",
}


def found(folder: Path, steps: str, more: str = "") -> list[Problem]:
    file = folder / "one.yaml"
    head = dedent(
        """\
        scenario: Something is looked at
        host: {html: <p>Shop</p>, embed: {account: demo}}
        backend: {operators: [{id: 1, name: Alex}]}
        """
    )
    file.write_text(f"{head}{more}\nsteps:\n  {steps}\n", encoding="utf-8")
    loaded = load([file], folder)
    assert not loaded.problems, loaded.render_problems()
    return problems_of(loaded.scenarios[0])


@pytest.mark.parametrize(("steps", "name"), OWN.values(), ids=OWN)
def test_who_looks_at_what_is_the_stubs_own_names_an_assumption(
    tmp_path: Path, steps: str, name: str
) -> None:
    (problem,) = found(tmp_path, steps)
    assert problem.code == "stub-subject"
    assert problem.place is not None
    assert name in str(problem.expected)
    assert not found(tmp_path, steps, f"assumes: [{name}]")


@pytest.mark.parametrize("steps", DOCUMENTED.values(), ids=DOCUMENTED)
def test_what_is_documented_or_found_by_a_profile_needs_none(tmp_path: Path, steps: str) -> None:
    assert not found(tmp_path, steps)


def test_another_assumption_does_not_do(tmp_path: Path) -> None:
    assert found(tmp_path, "- press: Tab", "assumes: [ids]")


def test_to_set_an_assumption_is_to_name_it(tmp_path: Path) -> None:
    assert found(tmp_path, "- status:\n    returns: {page: online}")
    file = tmp_path / "one.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "name: Alex}]}", "name: Alex}], assume: {status-is-the-page: object}}"
    )
    file.write_text(text, encoding="utf-8")
    assert not problems_of(load([file], tmp_path).scenarios[0])


def test_every_subject_rests_on_assumptions_of_the_ledger() -> None:
    for subject in SUBJECTS:
        assert set(subject.rests_on) <= ASSUMPTIONS.keys()


def test_the_linter_tells_the_line_and_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(tmp_path, "- check: {focus: Your message}")
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(cli, ["lint", "one.yaml"])
    assert told.exit_code == UNUSABLE
    assert "one.yaml:6:5: problem[stub-subject]: this looks at what has the focus" in told.output
    assert "write `assumes: [focus-order]`" in told.output
    assert "1 problem\n" in told.output
