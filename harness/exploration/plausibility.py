"""What a visitor can hardly do as the bar looks: no time is lost on trying it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEEDS: dict[str, tuple[str, ...]] = {
    "opens": ("bar", "mini"),
    "minimizes": ("window", "maximized"),
    "maximizes": ("window",),
    "restores": ("maximized",),
    "closes": ("window", "maximized"),
    "says": ("window", "maximized"),
    "rates": ("window", "maximized"),
    "leaves_message": ("window", "maximized"),
    "gives": ("window", "maximized"),
    "declines": ("window", "maximized"),
    "picks": ("window", "maximized"),
}
"""What a visitor has to see of the bar to do this on the host page."""


def is_plausible(step: Mapping[str, Any], shape: object) -> bool:
    """Whether what was last seen of the bar lets a visitor do this; where nothing was, it may."""
    argument = step.get("visitor")
    if argument is None or shape is None or argument == {"opens": "popup"}:
        return True
    name = argument if isinstance(argument, str) else next(iter(argument))
    return name not in _NEEDS or shape in _NEEDS[name]
