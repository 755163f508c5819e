"""The widget's own rules, held against every recording without being written in a scenario.

Each rule rests on a section of the vendor's page and looks at one document of a page at a
time: a new document starts the widget's life anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.judging.matching import UNDEFINED, value_of
from harness.widget_api import API, OFFLINE_OF, Callback, Kind, Source, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.recording import Event, Recording


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that an event breaks: what the API allows and what was recorded."""

    rule: Rule
    event: Event
    message: str
    expected: str
    recorded: object


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, with what it rests on."""

    id: str
    section: str
    source: Source
    check: Callable[[Rule, list[Event]], Iterator[Breach]]


def breaches(recording: Recording) -> list[Breach]:
    """Every breach of the contract in a recording, in the order of the events."""
    found = [
        breach
        for document in _documents(recording)
        for rule in RULES
        for breach in rule.check(rule, document)
    ]
    return sorted(found, key=lambda breach: breach.event.seq)


def _documents(recording: Recording) -> Iterator[list[Event]]:
    """The events of each document: per page (window), cut at every load."""
    open_documents: dict[str, list[Event]] = {}
    for event in recording:
        if event.page is None:
            continue
        if event.kind == "navigation" and event.data.get("way") == "load":
            yield open_documents.pop(event.page, [])
        open_documents.setdefault(event.page, []).append(event)
    yield from open_documents.values()


def _data_has_documented_types(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    for event in document:
        callback = (
            API.callbacks.get(event.data.get("name", "")) if event.kind == "callback" else None
        )
        if callback is None:
            continue
        data = value_of(event)
        if not isinstance(data, dict) or "$type" in data:
            message = f"{callback.name} was called without an object of data"
            yield Breach(rule, event, message, "an object", data)
            continue
        yield from _field_breaches(rule, event, callback, data)


def _field_breaches(
    rule: Rule, event: Event, callback: Callback, data: dict[str, object]
) -> Iterator[Breach]:
    for field in callback.data:
        value = data.get(field.name, UNDEFINED)
        if value == UNDEFINED:
            if field.required:
                message = f"{callback.name}'s data has no `{field.name}`"
                yield Breach(rule, event, message, _described(field), value)
        elif not _allows(field, value):
            message = f"{callback.name}'s `{field.name}` is not what the API documents"
            yield Breach(rule, event, message, _described(field), value)


def _allows(field: Value, value: object) -> bool:
    if field.kind is Kind.STRING:
        return isinstance(value, str) and (not field.allowed or value in field.allowed)
    if field.kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if field.kind is Kind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        too_small = field.minimum is not None and value < field.minimum
        return not too_small and not (field.maximum is not None and value > field.maximum)
    return True


def _described(field: Value) -> str:
    if field.allowed:
        return "one of " + ", ".join(field.allowed)
    if field.minimum is not None:
        return f"a {field.kind} from {field.minimum} to {field.maximum}"
    return f"a {field.kind}"


def _is_call(event: Event, *names: str) -> bool:
    return event.kind == "call" and event.data.get("function") in names


def _is_callback(event: Event, *names: str) -> bool:
    return event.kind == "callback" and event.data.get("name") in names


def _onload_once(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    allowed = fired = 0
    for event in document:
        if _is_call(event, "embed.init", "embed.reload"):
            allowed += 1
        elif _is_callback(event, "onload"):
            fired += 1
            if fired > allowed:
                expected = f"at most {allowed}, one for each init() and reload()"
                yield Breach(
                    rule,
                    event,
                    "onload fired more often than the widget was loaded",
                    expected,
                    fired,
                )


def _silent_after_stop(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    is_stopped = False
    stops: set[object] = set()
    for event in document:
        if _is_call(event, "embed.stop"):
            stops.add(event.data.get("call"))
        elif _is_call(event, "embed.init"):
            is_stopped = False
        elif event.kind == "returned" and event.data.get("call") in stops:
            is_stopped = True
        elif is_stopped and event.kind == "callback" and event.data["name"] in API.callbacks:
            message = f"{event.data['name']} fired after stop()"
            yield Breach(
                rule, event, message, "no callback until the next init()", event.data["name"]
            )


def _one_start_per_ticket(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    started: set[object] = set()
    for event in document:
        if not _is_callback(event, "onchatstart"):
            continue
        ticket = _field(event, "ticket")
        if ticket in started:
            message = "onchatstart fired twice for one chat"
            yield Breach(rule, event, message, "once at the start of the chat", ticket)
        started.add(ticket)


def _change_needs_a_chat(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    """Only where the page listens to both events that tell of a chat can its absence be known."""
    is_chatting = False
    is_known = False
    for event in document:
        if _is_call(event, "embed.init"):
            is_known = {"onchatstart", "onchatopened"} <= _registered(event)
        elif _is_callback(event, "onchatstart", "onchatopened"):
            is_chatting = True
        elif _is_callback(event, "onchange") and is_known and not is_chatting:
            message = "onchange fired though no chat was going on"
            yield Breach(rule, event, message, "only during a chat", _field(event, "chat_status"))


def _nobody_online(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    for event in document:
        if _is_callback(event, "onload") and _field(event, "online") is False:
            page = _field(event, "page")
            if page in OFFLINE_OF:
                message = f"onload reports page {page} though no operator is online"
                yield Breach(rule, event, message, OFFLINE_OF[str(page)], page)


def _appears_as_asked(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    """The status that the bar appeared in is the one asked for, or its negation."""
    asked: object = None
    for event in document:
        if _is_call(event, "embed.init"):
            asked = _options(event).get("page")
        elif _is_call(event, "embed.page", "embed.flip", "embed.reload", "embed.stop"):
            asked = None
        elif (
            _is_callback(event, "onload")
            and isinstance(asked, str)
            and asked in API.options["page"].allowed
        ):
            online, page = _field(event, "online"), _field(event, "page")
            wanted = asked if online is True else OFFLINE_OF.get(asked, asked)
            if page not in {wanted, "chat"}:
                yield Breach(
                    rule, event, "the bar appeared in another status than asked for", wanted, page
                )
            asked = None


def _initiator_stays(rule: Rule, document: list[Event]) -> Iterator[Breach]:
    known: dict[object, object] = {}
    for event in document:
        if not _is_callback(event, "onchatstart", "onchatopened"):
            continue
        ticket, initiator = _field(event, "ticket"), _field(event, "initiator")
        first = known.setdefault(ticket, initiator)
        if first != initiator:
            message = f"the initiator of chat {ticket} changed"
            yield Breach(rule, event, message, str(first), initiator)


def _field(event: Event, name: str) -> object:
    data = value_of(event)
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, (str, int, float, bool)) else None


def _options(call: Event) -> dict[str, object]:
    arguments = call.data.get("args") or [call.data.get("options")]
    return arguments[0] if arguments and isinstance(arguments[0], dict) else {}


def _registered(call: Event) -> set[str]:
    """The callbacks that an init was given functions for."""
    return {
        name
        for name, value in _options(call).items()
        if isinstance(value, dict) and value.get("$type") == "function"
    }


RULES = (
    Rule("data-types", "Callback events", Source.DOCUMENTED, _data_has_documented_types),
    Rule("onload-once", "onload", Source.DOCUMENTED, _onload_once),
    Rule(
        "silent-after-stop",
        "Basic Embedded ChatBar Functions",
        Source.DOCUMENTED,
        _silent_after_stop,
    ),
    Rule("onchatstart-once", "onchatstart", Source.DOCUMENTED, _one_start_per_ticket),
    Rule("onchange-in-chat", "onchange", Source.DOCUMENTED, _change_needs_a_chat),
    Rule("negated-offline", "Changing statuses", Source.DOCUMENTED, _nobody_online),
    Rule("appears-as-asked", "Changing statuses", Source.DOCUMENTED, _appears_as_asked),
    Rule("initiator-stays", "onchatopened", Source.DOCUMENTED, _initiator_stays),
)
"""The contract. A rule is added here, with the section that it rests on."""
