"""The world of one run: its virtual hosts, pages, mocks and the widget's back end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.stub import pages
from harness.stub.backend import Backend
from harness.stub.dressing import Page, dressed
from harness.stub.folders import Folders
from harness.stub.identity import IdentityCalls
from harness.stub.mocks import Mocks
from harness.stub.served import fetch
from harness.stub.widget_endpoints import WidgetEndpoints
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.patterns import ExpressionStuck
    from harness.scenario.model import HostPage, Run
    from harness.stub.builds import Build
    from harness.stub.reach import Reach

Note = Callable[[float, dict[str, Any]], None]
"""Called with the steady clock's time (`time.monotonic`) in milliseconds, and the data."""

IsGone = Callable[[], bool]
"""Whether the client of a request has left before its answer came."""


class World:
    """What the stub host serves to one run, and what it was asked for.

    `note` is called from the server's threads, and so is `on_change`, each time a request
    begins or ends to wait for something: who waits for the page to rest can look again.
    """

    def __init__(
        self,
        run: Run,
        note: Note,
        loader: Build | None = None,
        on_change: Callable[[], None] | None = None,
        reach: Reach | None = None,
        folders: Folders | None = None,
    ) -> None:
        scenario = run.scenario
        self.run = run
        self.backend = Backend(
            operators=scenario.backend.operators,
            departments=scenario.backend.departments,
            settings=scenario.backend.settings,
            triggers=scenario.backend.triggers,
            assume=scenario.backend.assume,
        )
        self.mocks = Mocks(scenario.mocks)
        self.headers = scenario.host.headers
        self.first = scenario.host.page
        self._note = note
        self._on_change = on_change or (lambda: None)
        self.endpoints = WidgetEndpoints(self.backend, loader, self._on_change)
        self._identity = IdentityCalls(self.backend, partial(fetch, self), self._on_change)
        self.backend.on_check = self._identity.begin
        self.reach = reach
        self.folders = folders or Folders()
        if self.first.file is not None:
            self.folders.remember(pages_folder(self.first.file))
        self.on_stuck: Callable[[ExpressionStuck], None] = lambda _error: None
        """Called, also from the server's threads, when an expression does not come to its end."""
        self.backend.on_stuck = self._stuck
        self.on_lost: Callable[[str, str], None] = lambda _file, _reason: None
        """Called from the server's threads with a file that cannot be read any more, and why."""
        self._lost: set[str] = set()
        self.lack: str | None = None
        """What the system did not give, so that a connection was not served."""
        is_live = reach is not None and reach.has_vendor
        self._names = run.names - {WIDGET_HOST} if is_live else run.names | {WIDGET_HOST}
        self._pages = {_address(page.at): page for page in (self.first, *scenario.host.pages)}
        self._extras = scenario.host.extras
        self._rendered: dict[tuple[object, ...], Page] = {}
        self._lock = threading.Lock()
        self._hanging: list[IsGone] = []
        self._asking: list[IsGone] = []
        self._released = threading.Event()

    def knows(self, host: str) -> bool:
        """Whether this is a name of the scenario or the widget's own."""
        return host in self._names

    def refused(
        self, method: str, url: str, host: str, path: str, reason: str | None = None
    ) -> None:
        """Note a request for a name that the scenario does not mention, or that is not reached."""
        asked = {"method": method, "url": url, "host": host, "path": path}
        told = {"reason": reason} if reason else {}
        self.note({**asked, "status": 0, "bytes": 0, "refused": True, **told})

    def passed_on(self, method: str, url: str, host: str, path: str, status: int) -> None:
        """Note a request, or a whole connection (CONNECT), that a real server was given."""
        asked = {"method": method, "url": url, "host": host, "path": path}
        self.note({**asked, "status": status, "bytes": 0, "real": True})

    def cut_off(self, host: str, size: int) -> None:
        """Note that a real server sent so many bytes that its connection was cut off."""
        asked = {"method": "CONNECT", "url": host, "host": host, "path": ""}
        self.note({**asked, "status": 0, "bytes": size, "cut": True})

    def _stuck(self, error: ExpressionStuck) -> None:
        self.on_stuck(error)

    def lacks(self, reason: str) -> None:
        """Note that a connection could not be served, which is the machine's doing."""
        self.lack = reason

    def note(self, data: dict[str, Any]) -> None:
        """Note a request: when its answer is ready, or when it is known that none will come."""
        self._note(time.monotonic() * 1000, data)

    def page_at(self, url: str) -> HostPage | None:
        """The page that the scenario declares for an address."""
        return self._pages.get(_address(url))

    def render(self, page: HostPage) -> Page:
        """The page as the browser gets it; made once, since a run's pages do not change."""
        key = (page.at, page.file, page.html)
        if key not in self._rendered:
            hosts = self.run.names - {WIDGET_HOST}
            self._rendered[key] = dressed(pages.render(page), self._extras, hosts)
        return self._rendered[key]

    def asset(self, path: str) -> Path | None:
        """A file of the folder that the host page's file is in, never one outside of it."""
        if self.first.file is None:
            return None
        folder = pages_folder(self.first.file)
        named = folder / path.lstrip("/")
        try:
            file = named.resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
            reason = "it is gone"
        except OSError as error:
            reason = error.strerror or str(error)
        except (ValueError, RuntimeError):  # a name that no file can have, links in a ring
            return None
        if self.folders.held(named):
            self.lose(named, reason)
        return None

    def lose(self, file: Path | str, reason: str) -> None:
        """Note that a file cannot be read that was there when the run was planned."""
        with self._lock:
            is_told = str(file) in self._lost
            self._lost.add(str(file))
        if not is_told:
            self.on_lost(str(file), reason)

    @property
    def parked(self) -> int:
        """Requests that wait for something to happen, or for ever, and whose client waits too.

        Less the identity calls that are about to be over: as long as there is one, the page is
        not at rest, although none of its own requests is on its way.
        """
        polls = self.endpoints.parked
        with self._lock:
            left = sum(is_gone() for is_gone in self._asking) if polls else 0
            hanging = sum(not is_gone() for is_gone in self._hanging)
        return max(0, polls - left) + hanging - self._identity.busy

    @contextmanager
    def asking(self, is_gone: IsGone) -> Iterator[None]:
        """While the widget's endpoints answer a request, which they may do by and by."""
        with self._lock:
            self._asking.append(is_gone)
        try:
            yield
        finally:
            with self._lock:
                self._asking.remove(is_gone)

    def hang(self, is_gone: IsGone) -> None:
        """Hold a request until the run ends."""
        with self._held(is_gone):
            self._released.wait()

    @contextmanager
    def _held(self, is_gone: IsGone) -> Iterator[None]:
        with self._lock:
            self._hanging.append(is_gone)
        self._on_change()
        try:
            yield
        finally:
            with self._lock:
                self._hanging.remove(is_gone)
            self._on_change()

    def wait(self, seconds: float, is_gone: IsGone) -> bool:
        """Hold a request for a time; False when the run has ended meanwhile.

        The author of the scenario made the answer late on purpose, so a page that waits for
        it counts as being at rest: what can be seen before it comes can be looked at.
        """
        with self._held(is_gone):
            return not self._released.wait(seconds)

    def close(self) -> None:
        """Let go of every request that is held, and give up those of the back end."""
        self._released.set()
        self._identity.close()
        self.endpoints.close()


def pages_folder(file: Path) -> Path:
    """The folder that a page's files are served from."""
    resolved = file.resolve()
    for parent in resolved.parents:
        if parent.name == "pages" and parent.parent.name == "fixtures":
            return parent
    return resolved.parent


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}"
