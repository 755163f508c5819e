"""Plain data becomes YAML text in the manner of the file that it goes into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from harness.scenario.interpolation import TOKEN
from harness.scenario.scalars import FIRST_OF_NUMBERS, NUMBER, SPECIAL

_PLAIN = re.compile(r"[\w./$()+~^;][\w ./$()@%+~^;<=*&!?'\"|\\-]*")
"""What may stand without quotes, in a list or mapping on one line too."""

_SHORT: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = frozenset("\x85\xa0\u2028\u2029\ufeff")


class Unspellable(Exception):  # noqa: N818 - the condition is named
    """A value that no YAML text stands for."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is written: the widest line, one level of indentation, quotes and padding.

    `in_blocks` tells that its expectations stand on lines of their own, `is_json` that
    everything is quoted as in JSON.
    """

    width: int = 100
    unit: int = 2
    quote: str = '"'
    pad: str = ""
    in_blocks: bool = False
    is_json: bool = False

    def flow(self, value: Any) -> str:
        """The value on one line. Raises Unspellable."""
        if isinstance(value, dict):
            if not value:
                return "{}"
            pairs = ", ".join(f"{self.scalar(k)}: {self.flow(v)}" for k, v in value.items())
            return f"{{{self.pad}{pairs}{self.pad}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        """A text, a number or a word. Raises Unspellable."""
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, (int, float)):
            text = repr(value)
            if not NUMBER.match(text):
                raise Unspellable(text)
            return text
        return self._text(str(value))

    def _text(self, text: str) -> str:
        if _SURROGATES.search(text):
            raise Unspellable(text)
        if not self.is_json and is_plain(text):
            return text
        if self.quote == "'" and not self.is_json and text.isprintable():
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(map(_escaped, text)) + '"'

    def lines(self, prefix: str, value: Any, indent: int) -> list[str]:
        """`prefix` and the value after it, on one line where that fits. Raises Unspellable."""
        text = f"{' ' * indent}{prefix}{self.flow(value)}"
        if len(text) <= self.width or not isinstance(value, (dict, list)) or not value:
            return [text]
        return self.block(prefix, value, indent)

    def block(self, prefix: str, value: Any, indent: int) -> list[str]:
        """`prefix`, and what is in the value on lines of its own. Raises Unspellable."""
        head, inner = f"{' ' * indent}{prefix}".rstrip(), indent + self.unit
        if isinstance(value, dict):
            pairs = [line for k, v in value.items() for line in self._pair(k, v, inner)]
            return [head, *pairs]
        return [head, *(line for item in value for line in self._item(item, inner))]

    def _pair(self, key: Any, value: Any, indent: int) -> list[str]:
        return self.lines(f"{self.scalar(key)}: ", value, indent)

    def _item(self, item: Any, indent: int) -> list[str]:
        is_long = len(f"{' ' * indent}- {self.flow(item)}") > self.width
        is_single = isinstance(item, dict) and len(item) == 1 and not self.is_json
        if not isinstance(item, dict) or not item or not (is_long or is_single):
            return self.lines("- ", item, indent)
        pairs = [line for k, v in item.items() for line in self._pair(k, v, indent + 2)]
        return [f"{' ' * indent}- {pairs[0].lstrip(' ')}", *pairs[1:]]


def is_plain(text: str) -> bool:
    """Whether the text needs no quotes, wherever it stands, to be this text and nothing else."""
    if not _PLAIN.fullmatch(text) or text.endswith((" ", ":")) or text in SPECIAL:
        return False
    if TOKEN.search(text):  # by habit, placeholders stand in quotes
        return False
    return not (text[0] in FIRST_OF_NUMBERS and NUMBER.match(text))


def literal(text: str) -> str:
    """How a pattern is written that matches just this text, whatever `$` is in it."""
    is_special = text.startswith("$") or TOKEN.search(text)
    return text.replace("$", "$$") if is_special else text


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable() and character not in _BREAKS:
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - the largest code that two digits hold
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - as above, four
