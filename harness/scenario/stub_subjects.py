"""What a scenario looks at that is the stub's own, and the assumptions that it has to name.

The vendor's page has functions, options and callbacks. The type of `status()`, the words that
visitors read, the order of the focus, frames, addresses and selectors of styles are the
stub's: a scenario that looks at them names in `assumes:` one of the assumptions they rest on,
so that another widget is not called wrong by it. What `check` sees through a profile (`chatbar`,
`status`, `rating` …) is found in every widget, and needs none.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.scenario.acting import steps_of
from harness.scenario.interpolation import Template
from harness.scenario.model import MISSING
from harness.scenario.problems import Problem
from harness.scenario.situations import of_situations
from harness.scenario.subjects import (
    ADDRESS,
    ANALYTICS,
    CHANGES,
    COOKIE,
    FOCUS,
    FRAME,
    INHERITED,
    KEYS,
    ODD_VALUES,
    PLACES,
    STATUS,
    STYLES,
    WORDING,
    Subject,
)
from harness.scenario.suggestions import one_of
from harness.widget_api import LOADER_URL, PAGES, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.model import Expectation, Scenario, Step
    from harness.scenario.places import Place


_LOADER_PATH = urlsplit(LOADER_URL).path
_ASKS_STATUS = re.compile(r"\.status\s*\(\s*\)")
_SEES_FRAME = re.compile(
    r"['\"`]\s*iframe\b|\bcontentWindow\b|\bcontentDocument\b|\bframes\s*[\[.]"
)
_LOOKS_LIKE = {
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),
    "phone": re.compile(r"\+?\d[\d\s]{7,}"),
}
_INHERITS = re.compile(r"\bObject\.create\(\s*\{|\b__proto__\s*:\s*\{")
_FRAME_SELECTOR = re.compile(r"\biframe\b")
_MOVING_KEYS = frozenset({"Tab", "Shift+Tab", "Escape"})
_WORDS = ("conversation", "choices")
_CATEGORY = "Livechatoo"
_OPEN = frozenset({"$any", "$absent"})
_SELECTORS = ("text", "visible", "value", "count")


def problems_of(scenario: Scenario) -> list[Problem]:
    """The subjects that a scenario looks at without the assumption that they rest on."""
    return [_problem(subject, place) for subject, place in _unnamed(scenario).items()]


def assumptions_of(scenario: Scenario) -> list[str]:
    """The assumptions that a scenario has to name besides those that it names."""
    return sorted({subject.rests_on[0] for subject in _unnamed(scenario)})


def _unnamed(scenario: Scenario) -> dict[Subject, Place]:
    """The subjects without their assumption, and where each is looked at first."""
    seen: dict[Subject, Place] = {}
    for subject, place in _found(scenario):
        seen.setdefault(subject, place)
    named = {*scenario.assumes, *scenario.backend.assume}
    return {one: place for one, place in seen.items() if named.isdisjoint(one.rests_on)}


def _problem(subject: Subject, place: Place) -> Problem:
    return Problem(
        place,
        "stub-subject",
        f"this looks at {subject.what}, of which the vendor's page says nothing: name the "
        "assumption that it rests on",
        expected=one_of(subject.rests_on),
        hint=f"write `assumes: [{subject.rests_on[0]}]`, or look at something that is documented",
    )


def _found(scenario: Scenario) -> Iterator[tuple[Subject, Place]]:
    for mock in scenario.mocks:
        parts = urlsplit(mock.at)
        if parts.hostname == WIDGET_HOST and parts.path != _LOADER_PATH:
            yield ADDRESS, mock.place
    given = _given(scenario)
    for step in steps_of(scenario):
        yield from ((subject, step.place) for subject in _of_step(step, given))
        for expected in _expectations(step):
            yield from ((subject, expected.place) for subject in _of_event(expected, given))
            if expected.event == "onchange" and step.verb in {"flip", "page"}:
                yield CHANGES, expected.place
    yield from of_situations(scenario)


def _given(scenario: Scenario) -> str:
    """All text that the scenario itself brings into the world: what else is read is the stub's."""
    pages = (scenario.host.page, *scenario.host.pages)
    files = (page.file.read_text(encoding="utf-8") for page in pages if page.file is not None)
    acts = (step.argument for step in steps_of(scenario) if step.verb != "check")
    world = [scenario.backend, scenario.host, scenario.mocks, list(acts)]
    return "\n".join([*_literals(world), *files])


