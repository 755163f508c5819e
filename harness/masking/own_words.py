"""The harness's own words, which no mask touches, though a secret may have the same letters.

A field of a dataclass whose values are such words says so by its metadata; texts, names and
whatever comes from pages is never among them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = "own words"

OWN: Final[Mapping[str, str]] = MappingProxyType({_NAME: "all"})
"""Metadata of a field that holds only the harness's own words."""

OWN_KEYS: Final[Mapping[str, str]] = MappingProxyType({_NAME: "keys"})
"""Metadata of a field with a mapping whose keys alone are the harness's own words."""

TAG: Final = "$type"
TAGS: Final = frozenset({
    "-0", "-infinity", "bigint", "cycle", "date", "error", "function", "getter", "infinity", "nan",
    "node", "object", "symbol", "throws", "truncated", "undefined",
})  # fmt: skip
"""How the recorder marks what JSON cannot hold; such an object's keys are the recorder's."""


def is_own(metadata: Mapping[str, str]) -> bool:
    """Whether a field holds only the harness's own words."""
    return metadata.get(_NAME) == "all"


def has_own_keys(metadata: Mapping[str, str]) -> bool:
    """Whether the keys of a field's mapping are the harness's own words."""
    return metadata.get(_NAME) == "keys"
