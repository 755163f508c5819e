"""Text that a page, a server or a scenario wrote, made safe to print.

Control characters and marks of direction become escapes, as in the renderer of problems.
Besides, the beginnings of commands that CI systems read out of a log are broken up: GitHub
looks for `##[` and Azure for `##vso[` anywhere in a line, GitHub also for `::` behind blanks.
"""

from __future__ import annotations

import re

from harness.scenario.problems import escape

_INLINE_COMMAND = re.compile(r"#(?=#[A-Za-z]*\[)")
_LINE_COMMAND = re.compile(r"(\s*):(?=:)")


def visible(text: str) -> str:
    """The text on one line, with everything in it that could act or hide shown as an escape."""
    return _INLINE_COMMAND.sub(r"\\x23", escape(text))


def unarmed(line: str) -> str:
    """A whole line of output that no CI system takes for a command."""
    return _LINE_COMMAND.sub(r"\1\\x3a", line, count=1) if _LINE_COMMAND.match(line) else line


def encodable(text: str, encoding: str) -> str:
    """The text with an escape for each character that the encoding of the output lacks."""
    return text.encode(encoding, "backslashreplace").decode(encoding)
