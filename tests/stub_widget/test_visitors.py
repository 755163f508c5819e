from __future__ import annotations

import threading

import pytest
from worlds import ALEX, JOHN, arrive, make

from harness.stub.backend import Backend, NotPossible


def test_two_worlds_that_see_the_same_are_equal() -> None:
    def play() -> tuple[object, ...]:
        backend = make(ALEX, JOHN)
        view = arrive(backend)
        backend.visitor_says(view, "Hi")
        backend.operator_says("Hello")
        backend.operator_goes("offline")
        return backend.visitors(), backend.chats(), backend.snapshot(view)

    assert play() == play()


def test_a_declared_operator_is_not_changed_by_the_world() -> None:
    backend = make()
    backend.operator_goes("offline")
    assert ALEX.online


def test_operators_see_the_visitor_with_what_the_site_told() -> None:
    backend = make()
    options = {
        "c_name": "Jan",
        "c_name_byop": "Jan N.",
        "departments": "5, 2,x,2",
        "operators": "1",
        "target": ["*shop*", "https://shop.example/order"],
        "custom": "id=1",
    }
    view = arrive(backend, url="https://shop.example/", title="Shop", options=options)
    backend.visitor_details(view, {"email": "jan@example.com"})
    backend.visitor_sees(view, "hidden")
    (row,) = backend.visitors()
    assert row == {
        "visitor": 1,
        "account": "demo",
        "online": True,
        "pages": 1,
        "page": "hidden",
        "url": "https://shop.example/",
        "title": "Shop",
        "lang": "en",
        "name": "Jan N.",
        "visitor_name": "Jan",
        "email": "jan@example.com",
        "phone": "",
        "departments": [5, 2],
        "operators": [1],
        "targets": ["*shop*"],
        "is_target": True,
        "custom": "id=1",
        "identity": {"state": "none"},
        "consent": False,
        "triggers": [],
        "chat": None,
        "options": options,
    }


def test_a_visitor_who_left_stays_listed_as_gone() -> None:
    backend = make()
    backend.visitor_leaves(arrive(backend, url="https://shop.example/"))
    (row,) = backend.visitors()
    assert (row["online"], row["url"]) == (False, "https://shop.example/")


def test_the_same_browser_is_the_same_visitor() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    backend.visitor_leaves(arrive(backend, browser, url="https://shop.example/"))
    arrive(backend, browser, url="https://other.example/", host="other.example")
    (row,) = backend.visitors()
    assert row["url"] == "https://other.example/"


def test_session_per_host_keeps_hosts_apart() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    for host in ("one.example", "two.example", "one.example"):
        arrive(backend, browser, host=host, options={"session_per_host": True})
    assert [row["pages"] for row in backend.visitors()] == [2, 1]


def test_a_foreign_token_becomes_a_new_browser() -> None:
    assert make().browser_known_as("B-999999") == "B-000001"


def test_a_window_of_its_own_counts_as_the_page_that_opened_it() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    page = arrive(backend, browser, url="https://shop.example/")
    window = arrive(backend, browser, **{"from": page})
    backend.visitor_says(window, "Hi")
    assert backend.snapshot(page)["chat"]["here"] is True
    assert backend.visitors()[0]["url"] == "https://shop.example/"


def test_only_others_news_are_news() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser), arrive(backend, browser)
    since = backend.version
    backend.visitor_sees(first, "online", "res")
    assert not backend.has_news(second, since)
    backend.visitor_says(first, "Hi")
    assert [backend.has_news(view, since) for view in (first, second)] == [False, True]
    backend.operator_says("Hello")
    assert backend.has_news(first, since)


def test_a_change_wakes_who_waits() -> None:
    backend = make()
    view = arrive(backend)
    woken = threading.Event()

    def wait() -> None:
        with backend.changed:
            backend.changed.wait_for(lambda: backend.has_news(view, 1), timeout=5)
            woken.set()

    thread = threading.Thread(target=wait)
    thread.start()
    backend.operator_goes("offline", 1)
    thread.join(5)
    assert woken.is_set()


@pytest.mark.parametrize("operator_id", [7, 0])
def test_an_unknown_operator_cannot_come_or_go(operator_id: int) -> None:
    with pytest.raises(NotPossible, match="there is no operator"):
        make().operator_goes("online", operator_id)


def test_a_page_that_left_while_it_loaded_never_arrives() -> None:
    backend = make()
    view = backend.next_view()
    backend.visitor_leaves(view)
    with pytest.raises(NotPossible, match="this page has gone"):
        arrive(backend, view=view)
    assert backend.visitors() == []


def test_a_page_arrives_once_under_its_id() -> None:
    backend = make()
    view = backend.next_view()
    assert arrive(backend, view=view) == view
    with pytest.raises(NotPossible, match="this page has gone"):
        arrive(backend, view=view)


def test_a_page_that_has_gone_can_do_nothing() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_leaves(view)
    with pytest.raises(NotPossible, match="this page has gone"):
        backend.visitor_says(view, "Hi")
    assert backend.has_news(view, 10**9)


def test_a_page_alone_belongs_to_the_visitor_whose_page_opened_it() -> None:
    backend = make()
    options = {"session_per_host": True, "c_name": "Jan"}
    page = arrive(backend, host="shop.example", options=options)
    arrive(backend, kind="page", **{"from": page})
    (row,) = backend.visitors()
    assert (row["pages"], row["name"]) == (2, "Jan")


def test_a_page_of_another_account_is_no_opener() -> None:
    backend = make()
    page = backend.visitor_arrives("B-1", "other", "en", {}).id
    arrive(backend, kind="page", **{"from": page})
    assert [row["account"] for row in backend.visitors()] == ["other", "demo"]


def test_a_popup_that_knows_nothing_takes_over_what_the_visitors_page_told() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    page = arrive(backend, browser, url="https://shop.example/", options={"c_name": "Jan"})
    backend.visitor_details(page, {"phone": "0123"})
    arrive(backend, browser, kind="popup")
    row = backend.visitors()[0]
    assert (row["url"], row["name"], row["phone"]) == ("https://shop.example/", "Jan", "0123")


def test_settings_that_make_no_sense_are_as_if_they_were_not_there() -> None:
    settings = {"bubble": "yes", "url_faq": 7, "assignment": "x", "rating": None, "ask_name": 1}
    snapshot = (backend := make(**settings)).snapshot(arrive(backend))
    assert snapshot["bubble"] is False
    assert snapshot["settings"] == {
        "ask": [],
        "manual": False,
        "rating": True,
        "url_contact": "",
        "url_faq": "",
        "url_privacy": "",
        "consent": "none",
    }


def test_a_snapshot_names_what_is_assumed_otherwise_than_by_default() -> None:
    backend = Backend((ALEX,), assume={"rate-again": True, "trigger-once": "session", "no": 1})
    assert backend.snapshot(arrive(backend))["assumed"] == {"rate-again": True}
