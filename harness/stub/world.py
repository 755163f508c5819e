"""The world of one run: its virtual hosts, pages, mocks and the widget's back end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from harness.stub import pages
from harness.stub.backend import Backend
from harness.stub.mocks import Mocks
from harness.stub.widget_endpoints import WidgetEndpoints
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.model import HostPage, Run

Note = Callable[[float, dict[str, Any]], None]
"""Called with the wall-clock time in milliseconds and the data of a `request` event."""


class World:
    """What the stub host serves to one run, and what it was asked for.

    `note` is called from the server's threads. `busy` is the number of requests that are
    being answered and not parked: while it is not 0 the page may still hear something.
    """

    def __init__(self, run: Run, note: Note, loader: bytes | None = None) -> None:
        scenario = run.scenario
        self.run = run
        self.backend = Backend(
            operators=scenario.backend.operators,
            departments=scenario.backend.departments,
            settings=scenario.backend.settings,
        )
        self.endpoints = WidgetEndpoints(self.backend, loader)
        self.mocks = Mocks(scenario.mocks)
        self.headers = scenario.host.headers
        self._note = note
        self._names = run.names | {WIDGET_HOST}
        self._first = scenario.host.page
        self._pages = {_address(scenario.host.at): self._first}
        for page in scenario.host.pages:
            self._pages[_address(urljoin(scenario.host.at, page.at))] = page
        self._rendered: dict[str, bytes] = {}
        self._hanging = 0
        self._lock = threading.Lock()
        self._released = threading.Event()

    def knows(self, host: str) -> bool:
        """Whether this is a name of the scenario or the widget's own."""
        return host in self._names

    def refused(self, host: str, port: int) -> None:
        """Note a request for a name that the scenario does not mention."""
        data = {"method": "CONNECT", "url": f"{host}:{port}", "host": host, "path": "", "status": 0}
        self._note(time.time() * 1000, {**data, "refused": True})

    def note(self, data: dict[str, Any]) -> None:
        """Note a request that was answered."""
        self._note(time.time() * 1000, data)

    def page_at(self, url: str) -> HostPage:
        """The page for an address: the one declared for it, else the scenario's host page."""
        return self._pages.get(_address(url), self._first)

    def render(self, page: HostPage) -> bytes:
        """The page's bytes; rendered once, since a run's pages do not change."""
        key = page.at
        if key not in self._rendered:
            self._rendered[key] = pages.render(page)
        return self._rendered[key]

    def asset(self, path: str) -> Path | None:
        """A file beside the host page's file, never outside of its folder."""
        if self._first.file is None:
            return None
        folder = _pages_folder(self._first.file)
        candidate = (folder / path.lstrip("/")).resolve()
        return candidate if candidate.is_relative_to(folder) and candidate.is_file() else None

    @property
    def parked(self) -> int:
        """Requests that wait for something to happen, or for ever."""
        return self.endpoints.parked + self._hanging

    def wait(self, seconds: float | None) -> bool:
        """Hold a request for a time (None: until the run ends); False when the run has ended."""
        if seconds is not None:
            return not self._released.wait(seconds)
        with self._lock:
            self._hanging += 1
        try:
            self._released.wait()
        finally:
            with self._lock:
                self._hanging -= 1
        return False

    def close(self) -> None:
        """Release every request that is held."""
        self._released.set()
        self.endpoints.close()


def _pages_folder(file: Path) -> Path:
    resolved = file.resolve()
    for parent in resolved.parents:
        if parent.name == "pages" and parent.parent.name == "fixtures":
            return parent
    return resolved.parent


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}"
