"""What the YAML parser complains about, in words that help."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What to say when the parser's context and complaint hold these words."""

    context: str
    complaint: str
    message: str
    hint: str | None = None


_EXPLANATIONS = (
    _Explanation("", "tab", "a tab stands where YAML allows only spaces", "indent with spaces"),
    _Explanation("flow sequence", "", "the list `[…]`{since} lacks a `,` or its `]` here"),
    _Explanation("flow mapping", "", "the mapping `{{…}}`{since} lacks a `,` or its `}}` here"),
    _Explanation(
        "flow node", "", "a value is missing here", "a text that begins with this needs quotes"
    ),
    _Explanation(
        "",
        "mapping values are not allowed",
        "a `:` cannot stand here",
        "put a text that holds `: ` in quotes, and check the indentation",
    ),
    _Explanation(
        "quoted scalar",
        "escape",
        "unknown escape after `\\` in double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    _Explanation(
        "quoted scalar", "", "this quote is never closed", "end the text with the same quote"
    ),
    _Explanation(
        "simple key",
        "",
        "a key lacks its `:`",
        "write `key: value`, with a space after the colon",
    ),
    _Explanation(
        "block mapping",
        "",
        "the indentation does not fit the keys above",
        "begin all keys of one mapping in the same column",
    ),
    _Explanation(
        "block collection",
        "",
        "the indentation does not fit the list above",
        "begin every `-` of one list in the same column",
    ),
    _Explanation(
        "",
        "cannot start any token",
        "a text cannot begin with this character",
        "put the text in quotes",
    ),
)
"""In order of precedence; the words are those of libyaml, which PyYAML uses as well."""


def _explain(complaint: str, context: str, line: str, opened: int | None) -> tuple[str, str | None]:
    """Say in a sentence and a hint what the parser complains of."""
    if "flow" in context and _UNQUOTED_PLACEHOLDER.search(line):
        return "`${…}` inside of `{…}` or `[…]` has to be in quotes", 'write "${name}"'
    since = f" that begins in line {opened}" if opened else ""
    for known in _EXPLANATIONS:
        if known.context in context and known.complaint in complaint:
            return known.message.format(since=since), known.hint
    said = f"{context}: {complaint}" if context else complaint
    return f"this is not YAML ({said})", None
