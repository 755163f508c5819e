"""What a run needs of the machine, each thing tried, for `harness doctor`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from harness.browser.doctor import machine, network, storage
from harness.browser.doctor.browsers import driver, installed, variables
from harness.browser.doctor.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Line", "examine"]


def examine(output: Path, encoding: str = "utf-8") -> Iterator[Line]:
    """All findings. `encoding` is that of standard output."""
    with ThreadPoolExecutor(max_workers=2) as pool:  # these take seconds
        starting = [pool.submit(lambda: [driver()]), pool.submit(lambda: [*installed()])]
        yield machine.python()
        yield from map(machine.library, machine.LIBRARIES)
        for one in starting:
            yield from one.result()
    yield variables()
    yield from storage.folders(output)
    yield from storage.shared_memory()
    yield machine.memory()
    yield machine.addresses()
    yield machine.file_size()
    yield machine.handles()
    yield machine.tasks()
    yield network.loopback()
    yield network.proxies()
    yield machine.clock()
    yield machine.output(encoding)
