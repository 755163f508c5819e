"""Text that a page, a server or a scenario wrote, made safe to print.

A text becomes harmless by `visible`; a line that begins with `::`, behind blanks too, is a
command to GitHub besides.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from harness.scenario.escaping import visible

__all__ = [
    "encodable",
    "encoding_of",
    "read_names_as_utf8",
    "tolerate_narrow_consoles",
    "unarmed",
    "visible",
]

_ASCII = "harness_ascii"
_CONSOLE = "HARNESS_CONSOLE_ENCODING"
"""Tells a process that began anew how its standard output is read."""

_ESCAPED = "harness_escaped"
_LAST_OF_ONE_UNIT = 0xFFFF
"""The last character that UTF-16, and so an escape of JSON, writes as one unit."""

_LINE_COMMAND = re.compile(r"(\s*):(?=:)")


def unarmed(line: str) -> str:
    """A whole line of output that no CI system takes for a command."""
    return _LINE_COMMAND.sub(r"\1\\x3a", line, count=1) if _LINE_COMMAND.match(line) else line


def encodable(text: str, encoding: str) -> str:
    """The text with an escape for each character that the encoding of the output lacks."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def tolerate_narrow_consoles() -> None:
    """Let standard output and error show an escape for what their encoding lacks.

    Consoles of old code pages lack letters and signs, UTF-8 lacks the halves of file names that
    are no text. Python would end with a UnicodeEncodeError at the first of them.
    """
    codecs.register(_ascii)
    codecs.register_error(_ESCAPED, _escaped)
    known = os.environ.pop(_CONSOLE, None)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = known or stream.encoding
            encoding = _ASCII if codecs.lookup(encoding).name == "ascii" else encoding
            stream.reconfigure(encoding=encoding, errors=_ESCAPED)


def read_names_as_utf8() -> None:
    """Begin anew where names of files and arguments are not UTF-8, as in the C locale.

    What scenarios name and what is said on the command line are texts: both would be other texts
    there, or none. Standard output keeps the encoding of the locale.
    """
    if os.name == "nt" or sys.getfilesystemencoding() == "utf-8" or _CONSOLE in os.environ:
        return
    with suppress(OSError):
        os.environ[_CONSOLE] = sys.stdout.encoding if sys.stdout else "utf-8"
        own = [os.fsencode(sys.executable), b"-X", b"utf8", *map(_in_utf8, sys.orig_argv[1:])]
        os.execv(sys.executable, own)  # noqa: S606 - itself
    del os.environ[_CONSOLE]


def _in_utf8(argument: str) -> bytes:
    """An argument in UTF-8 when it was typed as text in another encoding; names of files stay."""
    given = os.fsencode(argument)
    try:
        given.decode("utf-8")
    except UnicodeDecodeError:
        if not os.path.exists(argument.partition("::")[0]):  # noqa: PTH110 - never raises
            with suppress(UnicodeEncodeError):
                return argument.encode("utf-8")
    return given


def encoding_of(stream: TextIO) -> str:
    """The encoding that a stream had been given, by its usual name."""
    name = stream.encoding or "utf-8"
    return "ascii" if name == _ASCII else name


def _ascii(name: str) -> codecs.CodecInfo | None:
    """ASCII by a name that click does not know: it would write UTF-8 to a stream of ASCII."""
    if name != _ASCII:
        return None
    known = codecs.lookup("ascii")
    return codecs.CodecInfo(
        known.encode,
        known.decode,
        known.streamreader,
        known.streamwriter,
        known.incrementalencoder,
        known.incrementaldecoder,
        name=_ASCII,
    )


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What an encoding lacks as JSON writes it, so that what is printed as JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_unit, lacking)), error.end


def _unit(character: str) -> str:
    code = ord(character)
    if code <= _LAST_OF_ONE_UNIT:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
