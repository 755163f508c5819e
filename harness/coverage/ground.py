"""Where and when some items apply: the words that the tables of this knowledge are written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.coverage.places import (
    CHAT,
    HIDDEN,
    MAXIMIZED,
    MINIMIZED,
    OFFLINE,
    OPEN,
    OWN_PAGE,
    PHASE_NAMES,
    RELOAD,
    SMALL,
)

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when some items apply, with the sections and assumptions that say so."""

    names: tuple[str, ...]
    places: frozenset[str]
    phases: frozenset[str]
    rests_on: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Both together."""
        return self.places | self.phases


SHOWN = (OPEN, MINIMIZED, MAXIMIZED, SMALL)
BAR = (*SHOWN, HIDDEN)
WINDOWS = (OPEN, MAXIMIZED, OWN_PAGE)
ALWAYS = PHASE_NAMES
IDLE = PHASE_NAMES - {CHAT}
ATTENDED = PHASE_NAMES - {OFFLINE}
BEFORE = PHASE_NAMES - {CHAT, OFFLINE}
OF_POPUP = PHASE_NAMES - {RELOAD}


def row(names: str, places: Collection[str], phases: Collection[str], *rests_on: str) -> Ground:
    """One row: the items, where and when they apply, and what says so."""
    return Ground(tuple(names.split()), frozenset(places), frozenset(phases), rests_on)
