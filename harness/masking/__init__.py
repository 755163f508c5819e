"""Secrets and the one way in which they are kept out of everything that is written.

A run's texts are masked where they leave it: each event of its log, its result (from which all
reports are made), its id (from which files are named), and the source that excerpts are cut from.
Whatever is written from those needs no masking of its own. The harness's own words among them (a
status, a code, the kind of an event) stay as they are, whatever secrets there are (`own_words`).

A secret is found as it is and in every writing that programs make of a value in one step
(`codings`), through any of the codings of single characters, several deep (`reading`), and by a
part of it where it was cut (`finding`): four fifths from its beginning or end on anywhere, half of
it where a text begins or ends, six characters where an ellipsis follows. What nobody can find is a
part out of its middle, a smaller piece, a picture of it, what was compressed, hashed or encrypted.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from harness.masking.codings import SHORTEST
from harness.masking.finding import Finder
from harness.masking.own_words import OWN, OWN_KEYS, TAG, TAGS, has_own_keys, is_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from harness.masking.finding import Found

__all__ = ["OWN", "OWN_KEYS", "SHORTEST", "Mask"]

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
        if not other or other == self:
            return self
        return Mask({**self._secrets, **other._secrets}) if self else other

    def __getstate__(self) -> dict[str, Any]:
        return {"_secrets": self._secrets}

    @property
    def secrets(self) -> Mapping[str, str]:
        """The values by their names; whoever asks for them is not to write them down."""
        return self._secrets

    @property
    def writings(self) -> list[str]:
        """The secrets in all the writings that are looked for."""
        return list(self._finder.writings) if self._secrets else []

    def replaced(self, text: str, said: Callable[[str], str]) -> str:
        """The text with something else in place of each whole secret, by the secret's name."""
        parts, end = [], 0
        for one in self._found(text) if self._secrets else ():
            if one.is_whole:
                parts += [text[end : one.start], said(one.name)]
                end = one.end
        return "".join([*parts, text[end:]])

    def names_in(self, text: str) -> list[str]:
        """The names of the secrets that a text holds."""
        if not self._secrets:
            return []
        return list(dict.fromkeys(one.name for one in self._found(text)))

    def text(self, text: str) -> str:
        """The text with each secret replaced by `[secret NAME]`."""
        if not self._secrets:
            return text
        parts, end = [], 0
        for one in self._found(text):
            parts += [text[end : one.start], f"[secret {one.name}]"]
            end = one.end
        return "".join([*parts, text[end:]]) if parts else text

    def blanked(self, text: str) -> str:
        """The text with as many stars as a secret has characters, so that places stay right."""
        if not self._secrets:
            return text
        parts, end = [], 0
        for one in self._found(text):
            parts += [text[end : one.start], "*" * (one.end - one.start)]
            end = one.end
        return "".join([*parts, text[end:]])

    def json(self, text: str) -> str:
        """A JSON document without secrets, which is one still: numbers may be secrets too."""
        masked = self.text(text)
        if masked != text:
            try:
                json.loads(masked)
            except ValueError:
                return json.dumps(self.value(json.loads(text)), indent=2, ensure_ascii=True)
        return masked

    def value(self, value: Anything) -> Anything:
        """A value of plain data and dataclasses with every text in it masked."""
        masked: Any = self._masked(value) if self._secrets else value
        return masked  # type: ignore[no-any-return]

    def named(self, value: Mapping[str, Anything]) -> dict[str, Anything]:
        """A mapping whose values are masked; its keys are the harness's own words."""
        if not self._secrets:
            return dict(value)
        return {key: self._item(item) for key, item in value.items()}

    def _found(self, text: str) -> Iterable[Found]:
        """The secrets in a text, but for those in what stands in it for a secret already.

        So a text that is masked again stays as it is, whatever words secrets are.
        """
        found = self._finder.found(text)
        if not found or "[secret " not in text:
            return found
        done = [match.span() for match in self._signs.finditer(text)]
        return [one for one in found if not any(a <= one.start and one.end <= b for a, b in done)]

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (dict, list)):
            return self._container(value)
        if isinstance(value, tuple):
            items = [self._masked(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **dict(self._fields(value)))
        return value

    def _fields(self, value: Any) -> Iterator[tuple[str, Any]]:
        for field in fields(value):
            item = getattr(value, field.name)
            if field.init and not is_own(field.metadata):
                keeps = has_own_keys(field.metadata)
                yield field.name, self.named(item) if keeps else self._masked(item)

    def _container(self, value: dict[Any, Any] | list[Any]) -> Any:
        if isinstance(value, list):
            hidden = self._spelt(value)
            return [hidden] if hidden else [self._item(item) for item in value]
        if all(str(key).isdigit() for key in value):
            hidden = self._spelt(list(value.values()))
            if hidden:
                return {"0": hidden}
        if value.get(TAG) in TAGS:
            return {TAG: value[TAG], **self.named({k: v for k, v in value.items() if k != TAG})}
        return {self._masked(key): self._item(item) for key, item in value.items()}

    def _item(self, value: Any) -> Any:
        """A value among others of plain data, where a number may be a secret."""
        if type(value) is int and str(value) in self._finder.writings:
            return self.text(str(value))
        return self._masked(value)

    def _spelt(self, values: Sequence[Any]) -> str | None:
        """The secret that single characters or their numbers are, one item each."""
        if len(values) < SHORTEST or not all(map(_is_character, values)):
            return None
        text = "".join(one if isinstance(one, str) else chr(one) for one in values)
        names = self.names_in(text)
        return f"[secret {names[0]}]" if names else None

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        return re.compile(rf"\[secret (?:{'|'.join(map(re.escape, self._secrets))})\]")

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._secrets)


def _is_character(value: Any) -> bool:
    if type(value) is int:
        return 0 <= value <= sys.maxunicode
    return isinstance(value, str) and len(value) == 1
