from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import ALEX, EVA, JOHN, PRIVACY, arrive, make, row

from harness.stub.backend import Backend, NotPossible

ASKING = {"ask_phone": True, "ask_name": True, "ask_email": True}
EMAIL, PHONE = "jan@example.com", "0123 456 789"


def settings_of(backend: Backend, view: str) -> dict[str, Any]:
    """What the frame is told of the settings."""
    given: dict[str, Any] = backend.snapshot(view)["settings"]
    return given


@pytest.mark.parametrize(
    ("option", "administration", "effective"),
    [
        (None, None, ""),
        ("", None, ""),
        (None, "https://a.example/", "https://a.example/"),
        ("https://b.example/", "https://a.example/", "https://b.example/"),
        ("", "https://a.example/", "https://a.example/"),
        (7, "https://a.example/", "https://a.example/"),
    ],
)
@pytest.mark.parametrize("name", ["url_contact", "url_faq", "url_privacy"])
def test_an_address_of_the_page_outdoes_the_administration(
    name: str, option: object, administration: str | None, effective: str
) -> None:
    backend = make(**{name: administration})
    view = arrive(backend, options={name: option})
    assert settings_of(backend, view)[name] == effective


def test_without_a_privacy_address_nobody_has_to_consent() -> None:
    backend = make()
    view = arrive(backend)
    assert settings_of(backend, view)["consent"] == "none"
    backend.visitor_details(view, {"email": EMAIL, "phone": PHONE})
    assert (row(backend)["email"], row(backend)["phone"]) == (EMAIL, PHONE)


@pytest.mark.parametrize(
    ("options", "settings"), [({"url_privacy": PRIVACY}, {}), ({}, {"url_privacy": PRIVACY})]
)
def test_email_and_phone_are_refused_until_the_visitor_consents(
    options: dict[str, str], settings: dict[str, str]
) -> None:
    backend = make(**settings)
    view = arrive(backend, options=options)
    assert settings_of(backend, view)["consent"] == "needed"
    for act in (
        lambda: backend.visitor_details(view, {"email": EMAIL}),
        lambda: backend.visitor_details(view, {"phone": PHONE}),
        lambda: backend.visitor_gives(view, "email", EMAIL),
        lambda: backend.visitor_gives(view, "phone", PHONE),
        lambda: backend.visitor_leaves_message(view, {"email": EMAIL, "message": "Hi"}),
        lambda: backend.visitor_leaves_message(view, {"phone": PHONE, "message": "Hi"}),
    ):
        with pytest.raises(NotPossible, match=r"^consent$"):
            act()
    assert backend.offline_messages == []
    backend.visitor_consents(view)
    assert settings_of(backend, view)["consent"] == "given"
    backend.visitor_details(view, {"email": EMAIL, "phone": PHONE})
    assert (row(backend)["email"], row(backend)["consent"]) == (EMAIL, True)


def test_names_and_bare_messages_need_no_consent() -> None:
    backend = make(url_privacy=PRIVACY)
    view = arrive(backend, options={"c_name": "Jan"})
    backend.visitor_gives(view, "name", "Jan")
    backend.visitor_details(view, {"email": "", "phone": ""})
    backend.visitor_leaves_message(view, {"name": "Jan", "message": "Hi"})
    assert row(backend)["name"] == "Jan"
    assert len(backend.offline_messages) == 1


def test_a_consent_holds_for_the_rest_of_the_session() -> None:
    backend = make(url_privacy=PRIVACY)
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser), arrive(backend, browser)
    since = backend.version
    backend.visitor_consents(first)
    assert backend.has_news(second, since)
    backend.visitor_leaves(first)
    backend.visitor_leaves(second)
    assert settings_of(backend, arrive(backend, browser))["consent"] == "given"
    assert settings_of(backend, arrive(backend))["consent"] == "needed"


def test_personal_options_are_not_kept_even_if_a_widget_sends_them() -> None:
    backend = make()
    arrive(backend, options={"c_email": EMAIL, "c_phone": PHONE, "c_name": "Jan"})
    assert row(backend)["options"] == {"c_name": "Jan"}
    assert EMAIL not in str(row(backend))


@given(st.lists(st.sampled_from(["details", "give", "message", "hello", "say", "decline", "rate"])))
def test_nothing_personal_is_known_before_the_consent(acts: list[str]) -> None:
    backend = make(url_privacy=PRIVACY, **ASKING)
    browser = backend.browser_known_as(None)
    personal = {"email": EMAIL, "phone": PHONE}
    view = arrive(backend, browser)
    for act in acts:
        try:
            if act == "details":
                backend.visitor_details(view, personal)
            elif act == "give":
                backend.visitor_gives(view, "email", EMAIL)
            elif act == "message":
                backend.visitor_leaves_message(view, {**personal, "message": "Hi"})
            elif act == "hello":
                options = {"c_email": EMAIL, "c_phone": PHONE}
                view = arrive(backend, browser, options=options)
            elif act == "say":
                backend.visitor_says(view, "Hi")
            elif act == "decline":
                backend.visitor_declines(view, "email")
            else:
                backend.visitor_rates(view, "T-000001", 5)
        except NotPossible:
            continue
    seen = str([backend.visitors(), backend.chats(), backend.offline_messages])
    assert EMAIL not in seen
    assert PHONE not in seen


