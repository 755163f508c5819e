"""What a recorded `init` was called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.widget_api import API

if TYPE_CHECKING:
    from harness.recording import Event


def options_of(call: Event) -> dict[str, object]:
    """The options of an `init`: its argument, or what `embed.options` held when it had none."""
    arguments = call.data.get("args") or [call.data.get("options")]
    first = arguments[0]
    return first if isinstance(first, dict) and "$type" not in first else {}


def registered_callbacks(call: Event) -> frozenset[str]:
    """The callbacks that an `init` was given functions for."""
    return frozenset(
        name
        for name, value in options_of(call).items()
        if name in API.callbacks and isinstance(value, dict) and value.get("$type") == "function"
    )
