"""What the user says of the browser and of all runs; to say it, nothing of a browser is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.browser.surroundings import Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from harness.stub.builds import Build


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """What the user says of the browser; the names are pytest-playwright's."""

    path: str | None = None
    source: str = ""
    """By what rule the path was found, for messages."""
    channel: str | None = None
    headed: bool = False
    slow_mo: float = 0
    has_sandbox: bool = False
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user says of all runs of one invocation.

    With `keeps_going` a step that is not as expected does not end its run: what a widget does
    otherwise is to be seen in full.
    """

    output: Path
    browser: BrowserOptions = field(default_factory=BrowserOptions)
    loader: Build | None = None
    surroundings: Surroundings = field(default_factory=Surroundings)
    in_flight: int = 3
    timeout_scale: float = 1.0
    screenshot: str = "only-on-failure"
    keeps_going: bool = False
