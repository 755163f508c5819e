"""The visits that chat: each does what fires callbacks of the page's that only people's acts fire.

What the page has registered is tried, and no more. The back end is as lenient as the vendor's page
lets it be: a field that may be left blank is there and blank, so that what throws has no excuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.audit.evidence import options_of
from harness.audit.plans import Act, Plan, arriving, looking
from harness.scenario.model import Backend, Operator, Trigger
from harness.scenario.window_names import CHAT, MAIN
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.audit.evidence import Evidence

ANSWERS = {"name": "Jana Example", "email": "jana@member.example", "phone": "0900 111 222"}
"""What the visitor says who is asked for a name, an email or a phone."""

_OF_A_CHAT = frozenset({"onchange", "onchatstart", "onchatopened", "onchatrating", "ontrigger"})
_ASKING = {f"on{name}required": name for name in ANSWERS}
_TRIGGER = Trigger(1, "Help with the order")
_BLANK = {"missing-fields": "empty", "declined-value": "empty"}
"""What of the stub is chosen: the vendor's page does not say how a field is left out."""


def conversations(evidence: Evidence) -> list[Plan]:
    """The visits for those callbacks that the page gives to the bar."""
    given = {one.name for one in evidence.options if one.function == "embed.init"}
    names = given & API.callbacks.keys()
    options = _options(evidence)
    asked = [field for name, field in _ASKING.items() if name in names]
    is_small = options.get("mobile") is True
    plans = []
    if asked or names & _OF_A_CHAT:
        acts = _chat(names, asked, is_small=is_small)
        plans.append(_plan("chat", evidence, acts, _backend(options, asked)))
    if asked:
        acts = _declining(asked, is_small=is_small)
        plans.append(_plan("declining", evidence, acts, _backend(options, asked)))
    if "onofflinemessage" in names:
        acts = _writing(is_small=is_small)
        plans.append(_plan("offline", evidence, acts, Backend((), assume=_BLANK)))
    return plans


def _options(evidence: Evidence) -> dict[str, Any]:
    """What the bar was given in the desktop's visit, as far as that was seen."""
    visit = evidence.visit("desktop")
    calls = visit.page_calls if visit is not None else []
    inits = [one for one in calls if one.data["function"] == "embed.init"]
    return options_of(inits[-1]) if inits else {}


def _plan(name: str, evidence: Evidence, acts: Iterable[Act], backend: Backend) -> Plan:
    all_acts = (*arriving(evidence.consent), *acts)
    return Plan(name, "desktop", "allowed", "normal", all_acts, backend=backend)


def _backend(options: dict[str, Any], asked: Iterable[str]) -> Backend:
    """Somebody is online whom the page's options let pass, and asks for these fields."""
    wanted = re.search(r"\d+", str(options.get("operators", "")))
    operator = Operator(int(wanted.group()) if wanted else 1, "Alex")
    settings = {f"ask_{field}": True for field in asked}
    return Backend((operator,), (), settings, (_TRIGGER,), _BLANK)


def _probe(verb: str, argument: Any, label: str, window: str = MAIN) -> Act:
    return Act(verb, argument, label, is_probe=True, window=window)


def _at_rest(label: str) -> Act:
    return _probe("check", {"widgets": "$any"}, label)


def _opened(page: str, *, is_small: bool) -> tuple[Act, ...]:
    """The visitor has the window before them; where the bar is small it is a page of its own."""
    shown = _probe("page", page, "open")
    return (shown, _probe("visitor", "opens", "opened")) if is_small else (shown,)


def _chat(names: set[str], asked: Iterable[str], *, is_small: bool) -> Iterable[Act]:
    """A chat, with all that is asked for, is rated; the visitor comes again and finds it open."""
    window = CHAT if is_small else MAIN
    if "ontrigger" in names:
        yield _probe("trigger", _TRIGGER.id, "launch")
    yield from _opened("online", is_small=is_small)
    yield _probe("visitor", {"says": "Hello"}, "say", window)
    for field in asked:
        yield _probe("answer", {field: ANSWERS[field]}, f"give-{field}", window)
    yield _at_rest("said")
    if "onchatrating" in names:
        yield _probe("visitor", {"rates": 4, "message": "Thank you"}, "rate", window)
        yield _at_rest("rated")
    if not is_small:
        yield _probe("visitor", "minimizes", "minimize")
        yield _at_rest("minimized")
    yield _probe("refresh", None, "refresh")
    yield _at_rest("again")
    yield looking("again-facts")


def _declining(asked: Iterable[str], *, is_small: bool) -> Iterable[Act]:
    """A chat before which the visitor declines all that is asked for."""
    window = CHAT if is_small else MAIN
    yield from _opened("online", is_small=is_small)
    yield _probe("visitor", {"says": "Hello"}, "say", window)
    for field in asked:
        yield _probe("answer", {field: None}, f"decline-{field}", window)
    yield _at_rest("said")


def _writing(*, is_small: bool) -> Iterable[Act]:
    """Nobody is online, and the visitor leaves a message."""
    window = CHAT if is_small else MAIN
    yield from _opened("offline", is_small=is_small)
    message = {**ANSWERS, "message": "Where is my order?"}
    yield _probe("leave_message", message, "write", window)
    yield _at_rest("written")
