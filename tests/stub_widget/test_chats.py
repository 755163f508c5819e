from __future__ import annotations

import pytest
from worlds import ALEX, EVA, JOHN, arrive, make

from harness.stub.backend import NotPossible


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
        "department": "Orders",
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


def test_an_operator_who_helps_out_writes_under_their_own_name() -> None:
    backend = make(ALEX, JOHN)
    view = arrive(backend)
    backend.visitor_says(view, "Hi")
    backend.operator_says("Hello")
    backend.operator_says("I know", operator_id=2)
    names = [line["name"] for line in backend.snapshot(view)["chat"]["messages"]]
    assert names == ["", "Alex", "John"]
    with pytest.raises(NotPossible, match="there is no operator 9"):
        backend.operator_says("Hello", operator_id=9)


def test_a_named_operator_invites_a_named_visitor() -> None:
    backend = make(ALEX, EVA, JOHN)
    first, second = arrive(backend), arrive(backend)
    backend.operator_invites("Hello?", visitor=1, operator_id=3)
    chat = backend.snapshot(first)["chat"]
    assert (chat["name"], chat["operator_id"], chat["department_id"]) == ("Eva", 3, 2)
    assert backend.snapshot(second)["chat"] is None
    with pytest.raises(NotPossible, match="in a chat already"):
        backend.operator_invites("Hello?", visitor=1)
    with pytest.raises(NotPossible, match="operator 2 is offline"):
        backend.operator_invites("Hello?", operator_id=2)
    with pytest.raises(NotPossible, match="no such visitor is here"):
        backend.operator_invites("Hello?", visitor=3)


def test_an_invitation_reaches_the_host_page_also_when_a_popup_is_open() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    page = arrive(backend, browser)
    arrive(backend, browser, kind="popup")
    backend.operator_invites("Hello?")
    assert backend.snapshot(page)["chat"]["here"] is True


def test_a_visitor_on_a_hidden_page_can_be_reached() -> None:
    backend = make()
    view = arrive(backend, page="hidden")
    backend.operator_invites("Hello?")
    assert backend.snapshot(view)["chat"]["initiator"] == "operator"


def test_a_box_is_one_of_three() -> None:
    backend = make()
    view = arrive(backend)
    backend.visitor_says(view, "Hi")
    backend.visitor_sees(view, "chat", "huge")
    assert backend.snapshot(view)["chat"]["box"] == "res"


def test_an_answer_goes_to_whom_a_proactive_chat_may_be_assigned() -> None:
    backend = make(ALEX, EVA)
    view = arrive(backend)
    backend.visitor_sees(view, "chat", "res", {"operators": "3", "department_name": "VIP"})
    assert backend.snapshot(view)["proposal"]["name"] == "Eva"
    backend.operator_goes("offline", 3)
    with pytest.raises(NotPossible, match="no operator is online"):
        backend.visitor_says(view, "Hi")
    backend.operator_goes("online", 3)
    assert backend.visitor_says(view, "Hi").operator.name == "Eva"
    assert backend.snapshot(view)["chat"]["department"] == "VIP"
