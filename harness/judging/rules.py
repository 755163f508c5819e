"""The widget's own rules. A rule is added here, with the section that it rests on.

A rule looks at one stretch of a recording at a time: a document, where a load starts the
widget's life anew; a window, where chats go on from document to document; or the whole run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.judging.matching import UNDEFINED, value_of
from harness.judging.registering import options_of, registered_callbacks
from harness.widget_api import (
    API,
    BASIC,
    CALLBACKS,
    INITIAL_PAGES,
    OFFLINE_OF,
    STATUSES,
    Kind,
    Source,
    Value,
)
from harness.wording import as_text, times, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from harness.recording import Event

Scope = Literal["document", "window", "run"]
"""What a rule looks at in one piece."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An event that breaks a rule; `expected` and `recorded` are text for people."""

    event: Event
    message: str
    expected: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, with what it rests on."""

    id: str
    section: str
    source: Source
    scope: Scope
    breaches: Callable[[Sequence[Event]], Iterator[Breach]]


def data_types(events: Sequence[Event]) -> Iterator[Breach]:
    """Callbacks get an object with the documented fields, of the documented types and values."""
    for event in events:
        if event.kind != "callback":
            continue
        callback = API.callbacks.get(str(event.data.get("name")))
        if callback is None:
            continue
        fields = _fields(event)
        if fields is None:
            message = f"{callback.name} was called without an object of data"
            yield Breach(event, message, "an object", typed(value_of(event)))
            continue
        for field in callback.data:
            yield from _field_breach(event, field, fields.get(field.name, UNDEFINED))


def _field_breach(event: Event, field: Value, value: object) -> Iterator[Breach]:
    name = event.data["name"]
    is_missing = value == UNDEFINED or (value is None and not field.required)
    if is_missing and field.required:
        message = f"{name}'s data has no `{field.name}`"
        yield Breach(event, message, _described(field), typed(value))
    elif not is_missing and not _allows(field, value):
        message = f"{name}'s `{field.name}` is not what the API documents"
        yield Breach(event, message, _described(field), typed(value))


def _allows(field: Value, value: object) -> bool:
    if field.kind is Kind.STRING:
        return isinstance(value, str) and (not field.allowed or value in field.allowed)
    if field.kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if field.kind is not Kind.NUMBER:
        return True
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    is_low = field.minimum is not None and value < field.minimum
    return not is_low and not (field.maximum is not None and value > field.maximum)


def _described(field: Value) -> str:
    if field.allowed:
        return f"{', '.join(map(as_text, field.allowed))} ({field.kind})"
    if field.minimum is not None:
        return f"{field.minimum} to {field.maximum} ({field.kind})"
    return f"a {field.kind}"


def onload_once(events: Sequence[Event]) -> Iterator[Breach]:
    """At most one onload for each init(), and one more for each reload() after it."""
    loads: dict[object, int] = {}
    fired: dict[object, int] = {}
    for event in events:
        if _is_call(event, "embed.init"):
            loads[event.data.get("call")] = 1
        elif _is_call(event, "embed.reload"):
            loads = {init: count + 1 for init, count in loads.items()}
        elif _is_callback(event, "onload"):
            init = event.data.get("registration")
            fired[init] = fired.get(init, 0) + 1
            if fired[init] > loads.get(init, 0):
                message = "onload fired more often than the widget was loaded"
                expected = f"{times(loads.get(init, 0))}, by init() and reload()"
                yield Breach(event, message, expected, times(fired[init]))


def silent_after_stop(events: Sequence[Event]) -> Iterator[Breach]:
    """No callback once stop() has returned, until a call that may bring the widget back."""
    stops: set[object] = set()
    is_stopped = False
    for event in events:
        if _is_call(event, "embed.stop"):
            stops.add(event.data.get("call"))
        elif _is_call(event, "embed.init", "embed.reload", "embed.flip", "embed.page"):
            is_stopped = False
        elif event.kind == "returned" and event.data.get("call") in stops:
            is_stopped = True
        elif is_stopped and _is_callback(event, *API.callbacks):
            name = event.data["name"]
            yield Breach(event, f"{name} fired after stop()", "no callback", str(name))


def one_start_per_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """Onchatstart fires once at the start of a chat; after a load it is onchatopened's turn."""
    started: set[object] = set()
    for event in events:
        ticket = _field(event, "ticket")
        if not _is_callback(event, "onchatstart") or ticket is None:
            continue
        if ticket in started:
            message = f"onchatstart fired again for chat {as_text(ticket)}"
            yield Breach(event, message, "once, at the start of the chat", "once more")
        started.add(ticket)


