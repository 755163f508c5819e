"""What is wrong with a widget, as far as one sequence shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS
from harness.exploration.sequence import THROWN
from harness.judging import contract
from harness.model import SENTENCES
from harness.widget_api import WIDGET_HOST
from harness.wording import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.judging.rules import Rule
    from harness.model import Prediction
    from harness.recording import Event, Recording

_OF_HARNESS = frozenset({"gap", "dropped"})
_NONSENSE = 400
_CONFLICT = 409
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong; two of the same code are held to be the same defect.

    `step` is the index among the steps that were done, -1 for the opening of the host page.
    `section` and `sentence` are what the vendor's page says, `why` how that applies here.
    `prediction` is what the model expected; None for what is wrong by itself.
    """

    code: str
    message: str
    step: int | None = None
    section: str = ""
    sentence: str = ""
    why: str = ""
    expected: str = ""
    recorded: str = ""
    prediction: Prediction | None = None

    @property
    def is_assumed(self) -> bool:
        """Whether it rests on an assumption, and not on the vendor's page."""
        return self.section.startswith("assumed:")


def of_prediction(
    prediction: Prediction, step: int, recorded: str, told: str, expected: str
) -> Violation:
    """A prediction of the model that did not come true."""
    sentence = SENTENCES[prediction.rule]
    return Violation(
        prediction.rule,
        told,
        step,
        sentence.section,
        sentence.text,
        prediction.why,
        expected,
        recorded,
        prediction,
    )


def in_recording(recording: Recording, assume: Mapping[str, Any]) -> Iterator[Violation]:
    """Breaches of the contract, errors of the widget, and what it asked the back end in vain."""
    for rule, breach in contract.breaches(recording, assume):
        section, sentence = _rests_on(rule)
        yield Violation(
            f"contract:{rule.id}",
            breach.message,
            breach.event.step,
            section,
            sentence,
            "",
            breach.expected,
            breach.recorded,
        )
    errors = SENTENCES["no-errors"]
    for event in recording:
        wrong = _wrong(event)
        if wrong:
            yield Violation(*wrong, event.step, errors.section, errors.text)


def _rests_on(rule: Rule) -> tuple[str, str]:
    if rule.assumption is None:
        return rule.section, ""
    return f"assumed: {rule.assumption}", ASSUMPTIONS[rule.assumption].statement


def _wrong(event: Event) -> tuple[str, str] | None:
    """The code and the message, when an event tells by itself that something is wrong."""
    data = event.data
    if event.kind == "page_error" and not is_of_the_page(data):
        return _code(str(data["message"])), f"{data['name']}: {data['message']}"
    if event.kind == "threw":
        return f"threw:{data['function']}", f"{data['function']}() threw {as_text(data['error'])}"
    if event.kind == "evaluated" and "error" in data and not is_of_the_page(data["error"]):
        return "evaluated", as_text(data["error"])
    if event.kind == "request" and data["host"] == WIDGET_HOST:
        status = int(data["status"])
        if status >= _NONSENSE and status != _CONFLICT:
            told = f"{data['method']} {data['path']} was answered with {status}"
            return f"request:{status}", told
    if event.kind in _OF_HARNESS:
        return event.kind, "the recording has a gap"
    return None


def _code(message: str) -> str:
    """Errors that differ in numbers alone are held to be one: some count, or tell the time."""
    return f"page_error:{re.sub(r'[0-9]+', '0', message)[:_LONGEST]}"


def is_of_the_page(error: Mapping[str, Any]) -> bool:
    """Whether it was the page that threw: a callback of its own, or its `ga`."""
    return THROWN in str(error.get("message"))
