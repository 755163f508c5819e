"""How much of what fired nobody looked at: callback data compares as a subset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import patterns
from harness.judging import matching
from harness.judging.spans import Span, spans, variables_before
from harness.judging.steps import resolved
from harness.scenario.interpolation import UndefinedName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.recording import Recording
    from harness.scenario.model import Expectation, Run, Step


def ignored(run: Run, recording: Recording, steps: Mapping[int, Step]) -> int:
    """How many fields of callbacks that met an expectation no pattern named."""
    least: dict[int, int] = {}
    for span in spans(recording):
        events = span.window(recording).events
        for item in _expected(run, recording, span, steps.get(span.index)):
            for event in events:
                if event.kind == "callback" and matching.meets(item, event):
                    count = patterns.ignored(item.pattern, matching.value_of(event))
                    least[event.seq] = min(count, least.get(event.seq, count))
    return sum(least.values())


def _expected(
    run: Run, recording: Recording, span: Span, step: Step | None
) -> Iterator[Expectation]:
    if step is None or not step.expect:
        return
    try:
        expect = resolved(step.expect, variables_before(run, recording, span.started.seq))
    except UndefinedName:
        return
    for group in (expect.items, *expect.ordered):
        yield from group
