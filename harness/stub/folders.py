"""Which files the folders of host pages held when an engine first served from them."""

from __future__ import annotations

import os
import threading
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 5000
"""Files of a folder that are remembered; a page may lie in a folder of everything."""


class Folders:
    """Remembers folders, so that a file that is gone is told from one that never was there."""

    def __init__(self) -> None:
        self._known: dict[Path, frozenset[str]] = {}
        self._lock = threading.Lock()

    def remember(self, folder: Path) -> None:
        """Look what a folder holds, once."""
        with self._lock:
            if folder not in self._known:
                self._known[folder] = frozenset(islice(_files(folder), MOST))

    def held(self, file: Path) -> bool:
        """Whether a file was there."""
        with self._lock:
            return any(str(file) in files for files in self._known.values())


def _files(folder: Path) -> Iterator[str]:
    for place, _folders, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118 - a tenth of the time
