"""What people read of an exploration: each find, and at the end what was and was not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.sentences import FACTS
from harness.wording import many

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from harness.exploration.exploration import Find, Reached

_LOST = "what was done before"
MOST_SECTIONS = 8


def as_text(find: Find, number: int) -> list[str]:
    """A find in lines: what is wrong, what the page says, what was seen, the least scenario."""
    found = find.violation
    lines = [f"── {number}. {found.message}  [{found.code}]"]
    if found.is_assumed:
        lines.append(f"  rests on an assumption, {found.section.removeprefix('assumed: ')}:")
        lines.append(f"    {found.sentence}")
    elif found.sentence:
        page = f"the vendor's page, in short ({found.section})"
        source = "observed of the widget" if found.section == FACTS else page
        lines.append(f"  {source}: {found.sentence}")
    elif found.section:
        lines.append(f'  this holds on every run: "{found.section}" of the vendor\'s page')
    for label, text in (("here", found.why), ("expected", found.expected)):
        if text:
            lines.append(f"  {label}: {text}")
    if found.recorded:
        lines.append(f"  recorded: {_cut(found.recorded)}")
    lines.append(f"  {_when(find)}")
    lines.append(f"  {_kept(find)}")
    return [*lines, *(f"    {line}" for line in find.scenario.splitlines())]


def _cut(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def _when(find: Find) -> str:
    when = f"found after {find.seconds:.1f} s, in sequence {find.sequence}"
    if find.is_confirmed:
        return when
    return f"{when}; it did not come again when the sequence was done once more"


def _kept(find: Find) -> str:
    if find.is_replayed is None:
        return "as a scenario:"
    if find.is_replayed:
        return "the least scenario; `harness run` of it fails too:"
    return "the least scenario; the language cannot say what is wrong, so `harness run` passes it:"


def summary(reached: Reached, seed: str, seconds: float) -> list[str]:
    """What was done, what could not be judged, and how to do the same again."""
    told = f"{many(len(reached.finds), 'find')} in {many(reached.sequences, 'sequence')}"
    judged = many(reached.judged, "prediction")
    how = f"{many(reached.acts, 'act')}, {judged} judged, {seconds:.0f} s, seed {seed}"
    lines = [f"{told}: {how}"]
    lines += _unknown(reached.unknown)
    if reached.is_apart:
        lines.append(
            "not judged: operators, triggers and settings; the widget does not talk to the stub's"
            " back end"
        )
    if reached.skipped:
        told = ", ".join(f"{act} {count}" for act, count in reached.skipped.most_common(6))
        lines.append(f"tried where it was not possible, and left out: {told}")
    if reached.calls:
        lines.append(f"callbacks heard: {_counted(reached.callbacks) or 'none'}")
    return lines


def _unknown(unknown: Counter[str]) -> Iterator[str]:
    lost = unknown.get(_LOST, 0)
    sections = {name: count for name, count in unknown.most_common() if name != _LOST}
    if sections:
        told = ", ".join(
            f"{name} {count}" for name, count in list(sections.items())[:MOST_SECTIONS]
        )
        more = len(sections) - MOST_SECTIONS
        rest = f" and {more} more" if more > 0 else ""
        yield f"not judged, as the vendor's page does not say it, by its section: {told}{rest}"
    if lost:
        yield f"acts after something of which the page says nothing, judged by the contract: {lost}"


def _counted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))


def as_json(reached: Reached, seed: str, seconds: float) -> dict[str, Any]:
    """The same for programs."""
    return {
        "seed": seed,
        "seconds": round(seconds, 1),
        "sequences": reached.sequences,
        "acts": reached.acts,
        "judged": reached.judged,
        "unknown": dict(reached.unknown),
        "finds": [
            {
                "code": find.violation.code,
                "message": find.violation.message,
                "section": find.violation.section,
                "sentence": find.violation.sentence,
                "why": find.violation.why,
                "expected": find.violation.expected,
                "recorded": find.violation.recorded,
                "seconds": round(find.seconds, 1),
                "sequence": find.sequence,
                "is_confirmed": find.is_confirmed,
                "is_replayed": find.is_replayed,
                "scenario": find.scenario,
            }
            for find in reached.finds
        ],
    }
