"""The rules of the audit, one module for each family. A rule is data with a pure function."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.audit.rule import Rule

_FAMILIES = (
    "embedding",
    "inert",
    "presence",
    "unreadable",
    "refusing",
    "loading",
    "hooking",
    "surviving",
    "timing",
    "awaiting",
    "naming",
    "accounts",
    "valuing",
    "visitors",
    "garbling",
    "handing",
    "addressing",
    "targeting",
    "calling",
    "opening",
    "misnaming",
    "misusing",
    "callbacks",
    "hearing",
    "analytics",
    "policy",
    "trusting",
    "isolating",
    "surroundings",
    "sharing",
    "consenting",
    "looks",
    "scaling",
    "navigating",
    "returning",
    "behaviour",
)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the families and of their modules."""
    found: list[Rule] = []
    for name in _FAMILIES:
        found += import_module(f"harness.audit.rules.{name}").RULES
    return tuple(found)
