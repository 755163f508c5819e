"""The matchers, as one table: validation, the JSON Schema and the documentation read it.

To add one, add an entry here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from harness.patterns.expressions import error_in, is_found
from harness.patterns.pairing import pair
from harness.patterns.values import is_absent, is_number, is_tagged, is_whole

Match = Callable[[Any, Any], bool]
"""Whether a pattern matches a value: what matchers with patterns inside are given."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """One matcher: its name, one sentence, how it reads in a failure, and what it accepts.

    `operand` says in words what may follow the name, and is empty for a matcher that is
    one word. `has_patterns` tells that the operand is made of patterns.
    """

    name: str
    doc: str
    reads: str
    matches: Callable[[Any, Any, Match], bool]
    operand: str = ""
    schema: Any = None
    is_operand: Callable[[Any], bool] = lambda _: True
    flaw: Callable[[Any], str] = lambda _: ""
    """What is wrong with an operand that is none, where that is not plain to see."""
    has_patterns: bool = True


def _is_regular_expression(operand: Any) -> bool:
    return isinstance(operand, str) and error_in(operand) is None


def _is_length(operand: Any) -> bool:
    if isinstance(operand, str):
        return operand in {"$any", "$int", "$number"}
    return isinstance(operand, dict) or (is_whole(operand) and operand >= 0)


def _is_comparable(operand: Any) -> bool:
    return is_number(operand) or isinstance(operand, str)


def _has_length(operand: Any, value: Any, match: Match) -> bool:
    has_one = isinstance(value, (str, list, dict)) and not is_tagged(value)
    return has_one and match(operand, len(value))


def _is_permutation(operand: list[Any], value: Any, match: Match) -> bool:
    if not isinstance(value, list) or len(value) != len(operand):
        return False
    return None not in pair(operand, value, match)


def _comparing(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Match], bool]:
    def matches(operand: Any, value: Any, _: Match) -> bool:
        are_numbers = is_number(operand) and is_number(value)
        are_texts = isinstance(operand, str) and isinstance(value, str)
        return (are_numbers or are_texts) and bool(compare(value, operand))

    return matches


def _word(name: str, doc: str, reads: str, is_it: Callable[[Any], bool]) -> Matcher:
    return Matcher(name, doc, reads, lambda _, value, __: is_it(value))


def _comparison(name: str, doc: str, reads: str, compare: Callable[[Any, Any], Any]) -> Matcher:
    return Matcher(
        name,
        doc,
        reads,
        _comparing(compare),
        operand="a number or a text",
        schema={"type": ["number", "string"]},
        is_operand=_is_comparable,
        has_patterns=False,
    )


_PATTERN = {"$ref": "#/$defs/Pattern"}
_PATTERNS = {"type": "array", "items": _PATTERN}

WORDS: Final = {
    matcher.name: matcher
    for matcher in (
        _word("$any", "Any value, but not nothing.", "any value", lambda v: not is_absent(v)),
        _word("$int", "A whole number.", "a whole number", is_whole),
        _word("$number", "A number.", "a number", is_number),
        _word("$str", "A text.", "a string", lambda v: isinstance(v, str)),
        _word("$bool", "`true` or `false`.", "a boolean", lambda v: isinstance(v, bool)),
        _word("$absent", "No such key, or `undefined`.", "nothing", is_absent),
    )
}
"""The matchers that are one word."""

OPERATORS: Final = {
    matcher.name: matcher
    for matcher in (
        Matcher(
            "$re",
            "A text in which this regular expression (Python's) is found.",
            "a string with",
            lambda operand, v, _: isinstance(v, str) and is_found(operand, v),
            operand="a regular expression",
            schema={"type": "string"},
            is_operand=_is_regular_expression,
            flaw=lambda operand: (error_in(operand) or "") if isinstance(operand, str) else "",
            has_patterns=False,
        ),
        _comparison("$gt", "Greater than this.", "greater than", operator.gt),
        _comparison("$gte", "This or greater.", "at least", operator.ge),
        _comparison("$lt", "Less than this.", "less than", operator.lt),
        Matcher(
            "$in",
            "One of these.",
            "one of",
            lambda operand, v, match: any(match(item, v) for item in operand),
            operand="a list that is not empty",
            schema={**_PATTERNS, "minItems": 1},
            is_operand=lambda operand: isinstance(operand, list) and bool(operand),
        ),
        Matcher(
            "$len",
            "A text, list or object of this length.",
            "of length",
            _has_length,
            operand="a whole number or a pattern for one",
            schema=_PATTERN,
            is_operand=_is_length,
        ),
        Matcher(
            "$unordered",
            "A list of these elements, in any order.",
            "in any order",
            _is_permutation,
            operand="a list",
            schema=_PATTERNS,
            is_operand=lambda operand: isinstance(operand, list),
        ),
        Matcher(
            "$has",
            "A list with an element like this among others.",
            "a list that has",
            lambda operand, v, match: isinstance(v, list) and any(match(operand, i) for i in v),
            operand="a pattern",
            schema=_PATTERN,
        ),
        Matcher(
            "$optional",
            "This, or nothing at all.",
            "nothing, or",
            lambda operand, v, match: is_absent(v) or match(operand, v),
            operand="a pattern",
            schema=_PATTERN,
        ),
        Matcher(
            "$not",
            "Anything but this.",
            "anything but",
            lambda operand, v, match: not match(operand, v),
            operand="a pattern",
            schema=_PATTERN,
        ),
    )
}
"""The matchers with an operand, `{$name: operand}`; several in one mapping must all hold."""

PLAIN_OPERANDS: Final = frozenset(m.name for m in OPERATORS.values() if not m.has_patterns)
"""The names of matchers whose operand is a value, not a pattern."""
