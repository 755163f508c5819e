"""The model of triggers that are launched by a condition."""

from __future__ import annotations

from typing import Any

import pytest

from harness.model import Model
from tests.explore.stories import chatting, event, events, sees, world

SHOP, CART, BLOG = "https://shop.example/", "https://shop.example/cart", "https://blog.example/"


def _site(trigger: dict[str, Any]) -> dict[str, Any]:
    made = world(triggers=[{"id": 5, "title": "By itself", **trigger}])
    page = {"html": "<title>Cart</title>", "embed": {"account": "demo", "page": "online"}}
    made["host"]["pages"] = {CART: page, BLOG: page}
    return made


@pytest.mark.parametrize(
    "trigger",
    [
        {"url": "*/cart"},
        {"url": CART},
        {"url_matches": "car[t]$"},
        {"title_has": "art"},
        {"previous_url": SHOP},
        {"pages": 2},
    ],
)
def test_a_trigger_is_launched_by_the_load_at_which_its_condition_holds(
    trigger: dict[str, Any],
) -> None:
    model = Model(_site(trigger))
    assert event(model.predict(), "ontrigger").high == 0
    sees(model, "bar")
    told = event(model.predict({"goto": CART}), "ontrigger")
    assert (told.low, told.high, told.rule) == (1, 1, "trigger-conditions")
    assert told.pattern == {"id": {"$in": [5, "5"]}, "title": "By itself"}


@pytest.mark.parametrize(
    "trigger",
    [
        {"url": "*/car"},
        {"url": "https://shop.example.cart"},
        {"url_matches": "^cart"},
        {"title_has": "cart"},
        {"previous_url": CART},
        {"pages": 3},
        {},
    ],
)
def test_one_whose_condition_does_not_hold_stays_quiet(trigger: dict[str, Any]) -> None:
    model = Model(_site(trigger))
    model.predict()
    sees(model, "bar")
    assert event(model.predict({"goto": CART}), "ontrigger").high == 0


def test_nothing_is_said_of_a_second_time() -> None:
    model = Model(_site({"url": "*/cart"}))
    model.predict()
    for address in (CART, SHOP):
        model.predict({"goto": address})
        sees(model, "bar")
    assert not events(model.predict({"goto": CART}), "ontrigger")


@pytest.mark.parametrize(
    "trigger", [{"url": CART, "pages": 2}, {"url": CART, "message": "Help?"}, {"after": "1s"}]
)
def test_nothing_is_said_of_conditions_that_join_of_messages_and_of_time(
    trigger: dict[str, Any],
) -> None:
    model = Model(_site(trigger))
    model.predict()
    sees(model, "bar")
    assert not events(model.predict({"goto": CART}), "ontrigger")


def test_nothing_is_said_of_a_trigger_during_a_chat_and_after_it() -> None:
    model = chatting(Model(_site({"url": CART})))
    assert not events(model.predict({"goto": CART}), "ontrigger")
    sees(model, "window")
    assert not events(model.predict({"operator": "ends"}), "ontrigger")


@pytest.mark.parametrize("step", [{"refresh": None}, {"reload": None}])
def test_whether_the_same_page_again_is_another_view_is_not_said(step: dict[str, Any]) -> None:
    model = Model(_site({"pages": 2}))
    model.predict()
    sees(model, "bar")
    assert not events(model.predict(step), "ontrigger")
