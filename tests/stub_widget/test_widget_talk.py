from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AJAX, ALEX, EVA, JOHN, ORDERS, PRIVACY, Trigger, ajax

from harness.stub.backend import Backend
from harness.stub.exchange import LONGEST_BODY
from harness.stub.widget_endpoints import WidgetEndpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIONS = (
    *("hello", "wait", "page", "say", "end", "message", "bye", "details", "consent"),
    *("choose", "give", "decline", "rate", "trigger", "__init__", ""),
)
FIELDS = (
    *("view", "text", "email", "phone", "name", "value", "field", "operator", "department"),
    *("department_name", "rating", "ticket", "message", "id", "options", "url", "page", "box"),
    *("proactive", "from", "kind", "host", "browser", "lang", "title", "turn", "rest"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    ["V-000001", "V-000002", "V-000003", "T-000001", "B-000001", "email", "chat", "popup", 1, 3, 7]
)
SENT = st.fixed_dictionaries(
    {"do": st.sampled_from(ACTIONS)}, optional=dict.fromkeys(FIELDS, LIKELY | JSON)
)


@pytest.fixture
def endpoints() -> Iterator[WidgetEndpoints]:
    made = WidgetEndpoints(Backend((ALEX,)))
    yield made
    made.close()


def hello(endpoints: WidgetEndpoints, **data: object) -> str:
    view: str = ajax(endpoints, do="hello", page="start-online", **data)["view"]
    return view


def test_a_poll_reports_the_page_and_waits_for_news(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    heard: list[dict[str, Any]] = []

    def poll() -> None:
        heard.append(ajax(endpoints, do="wait", view=view, since=1, page="hidden", box="min"))

    thread = threading.Thread(target=poll)
    thread.start()
    _until_parked(endpoints)
    assert endpoints._backend.visitors()[0]["page"] == "hidden"
    endpoints._backend.operator_goes("offline")
    thread.join(5)
    assert heard[0]["online"] is False
    assert endpoints.parked == 0


def test_closing_releases_every_poll(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    statuses: list[int] = []

    def poll() -> None:
        statuses.append(
            endpoints.respond(
                "POST", AJAX, "", {}, json.dumps({"do": "wait", "view": view, "since": 1}).encode()
            ).status
        )

    threads = [threading.Thread(target=poll) for _ in range(3)]
    for thread in threads:
        thread.start()
    _until_parked(endpoints, 3)
    endpoints.close()
    for thread in threads:
        thread.join(5)
    assert statuses == [503, 503, 503]
    assert endpoints.parked == 0


def test_a_page_that_leaves_releases_its_poll(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    statuses: list[object] = []
    thread = threading.Thread(
        target=lambda: statuses.append(ajax(endpoints, do="wait", view=view, since=1)["status"])
    )
    thread.start()
    _until_parked(endpoints)
    assert ajax(endpoints, do="bye", view=view) == {"status": 204}
    thread.join(5)
    assert statuses == [409]


def test_a_poll_with_news_is_not_parked(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    endpoints._backend.operator_goes("offline")
    assert ajax(endpoints, do="wait", view=view, since=1)["online"] is False


def test_a_poll_is_not_parked_from_the_moment_when_there_is_news(
    endpoints: WidgetEndpoints,
) -> None:
    view = hello(endpoints)
    thread = threading.Thread(target=lambda: ajax(endpoints, do="wait", view=view, since=1))
    thread.start()
    _until_parked(endpoints)
    with endpoints._backend.lock:  # the poll's own thread cannot have noticed yet
        endpoints._backend.operator_goes("offline")
        assert endpoints.parked == 0
    thread.join(5)


def test_questions_may_come_in_the_query(endpoints: WidgetEndpoints) -> None:
    answer = endpoints.respond("GET", AJAX, "do=hello&page=hidden&url=https://a.example/", {}, b"")
    assert answer.status == 200
    assert endpoints._backend.visitors()[0]["url"] == "https://a.example/"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff", 400),
        (b"[1]", 400),
        (b'{"do": ["say"]}', 400),
        (b'{"do": "__init__"}', 400),
        (b'{"do": "say", "view": "V-000009", "text": "x"}', 409),
        (b'{"do": "say", "view": 5}', 400),
        (b'{"do": "wait", "view": {}, "since": "x"}', 409),
        (b'{"do": "page", "view": null}', 409),
        (b'{"do": "bye"}', 204),
        (b'{"do": "consent"}', 409),
        (b'{"do": "details", "email": 5}', 400),
        (b'{"do": "give", "field": "name", "value": " "}', 400),
        (b'{"do": "give", "field": "c_name", "value": "x"}', 400),
        (b'{"do": "give", "field": ["name"], "value": "x"}', 400),
        (b'{"do": "give", "field": "name", "value": "x"}', 409),
        (b'{"do": "decline", "field": "__class__"}', 400),
        (b'{"do": "rate", "rating": "5"}', 400),
        (b'{"do": "rate", "rating": true}', 400),
        (b'{"do": "rate", "rating": 5.0}', 400),
        (b'{"do": "rate", "rating": 5, "message": {}}', 400),
        (b'{"do": "rate", "rating": 5}', 409),
        (b'{"do": "choose"}', 400),
        (b'{"do": "choose", "operator": 1, "department": "2"}', 400),
        (b'{"do": "choose", "operator": 1}', 409),
        (b'{"do": "trigger", "id": null}', 400),
        (b'{"do": "trigger", "id": 7}', 409),
        (b'{"do": "message", "message": "  "}', 400),
        (b'{"do": "message", "message": "x", "email": []}', 400),
        (b'{"do": "message", "message": "x", "operator": "1"}', 400),
        (b'{"do": "message", "message": "x"}', 409),
        (b'{"do": "hello", "options": [], "from": {}, "url": 7, "kind": []}', 200),
        (b"[" * 100_000, 400),
    ],
)
def test_nonsense_is_answered_and_never_raises(
    endpoints: WidgetEndpoints, body: bytes, status: int
) -> None:
    answer = endpoints.respond("POST", AJAX, "", {}, body)
    assert answer.status == status
    if status >= 400:
        assert list(json.loads(answer.body)) == ["error"]


def hostile_world() -> WidgetEndpoints:
    """A world in which everything is possible, with a chat of one of two visitors."""
    settings = {"assignment": "manual", "url_privacy": PRIVACY, "ask_name": True}
    triggers = (Trigger(after=1.0, message="Help?"), Trigger(id=1))
    endpoints = WidgetEndpoints(Backend((ALEX, EVA, JOHN), (ORDERS,), settings, triggers))
    view = hello(endpoints)
    ajax(endpoints, do="choose", view=view, operator=1, department=2)
    assert ajax(endpoints, do="say", view=view, text="Hi")["chat"]["ticket"] == "T-000001"
    hello(endpoints)
    endpoints.close()  # polls are not parked, but answered with 503
    return endpoints


@given(st.lists(SENT, max_size=6))
def test_anything_that_is_sent_is_answered_in_json(messages: list[dict[str, Any]]) -> None:
    endpoints = hostile_world()
    for sent in messages:
        answer = endpoints.respond("POST", AJAX, "", {}, json.dumps(sent).encode())
        assert answer.status in {200, 204, 400, 409, 503}
        if answer.status in {400, 409}:
            assert list(json.loads(answer.body)) == ["error"]
    assert endpoints._backend.visitors()
    assert endpoints._backend.chats()


@given(st.binary(), st.text(), st.sampled_from(["GET", "POST", "PUT", "?"]))
def test_any_bytes_are_answered(body: bytes, query: str, method: str) -> None:
    endpoints = hostile_world()
    status = endpoints.respond(method, AJAX, query, {"cookie": query}, body).status
    assert status in {200, 204, 400, 409, 503}


def test_too_much_at_once_is_refused(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    answer = ajax(endpoints, do="say", view=view, text="x" * LONGEST_BODY)
    assert answer == {"status": 400, "error": "too much at once"}
    assert ajax(endpoints, do="say", view=view, text="x" * 100_000)["status"] == 200


def test_half_a_pair_of_letters_comes_back_as_it_was_sent(endpoints: WidgetEndpoints) -> None:
    answer = ajax(endpoints, do="say", view=hello(endpoints), text="\ud83d")
    assert answer["chat"]["messages"][0]["text"] == "\ud83d"


def test_the_frame_is_told_everything_that_it_draws(endpoints: WidgetEndpoints) -> None:
    assert set(ajax(endpoints, do="hello")) == {
        *("status", "version", "view", "browser", "online", "operator", "bubble", "settings"),
        *("choices", "chosen", "proposal", "chat", "ended", "timers", "launched", "assumed"),
    }


def test_a_visitor_consents_and_gives_what_is_asked_for() -> None:
    settings = {"ask_name": True, "ask_email": True, "url_privacy": PRIVACY}
    endpoints = WidgetEndpoints(Backend((ALEX,), settings=settings))
    view = hello(endpoints)
    needed = {"status": 409, "error": "consent"}
    assert ajax(endpoints, do="details", view=view, email="a@b.example") == needed
    assert ajax(endpoints, do="give", view=view, field="email", value="a@b.example") == needed
    assert ajax(endpoints, do="message", view=view, phone="1", message="Hi") == needed
    assert ajax(endpoints, do="decline", view=view, field="name")["settings"]["ask"] == ["email"]
    assert ajax(endpoints, do="consent", view=view)["settings"]["consent"] == "given"
    answer = ajax(endpoints, do="give", view=view, field="email", value=" a@b.example ")
    assert answer["settings"]["ask"] == []
    assert endpoints._backend.visitors()[0]["email"] == "a@b.example"


def test_a_visitor_chooses_talks_and_rates() -> None:
    settings = {"assignment": "manual"}
    endpoints = WidgetEndpoints(Backend((ALEX, EVA), (ORDERS,), settings))
    view = hello(endpoints)
    assert ajax(endpoints, do="say", view=view, text="Hi") == {"status": 409, "error": "choose"}
    chosen = ajax(endpoints, do="choose", view=view, operator=3, department=2)
    assert chosen["chosen"] == 1
    ticket = ajax(endpoints, do="say", view=view, text="Hi")["chat"]["ticket"]
    rating = {"do": "rate", "view": view, "ticket": ticket, "rating": 5, "message": "Thanks"}
    assert ajax(endpoints, **rating)["operator_id"] == 3
    assert ajax(endpoints, **rating)["status"] == 409
    assert ajax(endpoints, do="end", view=view)["ended"]["rated"] is True


def test_a_timer_that_has_run_out_launches_its_trigger() -> None:
    endpoints = WidgetEndpoints(Backend((ALEX,), triggers=(Trigger(after=1.0, message="Help?"),)))
    view = hello(endpoints)
    for _ in range(2):  # what does not hold any more is no error
        answer = ajax(endpoints, do="trigger", view=view, id=7)
        assert (answer["status"], len(answer["launched"])) == (200, 1)
    assert answer["proposal"]["message"] == "Help?"


def test_a_popup_shares_the_session_of_the_bar_also_without_its_cookie() -> None:
    endpoints = WidgetEndpoints(Backend((ALEX,)))
    bar = ajax(endpoints, do="hello")
    ajax(endpoints, do="say", view=bar["view"], text="Hi")
    own = endpoints._backend.browser_known_as(None)
    body = json.dumps({"do": "hello", "kind": "popup", "browser": bar["browser"]}).encode()
    cookie = {"Cookie": f"lcsession={own}"}
    answer = json.loads(endpoints.respond("POST", AJAX, "", cookie, body).body)
    assert answer["browser"] == bar["browser"]
    assert answer["chat"]["here"] is False
    body = json.dumps({"do": "hello", "browser": bar["browser"]}).encode()
    answer = json.loads(endpoints.respond("POST", AJAX, "", cookie, body).body)
    assert answer["browser"] == own  # a bar is known by its cookie first


def _until_parked(endpoints: WidgetEndpoints, number: int = 1) -> None:
    deadline = time.monotonic() + 5
    while endpoints.parked != number and time.monotonic() < deadline:
        time.sleep(0.001)
    assert endpoints.parked == number
