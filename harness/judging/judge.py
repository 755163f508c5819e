"""Judges a run by its recording alone: the same recording always gives the same verdict.

The first thing that went wrong decides: a run is broken when that was the harness's world
or the scenario, and failed when it was the widget or the page. What comes later, such as
trouble in `finally`, is told after it and never hides it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.judging import findings, steps
from harness.judging.findings import Finding
from harness.judging.ignoring import ignored
from harness.judging.restless import CONSEQUENCES, restless
from harness.judging.spans import OPENING, Span, spans, variables_before
from harness.judging.unobserved import UNOBSERVED, unobserved
from harness.judging.verdict import Failure, Status, Verdict
from harness.scenario.model import Run, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.recording import Recording

__all__ = ["OPENING", "judge"]


def judge(run: Run, recording: Recording) -> Verdict:
    """The verdict on a run, with every failure found, in the order of the recording."""
    known = _steps(run)
    found = _findings(run, recording, known) or _undone(recording, known)
    if found and (not found[0].is_broken or found[0].failure.code in CONSEQUENCES):
        leaving = restless(recording)
        if leaving is not None and leaving.failure != found[0].failure:
            found.insert(0, leaving)
    status: Status = "passed"
    if found:
        status = "broken" if found[0].is_broken else "failed"
    failures = tuple(findings.placed(item.failure, known, run) for item in found)
    return Verdict(status, failures, ignored(run, recording, known))


def _steps(run: Run) -> dict[int, Step]:
    scenario = run.scenario
    opening = Step(OPENING, None, scenario.host.page.place, f"open {scenario.host.at}")
    return {step.index: step for step in (opening, *scenario.steps, *scenario.finally_)}


def _findings(run: Run, recording: Recording, known: Mapping[int, Step]) -> list[Finding]:
    """Everything that went wrong; within a step, what it says itself comes before the rest."""
    ended = spans(recording)
    ranked = [
        (span.ended.seq, found) for span in ended for found in _of(span, run, recording, known)
    ]
    for found in findings.trouble(recording):
        span = _span_at(ended, found)
        if span is None or found.failure.code == findings.INCOMPLETE:
            ranked.append((found.seq, found))
    ranked += [(found.seq, found) for found in unobserved(run, recording)]
    # The contract rests on all calls and callbacks: where some are missing it says nothing.
    is_whole = not recording.of_kind(UNOBSERVED, "dropped")
    breaches = findings.breaches(run, recording) if is_whole else ()
    floods = findings.floods(recording)
    for found in (*breaches, *floods, *findings.unwanted(run, recording)):
        span = _span_at(ended, found)
        ranked.append((span.ended.seq if span else found.seq, found))
    return [found for _, found in sorted(ranked, key=lambda pair: pair[0])]


def _of(span: Span, run: Run, recording: Recording, known: Mapping[int, Step]) -> Iterator[Finding]:
    step = known.get(span.index)
    if step is None:
        return
    own = span.own(recording)
    is_harness = any(map(findings.is_harness, own))
    variables = variables_before(run, recording, span.started.seq)
    for failure in steps.failures(step, span.window(recording), own, recording, variables):
        is_broken = is_harness or failure.code == steps.UNDEFINED_NAME
        yield Finding(span.ended.seq, failure, is_broken)


def _span_at(ended: list[Span], found: Finding) -> Span | None:
    return next((s for s in ended if s.started.seq < found.seq < s.ended.seq), None)


def _undone(recording: Recording, known: Mapping[int, Step]) -> list[Finding]:
    """A step that was not finished though nothing went wrong: no verdict can rest on that."""
    done = {s.index for s in spans(recording) if s.ended.data.get("status") == "passed"}
    missing = [step for index, step in sorted(known.items()) if index not in done]
    if not missing:
        return []
    message = f"`{missing[0].text}` was not finished, though nothing went wrong before it"
    hint = "this is a defect of the harness: please report it with the event log"
    failure = Failure(missing[0].place, "unfinished", message, hint=hint, step=missing[0].index)
    return [Finding(len(recording), failure, is_broken=True)]
