"""Who acts next has seen what the one before has done, however late the news of it comes.

The news that a window waits for is kept back for a while; the back end itself is as quick as ever.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.browser.profile import STUB_PROFILE
from harness.browser.surroundings import Surroundings
from harness.stub.widget_talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.stub.exchange import Answer, Asked

    from .conftest import Lab

KEPT = 0.4
"""Seconds: a step of a visitor takes a tenth of them."""

BEGINNING = """
scenario: A name is asked for
backend: {assume: {ask-again: chat}, settings: {ask_name: true},
  triggers: [{id: 7, title: Help, message: Can I help?}]}
host:
  html: "<!doctype html><title>x</title>"
  embed: {account: demo, page: online, ontrigger: {js: "function () { isTriggered = true; }"}}
steps:
"""
ENDED = f"""{BEGINNING}
  - visitor: {{says: One question}}
  - visitor: {{declines: name}}
    expect: [onchatstart]
  - operator: ends
  - visitor: {{says: Another question}}
    expect: {{never: {{of: [onchatstart], for: 200ms}}}}
"""
GONE = f"""{BEGINNING}
  - operator: {{goes: offline}}
  - status:
    returns: offline
"""
TRIGGERED = f"""{BEGINNING}
  - trigger: 7
  - eval: window.isTriggered === true
    returns: true
"""
SLOW_TALK = """
scenario: A window that is restored, and rated in
host:
  html: |
    <!doctype html><title>x</title><script>
    addEventListener('message', function (event) {
      if (event.isLate) return;
      event.stopImmediatePropagation();
      requestAnimationFrame(function () { setTimeout(function () {
        var again = new MessageEvent('message', event);
        again.isLate = true;
        dispatchEvent(again);
      }, 0); });
    }, true);
    </script>
    <!-- livechatoo -->
  embed: {account: demo, page: online}
steps:
  - visitor: {says: Hello}
    expect: [onchatstart]
  - visitor: maximizes
  - visitor: restores
  - visitor: {rates: 4}
    expect: [onchatrating]
"""

SLOW_SIZE = SLOW_TALK.partition("  - visitor: maximizes")[0].replace(
    "A window that is restored, and rated in", "A window that is minimized before the page goes on"
)
LOADED = f"""{SLOW_SIZE}
  - visitor: minimizes
  - refresh:
    expect: [onload, onchatopened]
  - check: {{chatbar: bar}}
"""
CALLED = f"""{SLOW_SIZE}
  - visitor: minimizes
  - page: chat
  - check: {{chatbar: window}}
"""
SAID = """
scenario: A visitor who acts before the answer to the last act is there
host:
  html: "<!doctype html><title>x</title>"
  embed: {account: demo, page: online, onchange: {js: "function () {}"}}
steps:
  - visitor: {says: Is the fork still in stock?}
  - visitor: minimizes
    expect: {onchange: {chat_status: min}}
"""


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers to whoever waits for news are kept back."""
    answer = Talk.answer

    def answer_late(talk: Talk, asked: Asked) -> Answer:
        given = answer(talk, asked)
        if asked.data().get("do") == "wait":
            time.sleep(KEPT)
        return given

    monkeypatch.setattr(Talk, "answer", answer_late)


@pytest.mark.usefixtures("late")
def test_the_visitor_has_seen_what_operators_and_triggers_have_done(
    make_lab: Callable[[], Lab],
) -> None:
    results = make_lab().run({"ended": ENDED, "gone": GONE, "triggered": TRIGGERED})
    assert {name: one.verdict.failures for name, one in results.items()} == dict.fromkeys(
        results, ()
    )


def test_the_visitor_looks_for_a_control_where_it_has_come_to(make_lab: Callable[[], Lab]) -> None:
    """The page hears late how large the widget is to be; one of eight clicks went amiss."""
    unknown = Surroundings(profile=replace(STUB_PROFILE))
    texts = {f"turn-{number}": SLOW_TALK for number in range(12)}
    results = make_lab().run(texts, surroundings=unknown)
    assert {name: one.verdict.failures for name, one in results.items()} == dict.fromkeys(texts, ())


@pytest.mark.parametrize("text", [LOADED, CALLED])
def test_a_load_or_a_call_does_not_overtake_the_visitor(
    make_lab: Callable[[], Lab], text: str
) -> None:
    texts = {f"turn-{number}": text for number in range(6)}
    unknown = Surroundings(profile=replace(STUB_PROFILE))
    results = make_lab().run(texts, surroundings=unknown)
    assert {name: one.verdict.failures for name, one in results.items()} == dict.fromkeys(texts, ())


@pytest.mark.parametrize("is_done_first", [True, False], ids=["answered late", "heard late"])
def test_the_visitor_waits_for_the_answer_to_the_act_before(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch, *, is_done_first: bool
) -> None:
    answer = Talk.answer

    def answer_late(talk: Talk, asked: Asked) -> Answer:
        is_late = asked.data().get("do") == "say"
        if is_late and not is_done_first:
            time.sleep(KEPT)
        given = answer(talk, asked)
        if is_late and is_done_first:
            time.sleep(KEPT)
        return given

    monkeypatch.setattr(Talk, "answer", answer_late)
    verdict = make_lab().run({"said": SAID})["said"].verdict
    assert verdict.status == "passed", verdict.failures
