"""Patterns: what an expected value may be, and how a recorded value differs from it.

A pattern is plain data. Text, numbers, booleans and null match themselves, a mapping
matches an object that has at least its keys, a list matches element by element, and the
matchers (`$int`, `{$re: …}`, …) match what they say.
"""

from __future__ import annotations

from harness.patterns.checking import PatternProblem, problems_of, schema
from harness.patterns.comparing import Difference, differences, ignored, is_match, written
from harness.patterns.expressions import ExpressionStuck
from harness.patterns.matchers import OPERATORS, PLAIN_OPERANDS, WORDS, Matcher
from harness.patterns.values import ABSENT, Absent, describe, is_absent, is_number, quote, shown

__all__ = [
    "ABSENT",
    "OPERATORS",
    "PLAIN_OPERANDS",
    "WORDS",
    "Absent",
    "Difference",
    "ExpressionStuck",
    "Matcher",
    "PatternProblem",
    "describe",
    "differences",
    "ignored",
    "is_absent",
    "is_match",
    "is_number",
    "problems_of",
    "quote",
    "schema",
    "shown",
    "written",
]
