"""What changes in a file, as a unified diff to be reviewed."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from harness.scenario.escaping import escape
from harness.scenario.problems import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_END = "\\ No newline at end of file"


def unified(name: str, before: str, after: str) -> list[str]:
    """The lines of the diff; none when nothing changes.

    Strings of a page cannot act in a terminal: what is not printable is shown as an escape.
    """
    found = difflib.unified_diff(
        _lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm="", n=3
    )
    return list(_shown(found))


def _lines(text: str) -> list[str]:
    """The lines, the last one marked when no line break ends it."""
    lines = LINE_BREAK.split(text)
    if lines[-1] == "":
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\n"]


def _shown(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield escape(line.removesuffix("\n"))
        if line.endswith("\n"):
            yield _NO_END
