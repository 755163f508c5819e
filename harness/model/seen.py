"""What was seen of an act: the plain data from which the model learns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event as scenarios expect it: its name, what its pattern is held against, its window."""

    name: str
    value: Any
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What followed from one act.

    `looks` has what was looked at, by window and subject of `check`. `windows` are the names of
    the windows that are open. `has_back_end` tells that the widget talks to the stub's back end;
    without that nothing is known of what operators see.
    """

    events: tuple[Occurrence, ...] = ()
    looks: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    windows: frozenset[str] = frozenset()
    has_back_end: bool = True
