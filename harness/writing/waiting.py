"""Runs that are recorded to be written down: each step is given time for what follows from it.

A step that expects nothing is left as soon as it has acted, so that what it causes is seen in a
later step, or in none. Here every step waits, as if some event had to stay away for a while, and
is left at a barrier. What happens in another step when the waiting is longer is no consequence of
a step, and is not agreed upon.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from harness.judging.spans import OPENING
from harness.scenario.model import Never, Step

if TYPE_CHECKING:
    from harness.scenario.model import Run

SETTLED: Final = OPENING - 1
"""The index of the step that lets an opened page come to rest."""


def patient(run: Run, seconds: float) -> Run:
    """The same run with so much time after the opening and after each step."""
    scenario = run.scenario
    page = scenario.host.page
    opened = Step(SETTLED, None, page.place, "let the page come to rest")
    steps = tuple(_patient(step, seconds) for step in (opened, *scenario.steps))
    timeout = scenario.timeout + seconds * len(steps)
    return replace(run, scenario=replace(scenario, steps=steps, timeout=timeout))


def _patient(step: Step, seconds: float) -> Step:
    never = (*step.expect.never, Never((), seconds, step.place))
    return replace(step, expect=replace(step.expect, never=never))
