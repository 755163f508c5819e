"""What was found of one thing that the harness needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "lack"]
"""As it is needed; works, but slowly or not for everything; without it nothing is run."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was looked at, what was found; what goes wrong so, and what to do."""

    what: str
    found: str
    state: State = "ok"
    so: str = ""
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether runs can be made with it."""
        return self.state != "lack"


def megabytes(size: float) -> str:
    """A size for people."""
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size / 2**20:.0f} MB"