def change_needs_a_chat(events: Sequence[Event]) -> Iterator[Breach]:
    """Onchange fires during a chat.

    Only where every page listens to both events that tell of a chat is it known that none is on.
    """
    is_known = True
    is_chatting = False
    for event in events:
        if _is_call(event, "embed.init"):
            is_known &= registered_callbacks(event) >= {"onchatstart", "onchatopened"}
        elif _is_callback(event, "onchatstart", "onchatopened"):
            is_chatting = True
        elif _is_callback(event, "onchange") and is_known and not is_chatting:
            message = "onchange fired though no chat was going on"
            recorded = typed(_field(event, "chat_status"))
            yield Breach(event, message, "no onchange before a chat", recorded)


def negated_offline(events: Sequence[Event]) -> Iterator[Breach]:
    """With nobody online the widget does not appear in a status that says otherwise."""
    for event in events:
        page = _field(event, "page")
        is_offline = _is_callback(event, "onload") and _field(event, "online") is False
        if is_offline and isinstance(page, str) and page in OFFLINE_OF:
            message = f"onload reports the page {page} though no operator is online"
            yield Breach(event, message, typed(OFFLINE_OF[page]), typed(page))


def appears_as_asked(events: Sequence[Event]) -> Iterator[Breach]:
    """The widget appears in the status that its init asked for, or that one's negation."""
    asked: dict[object, object] = {}
    for event in events:
        if _is_call(event, "embed.init"):
            asked[event.data.get("call")] = options_of(event).get("page")
        elif _is_call(event, "embed.page", "embed.flip", "embed.reload", "embed.stop"):
            asked.clear()
        elif _is_callback(event, "onload"):
            yield from _appearance(event, asked.pop(event.data.get("registration"), None))


def _appearance(event: Event, asked: object) -> Iterator[Breach]:
    page, online = _field(event, "page"), _field(event, "online")
    if not isinstance(asked, str) or asked not in INITIAL_PAGES or not isinstance(online, bool):
        return
    wanted = asked if online else OFFLINE_OF.get(asked, asked)
    if page not in {wanted, "chat"}:
        message = f"init asked for the page {asked}, and the widget appeared in another"
        yield Breach(event, message, f"{typed(wanted)}, or {as_text('chat')}", typed(page))


def initiator_stays(events: Sequence[Event]) -> Iterator[Breach]:
    """A chat keeps the initiator that it began with."""
    known: dict[object, object] = {}
    for event in events:
        if not _is_callback(event, "onchatstart", "onchatopened"):
            continue
        ticket, initiator = _field(event, "ticket"), _field(event, "initiator")
        if ticket is None or initiator is None:
            continue
        first = known.setdefault(ticket, initiator)
        if first != initiator:
            message = f"the initiator of chat {as_text(ticket)} changed"
            yield Breach(event, message, typed(first), typed(initiator))


def _is_call(event: Event, *names: str) -> bool:
    return event.kind == "call" and event.data.get("function") in names


def _is_callback(event: Event, *names: str) -> bool:
    return event.kind == "callback" and event.data.get("name") in names


def _fields(event: Event) -> dict[str, object] | None:
    """The data of a callback; objects of the page's own classes are objects too."""
    data = value_of(event)
    if isinstance(data, dict) and data.get("$type") == "object":
        data = data.get("value")
    return data if isinstance(data, dict) and "$type" not in data else None


def _field(event: Event, name: str) -> object:
    """A plain value of a callback's data, None when there is none."""
    value = (_fields(event) or {}).get(name) if event.kind == "callback" else None
    return value if isinstance(value, (str, int, float, bool)) else None


RULES = (
    Rule("data-types", CALLBACKS, Source.DOCUMENTED, "document", data_types),
    Rule("onload-once", "onload", Source.DOCUMENTED, "document", onload_once),
    Rule("silent-after-stop", BASIC, Source.ASSUMED, "document", silent_after_stop),
    Rule("onchatstart-once", "onchatstart", Source.DOCUMENTED, "window", one_start_per_chat),
    Rule("onchange-in-chat", "onchange", Source.DOCUMENTED, "run", change_needs_a_chat),
    Rule("negated-offline", STATUSES, Source.DOCUMENTED, "document", negated_offline),
    Rule("appears-as-asked", STATUSES, Source.DOCUMENTED, "document", appears_as_asked),
    Rule("initiator-stays", "onchatopened", Source.DOCUMENTED, "run", initiator_stays),
)
"""The contract."""
