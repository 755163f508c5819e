"""Scenarios and what was recorded of all their runs, twice, with a short and a long wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness.writing.relaxing import relaxed
from harness.writing.samples import Sample, sample
from harness.writing.waiting import patient

if TYPE_CHECKING:
    from harness.judging.verdict import RunResult
    from harness.recording import Recording
    from harness.scenario.model import Run

SHORT: Final = 0.15
LONG: Final = 0.5
"""Seconds that each step waits for what follows from it, the first and the second time."""


@dataclass(frozen=True, slots=True)
class Take:
    """One run that was made, and its recording."""

    result: RunResult
    recording: Recording

    @property
    def is_good(self) -> bool:
        """Whether it passed."""
        return self.result.verdict.status == "passed"

    @property
    def why(self) -> str:
        """How it ended, and the first reason for that."""
        verdict = self.result.verdict
        first = verdict.failures[0] if verdict.failures else None
        return f"{verdict.status} ({first.message})" if first else verdict.status


Maker = Callable[[Sequence["Run"]], Mapping[str, Take]]
"""Makes runs, and gives what became of each by its id."""


@dataclass(slots=True)
class Story:
    """One scenario of a file with all of its runs, and what was recorded of them.

    `relaxed` are the steps whose expectations were not met.
    """

    path: str
    title: str
    runs: list[Run]
    recorded: list[tuple[Run, Take]] = field(default_factory=list)
    relaxed: set[int] = field(default_factory=set)

    @property
    def samples(self) -> list[Sample]:
        """The recordings, by the scenario as it stands in the file."""
        return [sample(run, take.recording) for run, take in self.recorded]


def stories_of(runs: Iterable[Run]) -> list[Story]:
    """The runs by their scenarios."""
    found: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in runs:
        found[run.scenario.path, run.scenario.title].append(run)
    return [Story(path, title, told) for (path, title), told in found.items()]


def record(stories: Sequence[Story], make: Maker, *, is_updating: bool) -> list[str]:
    """Make all runs; scenarios that do not pass keep nothing, and are told of.

    When updating, runs go on behind expectations that are not met.
    """
    current = {run.id: run for story in stories for run in story.runs}
    first = _first(current, stories, make, is_updating=is_updating)
    remarks = [
        f"{run.id}: {first[run.id].why}; nothing is written for it"
        for story in stories
        for run in story.runs
        if not first[run.id].is_good
    ]
    good = [story for story in stories if all(first[run.id].is_good for run in story.runs)]
    second = make([patient(current[run.id], LONG) for story in good for run in story.runs])
    for story in good:
        for run in story.runs:
            story.recorded.append((run, first[run.id]))
            if second[run.id].is_good:
                story.recorded.append((run, second[run.id]))
            else:
                remarks.append(f"{run.id}: {second[run.id].why} the second time")
    return remarks


def _first(
    current: dict[str, Run], stories: Sequence[Story], make: Maker, *, is_updating: bool
) -> dict[str, Take]:
    """The first recordings; `current` holds the runs as they were made at last."""
    owners = {run.id: story for story in stories for run in story.runs}
    done: dict[str, Take] = {}
    waiting = list(current)
    while waiting:
        done.update(make([patient(current[name], SHORT) for name in waiting]))
        again = []
        for name in waiting if is_updating else ():
            looser = None if done[name].is_good else relaxed(current[name], done[name].recording)
            if looser is not None:
                current[name], index = looser
                owners[name].relaxed.add(index)
                again.append(name)
        waiting = again
    return done
