"""Texts with the edits of findings made in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.audit.finding import Edit, Finding


def chosen(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of these findings; those of a finding that meets an earlier one are left for later.

    What two findings say alike is made once.
    """
    made: list[Edit] = []
    for finding in findings:
        more = [edit for edit in finding.edits if edit not in made]
        if not any(_meets(one, other) for one in more for other in made):
            made += more
    return made


def applied(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits made that do not meet; of several at one place the first stands first."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


def _meets(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same characters, or are insertions at the same place."""
    if one.source != other.source:
        return False
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end
