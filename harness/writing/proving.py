"""Drafts of whole files: from what was recorded, and run once more before they are believed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.scenario.loading import scenario_nodes
from harness.writing.drafts import Address, Draft, Manuscript, draft
from harness.writing.manner import style_of
from harness.writing.pins import Pin, pins
from harness.writing.relaxing import shortfall
from harness.writing.sheet import Edit, Sheet
from harness.writing.spelling import Style, Unspellable
from harness.writing.spots import Spots, Unplaceable
from harness.writing.stories import record, stories_of
from harness.writing.updating import Updating

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.scenario.model import Run
    from harness.scenario.source import Node
    from harness.writing.pins import Kind
    from harness.writing.stories import Maker, Story

MOST_PROOFS: Final = 4
"""How often a draft is run, each time without what failed the time before."""


@dataclass(slots=True)
class Written:
    """What became of everything: drafts of files, and remarks that people should read."""

    drafts: list[Draft] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    has_failed: bool = False


def manuscript_of(path: str) -> Manuscript:
    """The file that scenarios of this path stand in."""
    file = Path.cwd() / path
    return Manuscript(file, path, Sheet.of(file.read_bytes()))


def write_expectations(
    runs: Sequence[Run],
    make: Maker,
    kinds: Sequence[Kind],
    *,
    is_updating: bool = False,
    read: Callable[[str], Manuscript] = manuscript_of,
) -> Written:
    """Record the scenarios of these runs, and draft their files with expectations.

    Every scenario comes with all of its runs: only what they agree upon is written.
    """
    stories = stories_of(runs)
    remarks = record(stories, make, is_updating=is_updating)
    written = Written(remarks=remarks, stories=stories, has_failed=bool(remarks))
    files: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        if story.recorded:
            files[story.path].append(story)
    for path, told in files.items():
        one = _File(read(path), told, kinds)
        written.drafts.append(one.proved(make))
        written.remarks += one.remarks()
        written.has_failed |= one.lacks_updates()
    return written


class _File:
    """One file in the making."""

    def __init__(self, before: Manuscript, stories: Sequence[Story], kinds: Sequence[Kind]) -> None:
        self._before = before
        variants, _ = self._before.variants()
        titles = [one[0].scenario.title for one in variants]
        self._kinds = kinds
        self._stories = {titles.index(story.title): story for story in stories}
        self._samples = {number: story.samples for number, story in self._stories.items()}
        self._wanted: dict[Address, Pin] = {
            (number, index): pin
            for number, samples in self._samples.items()
            for index, pin in pins(samples, kinds).items()
        }
        self._notes = [(at, note) for at, pin in self._wanted.items() for note in pin.notes]
        self._left: dict[Address, str] = {}
        self._updates = self._updated()
        self._draft = Draft(self._before, self._before)

    def proved(self, make: Maker) -> Draft:
        """The draft, without what does not pass when it is run."""
        for _ in range(MOST_PROOFS):
            made = draft(self._before, self._wanted, self._samples, self._updates)
            failed = self._failing(made, make) if made.written else set()
            self._left |= made.left
            if not failed:
                self._draft = made
                break
            for address in failed:
                self._wanted.pop(address, None)
                self._updates.pop(address, None)
                self._left[address] = "it did not pass when it was run again"
        return self._draft

    def remarks(self) -> list[str]:
        """What was left out, and why."""
        told = sorted({*self._notes, *self._left.items()})
        return [
            f"{self._before.name}::{self._stories[number].title}, step {index + 1}: {words}"
            for (number, index), words in told
        ]

    def lacks_updates(self) -> bool:
        """Whether an expectation that is not met could not be replaced."""
        return any(self._given_up(number, self._draft) for number in self._stories)

    def _failing(self, made: Draft, make: Maker) -> set[Address]:
        """The steps that fail when the file is run as it would be; all, when none is to blame."""
        variants, _ = made.after.variants()
        owners: dict[str, int] = {}
        runs = []
        for number, story in self._stories.items():
            for run in story.runs:
                one = next(v for v in variants[number] if v.params == run.params)
                owners[run.id] = number
                # The page is where the run had it: environments have moved it there.
                scenario = replace(one.scenario, host=run.scenario.host)
                runs.append(replace(run, scenario=scenario))
        failed: set[Address] = set()
        for name, take in make(runs).items():
            steps = {failure.step for failure in take.result.verdict.failures}
            mine = {address for address in made.written if address[0] == owners[name]}
            if not take.is_good and not steps & self._given_up(owners[name], made):
                failed |= {at for at in mine if at[1] in steps} or mine
        return failed

    def _given_up(self, number: int, made: Draft) -> set[int | None]:
        """The steps that have to fail, for what they expect could not be replaced."""
        return {i for i in self._stories[number].relaxed if (number, i) not in made.written}

    def _updated(self) -> dict[Address, list[Edit]]:
        """The edits of expectations that were not met."""
        source = self._before.parsed()
        if source.root is None or not any(story.relaxed for story in self._stories.values()):
            return {}
        spots, nodes = Spots(self._before.sheet), scenario_nodes(source)
        style = style_of(spots, source.root)
        found = {}
        for number, story in self._stories.items():
            steps = nodes[number].get("steps")
            for index in story.relaxed:
                step = steps.get(index) if steps else None
                try:
                    if step is not None:
                        found[number, index] = self._update(spots, style, step, (number, index))
                except (Unplaceable, Unspellable) as error:
                    self._left[number, index] = f"its expectation stays as it is: {error}"
        return found

    def _update(self, spots: Spots, style: Style, step: Node, address: Address) -> list[Edit]:
        number, index = address
        samples = self._samples[number]
        seen = [one.steps[index] for one in samples]
        short = [shortfall(one.steps[index], one.run, one.recording) for one in samples]
        return Updating(spots, style, step, seen, short, self._kinds).edits()
