"""Rules about what the widget records in Google Analytics.

A recording shows that a page has `ga` or `gtag` by the first event that goes through it; up
to there nothing is demanded. The widget's own events are told from the page's by category
and action, which are assumptions of the ledger.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from harness.judging.registering import registered_callbacks
from harness.judging.rules.rule import Breach, Rule, field_of, is_call, is_callback
from harness.widget_api import CALLBACKS, Source
from harness.wording import as_text, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harness.recording import Event

CATEGORY = "Livechatoo"
"""The category of the widget's events (analytics-call)."""

ACTIONS = {
    "onchatstart": "Chat start",
    "onchatrating": "Chat rating",
    "onofflinemessage": "Offline message",
    "ontrigger": "Trigger",
    "onnamerequired": "Name required",
    "onemailrequired": "Email required",
    "onphonerequired": "Phone required",
}
"""The action of each callback's event (analytics-fields)."""

_CALLBACK_OF = {action: name for name, action in ACTIONS.items()}
_GA = ["send", "event", CATEGORY]
_LABELLED = {"onchatstart": "ticket", "onchatrating": "ticket", "ontrigger": "title"}


def recorded_once(events: Sequence[Event], *, is_before: bool) -> Iterator[Breach]:
    """Each of the seven callbacks is accompanied by one event of the widget's, and no other is."""
    first = next((event.seq for event in events if _goes_out(event)), None)
    if first is None:
        return
    for name in _heard(events):
        own = [event for event in events if is_callback(event, name) or sent_for(event) == name]
        yield from _pairs(name, reversed(own) if is_before else own, first)


def _heard(events: Sequence[Event]) -> list[str]:
    """The callbacks that every init of the document was given: none of them fires unseen."""
    calls = [event for event in events if is_call(event, "embed.init", "popup.init")]
    inits = [registered_callbacks(call) for call in calls]
    return [name for name in ACTIONS if inits and all(name in given for given in inits)]


def _pairs(name: str, events: Iterable[Event], first: int) -> Iterator[Breach]:
    waiting: Event | None = None
    for event in events:
        if event.kind == "callback":
            yield from _unsent(name, waiting, first)
            waiting = event
        elif waiting is None:
            message = f"an event of {name} was recorded in Google Analytics without it"
            yield Breach(event, message, "one for each callback", _told(event))
        else:
            yield from _mislabelled(name, waiting, event)
            waiting = None
    yield from _unsent(name, waiting, first)


def _unsent(name: str, callback: Event | None, first: int) -> Iterator[Breach]:
    if callback is not None and callback.seq > first:
        message = f"{name} was not recorded in Google Analytics"
        yield Breach(callback, message, f"{CATEGORY}, {ACTIONS[name]}", "no such event")


def _mislabelled(name: str, callback: Event, event: Event) -> Iterator[Breach]:
    wanted, label = _wanted_label(name, callback), _label(event)
    if wanted is not None and label != wanted:
        message = f"the event of {name} in Google Analytics has another label than assumed"
        yield Breach(event, message, typed(wanted), typed(label))


def _wanted_label(name: str, callback: Event) -> object:
    if name in _LABELLED:
        return field_of(callback, _LABELLED[name])
    if name == "onofflinemessage":
        return "sent"
    accepted = field_of(callback, "accepted")
    if not isinstance(accepted, bool):
        return None
    return "accepted" if accepted else "declined"


def sent_for(event: Event) -> str | None:
    """The callback whose event of the widget's this is, None for any other event."""
    arguments = event.data.get("args") if event.kind == "analytics" else None
    if not isinstance(arguments, list) or not _goes_out(event):
        return None
    if arguments[:3] == _GA and len(arguments) > len(_GA):
        return _CALLBACK_OF.get(str(arguments[3]))
    is_gtag = arguments[:1] == ["event"] and _parameters(arguments).get("event_category")
    return _CALLBACK_OF.get(str(arguments[1])) if is_gtag == CATEGORY else None


def _goes_out(event: Event) -> bool:
    return event.kind == "analytics" and event.data.get("via") in {"ga", "gtag"}


def _label(event: Event) -> object:
    arguments = event.data["args"]
    if event.data["via"] == "gtag":
        return _parameters(arguments).get("event_label")
    return arguments[4] if len(arguments) > len(_GA) + 1 else None


def _parameters(arguments: list[object]) -> dict[str, object]:
    last = arguments[-1] if len(arguments) > len(_GA) - 1 else None
    return last if isinstance(last, dict) else {}


def _told(event: Event) -> str:
    return f"{event.data['via']}({', '.join(map(as_text, event.data['args']))})"


def _rule(name: str, choice: str) -> Rule:
    breaches = partial(recorded_once, is_before=choice == "before")
    return Rule(name, CALLBACKS, Source.ASSUMED, "document", breaches, "analytics-order", choice)


RULES = (_rule("recorded-after-callback", "after"), _rule("recorded-before-callback", "before"))
"""Their rules."""
