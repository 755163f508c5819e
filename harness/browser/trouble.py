"""What keeps a step from being done: the page's doing, or the harness's world."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from harness.patterns import ExpressionStuck


@dataclass(eq=False)
class Trouble(Exception):  # noqa: N818 - it is recorded as a `trouble` event
    """Raised by a verb that cannot do what its step says; becomes a `trouble` event.

    `what` tells whose fault it is: `page` makes the run failed, `harness` makes it broken.
    """

    code: str
    message: str
    hint: str | None = None
    expected: str | None = None
    recorded: str | None = None
    instead: tuple[str, ...] = ()
    what: Literal["page", "harness"] = "page"

    def as_data(self) -> dict[str, Any]:
        """The data of the `trouble` event."""
        data: dict[str, Any] = {"what": self.what, "code": self.code, "message": self.message}
        for name in ("hint", "expected", "recorded"):
            if getattr(self, name) is not None:
                data[name] = getattr(self, name)
        if self.instead:
            data["instead"] = list(self.instead)
        return data


STUCK_HINT = (
    "a regular expression with repetitions inside of repetitions, such as (a|a)*, "
    "takes for ever on some texts: write it without them"
)


def expression_stuck(error: ExpressionStuck) -> Trouble:
    """A regular expression of the scenario that does not come to its end."""
    return Trouble("stuck", str(error), hint=STUCK_HINT, what="harness")


def file_gone(file: str, reason: str) -> Trouble:
    """A file of the run's world that was changed by others while runs were made."""
    with suppress(ValueError, OSError):  # on another drive, or the folder of work is gone too
        file = os.path.relpath(file)
    return Trouble(
        "file-gone",
        f"{Path(file).as_posix()} was there when the run was planned, and cannot be read: {reason}",
        hint="leave the fixtures as they are while scenarios run, then run this one again",
        what="harness",
    )
