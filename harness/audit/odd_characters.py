"""Characters that are easy to overlook: blanks at an end, and letters that look like others."""

from __future__ import annotations

import unicodedata


def odd_character(text: str) -> str:
    """What is hard to see in a name: a blank at an end of it, or a letter of another alphabet.

    Empty where there is none.
    """
    if text != text.strip():
        ends = [
            end
            for end, is_blank in (("begins", text[:1].isspace()), ("ends", text[-1:].isspace()))
            if is_blank
        ]
        return f"it {' and '.join(ends)} with a blank"
    at = next((at for at, letter in enumerate(text) if not letter.isascii()), None)
    if at is None:
        return ""
    name = unicodedata.name(text[at], "")
    return f"its letter {at + 1} is U+{ord(text[at]):04X} {name}".rstrip()


def in_brackets(text: str) -> str:
    """The same, to be put behind the name."""
    odd = odd_character(text)
    return f" ({odd})" if odd else ""
