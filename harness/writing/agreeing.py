"""What several recordings of one moment have in common, as a pattern.

A value that is the same everywhere is written as it is. One that is not becomes the parameter
or the saved value that it equals everywhere, or a matcher for its type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from harness.patterns import is_absent, is_number
from harness.patterns.values import is_tagged, is_whole, quote
from harness.scenario.scalars import LARGEST
from harness.writing.spelling import Unspellable, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Open(Enum):
    """The type of `OPEN`: nothing can be said of a value."""

    OPEN = "open"


OPEN: Final = Open.OPEN

_MASKED: Final = "[secret "
"""With this begins what stands for a secret in recordings."""

LONGEST: Final = 200
"""Characters of a text that is written out; a longer one is only said to be a text."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one run knows by name at a moment, and which of its texts another run will not have.

    `params` are those of the run, `saved` what its earlier steps have saved.
    """

    params: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, Any] = field(default_factory=dict)
    volatile: frozenset[str] = frozenset()


def agreed(values: Sequence[Any], known: Sequence[Known]) -> Any:
    """The pattern that all values match, one for each of the runs; OPEN when there is none.

    Of objects only the keys that all have are named: callback data compares as a subset.
    """
    if all(isinstance(value, dict) and not is_tagged(value) for value in values):
        found = {}
        for key in values[0]:
            if not all(key in value for value in values):
                continue
            pattern = agreed([value[key] for value in values], known)
            if pattern is not OPEN:
                found[_key(key)] = pattern
        return found
    if all(isinstance(value, list) for value in values):
        return _agreed_list(values, known)
    return _agreed_scalar(values, known)


def agreed_exactly(values: Sequence[Any], known: Sequence[Known]) -> Any:
    """As `agreed`, for what is compared exactly: OPEN when objects differ in their keys."""
    if all(isinstance(value, dict) and not is_tagged(value) for value in values):
        if len({frozenset(value) for value in values}) > 1:
            return OPEN
        found = {
            _key(key): agreed_exactly([value[key] for value in values], known) for key in values[0]
        }
        return OPEN if OPEN in found.values() else found
    if all(isinstance(value, list) for value in values):
        if len(set(map(len, values))) > 1:
            return OPEN
        items = [agreed_exactly(column, known) for column in zip(*values, strict=True)]
        return OPEN if OPEN in items else items
    return _agreed_scalar(values, known)


def _agreed_list(values: Sequence[list[Any]], known: Sequence[Known]) -> Any:
    if len(set(map(len, values))) > 1:
        return OPEN
    items = [agreed(column, known) for column in zip(*values, strict=True)]
    return OPEN if OPEN in items else items


def _agreed_scalar(values: Sequence[Any], known: Sequence[Known]) -> Any:
    first = values[0]
    is_volatile = any(_is_volatile(v, one) for v, one in zip(values, known, strict=True))
    is_same = all(type(value) is type(first) and value == first for value in values)
    if is_same and not is_volatile:
        return _as_it_is(first)
    return _by_name(values, known) or _by_type(values)


def _as_it_is(value: Any) -> Any:
    if is_absent(value):
        return "$absent"
    if is_tagged(value) or isinstance(value, (dict, list)):
        return "$any"
    if isinstance(value, str):
        return literal(value) if len(value) <= LONGEST and _is_spellable(value) else "$str"
    if is_whole(value) and not -LARGEST <= value <= LARGEST:
        return "$number"
    return value


def _is_spellable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_volatile(value: Any, known: Known) -> bool:
    if not isinstance(value, str):
        return False
    return _MASKED in value or any(text and text in value for text in known.volatile)


def _by_name(values: Sequence[Any], known: Sequence[Known]) -> str | None:
    """`${name}`, when the values are what it stands for in every run."""
    for names in ([one.saved for one in known], [one.params for one in known]):
        for name in set(names[0]).intersection(*names[1:]):
            if all(_is_same(v, one[name]) for v, one in zip(values, names, strict=True)):
                return f"${{{name}}}"
    return None


def _is_same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and value == other and not isinstance(value, bool)


def _by_type(values: Sequence[Any]) -> Any:
    if any(map(is_absent, values)):
        return OPEN
    for pattern, is_it in (
        ("$str", lambda value: isinstance(value, str)),
        ("$bool", lambda value: isinstance(value, bool)),
        ("$int", is_whole),
        ("$number", is_number),
    ):
        if all(map(is_it, values)):
            return pattern
    return "$any"


def _key(key: str) -> Any:
    if not _is_spellable(key):
        raise Unspellable(key)
    return quote(key)


def filled(pattern: Any, known: Known) -> Any:
    """The pattern with names replaced by what they stand for in one run, and written texts read."""
    if isinstance(pattern, dict):
        return {key: filled(item, known) for key, item in pattern.items()}
    if isinstance(pattern, list):
        return [filled(item, known) for item in pattern]
    if isinstance(pattern, str) and pattern.startswith("${") and pattern.endswith("}"):
        name = pattern[2:-1]
        return quote({**known.params, **known.saved}.get(name))
    if isinstance(pattern, str) and "$$" in pattern:
        return quote(pattern.replace("$$", "$"))
    return pattern


def volatile_in(events: Iterable[dict[str, Any]], names: frozenset[str]) -> frozenset[str]:
    """The texts under these names in callbacks' data."""
    return frozenset(
        value for data in events for name in names if isinstance(value := data.get(name), str)
    )
