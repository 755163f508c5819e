from __future__ import annotations

import threading

import pytest

from harness.stub.backend import Backend, Department, NotPossible, Operator

ALEX = Operator(1, "Alex", welcome="Hello!", departments=(2,))
JOHN = Operator(2, "John", online=False)


def make(*operators: Operator, **settings: object) -> Backend:
    return Backend(operators or (ALEX,), (Department(2, "Orders"),), settings)


def arrive(backend: Backend, browser: str | None = None, **seen: object) -> str:
    known = backend.browser_known_as(browser)
    return backend.visitor_arrives(known, "demo", "en", {"page": "start-online", **seen}).id


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
    options = {"c_name": "Jan", "c_name_byop": "Jan N.", "c_email": "jan@example.com"}
    view = arrive(backend, url="https://shop.example/", title="Shop", options=options)
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
        "email": "jan@example.com",
        "phone": "",
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


def test_the_first_message_starts_a_chat_with_the_client_as_initiator() -> None:
    backend = make()
    view = arrive(backend)
    chat = backend.visitor_says(view, "Hi")
    assert (chat.ticket, chat.initiator, chat.operator.name) == ("T-000001", "client", "Alex")
    assert backend.visitor_says(view, "again") is chat


def test_an_answer_to_a_proactive_chat_starts_it_with_the_api_as_initiator() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_sees(view, "chat", "res", {"message": "Help?", "operator_name": "Offer"})
    assert backend.snapshot(view)["proposal"] == {
        "message": "Help?",
        "name": "Offer",
        "photo": None,
        "department": "",
    }
    assert backend.chats() == []
    backend.visitor_says(view, "Yes")
    (chat,) = backend.chats()
    assert chat["initiator"] == "api"
    assert [(line["name"], line["text"]) for line in chat["messages"]] == [
        ("Offer", "Help?"),
        ("", "Yes"),
    ]


def test_a_proactive_chat_without_message_shows_the_operators_welcome() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_sees(view, "chat", "res", {})
    assert backend.snapshot(view)["proposal"]["message"] == "Hello!"


def test_leaving_the_page_chat_withdraws_the_proposal() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_sees(view, "chat", "res", {"message": "Help?"})
    backend.visitor_sees(view, "online", "res")
    assert backend.visitor_says(view, "Hi").initiator == "client"


def test_nobody_online_means_no_chat() -> None:
    backend = make(JOHN)
    view = arrive(backend)
    assert backend.snapshot(view)["online"] is False
    with pytest.raises(NotPossible, match="no operator is online"):
        backend.visitor_says(view, "Hi")


@pytest.mark.parametrize(
    ("options", "settings", "is_online"),
    [
        ({"operators": "1,3"}, {}, True),
        ({"operators": "2"}, {}, False),
        ({"operators": ""}, {}, True),
        ({"operators": "x"}, {}, True),
        ({"departments": "2,5"}, {}, True),
        ({"departments": "5"}, {}, False),
        ({"departments": "5"}, {"departments": False}, True),
    ],
)
def test_only_allowed_operators_count_as_online(
    *, options: dict[str, str], settings: dict[str, bool], is_online: bool
) -> None:
    backend = make(**settings)
    assert backend.snapshot(arrive(backend, options=options))["online"] is is_online


def test_an_operator_says_into_the_latest_running_chat() -> None:
    backend = make()
    for _ in range(2):
        backend.visitor_says(arrive(backend), "Hi")
    assert backend.operator_says("Hello").ticket == "T-000002"
    backend.operator_ends("T-000002")
    assert backend.operator_says("Hello").ticket == "T-000001"
    with pytest.raises(NotPossible, match="no chat T-000002 is running"):
        backend.operator_says("Hello", "T-000002")


def test_an_invitation_starts_a_chat_on_the_latest_page() -> None:
    backend = make()
    first, second = arrive(backend), arrive(backend)
    assert backend.operator_invites("Hello?").initiator == "operator"
    assert backend.snapshot(second)["chat"]["here"] is True
    assert backend.snapshot(first)["chat"] is None


def test_a_chat_begins_on_one_page_and_runs_on_all() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser), arrive(backend, browser)
    backend.visitor_says(first, "Hi")
    here = [backend.snapshot(view)["chat"]["here"] for view in (first, second)]
    assert here == [True, False]


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


def test_ending_a_chat_frees_the_visitor_for_another() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_says(view, "Hi")
    backend.visitor_ends(view)
    assert backend.visitor_says(view, "Hi").ticket == "T-000002"


def test_the_box_is_remembered_for_the_next_page() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    view = arrive(backend, browser)
    backend.visitor_says(view, "Hi")
    backend.visitor_sees(view, "chat", "max")
    backend.visitor_leaves(view)
    assert backend.snapshot(arrive(backend, browser))["chat"]["box"] == "max"


def test_an_offline_message_is_kept_with_its_four_fields() -> None:
    backend = make(JOHN)
    backend.visitor_leaves_message(arrive(backend), {"name": "Jan", "message": "Hi", "x": 1})
    expected = {"name": "Jan", "email": "", "phone": "", "message": "Hi", "account": "demo"}
    assert backend.offline_messages == [expected]


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
