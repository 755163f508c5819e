"""The same page with and without the recorder sees the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from page_visit import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_sees_the_same_with_and_without_the_recorder(browser: Browser, path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    without, _ = visit(browser, html, with_recorder=False)
    with_recorder, sent = visit(browser, html, with_recorder=True)
    assert with_recorder == without
    assert without
    assert sent, "the recorder saw nothing: the comparison would prove nothing"


def kinds(sent: list[dict[str, Any]]) -> list[str]:
    return [row["k"] for row in sent]


def recorded(browser: Browser, name: str) -> list[dict[str, Any]]:
    html = (Path(__file__).parent / "pages" / name).read_text(encoding="utf-8")
    return visit(browser, html, with_recorder=True)[1]


def test_events_are_numbered_without_gaps(browser: Browser) -> None:
    sent = recorded(browser, "calls.html")
    assert [row["n"] for row in sent] == list(range(1, len(sent) + 1))


def test_calls_callbacks_and_outcomes_are_recorded_in_order(browser: Browser) -> None:
    sent = recorded(browser, "shapes.html")[:5]
    assert kinds(sent) == ["navigation", "hook", "call", "callback", "returned"]
    assert sent[3]["v"]["args"] == [{"page": "online", "online": True}]
    assert sent[4]["v"]["value"] == "kept"


def test_values_that_json_cannot_hold_are_tagged_even_with_patched_prototypes(
    browser: Browser,
) -> None:
    sent = recorded(browser, "patched.html")
    call = next(row["v"] for row in sent if row["k"] == "call")
    assert call["args"][0]["target"] == ["a", "b"]
    assert call["args"][0]["onload"]["$type"] == "function"
    data = next(row["v"] for row in sent if row["k"] == "callback")["args"][0]
    assert data["list"] == [1, [2]]
    assert data["since"] == {"$type": "date", "value": "1970-01-01T00:00:00.000Z"}
    assert data["self"]["$type"] == "object"


def test_every_callback_that_fires_is_recorded_however_the_page_handles_its_options(
    browser: Browser,
) -> None:
    fired = [row["v"]["name"] for row in recorded(browser, "calls.html") if row["k"] == "callback"]
    assert fired.count("onload") == 7
    assert fired.count("onchatstart") == 1


def test_what_goes_to_analytics_is_recorded(browser: Browser) -> None:
    sent = [row["v"] for row in recorded(browser, "surroundings.html") if row["k"] == "analytics"]
    assert [(item["via"], item["args"][0]) for item in sent if item["via"] != "dataLayer"] == [
        ("ga", "send"),
        ("gtag", "event"),
    ]
    assert sum(item["via"] == "dataLayer" for item in sent) == 2


def test_a_callback_that_throws_is_recorded_and_still_throws(browser: Browser) -> None:
    sent = recorded(browser, "surroundings.html")
    thrown = [row["v"] for row in sent if row["k"] == "callback_threw"]
    assert [item["error"]["message"] for item in thrown] == ["from the callback"]


def test_what_the_popup_is_asked_and_says_is_recorded(browser: Browser) -> None:
    sent = recorded(browser, "popup.html")
    calls = [row["v"] for row in sent if row["k"] == "call"]
    assert [call["function"] for call in calls] == [
        "popup.init",
        "popup.status",
        "popup.close",
        "popup.stop",
        "popup.init",
    ]
    assert calls[0]["args"][0]["btype"] == "left1"
    assert calls[2]["args"] == [1, 2]
    assert [row["v"]["error"]["message"] for row in sent if row["k"] == "threw"] == ["closed"]
    fired = [row["v"] for row in sent if row["k"] == "callback"]
    assert [(call["name"], call["args"]) for call in fired] == [
        ("onchatstart", [{"ticket": "T-1"}]),
        ("onchatstart", [{}]),
    ]


def test_what_the_loader_sends_to_analytics_is_recorded(browser: Browser) -> None:
    sent = [row["v"] for row in recorded(browser, "popup.html") if row["k"] == "analytics"]
    assert sent[0] == {
        "via": "ga",
        "args": ["send", "event", "Livechatoo", "Chat start", "T-1"],
    }


def test_the_pop_up_blocker_is_seen_by_no_page_that_opens_nothing(browser: Browser) -> None:
    html = (Path(__file__).parent / "pages" / "opener.html").read_text(encoding="utf-8")
    without, _ = visit(browser, html, with_recorder=True)
    blocked, _ = visit(browser, html, with_recorder=True, with_blocker=True)
    assert blocked == without


def test_a_blocked_window_is_recorded_and_the_page_gets_null(browser: Browser) -> None:
    html = "<script>var got = window.open('/popup', 'p'); result = () => [got]</script>"
    opened, _ = visit(browser, html.replace("[got]", "[!!got]"), with_recorder=True)
    blocked, sent = visit(browser, html, with_recorder=True, with_blocker=True)
    assert (opened, blocked) == ([True], [None])
    windows = [row["v"] for row in sent if row["k"] == "window"]
    assert windows == [{"action": "blocked", "url": "/popup"}]


def test_a_hook_that_cannot_become_an_accessor_still_tells_of_the_init(browser: Browser) -> None:
    assert kinds(recorded(browser, "declared.html"))[:5] == [
        "navigation",
        "hook",
        "call",
        "callback",
        "returned",
    ]
