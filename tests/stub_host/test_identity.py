from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from harness.stub import identity
from harness.stub.backend import NotPossible
from harness.stub.identity import address

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIO = """
scenario: Identity
backend:
  settings: {{api_url: "{url}"}}
mocks:
  - {{at: https://shop.example/api_url.php, name: api, reply: {reply}}}
  - at: https://shop.example/strict
    query: {{key: a, custom: PHPSESSID=1}}
    reply: {{text: yes}}
host:
  at: https://shop.example/
  html: "<p>shop</p>"
steps: [{{refresh: }}]
"""

API = "https://shop.example/api_url.php"


@pytest.fixture
def ask(
    serve: Callable[..., Any], eventually: Callable[[Callable[[], object]], bool]
) -> Callable[..., tuple[dict[str, Any], Any]]:
    """Starts a chat with a `custom` value; what operators see of the identity then."""

    def ask(
        reply: str = "{}", url: str = API, custom: str = "PHPSESSID=1"
    ) -> tuple[dict[str, Any], Any]:
        served = serve(SCENARIO.format(url=url, reply=reply))
        chat(served, custom)
        assert eventually(lambda: state(served)["state"] != "asked")
        return state(served), served

    return ask


def chat(served: Any, custom: str = "PHPSESSID=1") -> str:
    backend = served.world.backend
    browser = backend.browser_known_as("B-000001")
    view: str = backend.visitor_arrives(browser, "demo", "en", {"options": {"custom": custom}}).id
    backend.visitor_says(view, "Hi")
    return view


def state(served: Any) -> dict[str, Any]:
    (row,) = served.world.backend.visitors()
    found: dict[str, Any] = row["identity"]
    return found


def test_operators_see_the_answer_of_the_integrators_api(ask: Callable[..., Any]) -> None:
    seen, served = ask("{json: {login: jan, verified: true}}")
    assert seen == {
        "state": "answered",
        "status": 200,
        "result": {"login": "jan", "verified": True},
    }
    assert served.events == [
        {
            "method": "GET",
            "url": f"{API}?custom=PHPSESSID%3D1",
            "host": "shop.example",
            "path": "/api_url.php",
            "status": 200,
            "bytes": len('{"login": "jan", "verified": true}'),
            "mock": "api",
        }
    ]


@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        ("{text: nobody}", {"state": "answered", "status": 200, "result": "nobody"}),
        ("{text: '[NaN]'}", {"state": "answered", "status": 200, "result": "[NaN]"}),
        ("{status: 204}", {"state": "answered", "status": 204, "result": ""}),
        (
            "{status: 500, text: oops}",
            {"state": "failed", "status": 500, "reason": "the endpoint answered with 500"},
        ),
        (
            "{status: 302, headers: {Location: 'https://shop.example/'}}",
            {
                "state": "failed",
                "status": 302,
                "reason": "the endpoint redirects, which is not followed",
            },
        ),
        ("{abort: true}", {"state": "failed", "reason": "the connection was broken off"}),
    ],
)
def test_slips_of_the_api_are_seen_with_their_reason(
    ask: Callable[..., Any], reply: str, seen: dict[str, Any]
) -> None:
    assert ask(reply)[0] == seen


def test_a_lie_is_shown_as_it_was_told(ask: Callable[..., Any]) -> None:
    deep = "[" * 20_000
    assert ask(f"{{text: '{deep}'}}")[0]["result"] == deep


