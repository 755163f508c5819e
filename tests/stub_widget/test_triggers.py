from __future__ import annotations

from typing import Any

import pytest
from worlds import ALEX, EVA, JOHN, ORDERS, RETURNS, Trigger, arrive, row

from harness.stub.backend import Backend, NotPossible, Operator

CART = "https://shop.example/cart"
HELP = Trigger(url="*/cart", after=5.0, message="Help?")


def world(*triggers: Trigger, staff: tuple[Operator, ...] = (ALEX,), **assume: Any) -> Backend:
    """A world with triggers; assumptions are named with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in assume.items()}
    return Backend(staff, (ORDERS, RETURNS), triggers=triggers, assume=named)


def timers(backend: Backend, view: str) -> list[int]:
    """The triggers whose time is to come."""
    return [timer["id"] for timer in backend.snapshot(view)["timers"]]


def launched(backend: Backend, view: str) -> list[int]:
    """The triggers that were launched for a page."""
    return [launch["id"] for launch in backend.snapshot(view)["launched"]]


def test_a_trigger_waits_its_time_and_launches_with_its_message() -> None:
    backend = world(HELP)
    view = arrive(backend, url=CART)
    assert backend.snapshot(view)["timers"] == [{"id": 7, "ms": 5000}]
    backend.trigger_is_due(view, 7)
    snapshot = backend.snapshot(view)
    assert snapshot["timers"] == []
    assert snapshot["launched"] == [{"number": 1, "id": 7, "title": "Cart help"}]
    assert snapshot["proposal"]["message"] == "Help?"
    assert snapshot["proposal"]["name"] == "Alex"
    assert backend.chats() == []
    assert row(backend)["triggers"] == [7]
    assert backend.visitor_says(view, "Yes").initiator == "trigger"
    assert [line["text"] for line in backend.chats()[0]["messages"]] == ["Help?", "Yes"]


def test_a_trigger_without_a_message_shows_nothing() -> None:
    backend = world(Trigger(after=1.0))
    view = arrive(backend)
    backend.trigger_is_due(view, 7)
    assert launched(backend, view) == [7]
    assert backend.snapshot(view)["proposal"] is None
    assert backend.visitor_says(view, "Hi").initiator == "client"


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        ({"url": "*/cart"}, True),
        ({"url": "*/CART"}, False),
        ({"url": "/cart"}, False),
        ({"url_matches": r"c.rt$"}, True),
        ({"url_matches": r"^/cart"}, False),
        ({"url_matches": "("}, False),
        ({"url_matches": "(?:a" * 5000}, False),
        ({"title_has": "Shop"}, True),
        ({"title_has": "shop"}, False),
        ({"previous_url": "https://shop.example/*"}, True),
        ({"previous_url": CART}, False),
        ({"pages": 2}, True),
        ({"pages": 3}, False),
        ({"max_chats": 1}, True),
        ({"max_chats": 0}, False),
        ({"url": "*/cart", "title_has": "no"}, False),
        ({"url": "*/cart", "title_has": "Shop", "pages": 1}, True),
    ],
)
def test_a_trigger_launches_where_all_its_conditions_hold(
    *, condition: dict[str, Any], is_met: bool
) -> None:
    backend = world(Trigger(**condition))
    browser = backend.browser_known_as(None)
    before = arrive(backend, browser, url="https://shop.example/list")
    backend.visitor_says(before, "Hi")
    backend.visitor_ends(before)
    view = arrive(backend, browser, url=CART, title="The Shop")
    assert timers(backend, view) == ([7] if is_met else [])
    backend.trigger_is_due(view, 7)
    assert launched(backend, view) == ([7] if is_met else [])


def test_a_trigger_without_conditions_launches_only_when_somebody_says_so() -> None:
    backend = world(Trigger(is_automatic=False))
    view = arrive(backend)
    backend.trigger_is_due(view, 7)
    assert launched(backend, view) == []
    since = backend.version
    backend.trigger_launches(7)
    assert launched(backend, view) == [7]
    assert backend.has_news(view, since)


def test_somebody_may_launch_a_trigger_whatever_its_conditions() -> None:
    backend = world(Trigger(url="*/nowhere"))
    first, second = arrive(backend), arrive(backend)
    backend.trigger_launches(7, visitor=1)
    backend.trigger_launches(7)
    backend.trigger_launches(7)
    assert (launched(backend, first), launched(backend, second)) == ([7], [7, 7])
    numbers = [launch["number"] for launch in backend.snapshot(second)["launched"]]
    assert numbers == [2, 3]


@pytest.mark.parametrize(("once", "again"), [("session", ([], [])), ("load", ([7], [7]))])
def test_a_trigger_launches_as_often_as_assumed(
    once: str, again: tuple[list[int], list[int]]
) -> None:
    backend = world(Trigger(after=1.0), trigger_once=once)
    browser = backend.browser_known_as(None)
    first = arrive(backend, browser)
    for _ in range(2):
        backend.trigger_is_due(first, 7)
    assert launched(backend, first) == [7]
    second = arrive(backend, browser)
    waiting = timers(backend, second)
    backend.trigger_is_due(second, 7)
    assert (waiting, launched(backend, second)) == again


def test_a_launch_on_one_page_stops_the_timers_of_the_visitors_others() -> None:
    backend = world(HELP)
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser, url=CART), arrive(backend, browser, url=CART)
    since = backend.version
    backend.trigger_is_due(first, 7)
    assert [backend.has_news(view, since) for view in (first, second)] == [False, True]
    assert timers(backend, second) == []
    assert backend.snapshot(second)["proposal"] is None


def test_triggers_do_not_launch_during_a_chat() -> None:
    backend = world(HELP)
    view = arrive(backend, url=CART)
    backend.visitor_says(view, "Hi")
    assert timers(backend, view) == []
    backend.trigger_is_due(view, 7)
    assert launched(backend, view) == []
    with pytest.raises(NotPossible, match="in a chat already"):
        backend.trigger_launches(7)
    backend.visitor_ends(view)
    assert timers(backend, view) == [7]


def test_a_message_needs_somebody_who_may_take_the_chat() -> None:
    trigger = Trigger(after=1.0, message="Help?", operators=(2, 3), departments=(5,))
    backend = world(trigger, staff=(ALEX, JOHN, EVA))
    view = arrive(backend)
    backend.operator_goes("offline", 3)
    assert timers(backend, view) == []
    with pytest.raises(NotPossible, match="no operator is online"):
        backend.trigger_launches(7)
    backend.operator_goes("online", 3)
    assert timers(backend, view) == [7]
    backend.trigger_is_due(view, 7)
    assert backend.snapshot(view)["proposal"]["department"] == "Returns"
    chat = backend.visitor_says(view, "Hi")
    assert (chat.operator.name, chat.partner.department) == ("Eva", 5)


def test_timers_are_for_host_pages() -> None:
    backend = world(HELP)
    for kind in ("popup", "page"):
        assert timers(backend, arrive(backend, url=CART, kind=kind)) == []


def test_a_launch_is_not_withdrawn_by_what_the_page_showed_before() -> None:
    backend = world(HELP)
    view = arrive(backend, url=CART)
    backend.trigger_is_due(view, 7)
    backend.visitor_sees(view, "start-online", "min")
    assert backend.snapshot(view)["proposal"]
    for page in ("chat", "hidden"):
        backend.visitor_sees(view, page, "res")
        assert backend.snapshot(view)["proposal"]
    backend.visitor_sees(view, "online", "res")
    assert backend.snapshot(view)["proposal"] is None


def test_what_a_page_showed_before_is_not_heard_after_what_it_shows_now() -> None:
    backend = world(HELP)
    view = arrive(backend, url=CART)
    backend.trigger_is_due(view, 7)
    backend.visitor_sees(view, "chat", "res", order=2)
    backend.visitor_sees(view, "start-online", "min", order=1)
    assert backend.snapshot(view)["proposal"]
    assert backend.visitors()[0]["page"] == "chat"
    backend.visitor_sees(view, "start-online", "min", order=3)
    assert backend.snapshot(view)["proposal"] is None


def test_an_unknown_trigger_cannot_launch() -> None:
    backend = world(HELP)
    view = arrive(backend)
    with pytest.raises(NotPossible, match="there is no trigger 9"):
        backend.trigger_launches(9)
    with pytest.raises(NotPossible, match="there is no trigger 9"):
        backend.trigger_is_due(view, 9)
    backend.visitor_leaves(view)
    with pytest.raises(NotPossible, match="no visitor is here"):
        backend.trigger_launches(7)
