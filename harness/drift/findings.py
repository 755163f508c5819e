"""Many runs' differences as few findings: what has one cause stands once, with a count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from harness.drift.rules import never_fired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.assumptions import Choice
    from harness.drift.difference import Broken, Difference, How, Spot

_CAUSES = frozenset({"act", "callback", "return", "look", "window"})
"""Areas of differences that others may follow from, since the two widgets are in other states."""

_BESIDE = frozenset({"surface", "request"})
"""Areas of differences that follow from no other."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario's run on both widgets: its differences, or why it was not compared.

    `heard` are the callbacks that fired on either side.
    """

    run_id: str
    differences: tuple[Difference, ...] = ()
    about: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    heard: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    reason: str | None = None

    def may_follow(self, one: Difference) -> bool:
        """Whether something else differed in an earlier step that could be the cause of it."""
        return one.spot.area not in _BESIDE and any(
            other.spot.area in _CAUSES and other.spot != one.spot and other.step < one.step
            for other in self.differences
        )


@dataclass(frozen=True, slots=True)
class Overturned:
    """An assumption that does not hold: with this choice the stub does as the other widget.

    `or_else` are others whose choice explains the same as well as this one.
    """

    assumption: str
    choice: Choice
    or_else: tuple[str, ...] = ()


@dataclass(slots=True)
class Finding:
    """The same spot, differing in the same way in one run or many.

    `subjects` has more than one element when several always differ together. `may_follow`
    tells that no run shows it before other differences. `in_question` are assumptions that
    it touches, where no experiment could tell whether they are overturned.
    """

    spot: Spot
    how: How
    instances: list[tuple[Compared, Difference]] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    broken: Broken | None = None
    overturned: Overturned | None = None
    in_question: tuple[str, ...] = ()
    may_follow: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether it may only follow from others, and no cause of its own was found."""
        return self.may_follow and self.broken is None and self.overturned is None

    @property
    def runs(self) -> list[str]:
        """The runs that show it."""
        return list(dict.fromkeys(compared.run_id for compared, _ in self.instances))

    @property
    def examples(self) -> dict[tuple[str, str], int]:
        """What the two widgets do, in words, and how often; the most frequent first."""
        counts: dict[tuple[str, str], int] = {}
        for _, one in self.instances:
            counts[one.a, one.b] = counts.get((one.a, one.b), 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def findings(compared: Iterable[Compared]) -> list[Finding]:
    """The findings, those that other differences may have caused last."""
    found: dict[object, Finding] = {}
    for run in compared:
        for one in run.differences:
            key = (one.spot, one.how, one.broken and one.broken.rule)
            finding = found.setdefault(key, Finding(one.spot, one.how))
            finding.instances.append((run, one))
            finding.broken = finding.broken or one.broken
    for finding in found.values():
        finding.subjects = [finding.spot.subject]
        finding.may_follow = all(run.may_follow(one) for run, one in finding.instances)
    joined = _joined(list(found.values()))
    return sorted(joined, key=lambda one: (one.may_follow, one.broken is None, -len(one.runs)))


MANY_WAYS = 3
"""A callback that is missing at so many different acts is missing for no single assumption."""


def mark_silence(
    found: Sequence[Finding], compared: Iterable[Compared], ways: int = MANY_WAYS
) -> None:
    """Mark callbacks that fire in several runs of one widget and in no run of the other one.

    With few different acts (`ways`) an assumption may explain it, which is tried before.
    """
    acts: dict[str, set[str]] = {}
    for finding in found:
        acts.setdefault(finding.spot.subject, set()).add(finding.spot.during)
    heard: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for run in compared:
        for side in (0, 1):
            heard[side].update(run.heard[side])
    for finding in found:
        lacking: Literal["a", "b"] = "b" if finding.how == "missing" else "a"
        counts = [side[finding.spot.subject] for side in heard]
        is_open = finding.spot.area == "callback" and not finding.overturned
        is_open = is_open and len(acts[finding.spot.subject]) >= ways
        if is_open and not finding.broken and min(counts) == 0 and max(counts) > 1:
            finding.broken = never_fired(lacking, finding.spot.subject)


def _joined(found: Sequence[Finding]) -> list[Finding]:
    """Requests that are missing (or there) in just the same runs are one finding."""
    joined: dict[object, Finding] = {}
    for finding in found:
        key: object = id(finding)
        if finding.spot.area == "request":
            key = (finding.how, tuple(finding.runs))
        first = joined.setdefault(key, finding)
        if first is not finding:
            first.subjects.append(finding.spot.subject)
    return list(joined.values())