def _of_step(step: Step, given: str) -> Iterator[Subject]:
    argument = step.argument
    is_used = not _is_open(step.returns) or "returned" in step.save.values()
    if step.verb in {"status", "popup.status"} and is_used:
        yield STATUS
    elif step.verb == "visitor":
        yield from _of_visitor(argument)
    elif step.verb == "press" and isinstance(argument, str) and argument in _MOVING_KEYS:
        yield KEYS
    elif step.verb in {"goto", "tab"} and WIDGET_HOST in json.dumps(argument):
        yield ADDRESS
    elif step.verb == "eval":
        if _SEES_FRAME.search(str(argument)):
            yield FRAME
        if _INHERITS.search(str(argument)):
            yield INHERITED
    elif step.verb == "check" and isinstance(argument, dict):
        yield from _of_check(argument, given)


def _of_visitor(argument: Any) -> Iterator[Subject]:
    if ", " in str(_picked(argument)):
        yield WORDING
    if not all(known.fullmatch(text) for known, text in _filled_in(argument)):
        yield ODD_VALUES


def _picked(argument: Any) -> Any:
    """Whom a visitor picks of the list; a row that names a department is worded by the stub."""
    given = argument if isinstance(argument, dict) else {}
    form = given.get("leaves_message")
    return given.get("picks") or (form.get("picks") if isinstance(form, dict) else None) or ""


def _filled_in(argument: Any) -> Iterator[tuple[re.Pattern[str], str]]:
    """What a visitor fills in that looks a certain way; what is left blank is another matter."""
    given = argument if isinstance(argument, dict) else {}
    for form in (given.get("gives"), given.get("leaves_message")):
        for name, known in _LOOKS_LIKE.items():
            text = form.get(name) if isinstance(form, dict) else None
            if isinstance(text, str) and text.strip():
                yield known, text


def _of_check(argument: dict[str, Any], given: str) -> Iterator[Subject]:
    if not _is_open(argument.get("focus", MISSING)):
        yield FOCUS
    if not _is_open(argument.get("popup_place", MISSING)):
        yield PLACES
    if any(not _is_open(value) for value in argument.get("cookies", {}).values()):
        yield COOKIE
    if "widget_css" in argument:
        yield STYLES
    for source, value in argument.get("eval", {}).items():
        if _ASKS_STATUS.search(source) and not _is_open(value):
            yield STATUS
        if _SEES_FRAME.search(source):
            yield FRAME
    if any(_FRAME_SELECTOR.search(one) for key in _SELECTORS for one in argument.get(key, {})):
        yield FRAME
    if _reads_more_than_given(argument, given):
        yield WORDING


def _reads_more_than_given(argument: dict[str, Any], given: str) -> bool:
    conversation = argument.get("conversation")
    if isinstance(conversation, list) and not all(map(_is_a_line, conversation)):  # a greeting, say
        return True
    if isinstance(conversation, dict) and "$len" in conversation:
        return True
    whole = argument.get("widget_text", "")
    if isinstance(whole, str) and whole not in {"", *_OPEN}:  # all text, labels and all
        return True
    texts = (text for key in _WORDS for text in _literals(argument.get(key)))
    return any(text and text not in given for text in texts)


def _is_a_line(pattern: Any) -> bool:
    """Whether a line of a conversation is told by what it says."""
    return isinstance(pattern, dict) and ("text" in pattern or any("$" in key for key in pattern))


def _of_event(expected: Expectation, given: str) -> Iterator[Subject]:
    pattern = expected.pattern if isinstance(expected.pattern, dict) else {}
    if expected.event == "request":
        where = f"{pattern.get('path', '')} {pattern.get('url', '')}"
        is_widgets = pattern.get("host") == WIDGET_HOST or "client-" in where
        if (is_widgets or WIDGET_HOST in where) and _LOADER_PATH not in where:
            yield ADDRESS
    elif expected.event in {"window", "navigation"}:
        if WIDGET_HOST in str(pattern.get("url", "")):
            yield ADDRESS
    elif expected.event in {"dialog", "console"}:
        words = set(" ".join(_literals(expected.pattern)).split())
        if _ASKS_STATUS.search(given) and words & {*PAGES, "true", "false"}:
            yield STATUS
    elif expected.event == "analytics":
        args = pattern.get("args")
        if args is None or (
            isinstance(args, list) and _CATEGORY in args and "Conversion" not in args
        ):
            yield ANALYTICS


def _expectations(step: Step) -> Iterator[Expectation]:
    """What has to be seen; what must not be seen asks nothing of another widget."""
    yield from step.expect.items
    for group in step.expect.ordered:
        yield from group


def _is_open(pattern: Any) -> bool:
    """Whether a pattern says nothing of the value, or that there is none."""
    return pattern is MISSING or (isinstance(pattern, str) and pattern in _OPEN)


def _literals(value: Any) -> Iterator[str]:
    """The texts in a value, but for matchers and what an earlier step saves."""
    if isinstance(value, str):
        if not value.startswith("$") and not isinstance(value, Template):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _literals(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _literals(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _literals(getattr(value, part.name))
