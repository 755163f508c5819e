"""Calls of the integrator's API URL: who is the visitor (Verifying identity using your API).

The back end only says that a call is due. It is made here, in a thread of its own, and goes
to nothing but the scenario's own mocks and host pages, in process: whatever an address says,
no connection is opened.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

from harness.stub.served import Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.stub.backend import Backend, Check
    from harness.stub.served import Fetch

LIMIT_SECONDS = 5.0
"""How long an answer may take (identity-limits)."""

LONGEST_ANSWER = 64 * 1024
"""How many bytes an answer may have (identity-limits)."""

MOST_CALLS = 16
"""How many calls may be under way at once."""

_JOIN_SECONDS = 1.0


class IdentityCalls:
    """The calls of one world. `on_change` is called when one begins or ends to hold a page up."""

    def __init__(self, backend: Backend, fetch: Fetch, on_change: Callable[[], None]) -> None:
        self._backend = backend
        self._fetch = fetch
        self._on_change = on_change
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._threads: set[threading.Thread] = set()
        self._busy = 0

    @property
    def busy(self) -> int:
        """Calls that will be over presently; those that a mock holds back are not among them."""
        with self._lock:
            return self._busy

    def begin(self, check: Check) -> None:
        """Make a call that is due."""
        thread = threading.Thread(
            target=self._call, args=(check,), name="stub-identity", daemon=True
        )
        with self._lock:
            if self._closed.is_set():
                return
            is_room = len(self._threads) < MOST_CALLS
            if is_room:
                self._threads.add(thread)
                self._busy += 1
        if is_room:
            thread.start()
        else:
            self._backend.identity_fails(check, f"{MOST_CALLS} calls are under way already")

    def close(self) -> None:
        """Give up all calls and wait for their threads, but not for long."""
        self._closed.set()
        deadline = time.monotonic() + _JOIN_SECONDS
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - time.monotonic()))

    def _call(self, check: Check) -> None:
        try:
            self._ask(check)
        finally:
            with self._lock:
                self._busy -= 1
                self._threads.discard(threading.current_thread())
            self._on_change()

    def _ask(self, check: Check) -> None:
        try:
            answer = self._fetch(address(check.url, check.custom), self._pause)
            status, result = answer.status, _result(answer.status, answer.body)
        except Unanswered as reason:
            self._backend.identity_fails(check, str(reason), reason.status)
        else:
            self._backend.identity_answers(check, status, result)

    def _pause(self, seconds: float) -> None:
        """Wait as a mock wants it, which holds no page up. Raises Unanswered at the limit."""
        with self._resting():
            is_over = self._closed.wait(min(seconds, LIMIT_SECONDS))
        if is_over:
            raise Unanswered("the run has ended")
        if seconds >= LIMIT_SECONDS:
            raise Unanswered(f"no answer within {LIMIT_SECONDS:g} s")

    @contextmanager
    def _resting(self) -> Iterator[None]:
        self._count(-1)
        try:
            yield
        finally:
            self._count(+1)

    def _count(self, more: int) -> None:
        with self._lock:
            self._busy += more
        self._on_change()


def address(url: str, custom: str) -> str:
    """The API's address with `custom` in its query (identity-request)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    asked = f"custom={quote(custom, safe='', errors='replace')}"
    query = f"{parts.query}&{asked}" if parts.query else asked
    return urlunsplit(parts._replace(query=query, fragment=""))


def _result(status: int, body: bytes) -> Any:
    """What operators see of an answer (identity-result). Raises Unanswered when it is none."""
    if len(body) > LONGEST_ANSWER:
        raise Unanswered(f"the answer has more than {LONGEST_ANSWER // 1024} KiB", status)
    if status in range(300, 400):
        raise Unanswered("the endpoint redirects, which is not followed", status)
    if status not in range(200, 300):
        raise Unanswered(f"the endpoint answered with {status}", status)
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
