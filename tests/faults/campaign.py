"""Doing faults, one invocation each, and telling what became of them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.checks import statuses_of, violations
from tests.faults.invocation import Invocation

if TYPE_CHECKING:
    from tests.faults.fault import Fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fault came to. `violations` is empty when all promises held."""

    fault: Fault
    seconds: float
    exit: int | None
    statuses: dict[str, str]
    violations: tuple[str, ...]
    output: str
    is_tried: bool = True
    """False where the platform cannot try it."""

    @property
    def came_to(self) -> str:
        """What became of the bomb and of the others, in a few words."""
        if not self.is_tried:
            return "not tried on this platform"
        bomb = self.statuses.get("Bomb")
        good = [status for title, status in self.statuses.items() if title != "Bomb"]
        counted = [f"{good.count(status)} {status}" for status in dict.fromkeys(good)]
        told = [f"bomb {bomb}"] if bomb else []
        return ", ".join([*told, *(["others " + ", ".join(counted)] if counted else [])])


def done(fault: Fault, keep: Path | None = None) -> Outcome:
    """Do the fault in a folder of its own; it is kept below `keep` when something did not hold."""
    if fault.needs and not _can(fault.needs):
        return Outcome(fault, 0.0, None, {}, (), "", is_tried=False)
    with tempfile.TemporaryDirectory(prefix="fault-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        with Invocation(fault, folder) as invocation:
            if fault.act is not None:
                fault.act(invocation)
            is_ended = invocation.ended(fault.seconds)
            found = tuple(violations(invocation, is_ended=is_ended))
        if found and keep is not None:
            kept = keep / "".join(c if c.isalnum() else "-" for c in fault.id)
            shutil.rmtree(kept, ignore_errors=True)
            with suppress(shutil.Error):  # a pipe among the files is not copied
                shutil.copytree(folder, kept, symlinks=True)
        return Outcome(
            fault,
            invocation.seconds,
            invocation.status,
            statuses_of(invocation),
            found,
            invocation.output,
        )


def _can(line: str) -> bool:
    return not subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False).returncode
