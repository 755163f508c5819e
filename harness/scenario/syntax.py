"""What the YAML parser complains about, in words that help."""

from __future__ import annotations

import re
from typing import Any

from harness.scenario.places import Place
from harness.scenario.problems import Problem, split_lines


def syntax_problem(error: Any, path: str, text: str) -> Problem:
    """The problem for an error of the YAML parser."""
    lines = split_lines(text)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    complaint = str(getattr(error, "problem", None) or error).strip()
    opened = getattr(error, "context_mark", None)
    context = str(getattr(error, "context", None) or "")
    if "quoted scalar" in context and opened and "escape" not in complaint:
        line, column = opened.line + 1, opened.column + 1
    place = _inside(lines, path, line, column)
    before = lines[place.line - 1]
    if before[place.column - 1 : place.column] == "\t":
        complaint = "tab"
    message, hint = _explain(complaint, context, before, opened.line + 1 if opened else None)
    return Problem(place, "yaml", message, hint=hint)


def _inside(lines: list[str], path: str, line: int, column: int) -> Place:
    """The place, moved into the file when the parser names the end of it."""
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    if line > 1 and not lines[line - 1].strip() and line == len(lines):
        while line > 1 and not lines[line - 1].strip():
            line -= 1
        column = len(lines[line - 1]) + 1
    return Place(path, line, max(1, min(column, len(lines[line - 1]) + 1)))


_UNQUOTED_PLACEHOLDER = re.compile(r"[{\[,:]\s*\$\{")


def _explain(complaint: str, context: str, line: str, opened: int | None) -> tuple[str, str | None]:
    """A sentence and a hint for a complaint of libyaml or PyYAML."""
    since = f" that begins in line {opened}" if opened else ""
    if "tab" in complaint or "'\\t'" in complaint:
        return "a tab stands where YAML allows only spaces", "indent with spaces"
    if "flow" in context and _UNQUOTED_PLACEHOLDER.search(line):
        return (
            "`${…}` inside of `{…}` or `[…]` has to be in quotes",
            'write "${name}"',
        )
    if "flow sequence" in context:
        return f"the list `[…]`{since} lacks a `,` or its `]` here", None
    if "flow mapping" in context:
        return f"the mapping `{{…}}`{since} lacks a `,` or its `}}` here", None
    if "mapping values are not allowed" in complaint:
        return (
            "a `:` cannot stand here",
            "put a text that holds `: ` in quotes, and check the indentation",
        )
    if "quoted scalar" in context:
        return _explain_quoted(complaint)
    if "block mapping" in context or "simple key" in context:
        return _explain_block(complaint, context)
    if "block collection" in context:
        return "the indentation does not fit the list above", "begin every `-` in one column"
    if "cannot start any token" in complaint:
        return "a text cannot begin with this character", "put the text in quotes"
    said = f"{context}: {complaint}" if context else complaint
    return f"this is not YAML ({said})", None


def _explain_quoted(complaint: str) -> tuple[str, str | None]:
    if "escape" in complaint:
        return (
            "unknown escape after `\\` in double quotes",
            "write `\\\\` for a backslash, or use single quotes",
        )
    return "this quote is never closed", "end the text with the same quote"


def _explain_block(complaint: str, context: str) -> tuple[str, str | None]:
    if "simple key" in context or "':'" in complaint:
        return "a key lacks its `:`", "write `key: value`, with a space after the colon"
    return (
        "the indentation does not fit the keys above",
        "begin all keys of one mapping in the same column",
    )
