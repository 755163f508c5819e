from __future__ import annotations

import pytest
from worlds import ALEX, EVA, arrive, make

from harness.stub.backend import Backend, NotPossible


def test_a_rating_is_told_with_the_visitor_and_the_operator() -> None:
    backend = make(EVA)
    view = arrive(backend, options={"c_name": "Jan"})
    backend.visitor_details(view, {"email": "jan@example.com"})
    ticket = backend.visitor_says(view, "Hi").ticket
    assert backend.visitor_rates(view, ticket, 4, "Good") == {
        "ticket": ticket,
        "name": "Jan",
        "email": "jan@example.com",
        "phone": "",
        "rating": 4,
        "message": "Good",
        "operator_id": 3,
        "department_id": 2,
    }
    assert backend.chats()[0]["rating"] == {"stars": 4, "message": "Good"}


def test_a_department_that_is_not_known_is_not_told() -> None:
    backend = make(departments=False)
    view = arrive(backend)
    told = backend.visitor_rates(view, backend.visitor_says(view, "Hi").ticket, 1)
    assert "department_id" not in told


def test_a_chat_can_be_rated_while_it_runs_and_until_the_next_one() -> None:
    backend = make(EVA)
    view = arrive(backend)
    assert backend.snapshot(view)["ended"] is None
    ticket = backend.visitor_says(view, "Hi").ticket
    assert backend.snapshot(view)["chat"]["rated"] is False
    assert backend.snapshot(view)["ended"] is None
    backend.operator_ends()
    ended = {"ticket": ticket, "name": "Eva", "photo": "//shop.example/eva.png", "rated": False}
    assert backend.snapshot(view)["ended"] == ended
    backend.visitor_rates(view, ticket, 5)
    assert backend.snapshot(view)["ended"] == {**ended, "rated": True}
    backend.visitor_says(view, "Hi")
    assert backend.snapshot(view)["ended"] is None


@pytest.mark.parametrize("by", ["visitor", "operator"])
def test_an_ended_chat_is_known_on_the_next_page_too(by: str) -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    view = arrive(backend, browser)
    backend.visitor_says(view, "Hi")
    if by == "visitor":
        backend.visitor_ends(view)
    else:
        backend.operator_ends()
    assert backend.snapshot(arrive(backend, browser))["ended"]["ticket"] == "T-000001"


def test_other_pages_of_the_visitor_learn_of_a_rating() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser), arrive(backend, browser)
    ticket = backend.visitor_says(first, "Hi").ticket
    since = backend.version
    backend.visitor_rates(first, ticket, 3)
    assert [backend.has_news(view, since) for view in (first, second)] == [False, True]
    assert backend.snapshot(second)["chat"]["rated"] is True


def test_where_ratings_are_off_nothing_can_be_rated() -> None:
    backend = make(rating=False)
    view = arrive(backend)
    ticket = backend.visitor_says(view, "Hi").ticket
    backend.operator_ends()
    assert backend.snapshot(view)["ended"] is None
    assert backend.snapshot(view)["settings"]["rating"] is False
    with pytest.raises(NotPossible, match="ratings are off"):
        backend.visitor_rates(view, ticket, 5)


def test_only_a_chat_of_ones_own_can_be_rated() -> None:
    backend = make()
    mine, other = arrive(backend), arrive(backend)
    ticket = backend.visitor_says(other, "Hi").ticket
    for wrong in (ticket, "T-000009", ""):
        with pytest.raises(NotPossible, match="no such chat"):
            backend.visitor_rates(mine, wrong, 5)
    assert backend.chats()[0]["rating"] is None


@pytest.mark.parametrize("stars", [-1, 0, 6, 10**30])
def test_a_rating_has_one_to_five_stars(stars: int) -> None:
    backend = make()
    view = arrive(backend)
    ticket = backend.visitor_says(view, "Hi").ticket
    with pytest.raises(NotPossible, match="one to five stars"):
        backend.visitor_rates(view, ticket, stars)


def test_a_chat_is_rated_once_unless_assumed_otherwise() -> None:
    for assume, stars in (({}, 1), ({"rate-again": True}, 5)):
        backend = Backend((ALEX,), assume=assume)
        view = arrive(backend)
        ticket = backend.visitor_says(view, "Hi").ticket
        backend.visitor_rates(view, ticket, 1)
        if assume:
            backend.visitor_rates(view, ticket, 5)
        else:
            with pytest.raises(NotPossible, match="rated already"):
                backend.visitor_rates(view, ticket, 5)
        assert backend.chats()[0]["rating"]["stars"] == stars
