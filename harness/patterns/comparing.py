"""Comparing a value with a pattern: every difference, and how much was not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.patterns.matchers import OPERATORS, WORDS
from harness.patterns.pairing import pair
from harness.patterns.values import (
    ABSENT,
    TYPE_KEY,
    child,
    is_absent,
    is_number,
    is_tagged,
    shown,
    unquote,
)
from harness.wording import LEAF, as_text, quoted, typed


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a value is not what its pattern asks for; all texts are ready to show."""

    path: str
    expected: str
    recorded: str
    reason: str


def differences(
    pattern: Any, value: Any, *, exact: bool = False, path: str = ""
) -> list[Difference]:
    """Every difference between the value and the pattern; none means that it matches.

    `exact` allows no keys beside those of the pattern. `path` is what the value is called.
    """
    if isinstance(pattern, str):
        return _of_text(pattern, value, path)
    if isinstance(pattern, dict):
        return _of_mapping(pattern, value, path, exact=exact)
    if isinstance(pattern, (list, tuple)):
        return _of_list(list(pattern), value, path, exact=exact)
    if _is_same_scalar(pattern, value):
        return []
    return [_difference(pattern, value, path)]


def is_match(pattern: Any, value: Any, *, exact: bool = False) -> bool:
    """Whether there is no difference."""
    return not differences(pattern, value, exact=exact)


def _of_text(pattern: str, value: Any, path: str) -> list[Difference]:
    word = WORDS.get(pattern)
    if word:
        is_fine = word.matches(None, value, is_match)
    else:
        is_fine = isinstance(value, str) and value == unquote(pattern)
    return [] if is_fine else [_difference(pattern, value, path)]


def _is_same_scalar(pattern: Any, value: Any) -> bool:
    if is_number(pattern):
        return is_number(value) and bool(pattern == value)
    return type(pattern) is type(value) and bool(pattern == value)


def _difference(pattern: Any, value: Any, path: str, reason: str = "") -> Difference:
    return Difference(path, read(pattern), recorded_text(value), reason or _reason(pattern, value))


def _reason(pattern: Any, value: Any) -> str:
    if value is ABSENT:
        return "it is missing"
    if is_absent(value):
        return "it is undefined"
    if isinstance(pattern, dict) and not (isinstance(value, dict) or pattern.keys() & OPERATORS):
        return "it is no object"
    if isinstance(pattern, list) and not isinstance(value, list):
        return "it is no list"
    return "it is different"


def _of_mapping(pattern: dict[str, Any], value: Any, path: str, *, exact: bool) -> list[Difference]:
    if pattern and pattern.keys() <= OPERATORS.keys():
        return [
            difference
            for name, operand in pattern.items()
            for difference in _of_operator(name, operand, value, path, exact=exact)
        ]
    names_tag = TYPE_KEY in pattern or f"${TYPE_KEY}" in pattern
    if not isinstance(value, dict) or (is_tagged(value) and not names_tag):
        return [] if not pattern and value == {} else [_difference(pattern, value, path)]
    return _of_keys(pattern, value, path, exact=exact)


def _of_keys(
    pattern: dict[str, Any], value: dict[str, Any], path: str, *, exact: bool
) -> list[Difference]:
    found: list[Difference] = []
    for written, wanted in pattern.items():
        key = unquote(written)
        found += differences(wanted, value.get(key, ABSENT), exact=exact, path=child(path, key))
    if exact:
        named = {unquote(written) for written in pattern}
        found += [
            Difference(child(path, key), "nothing", recorded_text(item), "it is not expected")
            for key, item in value.items()
            if key not in named and not is_absent(item)
        ]
    return found


def _of_operator(
    name: str, operand: Any, value: Any, path: str, *, exact: bool
) -> list[Difference]:
    if name == "$unordered" and isinstance(value, list):
        return _of_unordered(operand, value, path, exact=exact)
    if name == "$optional":
        return [] if is_absent(value) else differences(operand, value, exact=exact, path=path)

    def match(inner: Any, item: Any) -> bool:
        return is_match(inner, item, exact=exact)

    if OPERATORS[name].matches(operand, value, match):
        return []
    return [_difference({name: operand}, value, path)]


