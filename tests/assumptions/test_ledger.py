"""The ledger of assumptions is whole, and the document of it is fresh."""

from __future__ import annotations

from typing import get_args

import pytest

from harness.assumptions import (
    ASSUMPTIONS,
    Assumption,
    Side,
    administration,
    assumed,
    bar,
    callbacks,
    chats,
    data,
    looks,
    mobile,
    popup,
)
from harness.assumptions.documents import FILE, as_markdown, explained
from harness.judging.rules import RULES
from harness.scenario.about import ABOUT
from harness.widget_api import API, SECTIONS

ENTRIES = pytest.mark.parametrize("entry", ASSUMPTIONS.values(), ids=lambda entry: entry.id)
SETTABLE = {
    "status-is-the-page": ("page", "boolean", "object"),
    "flip-fires-onchange": (True, False),
    "page-fires-onchange": (True, False),
    "start-fires-onchange": (False, True),
    "close-fires-onchange": (False, True),
    "live-negation": (True, False),
    "chat-reopens": (True, False),
    "flip-after-hidden": ("start-online", "online"),
    "reload-starts-again": (True, False),
    "second-init": ("replaces", "ignored"),
    "ids": ("number", "text"),
    "missing-fields": ("empty", "absent"),
    "declined-value": ("absent", "empty"),
    "trigger-once": ("session", "load"),
    "ask-again": ("session", "chat"),
    "analytics-order": ("after", "before"),
    "callback-this": ("options", "undefined"),
    "language-fallback": ("en", "sk"),
    "rate-again": (False, True),
    "popup-callbacks": (False, True),
}


def test_the_document_of_the_ledger_is_fresh() -> None:
    written = FILE.read_text(encoding="utf-8")
    assert written == as_markdown(), "run `python -m harness.assumptions`"


def test_these_assumptions_can_be_set_and_so_begin() -> None:
    assert {e.id: e.choices for e in ASSUMPTIONS.values() if e.choices} == SETTABLE


def test_no_id_is_given_twice() -> None:
    parts = (bar, looks, mobile, popup, chats, callbacks, data, administration)
    assert sum(len(part.ENTRIES) for part in parts) == len(ASSUMPTIONS)


def test_an_assumption_is_no_rule_of_the_vendors_page() -> None:
    assert not ASSUMPTIONS.keys() & API.rules.keys()


@ENTRIES
def test_an_entry_says_where_the_vendors_page_is_silent_and_why(entry: Assumption) -> None:
    assert entry.section in SECTIONS
    assert entry.statement
    assert entry.reason
    assert entry.side in get_args(Side)


@ENTRIES
def test_an_entry_concerns_what_there_is(entry: Assumption) -> None:
    assert set(entry.subjects) <= ABOUT | {rule.id for rule in RULES}


@ENTRIES
def test_an_entry_that_can_be_set_has_a_default_and_another_value(entry: Assumption) -> None:
    assert len(entry.choices) != 1
    assert entry.default == (entry.choices[0] if entry.choices else None)


def test_the_value_in_force_is_the_scenarios_or_the_default() -> None:
    assert assumed({}, "ids") == "number"
    assert assumed({"ids": "text"}, "ids") == "text"


def test_an_entry_is_explained_with_how_to_set_it() -> None:
    assert "backend: {assume: {rate-again: true}}" in explained(ASSUMPTIONS["rate-again"])
    assert "backend:" not in explained(ASSUMPTIONS["popup-address"])
