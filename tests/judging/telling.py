"""Parts of recordings for the contract's rules, told one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stories import CHAT, ERROR, EVERY_CALLBACK, FUNCTION, LOADED, MIN, UNDEFINED, Story

from harness.widget_api import API

Telling = Callable[[Story], object]


@dataclass(frozen=True)
class Case:
    """A recording for a rule, with the assumptions that are otherwise while it is judged."""

    rule: str
    name: str
    tell: Telling
    assume: Mapping[str, object] = field(default_factory=dict)


RATING = {
    "ticket": "t1",
    "name": "Jan",
    "email": "",
    "phone": "",
    "rating": 5,
    "message": "fine",
    "operator_id": 1,
}
SOCKET_CLASS = {"$type": "object", "class": "Data", "value": CHAT}


def callback(name: str, data: Any = None, **more: Any) -> Telling:
    return lambda story: story.callback(name, data, **more)


def chat_then(name: str, data: Any) -> Telling:
    def tell(story: Story) -> None:
        story.callback("onchatstart", CHAT)
        story.callback(name, data)

    return tell


def several(*parts: Telling) -> Telling:
    def tell(story: Story) -> None:
        for part in parts:
            part(story)

    return tell


def call(name: str, *args: Any) -> Telling:
    return lambda story: story.call(f"embed.{name}", *args)


def load(page: str = "main", **options: Any) -> Telling:
    return lambda story: story.load(page, **options)


def init(**options: Any) -> Telling:
    return call("init", {"account": "demo", **EVERY_CALLBACK, **options})


def loaded(**data: Any) -> Telling:
    """onload of the last init, telling this."""
    return lambda story: story.callback("onload", {**LOADED, **data}, registration=story.inits)


def broken_off_stop(story: Story) -> None:
    story.add("call", call=99, function="embed.stop", args=[], by="scenario")
    story.add("threw", call=99, function="embed.stop", error=UNDEFINED)


def in_other_tab(name: str, data: Any) -> Telling:
    return lambda story: story.callback(name, data, page="tab")


START = callback("onchatstart", CHAT)
OPENED = callback("onchatopened", CHAT)
CHANGE = callback("onchange", MIN)
BY_OPERATOR = {**CHAT, "initiator": "operator"}
BY_API = callback("onchatstart", {**CHAT, "initiator": "api"})
BY_TRIGGER = callback("onchatstart", {**CHAT, "initiator": "trigger"})


def popup(**options: Any) -> Telling:
    return lambda story: story.call("popup.init", {"account": "demo", **options})


def opened(name: str) -> Telling:
    return lambda story: story.add("window", action="opened", name=name, url="about:blank")


def returned(function: str, value: Any) -> Telling:
    return lambda story: story.call(function, value=value)


def thrown(by: str) -> Telling:
    def tell(story: Story) -> None:
        story.add("call", call=98, function="embed.flip", args=[], by=by)
        story.add("threw", call=98, function="embed.flip", error=ERROR)

    return tell


def heard(story: Story) -> None:
    """A document that listens to everything."""
    story.load(**dict.fromkeys(API.callbacks, FUNCTION))


def ga(action: str, label: Any, category: str = "Livechatoo") -> Telling:
    arguments = ["send", "event", category, action, label]
    return lambda story: story.add("analytics", via="ga", args=arguments)


def gtag(action: str, label: Any) -> Telling:
    parameters = {"event_category": "Livechatoo", "event_label": label}
    return lambda story: story.add("analytics", via="gtag", args=["event", action, parameters])