def _of_list(pattern: list[Any], value: Any, path: str, *, exact: bool) -> list[Difference]:
    if not isinstance(value, list):
        return [_difference(pattern, value, path)]
    found: list[Difference] = []
    for index in range(max(len(pattern), len(value))):
        place = child(path, index)
        if index >= len(pattern):
            found.append(
                Difference(place, "nothing", recorded_text(value[index]), "it is not expected")
            )
            continue
        item = value[index] if index < len(value) else ABSENT
        found += differences(pattern[index], item, exact=exact, path=place)
    return found


def _of_unordered(
    pattern: list[Any], value: list[Any], path: str, *, exact: bool
) -> list[Difference]:
    pairs = pair(pattern, value, lambda p, v: is_match(p, v, exact=exact))
    lonely = [wanted for wanted, index in zip(pattern, pairs, strict=True) if index is None]
    spare = [index for index in range(len(value)) if index not in pairs]
    if len(lonely) == len(spare) == 1:
        place = child(path, spare[0])
        return differences(lonely[0], value[spare[0]], exact=exact, path=place)
    left = [value[index] for index in spare]
    missing = [Difference(path, read(p), recorded_text(left), "no element matches") for p in lonely]
    if lonely:
        return missing
    return [
        Difference(child(path, index), "nothing", recorded_text(value[index]), "it is not expected")
        for index in spare
    ]


def read(pattern: Any) -> str:
    """The pattern in words, as it stands after `expected:`."""
    if isinstance(pattern, str):
        word = WORDS.get(pattern)
        return f"{word.reads} ({pattern})" if word else typed(unquote(pattern))
    if not isinstance(pattern, dict) or not pattern or not pattern.keys() <= OPERATORS.keys():
        return written(pattern) if isinstance(pattern, (dict, list, tuple)) else typed(pattern)
    return " and ".join(_read_operator(name, operand) for name, operand in pattern.items())


def written(pattern: Any) -> str:
    """The pattern on one line as recorded values are shown; matchers stand without quotes."""
    return as_text(pattern, string=_word_or_string)


def _word_or_string(text: str, limit: int | None = LEAF) -> str:
    return text if text in WORDS else quoted(unquote(text), limit)


def recorded_text(value: Any) -> str:
    """The value as it stands after `recorded:`, with its type where that is not plain."""
    return "nothing" if value is ABSENT else typed(value)


def _read_operator(name: str, operand: Any) -> str:
    if name in {"$optional", "$not"}:
        return f"{OPERATORS[name].reads} {read(operand)}"
    shape = f"/{operand}/" if name == "$re" else shown(operand)
    return f"{OPERATORS[name].reads} {shape} ({name})"


def ignored(pattern: Any, value: Any) -> int:
    """How many keys of the value the pattern does not name, so that nobody looked at them."""
    if isinstance(pattern, dict) and pattern and pattern.keys() <= OPERATORS.keys():
        return _ignored_by_operators(pattern, value)
    if isinstance(pattern, dict) and isinstance(value, dict) and not is_tagged(value):
        named = {unquote(key): item for key, item in pattern.items()}
        inside = sum(ignored(item, value[key]) for key, item in named.items() if key in value)
        return inside + sum(1 for key in value if key not in named)
    if isinstance(pattern, list) and isinstance(value, list):
        return sum(map(ignored, pattern, value))
    return 0


def _ignored_by_operators(pattern: dict[str, Any], value: Any) -> int:
    if "$optional" in pattern:
        return ignored(pattern["$optional"], value)
    if "$unordered" in pattern and isinstance(value, list):
        wanted = pattern["$unordered"]
        pairs = zip(wanted, pair(wanted, value, is_match), strict=True)
        return sum(ignored(item, value[index]) for item, index in pairs if index is not None)
    return 0
