"""Two recordings, compared: each difference is named once, and what only looks so is not."""

from __future__ import annotations

import pytest
from accounts import Account, compared, told

from harness.judging.matching import UNDEFINED

CHAT = {"ticket": "T-000001", "initiator": "client"}


def test_a_recording_does_not_differ_from_itself() -> None:
    def account() -> Account:
        return (
            Account()
            .fires("onload", {"page": "online", "online": True})
            .step("flip")
            .returns("embed.flip", UNDEFINED)
            .looks("status", "hidden")
            .asks("/js/web.min.js")
            .offers(embed="object", embed__flip=0)
        )

    assert compared(account(), account()) == []


def test_a_callback_that_one_widget_lacks_is_one_difference_with_what_was_going_on() -> None:
    a = Account().step("flip").fires("onchange", {"chat_status": "min"})
    b = Account().step("flip")
    (found,) = compared(a, b)
    assert (found.spot.area, found.spot.subject, found.spot.during) == (
        "callback",
        "onchange",
        "embed.flip",
    )
    assert (found.how, found.a, found.b) == (
        "missing",
        'once, with {chat_status: "min"}',
        "not at all",
    )


def test_a_callback_that_fires_once_too_often_tells_both_counts() -> None:
    load = {"page": "online", "online": True}
    (found,) = compared(
        Account().fires("onload", load), Account().fires("onload", load).fires("onload", load)
    )
    assert found.how == "extra"
    assert found.b.startswith("twice")
    assert found.broken is not None
    assert (found.broken.by, found.broken.rule) == ("b", "onload-once")


def test_among_several_the_one_that_is_missing_is_found_by_its_step_and_data() -> None:
    small, large = {"chat_status": "min"}, {"chat_status": "res"}
    a = Account().step("flip").fires("onchange", small).step("flip").fires("onchange", large)
    b = Account().step("flip").step("flip").fires("onchange", large)
    (found,) = compared(a, b)
    assert (found.how, found.step) == ("missing", 0)


def test_a_slower_widget_is_no_difference() -> None:
    a = Account().step("flip").fires("onchange", {"chat_status": "min"}).step("status")
    b = Account().step("flip").step("status").fires("onchange", {"chat_status": "min"})
    assert compared(a, b) == []


def test_what_the_scenario_waited_for_has_to_come_in_its_step() -> None:
    awaited = [{"onchange": "$any", "times": [1, 1]}]
    a = Account().step("flip", expect=awaited).fires("onchange", {"chat_status": "min"})
    b = (
        Account()
        .step("flip", expect=awaited)
        .step("status")
        .fires("onchange", {"chat_status": "min"})
    )
    assert ("callback", "onchange", "missing") in told(compared(a.step("status"), b))


def test_the_other_order_is_one_difference_and_not_two_counts() -> None:
    data = {"ticket": "T-000001", "initiator": "client"}
    event = ("send", "event", "Livechatoo", "Chat start", "T-000001")
    a = Account().step("flip").fires("onchatstart", data).sends(*event)
    b = Account().step("flip").sends(*event).fires("onchatstart", data)
    (found,) = compared(a, b)
    assert (found.spot.area, found.how) == ("order", "order")
    assert found.a == "onchatstart before ga onchatstart"
    assert found.b == "ga onchatstart before onchatstart"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"page": "online"}, ("data", "onload.online", "missing")),
        ({"page": "online", "online": True, "x": 1}, ("data", "onload.x", "extra")),
        ({"page": "online", "online": 1}, ("data", "onload.online", "type")),
        ({"page": "offline", "online": True}, ("data", "onload.page", "value")),
        ("online", ("data", "onload", "type")),
    ],
)
def test_data_differ_by_field(data: object, expected: tuple[str, str, str]) -> None:
    a = Account().fires("onload", {"page": "online", "online": True})
    assert expected in told(compared(a, Account().fires("onload", data)))


def test_an_undefined_field_is_as_good_as_none() -> None:
    a = Account().fires("onload", {"page": "online", "online": True, "x": UNDEFINED})
    assert compared(a, Account().fires("onload", {"page": "online", "online": True})) == []


def test_tickets_count_by_their_order_and_not_by_their_text() -> None:
    a = Account().step("page").fires("onchatstart", {"ticket": "T-1", "initiator": "client"})
    b = Account().step("page").fires("onchatstart", {"ticket": "9f2c", "initiator": "client"})
    assert compared(a.sends("x", "T-1"), b.sends("x", "9f2c")) == []


def test_a_ticket_that_changes_is_a_difference() -> None:
    a = Account().fires("onchatopened", CHAT).step("flip").fires("onchatopened", CHAT)
    b = Account().fires("onchatopened", CHAT).step("flip")
    b.fires("onchatopened", {**CHAT, "ticket": "T-000002"})
    assert ("data", "onchatopened.ticket", "value") in told(compared(a, b))


