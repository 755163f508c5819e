"""Rules about chats: how they start, go on and are rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.judging.registering import registered_callbacks
from harness.judging.rules.rule import Breach, Rule, field_of, is_call, is_callback
from harness.widget_api import PROACTIVE, Source
from harness.wording import as_text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.recording import Event


def one_start_per_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """Onchatstart fires once at the start of a chat; after a load it is onchatopened's turn."""
    message = "onchatstart fired again for chat {}"
    yield from _once(events, "onchatstart", message, "once, at the start of the chat")


def one_rating_per_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """Onchatrating fires at most once for a chat."""
    yield from _once(events, "onchatrating", "chat {} was rated again", "once for each chat")


def _once(events: Sequence[Event], name: str, message: str, expected: str) -> Iterator[Breach]:
    seen: set[object] = set()
    for event in events:
        ticket = field_of(event, "ticket")
        if not is_callback(event, name) or ticket is None:
            continue
        if ticket in seen:
            yield Breach(event, message.format(as_text(ticket)), expected, "once more")
        seen.add(ticket)


def change_needs_a_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """Onchange fires during a chat.

    Only where every page listens to both events that tell of a chat is it known that none is on.
    """
    if not _tells_of_chats(events):
        return
    is_chatting = False
    for event in events:
        if is_callback(event, "onchatstart", "onchatopened"):
            is_chatting = True
        elif is_callback(event, "onchange") and not is_chatting:
            message = "onchange fired though no chat was going on"
            recorded = typed(field_of(event, "chat_status"))
            yield Breach(event, message, "no onchange before a chat", recorded)


def rating_of_a_known_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """A rating has the ticket of a chat that onchatstart or onchatopened has told of."""
    if not _tells_of_chats(events):
        return
    known: set[object] = set()
    for event in events:
        ticket = field_of(event, "ticket")
        if is_callback(event, "onchatstart", "onchatopened"):
            known.add(ticket)
        elif is_callback(event, "onchatrating") and ticket is not None and ticket not in known:
            message = "onchatrating has the ticket of no chat that the page was told of"
            expected = ", ".join(sorted(map(as_text, known))) or "no rating without a chat"
            yield Breach(event, message, expected, typed(ticket))


def _tells_of_chats(events: Sequence[Event]) -> bool:
    """Whether every chat is told of: all pages listen, and nobody chats in a window of its own."""
    inits = [event for event in events if is_call(event, "embed.init")]
    if any(is_call(event, "popup.init") or _is_opened(event) for event in events):
        return False
    return all(registered_callbacks(init) >= {"onchatstart", "onchatopened"} for init in inits)


def _is_opened(event: Event) -> bool:
    is_of_widget = event.data.get("name") in {"popup", "chat"}
    return event.kind == "window" and event.data.get("action") == "opened" and is_of_widget


def initiator_stays(events: Sequence[Event]) -> Iterator[Breach]:
    """A chat keeps the initiator that it began with."""
    known: dict[object, object] = {}
    for event in events:
        if not is_callback(event, "onchatstart", "onchatopened"):
            continue
        ticket, initiator = field_of(event, "ticket"), field_of(event, "initiator")
        if ticket is None or initiator is None:
            continue
        first = known.setdefault(ticket, initiator)
        if first != initiator:
            message = f"the initiator of chat {as_text(ticket)} changed"
            yield Breach(event, message, typed(first), typed(initiator))


def api_chats_are_called(events: Sequence[Event]) -> Iterator[Breach]:
    """A chat of the initiator `api` follows a call of page('chat')."""
    is_called = False
    for event in events:
        if is_call(event, "embed.page") and (event.data.get("args") or [None])[0] == "chat":
            is_called = True
        elif not is_called and _is_start(event, "api"):
            message = "a chat was started by the API, and nothing has called page('chat')"
            yield Breach(event, message, "page('chat') before it", "no such call")


def trigger_chats_are_launched(events: Sequence[Event]) -> Iterator[Breach]:
    """Where every page listens to triggers, a chat of the initiator `trigger` follows one."""
    inits = [event for event in events if is_call(event, "embed.init")]
    if not all("ontrigger" in registered_callbacks(init) for init in inits):
        return
    is_launched = False
    for event in events:
        if is_callback(event, "ontrigger"):
            is_launched = True
        elif not is_launched and _is_start(event, "trigger"):
            message = "a chat was started by a trigger, and no trigger was told of"
            yield Breach(event, message, "ontrigger before it", "no ontrigger")


def _is_start(event: Event, initiator: str) -> bool:
    return is_callback(event, "onchatstart") and field_of(event, "initiator") == initiator


RULES = (
    Rule("onchatstart-once", "onchatstart", Source.DOCUMENTED, "window", one_start_per_chat),
    Rule("onchange-in-chat", "onchange", Source.DOCUMENTED, "run", change_needs_a_chat),
    Rule("initiator-stays", "onchatopened", Source.DOCUMENTED, "run", initiator_stays),
    Rule("rating-of-a-chat", "onchatrating", Source.DOCUMENTED, "run", rating_of_a_known_chat),
    Rule(
        "onchatrating-once",
        "onchatrating",
        Source.ASSUMED,
        "run",
        one_rating_per_chat,
        "rate-again",
        when=False,
    ),
    Rule("api-chats-are-called", PROACTIVE, Source.DOCUMENTED, "run", api_chats_are_called),
    Rule(
        "trigger-chats-are-launched",
        "onchatstart",
        Source.ASSUMED,
        "run",
        trigger_chats_are_launched,
        "initiator-trigger",
    ),
)
"""Their rules."""
