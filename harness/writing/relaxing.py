"""Runs that go on behind an expectation which is not met, so that the rest can be recorded too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.judging import outcomes
from harness.judging.spans import spans, variables_before
from harness.judging.windows import Unmet, unmet
from harness.scenario.interpolation import UndefinedName
from harness.scenario.model import MISSING, Expect, Expectation, Step
from harness.writing.samples import Seen, sample

if TYPE_CHECKING:
    from harness.recording import Recording
    from harness.scenario.model import Run

_ANYTHING = {"$optional": "$any"}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What of one step is not met: some of its expectations, the outcome of its call, or both."""

    misses: tuple[Unmet, ...]
    has_other_outcome: bool

    def __bool__(self) -> bool:
        return bool(self.misses) or self.has_other_outcome

    @property
    def events(self) -> frozenset[str]:
        """The names of the events that are not as expected."""
        return frozenset(
            item.event
            for miss in self.misses
            for item in (
                miss.expectation,
                *miss.group,
                *(miss.never.events if miss.never else ()),
            )
        )


def shortfall(seen: Seen, run: Run, recording: Recording) -> Shortfall:
    """In what a step falls short of what it expects."""
    misses = unmet(seen.expect, seen.span.window(recording))
    variables = variables_before(run, recording, seen.span.started.seq)
    try:
        told = outcomes.failures(seen.step, seen.outcome, variables)
    except UndefinedName:
        told = []
    return Shortfall(tuple(misses), bool(told) and seen.outcome is not None)


def relaxed(run: Run, recording: Recording) -> tuple[Run, int] | None:
    """The run without what its first failing step asks in vain, and the index of that step.

    None when the run did not fail because of an expectation, which no rewriting can mend.
    """
    failed = next((s for s in spans(recording) if s.ended.data.get("status") != "passed"), None)
    seen = sample(run, recording).steps.get(failed.index) if failed else None
    if failed is None or seen is None:
        return None
    if any(e.kind == "trouble" and not _follows(e.data) for e in failed.own(recording)):
        return None
    found = shortfall(seen, run, recording)
    if not found:
        return None
    steps = tuple(
        _without(step, seen, found) if step.index == failed.index else step
        for step in run.scenario.steps
    )
    return replace(run, scenario=replace(run.scenario, steps=steps)), failed.index


def _follows(trouble: dict[str, object]) -> bool:
    """Whether it only follows from an expectation that was not met."""
    return trouble.get("code") == "nothing-to-save"


def _without(step: Step, seen: Seen, found: Shortfall) -> Step:
    missed = {_key(miss.expectation) for miss in found.misses if not (miss.group or miss.never)}
    groups = {miss.group for miss in found.misses if miss.group}
    nevers = [miss.never for miss in found.misses if miss.never]
    items = [
        _open(item) if _key(one) in missed else item
        for item, one in zip(step.expect.items, seen.expect.items, strict=True)
    ]
    ordered = []
    for group, one in zip(step.expect.ordered, seen.expect.ordered, strict=True):
        if one in groups:
            items += map(_open, group)
        else:
            ordered.append(group)
    pairs = zip(step.expect.never, seen.expect.never, strict=True)
    never = tuple(item for item, one in pairs if one not in nevers)
    step = replace(step, expect=Expect(tuple(items), tuple(ordered), never))
    if not found.has_other_outcome or seen.outcome is None:
        return step
    has_thrown = seen.outcome.kind == "threw" or "error" in seen.outcome.data
    return replace(step, returns=MISSING, throws="$any" if has_thrown else MISSING)


def _key(item: Expectation) -> tuple[str, str, bool]:
    return item.event, repr(item.pattern), item.exact


def _open(item: Expectation) -> Expectation:
    return replace(item, pattern=_ANYTHING, low=0, high=None, exact=False)
