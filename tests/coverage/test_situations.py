"""Where and when a recording has the widget before the visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tales import Tale

from harness.coverage.situations import situations

if TYPE_CHECKING:
    from collections.abc import Callable

    Telling = Callable[[Tale], Tale]


def loaded(tale: Tale, page: str = "start-online", **options: object) -> Tale:
    asked = {} if page == "start-online" else {"page": page}
    return tale.init(**asked, **options).fires("onload", page=page, online=True)


def chat(tale: Tale) -> Tale:
    return loaded(tale, "online").fires("onchatstart", ticket="t1", initiator="client")


def acts(tale: Tale, word: str, window: str | None = None) -> Tale:
    more = {"in": window} if window else {}
    return tale.step("visitor", argument=word, **more).ends()


PLACES: list[tuple[str, set[str], Telling]] = [
    ("nothing before an init", set(), lambda t: t),
    ("an init without account", set(), lambda t: t.call("embed.init", {"side": "left"})),
    ("collapsed by default", {"minimized"}, loaded),
    ("asked to be open", {"open"}, lambda t: loaded(t, "online")),
    ("the offline form", {"open"}, lambda t: loaded(t, "offline")),
    ("asked to be hidden", {"hidden"}, lambda t: loaded(t, "hidden")),
    ("mini", {"small"}, lambda t: loaded(t, "mini")),
    ("a phone", {"small"}, lambda t: loaded(t, mobile=True)),
    ("a phone that starts open", {"open"}, lambda t: loaded(t, "online", mobile=True)),
    ("opened by the visitor", {"open"}, lambda t: acts(loaded(t), "opens")),
    ("opened on a phone", {"small"}, lambda t: acts(loaded(t, mobile=True), "opens")),
    ("maximized", {"maximized"}, lambda t: acts(loaded(t, "online"), "maximizes")),
    ("restored", {"open"}, lambda t: acts(acts(loaded(t, "online"), "maximizes"), "restores")),
    ("minimized", {"minimized"}, lambda t: acts(loaded(t, "online"), "minimizes")),
    ("flipped away", {"hidden"}, lambda t: loaded(t, "online").call("embed.flip")),
    (
        "flipped back",
        {"maximized"},
        lambda t: acts(loaded(t, "online"), "maximizes").call("embed.flip").call("embed.flip"),
    ),
    (
        "flipped back after page('hidden')",
        {"open"},
        lambda t: loaded(t, "online").call("embed.page", "hidden").call("embed.flip"),
    ),
    ("stopped", set(), lambda t: loaded(t).call("embed.stop")),
    ("flip after stop", set(), lambda t: loaded(t).call("embed.stop").call("embed.flip")),
    ("a bubble beside the bar", {"minimized", "bubble"}, lambda t: loaded(t, bubble=True)),
    ("no bubble beside the window", {"open"}, lambda t: loaded(t, "online", bubble=True)),
    ("no bubble on a phone", {"small"}, lambda t: loaded(t, bubble=True, mobile=True)),
    (
        "bubble(false)",
        {"minimized"},
        lambda t: loaded(t, bubble=True).call("embed.bubble", *[False]),
    ),
    ("onchange", {"maximized"}, lambda t: chat(t).fires("onchange", chat_status="max")),
    (
        "a hidden box counts as min",
        {"hidden"},
        lambda t: chat(t).call("embed.flip").fires("onchange", chat_status="min"),
    ),
    (
        "an operator's invitation opens it",
        {"open"},
        lambda t: loaded(t, "hidden").step("operator", argument={"invites": "Hello"}).ends(),
    ),
    (
        "page('chat') on a phone",
        {"small"},
        lambda t: loaded(t, mobile=True).call("embed.page", "chat"),
    ),
    (
        "page('chat') on a phone that refuses windows",
        {"open"},
        lambda t: loaded(t, mobile=True).call("embed.page", "chat").add("window", action="blocked"),
    ),
    (
        "an init without argument takes the last options",
        {"hidden"},
        lambda t: loaded(t, "hidden").call("embed.stop").call("embed.init", options=None),
    ),
]


@pytest.mark.parametrize(
    ("place", "tell"), [case[1:] for case in PLACES], ids=[c[0] for c in PLACES]
)
def test_where_the_widget_is(place: set[str], tell: Telling) -> None:
    tale = tell(Tale())
    assert situations(tale.recording).after[len(tale.recording)].places == place


def test_a_look_puts_right_what_was_thought() -> None:
    tale = loaded(Tale())
    tale.step("check").add("check", of="chatbar", recorded="maximized").ends()
    assert situations(tale.recording).after[len(tale.recording)].places == {"maximized"}


@pytest.mark.parametrize(
    ("started", "place"),
    [
        ({"device": "phone"}, "small"),
        ({"device": "desktop", "viewport": [400, 700]}, "small"),
        ({"device": "desktop", "viewport": [481, 700]}, "minimized"),
        ({}, "minimized"),
    ],
)
def test_a_phone_is_told_by_what_the_page_is_looked_at_with(
    started: dict[str, object], place: str
) -> None:
    tale = Tale()
    tale.recording.events[0].data.update(started)
    loaded(tale)
    assert situations(tale.recording).after[len(tale.recording)].places == {place}


PHASES: list[tuple[str, set[str], Telling]] = [
    ("the first load", {"first load"}, loaded),
    ("a chat", {"first load", "chat"}, chat),
    ("a chat that was closed", {"first load"}, lambda t: acts(chat(t), "closes")),
    (
        "nobody online",
        {"first load", "offline"},
        lambda t: t.init().fires("onload", page="start-offline", online=False),
    ),
    (
        "asked for offline",
        {"first load", "offline"},
        lambda t: loaded(t).call("embed.page", "offline"),
    ),
    ("after reload()", {"reload()"}, lambda t: loaded(t).call("embed.reload")),
    (
        "after stop() and init",
        {"init again"},
        lambda t: loaded(loaded(t).call("embed.reload").call("embed.stop")),
    ),
    ("after another init without stop()", {"first load"}, lambda t: loaded(loaded(t))),
    ("stop() before the first init", {"first load"}, lambda t: loaded(t.call("embed.stop"))),
    (
        "on the next page",
        {"next page"},
        lambda t: loaded(loaded(t).call("embed.reload").at("https://shop.example/cart")),
    ),
]


@pytest.mark.parametrize(
    ("phase", "tell"), [case[1:] for case in PHASES], ids=[c[0] for c in PHASES]
)
def test_when_it_is(phase: set[str], tell: Telling) -> None:
    tale = tell(Tale())
    assert situations(tale.recording).after[len(tale.recording)].phases == phase


def test_a_second_tab_is_a_phase_of_its_own() -> None:
    tale = loaded(Tale()).at("https://shop.example/", page="second")
    tale.call("embed.init", {"account": "demo"}, page="second")
    tale.add("callback", page="second", name="onload", args=[{"page": "start-online"}])
    after = situations(tale.recording).after[len(tale.recording)]
    assert (after.phases, after.page) == ({"second tab"}, "second")


def test_a_callback_counts_where_the_visitor_acted() -> None:
    tale = loaded(Tale(), mobile=True)
    tale.add("window", action="opened", name="chat", url="")
    tale.step("visitor", argument={"says": "Hello"}, **{"in": "chat"})
    tale.fires("onchatstart", ticket="t1", initiator="client")
    assert situations(tale.recording).after[len(tale.recording)].places == {"own page"}
    tale.ends().check()
    checked = next(event.seq for event in tale.recording.of_kind("check"))
    tale.recording.events[checked - 1].data.update(of="status", recorded="chat")
    assert situations(tale.recording).after[checked].places == {"small"}


def test_the_popup_is_a_place_and_its_bubble_another() -> None:
    tale = Tale().popup(mode="bubble")
    of_popup = situations(tale.recording).after[len(tale.recording)]
    assert (of_popup.places, of_popup.popup_places) == (set(), {"bubble"})
    tale.add("window", action="opened", name="popup", url="").call("popup.stop")
    tale.add("window", action="closed", name="popup", url="")
    assert not situations(tale.recording).after[len(tale.recording)].popup_places