def test_the_page_that_was_loaded_last_says_who_the_visitor_is() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    first = arrive(backend, browser, options={"c_name": "Jan"})
    backend.visitor_details(first, {"email": EMAIL})
    backend.visitor_leaves(first)
    arrive(backend, browser)  # logged out: the parameter values may be left blank
    assert (row(backend)["name"], row(backend)["email"]) == ("", "")


def test_what_the_visitor_told_stays_known() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    backend.visitor_gives(arrive(backend, browser), "name", "Eva")
    arrive(backend, browser)
    assert row(backend)["visitor_name"] == "Eva"
    arrive(backend, browser, options={"c_name": "Jan", "c_name_byop": "Jan N."})
    assert (row(backend)["visitor_name"], row(backend)["name"]) == ("Jan", "Jan N.")


@pytest.mark.parametrize("asked", list(itertools.product([False, True], repeat=3)))
def test_visitors_are_asked_for_what_the_administration_wants_in_one_order(
    asked: tuple[bool, ...],
) -> None:
    wanted = dict(zip(("name", "email", "phone"), asked, strict=True))
    backend = make(**{f"ask_{field}": is_asked for field, is_asked in wanted.items()})
    expected = [field for field, is_asked in wanted.items() if is_asked]
    assert settings_of(backend, arrive(backend))["ask"] == expected


def test_nobody_is_asked_for_what_is_known() -> None:
    backend = make(**ASKING)
    view = arrive(backend, options={"c_name": "Jan"})
    backend.visitor_details(view, {"phone": PHONE})
    assert settings_of(backend, view)["ask"] == ["email"]


def test_the_operators_own_name_for_a_visitor_is_no_answer() -> None:
    backend = make(ask_name=True)
    view = arrive(backend, options={"c_name_byop": "Jan N."})
    assert settings_of(backend, view)["ask"] == ["name"]


def test_an_answer_is_an_answer_accepted_or_declined() -> None:
    backend = make(**ASKING)
    view = arrive(backend)
    backend.visitor_gives(view, "name", "Jan")
    assert settings_of(backend, view)["ask"] == ["email", "phone"]
    backend.visitor_declines(view, "email")
    assert settings_of(backend, view)["ask"] == ["phone"]
    backend.visitor_declines(view, "phone")
    chat = backend.visitor_says(view, "Hi")
    assert chat.messages[0].name == "Jan"


def test_nobody_is_asked_during_a_chat() -> None:
    backend = make(**ASKING)
    view = arrive(backend)
    backend.operator_invites("Hello?")
    assert settings_of(backend, view)["ask"] == []


@pytest.mark.parametrize(("again", "asked"), [("session", []), ("chat", ["name", "email"])])
def test_the_same_is_asked_again_as_assumed(again: str, asked: list[str]) -> None:
    backend = Backend(
        (ALEX,), settings={"ask_name": True, "ask_email": True}, assume={"ask-again": again}
    )
    view = arrive(backend)
    backend.visitor_gives(view, "name", "Jan")
    backend.visitor_declines(view, "email")
    backend.visitor_says(view, "Hi")
    backend.visitor_ends(view)
    assert settings_of(backend, view)["ask"] == asked
    assert row(backend)["name"] == "Jan"


def test_another_page_of_the_visitor_learns_what_was_answered() -> None:
    backend = make(**ASKING)
    browser = backend.browser_known_as(None)
    first, second = arrive(backend, browser), arrive(backend, browser)
    since = backend.version
    backend.visitor_declines(first, "name")
    assert backend.has_news(second, since)
    assert not backend.has_news(first, since)


def test_an_offline_message_is_kept_with_its_four_fields() -> None:
    backend = make(JOHN)
    told = backend.visitor_leaves_message(arrive(backend), {"name": "Jan", "message": "Hi", "x": 1})
    fields = {"name": "Jan", "email": "", "phone": "", "message": "Hi"}
    assert told == fields
    assert backend.offline_messages == [{"account": "demo", **fields}]


def test_a_message_names_its_operator_with_manual_assignment_only() -> None:
    form = {"message": "Hi", "operator": 3, "department": 5}
    backend = make(EVA)
    assert "operator_id" not in backend.visitor_leaves_message(arrive(backend), form)
    backend = make(ALEX, EVA, JOHN, assignment="manual")
    view = arrive(backend, options={"clone_operators": {"John": ["Tech"]}})
    for operator, place in ((3, 5), (2, "Tech"), (3, None), (2, None)):
        form = {"message": "Hi", "operator": operator, "department": place}
        assert backend.visitor_leaves_message(view, form)["operator_id"] == operator
    rows = [(one["operator_id"], one.get("department")) for one in backend.offline_messages]
    assert rows == [(3, 5), (2, "Tech"), (3, 2), (2, None)]
    with pytest.raises(NotPossible, match="there is no such choice"):
        backend.visitor_leaves_message(view, {"message": "Hi", "operator": 9})


def test_a_message_goes_to_whom_the_visitor_chose_before() -> None:
    backend = make(ALEX, JOHN, assignment="manual")
    view = arrive(backend)
    assert "operator_id" not in backend.visitor_leaves_message(view, {"message": "Hi"})
    backend.visitor_chooses(view, 2, None)
    assert backend.visitor_leaves_message(view, {"message": "Hi"})["operator_id"] == 2
