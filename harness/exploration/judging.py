"""Predictions of the model against what was seen: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.exploration.violation import Violation, of_prediction
from harness.judging.matching import name_of, value_of
from harness.model import Occurrence
from harness.patterns.comparing import read, recorded_text
from harness.scenario.window_names import CHAT, POPUP
from harness.wording import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harness.model import Prediction
    from harness.recording import Event

_PASSING = frozenset({CHAT, POPUP})
"""Windows that may go while others stay."""

_SUBJECTS = {
    "asked": "what the visitor is asked for",
    "bubble": "the bubble",
    "chatbar": "what the visitor sees of the bar",
    "chats": "what operators see of the chat",
    "choices": "the list of operators",
    "consent": "the question for consent",
    "conversation": "what the visitor reads in the chat",
    "links": "a link of the chat window",
    "offline_messages": "what operators see of the offline message",
    "popup": "what the visitor sees of the popup",
    "popup_place": "the place of the popup's bubble",
    "side": "the side on which the bar is",
    "visitors": "what operators see of the visitor",
    "widget_css": "the style of a part of the widget",
    "widget_text": "what the visitor reads in the widget",
    "widgets": "the number of bars on the page",
}
"""What a check's subject is, in words."""


def occurrences(events: Iterable[Event]) -> tuple[Occurrence, ...]:
    """Events as the model knows them."""
    return tuple(Occurrence(name_of(one), value_of(one), one.page) for one in events)


def is_met(
    prediction: Prediction, seen: Sequence[Occurrence], looks: Mapping[tuple[str, str], Any]
) -> bool:
    """Whether what was seen is as predicted, or the prediction is not about what was seen."""
    if prediction.form == "event":
        return _has_come(prediction, seen)
    if prediction.form == "done":
        return True
    key = (prediction.window, prediction.name)
    if prediction.window in _PASSING and key not in looks:
        return True  # that such a window has to be there is predicted apart
    for subject, pattern in prediction.given.items():
        if not patterns.is_match(pattern, looks.get((prediction.window, subject))):
            return True
    return patterns.is_match(prediction.pattern, looks.get((prediction.window, prediction.name)))


def _of_its_kind(prediction: Prediction, seen: Sequence[Occurrence]) -> list[Occurrence]:
    """The events that it speaks of: of callbacks all, of others those that match."""
    named = [one for one in seen if one.name == prediction.name]
    if prediction.name.startswith("on"):
        return named
    return [one for one in named if _fits(prediction, one)]


def _fits(prediction: Prediction, one: Occurrence) -> bool:
    return prediction.pattern is None or patterns.is_match(prediction.pattern, one.value)


def _has_come(prediction: Prediction, seen: Sequence[Occurrence]) -> bool:
    named = _of_its_kind(prediction, seen)
    is_absence = prediction.high == 0
    if is_absence:
        return not any(_fits(prediction, one) for one in named)
    is_enough = len(named) >= prediction.low
    is_few = prediction.high is None or len(named) <= prediction.high
    return is_enough and is_few and all(_fits(prediction, one) for one in named)


def violation(
    prediction: Prediction,
    step: int,
    seen: Sequence[Occurrence],
    looks: Mapping[tuple[str, str], Any],
) -> Violation:
    """What is told of a prediction that is not met."""
    if prediction.form == "check":
        found = looks.get((prediction.window, prediction.name))
        window = "" if prediction.window == "main" else f" in the window {prediction.window}"
        what = _SUBJECTS.get(prediction.name, prediction.name)
        told = f"{what}{window} is not as documented (`{prediction.name}`)"
        return of_prediction(prediction, step, recorded_text(found), told, read(prediction.pattern))
    named = _of_its_kind(prediction, seen)
    recorded = ", ".join(f"{one.name} {as_text(one.value)}" for one in named) or "no such event"
    return of_prediction(prediction, step, recorded, _told(prediction, named), _wanted(prediction))


def _told(prediction: Prediction, named: Sequence[Occurrence]) -> str:
    if prediction.high == 0:
        return f"{prediction.name} fired, and should not have"
    if len(named) < prediction.low:
        return f"{prediction.name} did not fire"
    if prediction.high is not None and len(named) > prediction.high:
        return f"{prediction.name} fired {len(named)} times"
    return f"{prediction.name} fired with other data than documented"


def _wanted(prediction: Prediction) -> str:
    if prediction.high == 0:
        what = "" if prediction.pattern is None else f" with {read(prediction.pattern)}"
        return f"no {prediction.name}{what}"
    count = "" if prediction.low == prediction.high == 1 else f", {prediction.low} times"
    pattern = "" if not prediction.pattern else f" {read(prediction.pattern)}"
    return f"{prediction.name}{pattern}{count}"
