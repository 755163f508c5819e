"""What there is to cover."""

from __future__ import annotations

from collections import Counter

import pytest

from harness.coverage import ITEMS, Sort
from harness.coverage.judgements import CONTRACT
from harness.coverage.witnesses import _WITNESSES, witness_of
from harness.scenario.about import ABOUT
from harness.widget_api import API, SECTIONS


def test_every_item_can_be_named_in_about() -> None:
    assert ITEMS.keys() <= ABOUT


def test_every_function_option_parameter_callback_and_rule_is_an_item() -> None:
    sorts = Counter(item.sort for item in ITEMS.values())
    assert sorts[Sort.FUNCTION] == len(API.functions)
    assert sorts[Sort.OPTION] == len(API.options) + len(API.popup_options)
    assert sorts[Sort.PARAMETER] == len(API.proactive)
    assert sorts[Sort.CALLBACK] == len(API.callbacks)
    assert sorts[Sort.RULE] == len(API.rules)


@pytest.mark.parametrize(
    "name",
    [
        *("embed.page=chat", "embed.bubble=false", "embed.switch_side=left", "page=mini"),
        *("mobile=true", "popup.btype=left3", "popup.mode=custom", "session_per_host=true"),
        *("onload.online=true", "onchange.chat_status=max", "onchatstart.initiator=trigger"),
        *("onchatrating.rating=1", "onchatrating.rating=5", "onnamerequired.accepted=false"),
    ],
)
def test_values_are_items_of_their_own(name: str) -> None:
    assert ITEMS[name].base == name.partition("=")[0]


def test_values_that_the_page_does_not_name_are_no_items() -> None:
    assert not {"page=chat", "onchatrating.rating=0", "onchatrating.rating=6"} & ITEMS.keys()


def test_items_come_in_the_order_of_the_vendors_page() -> None:
    sections = [item.section for item in ITEMS.values()]
    assert sections == sorted(sections, key=SECTIONS.index)


def test_the_subjects_of_rules_are_items() -> None:
    assert {name for rule in API.rules.values() for name in rule.subjects} <= ITEMS.keys()


def test_witnesses_are_of_rules_and_say_what_they_look_for() -> None:
    assert _WITNESSES.keys() <= API.rules.keys()
    assert all(witness.text for witness in _WITNESSES.values())
    assert all(witness_of(name) for name in API.rules)


def test_the_contract_judges_rules_of_the_vendors_page() -> None:
    assert {"onload-once", "onchatstart-once", "negated-offline", "data-types"} <= CONTRACT
