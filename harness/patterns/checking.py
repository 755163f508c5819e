"""Whether a pattern can be meant, and the JSON Schema of patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.patterns.matchers import OPERATORS, WORDS
from harness.patterns.values import TAGS, TYPE_KEY, shown

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """What is wrong with a pattern, where in it, and what could have been written."""

    path: Path
    message: str
    given: str = ""
    choices: tuple[str, ...] = ()
    at_key: bool = False


def problems_of(pattern: Any, path: Path = ()) -> list[PatternProblem]:
    """Everything in the pattern that cannot be meant."""
    if isinstance(pattern, str):
        return _of_text(pattern, path)
    if isinstance(pattern, dict):
        return _of_mapping(pattern, path)
    if isinstance(pattern, list):
        return [
            problem for n, item in enumerate(pattern) for problem in problems_of(item, (*path, n))
        ]
    return []


def _of_text(pattern: str, path: Path) -> list[PatternProblem]:
    if not pattern.startswith("$") or pattern.startswith(("$$", "${")) or pattern in WORDS:
        return []
    if pattern in OPERATORS:
        operand = OPERATORS[pattern].operand
        message = f"`{pattern}` needs {operand}, as in `{{{pattern}: …}}`"
        return [PatternProblem(path, message)]
    message = f"`{pattern}` is not a matcher; a text that begins with `$` is written `${pattern}`"
    return [PatternProblem(path, message, pattern, (*WORDS, *OPERATORS))]


def _of_mapping(pattern: dict[str, Any], path: Path) -> list[PatternProblem]:
    if TYPE_KEY in pattern:
        return _of_tag(pattern, path)
    names = [key for key in pattern if key.startswith("$") and not key.startswith("$$")]
    found: list[PatternProblem] = []
    for key, item in pattern.items():
        if key not in names:
            found += problems_of(item, (*path, key))
        elif key in OPERATORS:
            found += _of_operand(key, item, (*path, key))
        else:
            found.append(_unknown(key, (*path, key)))
    if names and len(names) < len(pattern) and names[0] in OPERATORS:
        other = next(key for key in pattern if key not in names)
        message = f"the matcher `{names[0]}` and the key `{other}` cannot stand in one mapping"
        found.append(PatternProblem((*path, other), message, at_key=True))
    return found


def _unknown(key: str, path: Path) -> PatternProblem:
    if key in WORDS:
        message = f"`{key}` is a matcher without operand: write `{key}` alone, as the value"
        return PatternProblem(path, message, at_key=True)
    message = f"`{key}` is not a matcher; a key that begins with `$` is written `${key}`"
    return PatternProblem(path, message, key, (*OPERATORS, *WORDS), at_key=True)


def _of_tag(pattern: dict[str, Any], path: Path) -> list[PatternProblem]:
    tag = pattern[TYPE_KEY]
    if tag in TAGS:
        return []
    message = f"{shown(tag)} is not a type of value that `{TYPE_KEY}` knows"
    return [PatternProblem((*path, TYPE_KEY), message, str(tag), TAGS)]


def _of_operand(name: str, operand: Any, path: Path) -> list[PatternProblem]:
    matcher = OPERATORS[name]
    if isinstance(operand, str) and operand.startswith("${"):
        return []
    if not matcher.is_operand(operand):
        flaw = matcher.flaw(operand)
        message = f"`{name}` needs {matcher.operand}, not {shown(operand)}"
        return [PatternProblem(path, f"{message}: {flaw}" if flaw else message)]
    return problems_of(operand, path) if matcher.has_patterns else []


def schema() -> dict[str, Any]:
    """The JSON Schema of a pattern; it refers to itself as `#/$defs/Pattern`."""
    itself = {"$ref": "#/$defs/Pattern"}
    operators = {
        name: {"description": matcher.doc, **matcher.schema} for name, matcher in OPERATORS.items()
    }
    words = [{"const": name, "description": matcher.doc} for name, matcher in WORDS.items()]
    return {
        "description": "A value, or a matcher for values.",
        "anyOf": [
            *words,
            {"type": "string", "pattern": r"^(?!\$)|^\$\$|\$\{"},
            {"type": ["number", "boolean", "null"]},
            {"type": "array", "items": itself},
            {
                "type": "object",
                "properties": operators,
                "minProperties": 1,
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {TYPE_KEY: {"enum": list(TAGS)}},
                "propertyNames": {"pattern": r"^(?!\$)|^\$\$|^\$type$"},
                "additionalProperties": itself,
            },
        ],
    }
