"""Call by phase, for people: the same widget gives the same text, so that two can be compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.probing.outcomes import Cell


def as_json(cells: Sequence[Cell], widget: str) -> str:
    """All cells as a JSON document."""
    document: dict[str, Any] = {
        "format": 1,
        "widget": widget,
        "calls": [cell.as_json() for cell in cells],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, sort_keys=True)


def as_text(cells: Sequence[Cell]) -> list[str]:
    """A row for each call, a column for each phase, and below what was thrown and changed."""
    phases = list(dict.fromkeys(cell.phase for cell in cells))
    calls = list(dict.fromkeys(cell.call for cell in cells))
    by_place = {(cell.call, cell.phase): cell for cell in cells}
    rows = [["call", *phases]]
    rows += [[call, *(_word(by_place[call, phase]) for phase in phases)] for call in calls]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [*lines, *_thrown(cells), *_changed(cells)]


def _word(cell: Cell) -> str:
    return (
        f"{cell.result}: {cell.detail}" if cell.result == "worked" and cell.detail else cell.result
    )


def _thrown(cells: Sequence[Cell]) -> list[str]:
    """Each message once, with how often and when it was thrown."""
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if cell.result == "threw":
            groups.setdefault((cell.phase, cell.detail), []).append(cell)
    if not groups:
        return []
    lines = [
        f"  {phase}: {message} ({_listed(members)})" for (phase, message), members in groups.items()
    ]
    return ["", "threw:", *lines]


def _listed(members: Sequence[Cell]) -> str:
    names = [member.call for member in members]
    most = 3
    return ", ".join(names) if len(names) <= most else f"{len(names)} calls"


def _changed(cells: Sequence[Cell]) -> list[str]:
    lines = [
        f"  {cell.call}, {cell.phase}: {_shown(cell.changed)}" for cell in cells if cell.changed
    ]
    return ["", "seen of it:", *lines] if lines else []


def _shown(changed: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in changed.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(f"{name}({_arguments(args)})" for name, args in value) or "none"
    return value if isinstance(value, str) and value else json.dumps(value)


def _arguments(args: Any) -> str:
    return ", ".join(json.dumps(arg) for arg in args)
