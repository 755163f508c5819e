"""The `harness` command's way in: little is imported before signals are heard.

Exit status as pytest's: 0 passed, 1 failed, 2 interrupted, 3 a defect of the harness or evidence
that could not be kept, 4 unusable input or no browser, 5 nothing to run.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from harness.report import outlets
from harness.running import interruption
from harness.statuses import INTERRUPTED, LOST, UNUSABLE


def main() -> NoReturn:
    """Run the command until its end, whoever stops reading what it prints, and leave."""
    interruption.listen()
    outlets.keep_open()
    sys.exit(_status())


def _status() -> int:
    if not _has_folder():
        return UNUSABLE
    from harness.commands.ending import status_of_command

    status = status_of_command()
    lost = outlets.lost()
    if lost:
        outlets.say(f"standard output could not be written ({lost}), so what it lacks is lost")
    if interruption.is_heard():
        return INTERRUPTED
    return max(status, LOST) if lost and status != INTERRUPTED else status


def _has_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib comes later
    except OSError as error:
        outlets.say(
            f"the current folder cannot be used: {error.strerror}\n"
            "  hint: it was removed or is not yours to enter; go to another one and come back"
        )
        return False
    return True
