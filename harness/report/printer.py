"""Lines for a terminal or a log: no text of a page can act in them, break them or style them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.report.untrusted import encodable, unarmed, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Part = str | tuple[str, str]
"""Text, or text and the style it is printed in."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of the reports; each is one column wide."""

    marks: dict[str, str]
    lanes: dict[str, str]
    bar: str
    rule: str


UNICODE = Glyphs(
    marks={"passed": "✓", "failed": "✗", "broken": "!", "skipped": "-", "not_run": "-"},
    lanes={"call": "→", "callback": "←", "page": "■", "network": "↔", "harness": "●"},
    bar="│",
    rule="─",
)
ASCII = Glyphs(
    marks={"passed": "+", "failed": "x", "broken": "!", "skipped": "-", "not_run": "-"},
    lanes={"call": ">", "callback": "<", "page": "#", "network": "~", "harness": "*"},
    bar="|",
    rule="-",
)
_PLAIN = str.maketrans({"…": "...", "·": "-", "—": "-", "│": "|", "─": "-"})

STATUS_STYLES = {
    "passed": "green",
    "failed": "red",
    "broken": "magenta",
    "skipped": "yellow",
    "not_run": "yellow",
}
"""The colour of each status."""


class Printer:
    """A console that is only ever given whole lines, each made safe."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.is_unicode = console.encoding.replace("-", "").startswith("utf")
        self.glyphs = UNICODE if self.is_unicode else ASCII

    def text(self, *parts: Part) -> Text:
        """The parts as one text for the console, without markup and without control characters."""
        from rich.text import Text

        line = Text()
        for part in parts:
            content, style = part if isinstance(part, tuple) else (part, "")
            line.append(self._printable(content), style)
        return line

    def line(self, *parts: Part) -> None:
        """Print one line as it is; a terminal that is too narrow wraps it, a log does not."""
        self.put(self.text(*parts))

    def put(self, line: Text) -> None:
        """Print one line that `text` made."""
        from rich.text import Text

        safe = unarmed(line.plain)
        shown = line if safe == line.plain else Text(safe)
        self.console.print(shown, soft_wrap=True, highlight=False)

    def wrapped(self, line: Text, width: int) -> list[Text]:
        """The line folded to a width."""
        lines = list(line.wrap(self.console, max(width, 8))) or [line]
        for part in lines:
            part.rstrip()
        return lines

    def _printable(self, content: str) -> str:
        content = visible(content)
        if self.is_unicode:
            return content
        return encodable(content.translate(_PLAIN), self.console.encoding)


def is_drawable(console: Console) -> bool:
    """Whether a line may be drawn over and over; colours forced upon a log do not mean that."""
    return console.is_interactive and not console.is_dumb_terminal and console.file.isatty()
