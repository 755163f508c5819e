"""Secrets and the one way in which they are kept out of everything that is written.

A run's texts are masked where they leave it: each line of its event log, its result (from
which all reports are made), its id (from which files are named), and the source that
excerpts are cut from. Whatever is written from those needs no masking of its own.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SHORTEST = 4
"""Characters that a secret has at least; a shorter one would be found everywhere."""

_SHOWN = 6
"""Characters of the beginning of a secret that tell it, where a text was cut short."""

_ELLIPSIS = re.compile(r"…|\.\.\.")

Anything = TypeVar("Anything")


class Mask:
    """Puts the names of secrets where their values stand, in whatever writing they are there."""

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._secrets = {
            name: value for name, value in (secrets or {}).items() if len(value) >= SHORTEST
        }

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mask) and self._secrets == other._secrets

    def __hash__(self) -> int:
        return hash(frozenset(self._secrets.items()))

    def __repr__(self) -> str:
        return f"Mask({', '.join(sorted(self._secrets))})"

    def __or__(self, other: Mask) -> Mask:
        return Mask({**self._secrets, **other._secrets})

    @property
    def secrets(self) -> Mapping[str, str]:
        """The values by their names; whoever asks for them is not to write them down."""
        return self._secrets

    @property
    def writings(self) -> list[str]:
        """The secrets in all the writings that are looked for."""
        return list(self._writings)

    def replaced(self, text: str, said: Callable[[str], str]) -> str:
        """The text with something else in place of each secret, by the secret's name."""
        if not self._secrets:
            return text
        return self._whole.sub(lambda found: said(self._writings[found[0]]), text)

    def names_in(self, text: str) -> list[str]:
        """The names of the secrets that a text holds."""
        if not self._secrets:
            return []
        return list(dict.fromkeys(self._writings[one] for one in self._whole.findall(text)))

    def text(self, text: str) -> str:
        """The text with each secret replaced by `[secret NAME]`."""
        if not self._secrets:
            return text
        hidden = self.replaced(text, lambda name: f"[secret {name}]")
        return self._without_cut_ones(hidden) if _ELLIPSIS.search(hidden) else hidden

    def blanked(self, text: str) -> str:
        """The text with as many stars as a secret has characters, so that places stay right."""
        return self._whole.sub(lambda found: "*" * len(found[0]), text) if self._secrets else text

    def value(self, value: Anything) -> Anything:
        """A value of plain data and dataclasses with every text in it masked."""
        masked: Any = self._masked(value) if self._secrets else value
        return masked  # type: ignore[no-any-return]

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._masked(key): self._masked(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._masked(item) for item in value]
        if isinstance(value, tuple):
            items = [self._masked(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        if is_dataclass(value) and not isinstance(value, type):
            own = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
            return replace(value, **{name: self._masked(item) for name, item in own.items()})
        return value

    @cached_property
    def _writings(self) -> dict[str, str]:
        """Writing of a secret: its name."""
        found: dict[str, str] = {}
        for name, value in self._secrets.items():
            for writing in _writings(value):
                if len(writing) >= SHORTEST:
                    found.setdefault(writing, name)
        return found

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return _any_of(self._writings)

    @cached_property
    def _beginnings(self) -> re.Pattern[str]:
        return _any_of({writing[:_SHOWN] for writing in self._writings if len(writing) > _SHOWN})

    def _without_cut_ones(self, text: str) -> str:
        """The text without beginnings of secrets that an ellipsis ends."""
        parts, end = [], 0
        for found in self._beginnings.finditer(text):
            for writing, name in self._writings.items():
                size = _same(writing, text[found.start() : found.start() + len(writing)])
                after = found.start() + size
                if size >= _SHOWN and found.start() >= end and _ELLIPSIS.match(text, after):
                    parts += [text[end : found.start()], f"[secret {name}]"]
                    end = after
        return "".join([*parts, text[end:]])


def _same(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))) or "(?!)")


def _writings(value: str) -> Iterator[str]:
    """A secret as it is, and as it is written in addresses, JSON, markup, headers, scenarios.

    What a page shows may have other blanks than its text, and be all in capitals or in none.
    """
    yield value
    yield " ".join(value.split())
    yield value.upper()
    yield value.lower()
    yield value.replace("$", "$$")
    for escaped in (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        yield escaped
        yield json.dumps(escaped)[1:-1]
    for quoted in (quote(value, safe=""), quote(value), quote_plus(value)):
        yield quoted
        yield re.sub("%..", lambda found: found[0].lower(), quoted)
    yield html.escape(value)
    yield html.escape(value, quote=False)
    data = value.encode("utf-8", "surrogatepass")
    yield base64.b64encode(data).decode("ascii")
    yield base64.urlsafe_b64encode(data).decode("ascii")
