"""The stub widget's files in harness/web/widget, read once and filled in."""

from __future__ import annotations

import html
import json
import struct
import zlib
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"
"""The language of the texts when the one asked for is not there (language-fallback)."""

_ASSUMED = b"/* assumed */ {}"
"""Where the loader wants to know what is assumed otherwise than by default."""

_SIZE = 32
_SPEECH = {y: range(8, 24) for y in range(9, 20)} | {20 + i: range(11, 16 - i) for i in range(4)}
"""The columns of the speech bubble in each row of the logo."""


LOADER = (
    *("safe", "options", "placing", "windows", "callbacks", "statuses"),
    *("run", "chat", "frame", "api"),
    *("bubbles", "popup_callbacks", "popup", "publish"),
)
FRAME = (
    *("parts", "conversation", "session", "host"),
    *("panels", "consent", "choices", "writing", "rating", "triggers"),
    *("main", "acts"),
)
"""The parts of the two scripts, in the order in which they stand in one scope."""


@cache
def loader() -> bytes:
    """The script that the published snippet fetches."""
    return _joined("loader", LOADER)


def assuming(script: bytes, assumed: Mapping[str, Any]) -> bytes:
    """A loader that knows what is assumed otherwise than by default."""
    return script.replace(_ASSUMED, json.dumps(assumed).encode("ascii")) if assumed else script


def css() -> bytes:
    """The frame's style."""
    return _read("frame.css")


@cache
def script() -> bytes:
    """The frame's scripts in the order in which they build on each other.

    They bring texts along, for where those of the language do not come: blockers are selective.
    """
    return _joined("frame", FRAME) + texts_script(FALLBACK)


@cache
def texts_script(lang: str, fallback: str = FALLBACK) -> bytes:
    """The texts of a language as a script."""
    body = json.dumps(texts()[known(lang, fallback)], ensure_ascii=False)
    return f"window.livechatooTexts = {body};\n".encode()


def frame(
    account: str,
    lang: str,
    *,
    browser: str,
    view: str,
    kind: str = "embed",
    fallback: str = FALLBACK,
) -> bytes:
    """The widget's document; `browser`, `view` and `kind` have to be safe in HTML."""
    template = _read("frame.html").decode()
    names = {
        "account": html.escape(account),
        "lang": html.escape(lang),
        "address": quote(lang, safe=""),
        "known": known(lang, fallback),
        "logo": logo_name(account),
        "browser": browser,
        "view": view,
        "kind": kind,
    }
    for name, value in names.items():
        template = template.replace("{{" + name + "}}", value)
    return template.encode()


def known(lang: str, fallback: str = FALLBACK) -> str:
    """The language whose texts are shown for this one."""
    return lang if lang in texts() else fallback


def logo_name(account: str) -> str:
    """The 13 hex digits in the address of an account's logo."""
    return sha256(account.encode()).hexdigest()[:13]


@cache
def logo(account: str) -> bytes:
    """A small picture in a colour of the account's own: a disc with a speech bubble."""
    hue = sha256(account.encode()).digest()[0] % 3
    colour = ((37, 99, 235), (15, 118, 110), (109, 40, 217))[hue]
    rows = b"".join(
        b"\0" + b"".join(bytes(_pixel(x, y, colour)) for x in range(_SIZE)) for y in range(_SIZE)
    )
    size = struct.pack(">II5B", _SIZE, _SIZE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", size), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def _pixel(x: int, y: int, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    centre = (_SIZE - 1) / 2
    distance = ((x - centre) ** 2 + (y - centre) ** 2) ** 0.5
    alpha = max(0, min(255, int((centre + 0.5 - distance) * 255)))
    return (*((255, 255, 255) if x in _SPEECH.get(y, ()) else colour), alpha)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


@cache
def texts() -> dict[str, dict[str, str]]:
    """The texts of every language, by their names."""
    given: dict[str, dict[str, str]] = json.loads(_read("texts.json"))
    return given


def _joined(folder: str, names: tuple[str, ...]) -> bytes:
    """The parts in one function, so that they share names with each other and not the page."""
    parts = [_read(f"{folder}/{name}.js").replace(b"'use strict';\n", b"") for name in names]
    return b"(function () {\n'use strict';\n\n" + b"\n".join(parts) + b"})();\n"


@cache
def _read(name: str) -> bytes:
    return files("harness").joinpath("web", "widget", name).read_bytes()