def test_an_answer_is_read_up_to_a_limit(ask: Callable[..., Any]) -> None:
    assert ask(f"{{text: '{'x' * 65536}'}}")[0]["state"] == "answered"
    seen = ask(f"{{text: '{'x' * 65537}'}}")[0]
    assert (seen["state"], seen["reason"]) == ("failed", "the answer has more than 64 KiB")


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/elsewhere",
        "https://unknown.example/api_url.php",
        "http://shop.example/api_url.php",
        "https://127.0.0.1/api_url.php",
        "https://app.livechatoo.com/js/web.min.js",
    ],
)
def test_nothing_is_asked_that_the_scenario_does_not_serve(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("socket.socket.connect", None)
    seen, served = ask(url=url)
    assert seen == {"state": "failed", "reason": f"the scenario serves nothing at {url}"}
    assert [event["status"] for event in served.events] == [0]


def test_a_host_page_can_answer_too(ask: Callable[..., Any]) -> None:
    seen, _ = ask(url="https://shop.example/#top", custom="a b&c")
    assert seen == {"state": "answered", "status": 200, "result": "<p>shop</p>"}


def test_a_mock_can_let_the_page_answer(ask: Callable[..., Any]) -> None:
    seen, _ = ask("{pass: true}")
    assert seen["reason"] == f"the scenario serves nothing at {API}"


def test_the_query_of_the_address_is_kept(ask: Callable[..., Any]) -> None:
    assert ask(url="https://shop.example/strict?key=a")[0]["result"] == "yes"


@pytest.mark.parametrize(
    ("url", "custom", "asked"),
    [
        ("https://a.example", "x", "https://a.example?custom=x"),
        ("https://a.example/?", "á &#", "https://a.example/?custom=%C3%A1%20%26%23"),
        ("https://a.example/?a=1#b", "\ud800", "https://a.example/?a=1&custom=%3F"),
        ("https://[", "x", "https://["),
    ],
)
def test_custom_is_added_to_the_query(url: str, custom: str, asked: str) -> None:
    assert address(url, custom) == asked


def test_nobody_is_asked_without_a_value(serve: Callable[..., Any]) -> None:
    served = serve(SCENARIO.format(url=API, reply="{}"))
    view = chat(served, "")
    assert state(served) == {"state": "none"}
    with pytest.raises(NotPossible, match="gives no custom value"):
        served.world.backend.operator_verifies()
    served.world.backend.visitor_leaves(view)
    assert served.events == []


def test_nobody_is_asked_without_an_address(serve: Callable[..., Any]) -> None:
    served = serve()
    chat(served)
    assert state(served) == {"state": "none"}
    with pytest.raises(NotPossible, match="no api_url"):
        served.world.backend.operator_verifies()


def test_an_operator_asks_again_once_the_visitor_has_logged_on(
    ask: Callable[..., Any], eventually: Callable[..., bool]
) -> None:
    seen, served = ask("[{text: nobody}, {text: jan}, {text: eva}]")
    assert seen["result"] == "nobody"
    backend = served.world.backend
    for whom, name in ((None, "jan"), ("T-000001", "eva"), (1, "eva")):
        backend.operator_verifies(whom)
        assert eventually(lambda name=name: state(served).get("result") == name)
    for nobody in ("T-000009", 9):
        with pytest.raises(NotPossible):
            backend.operator_verifies(nobody)


def test_a_late_answer_to_an_earlier_question_is_dropped(
    serve: Callable[..., Any], eventually: Callable[..., bool]
) -> None:
    reply = "[{text: late, delay: 200ms}, {text: now}]"
    served = serve(SCENARIO.format(url=API, reply=reply))
    chat(served)
    assert eventually(lambda: served.world._identity.busy == 0)
    served.world.backend.operator_verifies()
    assert eventually(lambda: len(served.events) == 2)
    assert eventually(lambda: not served.world._identity._threads)
    assert state(served)["result"] == "now"


def test_a_page_rests_while_a_mock_holds_the_answer_back(
    serve: Callable[..., Any], eventually: Callable[..., bool]
) -> None:
    changes: list[int] = []
    late = SCENARIO.format(url=API, reply="{text: late, delay: 400ms}")
    served = serve(late, lambda: changes.append(1))
    chat(served)
    assert eventually(lambda: served.world.parked == 0)
    assert state(served) == {"state": "asked"}
    assert changes
    assert eventually(lambda: state(served)["state"] == "answered")
    assert eventually(lambda: served.world.parked == 0)


def test_a_page_does_not_rest_while_an_answer_is_made(
    serve: Callable[..., Any], eventually: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve(SCENARIO.format(url=API, reply="{text: jan}"))
    go_on = threading.Event()
    settle = served.world.backend.identity_answers

    def answers(*args: Any) -> None:
        go_on.wait(10)
        settle(*args)

    monkeypatch.setattr(served.world.backend, "identity_answers", answers)
    chat(served)
    assert served.world.parked == -1
    go_on.set()
    assert eventually(lambda: served.world.parked == 0)
    assert state(served)["result"] == "jan"


def test_an_answer_that_never_comes_is_given_up(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "LIMIT_SECONDS", 0.05)
    for reply in ("{hang: true}", "{text: late, delay: 1s}"):
        seen, served = ask(reply)
        assert seen == {"state": "failed", "reason": "no answer within 0.05 s"}
        assert [event["status"] for event in served.events] == [0]


def test_only_so_many_calls_are_under_way_at_once(
    serve: Callable[..., Any], eventually: Callable[..., bool]
) -> None:
    served = serve(SCENARIO.format(url=API, reply="{hang: true}"))
    chat(served)
    for _ in range(identity.MOST_CALLS):
        served.world.backend.operator_verifies()
    assert state(served) == {"state": "failed", "reason": "16 calls are under way already"}
    assert eventually(lambda: served.world.parked == 0)
    served.world.close()


def test_the_end_of_the_run_ends_its_calls(serve: Callable[..., Any]) -> None:
    served = serve(SCENARIO.format(url=API, reply="{hang: true}"))
    chat(served)
    before = time.monotonic()
    served.world.close()
    assert time.monotonic() - before < 1
    assert state(served) == {"state": "failed", "reason": "the run has ended"}
    assert "stub-identity" not in {thread.name for thread in threading.enumerate()}
    served.world.backend.operator_verifies()
    assert "stub-identity" not in {thread.name for thread in threading.enumerate()}
