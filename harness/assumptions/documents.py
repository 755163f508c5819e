"""The ledger as text, as Markdown and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS

if TYPE_CHECKING:
    from harness.assumptions.ledger import Assumption, Choice

FILE = Path(__file__).parent.parent / "web" / "widget" / "ASSUMPTIONS.md"
"""The ledger in the project, written by `python -m harness.assumptions`."""

_HEAD = """\
# What the stub widget assumes

The vendor's page says what the widget's API does, not all of how. Where it is silent the stub
had to choose; each choice has an id here. Nothing below is a fact about the real widget. An
assumption with values can be set in a scenario: `backend: {assume: {ID: VALUE}}`; the first one
is the default. `python -m harness.assumptions` writes this file.
"""


def as_markdown() -> str:
    """The whole ledger as a Markdown document, a table for each section."""
    parts = [_HEAD]
    for section, entries in _sections().items():
        rows = [f"| {entry.id} | {_cell(entry)} | {entry.reason} |" for entry in entries]
        parts.append(
            "\n".join(
                [f"## {section}\n", "| id | what the stub does | why |", "|---|---|---|", *rows]
            )
        )
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def as_json() -> str:
    """The whole ledger as a JSON document."""
    return json.dumps([_row(entry) for entry in ASSUMPTIONS.values()], indent=1) + "\n"


def as_text() -> str:
    """The whole ledger, a line for each entry, and its values where it can be set."""
    width = max(map(len, ASSUMPTIONS))
    lines: list[str] = []
    for section, entries in _sections().items():
        lines += ["", section]
        lines += [f"  {e.id:<{width}}  {e.statement}{_choices(e)}" for e in entries]
    return "\n".join(lines[1:]) + "\n"


def explained(entry: Assumption) -> str:
    """One entry with all that is known of it, and how a scenario sets it."""
    lines = [
        f"{entry.id}  ({entry.section}; {entry.side})",
        f"  the stub: {entry.statement}",
        f"  why: {entry.reason}",
    ]
    if entry.subjects:
        lines.append(f"  concerns: {', '.join(entry.subjects)}")
    if entry.choices:
        default, *others = map(_written, entry.choices)
        lines.append(f"  values: {default} (default), {', '.join(others)}")
        lines.append(f"  in a scenario: backend: {{assume: {{{entry.id}: {others[0]}}}}}")
    lines.append(f"  a scenario that rests on it says: assumes: [{entry.id}]")
    return "\n".join(lines) + "\n"


def _sections() -> dict[str, list[Assumption]]:
    from harness.widget_api import SECTIONS

    found: dict[str, list[Assumption]] = {section: [] for section in SECTIONS}
    for entry in ASSUMPTIONS.values():
        found[entry.section].append(entry)
    return {section: entries for section, entries in found.items() if entries}


def _cell(entry: Assumption) -> str:
    values = ", ".join(f"`{_written(choice)}`" for choice in entry.choices)
    text = f"{entry.statement} ({values})" if values else entry.statement
    return text.replace("|", "\\|")


def _choices(entry: Assumption) -> str:
    return f" [{', '.join(map(_written, entry.choices))}]" if entry.choices else ""


def _written(choice: Choice) -> str:
    return str(choice).lower() if isinstance(choice, bool) else choice


def _row(entry: Assumption) -> dict[str, Any]:
    return {
        "id": entry.id,
        "section": entry.section,
        "statement": entry.statement,
        "reason": entry.reason,
        "subjects": list(entry.subjects),
        "choices": list(entry.choices),
        "side": entry.side,
    }
