"""Files are written whole or not at all, and never over what somebody has changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.report.atomic import write_whole

if TYPE_CHECKING:
    from pathlib import Path


class ChangedMeanwhile(Exception):  # noqa: N818 - the condition is named
    """The file is not as it was when it was read."""


def rewrite(file: Path, before: bytes, after: bytes) -> None:
    """Replace a file's content, its permissions kept, through links too.

    Raises ChangedMeanwhile and OSError.
    """
    real = file.resolve()
    if real.read_bytes() != before:
        raise ChangedMeanwhile(str(file))
    mode = real.stat().st_mode
    write_whole(real, after)
    if real.stat().st_mode != mode:
        real.chmod(mode & 0o7777)
