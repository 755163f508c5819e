"""What is wrong with a run as a whole: trouble outside of steps, lost events, the contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.judging import contract, matching, phrases
from harness.judging.verdict import Failure
from harness.scenario.model import Expectation, Run, Step
from harness.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.judging.rules import Breach, Rule
    from harness.recording import Event, Recording


INCOMPLETE = "incomplete"
"""The code of a failure that tells of events that were lost."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A failure, the number of the event that tells of it, and whether it makes a run broken."""

    seq: int
    failure: Failure
    is_broken: bool = False


def trouble(recording: Recording) -> Iterator[Finding]:
    """Each trouble, and each gap in the recording."""
    for event in recording:
        if event.kind == "trouble":
            code, message = event.data.get("code", "trouble"), event.data.get("message", "")
            failure = Failure(None, str(code), str(message), hint=event.data.get("hint"))
            yield _at(event, failure, is_broken=is_harness(event))
        elif event.kind == "gap":
            count = event.data.get("missing")
            message = f"the recording is incomplete: {count} events were lost on their way"
            yield _at(event, Failure(None, INCOMPLETE, message), is_broken=True)


def is_harness(event: Event) -> bool:
    """Whether it is trouble that neither the page nor the widget is to blame for."""
    return event.kind == "trouble" and event.data.get("what") == "harness"


def breaches(run: Run, recording: Recording) -> Iterator[Finding]:
    """Each breach of the contract, those alike as one."""
    assume = run.scenario.backend.assume
    alike: dict[tuple[str, str], list[tuple[Rule, Breach]]] = {}
    for rule, breach in contract.breaches(recording, assume):
        alike.setdefault((rule.id, breach.message), []).append((rule, breach))
    for (rule, breach), *again in alike.values():
        yield _at(breach.event, _breach(rule, breach, [further.event for _, further in again]))


def floods(recording: Recording) -> Iterator[Finding]:
    """A page that did more than is recorded of anything: what is still missing is not known."""
    told = [one for one in recording.of_kind("dropped") if one.data.get("of", "events") == "events"]
    last = {(event.page, event.frame): event for event in told}
    if last:
        count = sum(int(event.data.get("count", 0)) for event in last.values())
        message = f"the page floods the recorder: {count} further events were not recorded"
        hint = "look for a callback or a call of the widget in an endless loop"
        yield _at(told[0], Failure(None, "flood", message, hint=hint))


def _breach(rule: Rule, breach: Breach, again: list[Event]) -> Failure:
    return Failure(
        place=None,
        code=f"contract:{rule.id}",
        message=breach.message,
        expected=breach.expected,
        recorded=breach.recorded,
        instead=(phrases.event_at(breach.event), *phrases.repeated(again)),
        hint=_rests_on(rule),
    )


def _rests_on(rule: Rule) -> str:
    if rule.assumption is None:
        return f'this holds on every run: "{rule.section}" of the vendor\'s page'
    return (
        f"this rests on the assumption {rule.assumption} of the stub; against another widget it "
        f"may mean otherwise than assumed (`harness assumptions {rule.assumption}`)"
    )


def unwanted(run: Run, recording: Recording) -> Iterator[Finding]:
    """What `always` excludes: one failure for each exclusion, however often it was broken."""
    for expectation in _exclusions(run):
        seen = [event for event in recording if matching.meets(expectation, event)]
        if seen:
            yield _at(seen[0], _unwanted(expectation, seen))


def _exclusions(run: Run) -> list[Expectation]:
    always = run.scenario.always
    place = always.place or run.scenario.place
    kinds = {
        "page_error": Expectation("page_error", {}, place),
        "console_error": Expectation("console", {"type": "error"}, place),
        "callback_threw": Expectation("callback_threw", {}, place),
    }
    return [*always.never, *(kinds[name] for name in always.no)]


def _unwanted(expectation: Expectation, seen: list[Event]) -> Failure:
    often = "" if len(seen) == 1 else f", and {phrases.happened(expectation.event)} "
    often += times(len(seen)) if often else ""
    return Failure(
        place=expectation.place,
        code="always",
        message=f"{expectation.event} must not happen in this scenario{often}",
        expected=f"no {phrases.wanted_text(expectation)}",
        recorded=phrases.event_at(seen[0]),
        instead=phrases.repeated(seen[1:]),
    )


def _at(event: Event, failure: Failure, *, is_broken: bool = False) -> Finding:
    return Finding(event.seq, replace(failure, step=event.step), is_broken)


def placed(failure: Failure, steps: Mapping[int, Step], run: Run) -> Failure:
    """The failure with a place: its own, that of the step in progress, or that of the scenario."""
    if failure.place is not None:
        return failure
    step = steps.get(failure.step) if failure.step is not None else None
    return replace(failure, place=step.place if step else run.scenario.place)