def test_the_type_of_a_ticket_is_compared() -> None:
    a = Account().fires("onchatopened", CHAT)
    b = Account().fires("onchatopened", {**CHAT, "ticket": 17})
    (found,) = compared(a, b)
    assert (found.spot.subject, found.how) == ("onchatopened.ticket", "type")
    assert found.broken is not None
    assert found.broken.rule == "data-types"


def test_ids_that_the_scenario_gives_are_compared_and_others_are_not() -> None:
    def account(operator: int) -> Account:
        return Account().fires("ontrigger", {"id": operator, "title": "Help"})

    assert told(compared(account(7), account(8), 7, 8)) == [("data", "ontrigger.id", "value")]
    assert compared(account(7), account(4711), 7) == []


def test_times_are_not_compared() -> None:
    def account(when: str, stamp: int) -> Account:
        data = {"page": "online", "online": True, "since": when, "at": stamp}
        return Account().fires("onload", data)

    assert (
        compared(
            account("2025-01-01T10:00", 1735725600000), account("2026-02-03 04:05", 1770000000000)
        )
        == []
    )


def test_outcomes_differ_by_type_value_and_kind() -> None:
    def account() -> Account:
        return Account().step("status")

    text = account().returns("embed.status", "online")
    assert told(compared(text, account().returns("embed.status", value=True))) == [
        ("return", "embed.status", "type")
    ]
    text = account().returns("embed.status", "online")
    assert told(compared(text, account().throws("embed.status", "no"))) == [
        ("return", "embed.status", "otherwise")
    ]


def test_a_look_at_the_status_is_the_same_spot_as_a_call_of_it() -> None:
    a = Account().step("check").looks("status", "online")
    b = Account().step("check").looks("status", recorded=True)
    (found,) = compared(a, b)
    assert (found.spot.area, found.spot.subject) == ("return", "embed.status")


def test_only_what_the_scenario_asks_about_is_compared_of_a_look() -> None:
    a = (
        Account()
        .step("check")
        .looks("visitors", [{"page": "online", "lang": "en"}], [{"page": "online"}])
    )
    b = (
        Account()
        .step("check")
        .looks("visitors", [{"page": "online", "lang": "cs"}], [{"page": "online"}])
    )
    assert compared(a, b) == []


def test_requests_are_told_once_for_each_address_and_only_those_to_the_widgets_host() -> None:
    a = Account().asks("/js/web.min.js").asks("/css/a.css").asks("/x/ajax.ims").asks("/x/ajax.ims")
    b = Account().asks("/js/web.min.js").asks("/x/ajax.ims").asks("/y", host="shop.example")
    assert told(compared(a, b)) == [("request", "GET /css/a.css", "missing")]


def test_an_address_with_digits_of_its_own_is_one_address() -> None:
    a = Account().asks("/demo/files/client-embed/logo-0123456789abc.png")
    b = Account().asks("/demo/files/client-embed/logo-cba9876543210.png")
    assert compared(a, b) == []


def test_the_surface_tells_missing_functions_and_other_arities() -> None:
    a = Account().offers(
        embed="object", embed__init=1, embed__flip=0, popup="object", popup__init=1
    )
    b = Account().offers(embed="object", embed__init=0, embed__version=0)
    found = compared(a, b)
    assert told(found) == [
        ("surface", "embed.init", "otherwise"),
        ("surface", "embed.flip", "missing"),
        ("surface", "popup", "missing"),
        ("surface", "embed.version", "extra"),
    ]
    broken = {one.spot.subject: one.broken for one in found}
    assert broken["embed.version"] is None
    assert broken["popup"] is not None
    assert broken["popup"].by == "b"


def test_what_could_be_done_with_one_widget_only_says_why() -> None:
    a = Account().step("visitor", "opens")
    b = Account().step("visitor", "opens").fails("the visitor does not see the button “Open chat”")
    (found,) = compared(a, b)
    assert (found.spot.area, found.spot.subject) == ("act", "visitor: opens")
    assert "does not see" in found.b


def test_of_a_widget_that_does_not_load_nothing_else_is_told() -> None:
    a = Account().fires("onload", {"page": "online", "online": True}).step("flip")
    b = Account().fails("the widget did not load within 2 s", "not-loaded").step("flip")
    (found,) = compared(a, b)
    assert found.spot.subject == "the widget loads"
    assert found.broken is not None
    assert found.broken.by == "b"


def test_steps_that_only_one_run_got_to_are_not_compared() -> None:
    a = Account().step("flip").step("status").returns("embed.status", "online")
    b = Account().step("flip")
    assert compared(a, b) == []


def test_an_error_of_the_page_is_told_once_however_often_it_is_thrown() -> None:
    a = Account().step("flip")
    b = Account().step("flip").breaks("x is null").breaks("x is null")
    assert told(compared(a, b)) == [("error", "TypeError: x is null", "extra")]


def test_a_rule_of_the_vendors_page_that_only_one_widget_breaks_is_named() -> None:
    a = Account().fires("onload", {"page": "online", "online": True})
    b = Account().fires("onload", {"page": "online", "online": "yes"})
    (found,) = compared(a, b)
    assert found.broken is not None
    assert (found.broken.by, found.broken.rule) == ("b", "data-types")
