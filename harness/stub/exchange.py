"""A request to the widget's host and its answer, and how their contents are read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

COOKIE = "lcsession"
"""The widget's own cookie on its own host; third-party to the page that embeds it."""

LONGEST_BODY = 1 << 20
"""Bytes of a request that are read; nobody writes more into a chat."""

_DIGITS = 16
_KIND_JSON = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))


class Nonsense(Exception):  # noqa: N818 - it is the asker's, and no defect
    """A request that makes no sense, whatever the state of the world."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response without its length and connection, which are the server's business."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with what its address named."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    parts: dict[str, str]

    def cookie(self) -> str | None:
        """The widget's own cookie, when the browser sent it."""
        given = next((v for k, v in self.headers.items() if k.lower() == "cookie"), "")
        pairs = (part.strip().partition("=") for part in given.split(";"))
        return next((value for name, _, value in pairs if name == COOKIE), None)

    def data(self) -> dict[str, Any]:
        """The fields of the request, from its body or its query. Raises Nonsense."""
        if max(len(self.body), len(self.query)) > LONGEST_BODY:
            raise Nonsense("too much at once")
        if self.method != "POST":
            return dict(parse_qsl(self.query))
        try:
            given = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Nonsense("no JSON") from None
        if not isinstance(given, dict):
            raise Nonsense("no JSON object")
        return given


def word(data: Mapping[str, Any], name: str) -> str:
    """A text of the widget's own; anything else is as if it were not there."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def text(data: Mapping[str, Any], name: str) -> str:
    """A text that somebody wrote, '' when it is missing. Raises Nonsense for anything else."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Nonsense(f"{name} is no text")
    return value


def number(data: Mapping[str, Any], name: str) -> int:
    """A whole number. Raises Nonsense for anything else."""
    value = data.get(name)
    if type(value) is not int:
        raise Nonsense(f"{name} is no whole number")
    return value


def number_or_none(data: Mapping[str, Any], name: str) -> int | None:
    """A whole number that may be missing. Raises Nonsense for anything else."""
    return None if data.get(name) is None else number(data, name)


def version(data: Mapping[str, Any], name: str) -> int:
    """A version of the world, in figures or as text; 0 when it is something else."""
    value = str(data.get(name)) if isinstance(data.get(name), (int, str)) else ""
    is_number = value.isascii() and value.isdecimal() and len(value) < _DIGITS
    return int(value) if is_number else 0


def in_json(status: int, data: Mapping[str, Any]) -> Answer:
    """An answer to a script; letters outside of ASCII are escaped, as half a pair can be sent."""
    return Answer(status, [*_KIND_JSON], json.dumps(data, separators=(",", ":")).encode("ascii"))


def in_words(status: int, words: str) -> Answer:
    """An answer that people read."""
    return Answer(status, [("Content-Type", "text/plain; charset=utf-8")], words.encode())
