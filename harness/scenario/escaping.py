"""Text from files and pages as it is shown: nothing in it can act where it is read.

Control characters and marks of direction become escapes. Besides, the beginnings of commands
that CI systems read out of logs and reports are broken up: GitHub looks for `##[` and Azure for
`##vso[` anywhere in a line, GitLab and Jenkins attach the file of `[[ATTACHMENT|path]]` to a test.
"""

from __future__ import annotations

import hashlib
import re
import sys

HARMLESS_FORMAT = frozenset("\u200c\u200d\u00ad")
"""Characters without a form of their own that letters need or words are parted by."""

LONGEST = 400
"""Characters of a name; a command's word and an environment's variable have room for it."""

_PLAIN = re.compile(r"[\x20-\x7e]*\Z")
_COMMAND = re.compile(r"#(?=#[A-Za-z]*\[)")
_ATTACHMENT = re.compile(r"\[(?=\[ATTACHMENT\|)", re.IGNORECASE)
_READS_AS_ESCAPE = re.compile(r"\\x(?:23|3a|5b)")
_SEPARATOR = re.compile(r"(?<=:):")
_ESCAPE = re.compile(r"(?:\\u[0-9a-f]{4})+|\\U[0-9a-f]{8}|\\x[0-9a-f]{2}")


def escape(text: str) -> str:
    """The text with everything that could act on a terminal shown as an escape."""
    if _PLAIN.match(text):
        return text
    return "".join(shown(character) for character in text)


def shown(character: str) -> str:
    """One character, or its escape."""
    if character.isprintable() or character in HARMLESS_FORMAT:
        return character
    code = ord(character)
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if short:
        return short
    if code <= 0xFF:  # noqa: PLR2004 - the largest code that two digits hold
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - as above, four


def visible(text: str) -> str:
    """The text on one line, with everything in it that could act or hide shown as an escape."""
    return _ATTACHMENT.sub(r"\\x5b", _COMMAND.sub(r"\\x23", escape(text)))


def spelt(name: str) -> str:
    """A name of printable text as it stands in ids: harmless, without `::`, and of no other name.

    Whoever copies an id out of a terminal has the id. Where a name holds what is shown as an
    escape, or reads as one, its own backslashes are doubled; a very long name is cut.
    """
    text = name
    if visible(name) != name or "::" in name or _READS_AS_ESCAPE.search(name):
        text = visible(_SEPARATOR.sub(r"\\x3a", name.replace("\\", "\\\\")))
    return text if len(text) <= LONGEST else _shortened(text)


def unescaped(text: str) -> str:
    """The text with the characters that escapes of it stand for, as narrow consoles show them."""
    return _ESCAPE.sub(_meant, text)


def _meant(escape: re.Match[str]) -> str:
    if escape[0].startswith("\\u"):
        data = b"".join(bytes.fromhex(unit) for unit in escape[0].split("\\u")[1:])
        return data.decode("utf-16-be", "surrogatepass")
    code = int.from_bytes(bytes.fromhex(escape[0][2:]))
    return chr(code) if code <= sys.maxunicode else escape[0]


def _shortened(name: str) -> str:
    """A long name's beginning, with a digest of the whole."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{name[: LONGEST - len(digest) - 4]}...~{digest}"
