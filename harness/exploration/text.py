"""Scenarios as YAML text, as people write them."""

from __future__ import annotations

from typing import Any

from harness.writing.spelling import Style, Unspellable

_STYLE = Style()


def as_yaml(scenario: dict[str, Any]) -> str:
    """The scenario as a file."""
    lines: list[str] = []
    for key, value in scenario.items():
        write = _STYLE.block if key == "steps" else _STYLE.lines
        lines += write(f"{key}: ", value, 0)
    return "\n".join(lines) + "\n"


def is_spellable(value: Any) -> bool:
    """Whether YAML can say it."""
    try:
        _STYLE.flow(value)
    except Unspellable:
        return False
    return True
