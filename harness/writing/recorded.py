"""A whole new scenario: steps are run on a page, and what happened becomes their expectations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from harness.scenario.loading import Loaded
from harness.scenario.plan import plan
from harness.scenario.source import parse
from harness.scenario.stub_subjects import assumptions_of
from harness.scenario.verbs import VERBS
from harness.widget_api import API
from harness.writing.composing import Head, composed, listed
from harness.writing.drafts import Manuscript
from harness.writing.pins import KINDS, Kind, opening_pin
from harness.writing.proving import write_expectations
from harness.writing.sheet import Sheet
from harness.writing.spelling import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from harness.scenario.model import Run
    from harness.scenario.problems import Problem
    from harness.writing.samples import Sample
    from harness.writing.stories import Maker

_STEPS = re.compile(r"^steps:$", re.MULTILINE)
_HOST = re.compile(r"^host:", re.MULTILINE)


@dataclass(slots=True)
class Recorded:
    """The text of the scenario, None when the steps could not be run; and remarks.

    `problems` are those of the steps as a scenario has them.
    """

    text: str | None = None
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a scenario is written: its file, what messages call it, and the environment."""

    file: Path
    name: str
    environment: Mapping[str, str]

    def manuscript(self, text: str) -> Manuscript:
        """The file with this text."""
        return Manuscript(self.file, self.name, Sheet(text), self.environment)

    def runs(self, text: str) -> list[Run]:
        """The runs of the file with this text."""
        variants, _ = self.manuscript(text).variants()
        return plan(Loaded(variants=variants))


def recorded(
    desk: Desk, head: Head, steps: str, make: Maker, kinds: Sequence[Kind] = KINDS
) -> Recorded:
    """The scenario with what its steps caused."""
    bare = composed(head, steps)
    _, source = desk.manuscript(bare).variants()
    if source.problems:
        return Recorded(text=bare, problems=source.problems)
    runs = desk.runs(bare)
    written = write_expectations(runs, make, kinds, read=lambda _: desk.manuscript(bare))
    if not written.drafts:
        return Recorded(remarks=written.remarks)
    text = written.drafts[0].after.sheet.text
    samples = [sample for story in written.stories for sample in story.samples]
    for opening in _openings(samples, kinds):
        whole = _with_about(_with_opening(text, opening))
        if all(take.is_good for take in make(desk.runs(whole)).values()):
            return Recorded(_with_assumptions(desk, whole), written.remarks)
    return Recorded(_with_assumptions(desk, _with_about(text)), written.remarks)


def _openings(samples: Sequence[Sample], kinds: Sequence[Kind]) -> Iterator[Any]:
    """What a first step may expect of the opening of the page, the fullest first."""
    seen: list[Any] = []
    for some in (kinds, [kind for kind in kinds if kind != "calls"]):
        expect = opening_pin(samples, some).more.get("expect")
        if expect is not None and expect not in seen:
            seen.append(expect)
            yield expect


def _with_opening(text: str, expect: Any) -> str:
    style = Style()
    is_short = len(style.flow(expect)) < style.width - 20 and len(expect) == 1
    step = listed([{"expect": expect}]) if is_short else _in_lines(style, expect)
    return _STEPS.sub(lambda _: f"steps:\n{step}", text, count=1)


def _in_lines(style: Style, expect: Any) -> str:
    first, *more = style.block("expect: ", expect, 4)
    return "\n".join((f"  - {first.lstrip(' ')}", *more))


def _with_about(text: str) -> str:
    """What of the API the scenario is about: the functions and callbacks that it names."""
    root = parse(text, "").root
    steps = root.value["steps"] if root else []
    named = {name for step in steps for name in _named(step)}
    names = [name for name in (*API.functions, *API.callbacks) if name in named]
    if not names:
        return text
    line = "\n".join(Style().lines("about: ", names, 0))
    return _HOST.sub(lambda found: f"{line}\n{found[0]}", text, count=1)


def _with_assumptions(desk: Desk, text: str) -> str:
    """What the scenario looks at that the vendor's page does not say is named in `assumes`."""
    asked = sorted({name for run in desk.runs(text) for name in assumptions_of(run.scenario)})
    if not asked:
        return text
    line = "\n".join(Style().lines("assumes: ", asked, 0))
    return _HOST.sub(lambda found: f"{line}\n{found[0]}", text, count=1)


def _named(step: dict[str, Any]) -> Iterator[str]:
    """The functions that a step calls or expects to be called, and the callbacks it expects."""
    yield from (VERBS[key].function or "" for key in step if key in VERBS)
    expect = step.get("expect") or []
    waiting = [*(expect if isinstance(expect, list) else [expect])]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, str):
            yield entry
            continue
        for name, pattern in entry.items():
            yield name
            if name == "in_order":
                waiting += pattern
            elif name == "call":
                yield str(pattern.get("function", ""))


def with_environment(desk: Desk, more: Mapping[str, str]) -> Desk:
    """The same place with further variables set."""
    return replace(desk, environment={**desk.environment, **more})
