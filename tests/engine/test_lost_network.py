"""This machine's network fails under a run: it is done again, and never the page's fault."""

from __future__ import annotations

import errno
import math
import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from harness.browser import loopback
from harness.browser.session import Session
from harness.stub.server import LOOPBACK, StubServer
from harness.supervision import limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

GOOD = """
scenario: A page
timeout: 3s
host: {html: "<!doctype html><title>x</title><p>here</p>"}
steps: [{check: {text: {p: here}}, within: 1s}]
"""
BAD = GOOD.replace("p: here}}", "p: never so}}")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWER", 0.5)


@pytest.fixture
def port_failure(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Lets the stub host get no port, so many times."""
    open_port = StubServer.open

    def plant(times: int, number: int) -> None:
        left = [times]

        def opened(server: StubServer, world: object) -> int:
            left[0] -= 1
            if left[0] >= 0:
                raise OSError(number, "Address already in use (while attempting to bind on x)")
            return open_port(server, world)  # type: ignore[arg-type]

        monkeypatch.setattr(StubServer, "open", opened)

    return plant


def deaf(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Have the stub host stop listening as a page is prepared, so many times."""
    prepare, left = Session.prepare, [times]

    async def prepared(session: Session) -> None:
        await prepare(session)
        left[0] -= 1
        if left[0] >= 0:
            for listener in _listeners.values():
                listener.shutdown(socket.SHUT_RDWR)

    _listeners: dict[int, socket.socket] = {}
    create = socket.create_server

    def created(*given: object, **more: object) -> socket.socket:
        made: socket.socket = create(*given, **more)  # type: ignore[arg-type]
        _listeners.clear()
        _listeners[made.fileno()] = made
        return made

    monkeypatch.setattr(Session, "prepare", prepared)
    monkeypatch.setattr("harness.stub.server.socket.create_server", created)


def test_a_run_is_done_again_for_which_there_was_no_port(
    make_lab: Callable[[], Lab], port_failure: Callable[[int, int], None]
) -> None:
    port_failure(1, errno.EADDRINUSE)
    result = make_lab().run({"one": GOOD})["one"]
    assert result.verdict.status == "passed"
    assert result.lost == (
        f"this machine's network: {LOOPBACK} gives no port: Address already in use",
    )


def test_a_run_is_broken_for_which_there_is_never_a_port(
    make_lab: Callable[[], Lab], port_failure: Callable[[int, int], None]
) -> None:
    port_failure(9, errno.EADDRNOTAVAIL)
    verdict = make_lab().run({"one": GOOD})["one"].verdict
    assert (verdict.status, verdict.failures[0].code) == ("broken", "machine")
    assert verdict.failures[0].message == "this machine kept the run from being judged 3 times"


@pytest.mark.parametrize(("times", "status"), [(1, "passed"), (9, "broken")])
def test_a_browser_that_does_not_reach_the_stub_host_is_not_the_pages_fault(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch, times: int, status: str
) -> None:
    deaf(monkeypatch, times)
    result = make_lab().run({"one": GOOD})["one"]
    assert result.verdict.status == status, result
    assert result.lost[0].startswith(loopback.LOST)
    assert len(result.lost) == min(times, limits.ATTEMPTS - 1)


@pytest.mark.parametrize(("served", "scenario"), [(0, GOOD), (1, BAD)], ids=["at all", "later"])
def test_a_stub_host_that_does_not_answer_is_not_the_pages_fault(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch, served: int, scenario: str
) -> None:
    welcome, close = StubServer._welcome, StubServer.close
    left: list[float] = [served]

    def welcomed(server: StubServer, gate: object) -> None:
        left[0] -= 1
        if left[0] >= 0:
            welcome(server, gate)  # type: ignore[arg-type]

    def closed(server: StubServer, port: int) -> None:
        left[0] = math.inf  # it is well again for the next attempt
        close(server, port)

    monkeypatch.setattr(StubServer, "_welcome", welcomed)
    monkeypatch.setattr(StubServer, "close", closed)
    result = make_lab().run({"one": scenario})["one"]
    assert result.lost == (f"this machine's network: {LOOPBACK} does not answer",), result


def test_a_stub_host_without_file_handles_says_so(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, left = socket.socket.accept, [2]

    def accepted(listener: socket.socket) -> object:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError(errno.EMFILE, "Too many open files")
        return accept(listener)

    monkeypatch.setattr(socket.socket, "accept", accepted)
    result = make_lab().run({"one": GOOD})["one"]
    assert result.verdict.status == "passed"
    assert result.lost == ("the system has nothing left to give: Too many open files",)


def test_a_machine_without_loopback_is_told_before_the_first_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert loopback.lack() == ""

    def refused(*_given: object, **_more: object) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", refused)
    assert loopback.lack() == (
        f"this machine's network cannot be used: {LOOPBACK}: Network is unreachable\n"
        "  hint: pages are served there; bring the loopback interface up, such as by "
        "`ip link set lo up`"
    )


def test_a_port_that_swallows_everything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loopback, "PATIENCE", 0.1)
    with closing(socket.create_server((LOOPBACK, 0))) as other:
        real = socket.create_connection
        monkeypatch.setattr(
            loopback.socket,
            "create_connection",
            lambda _at, limit: real(other.getsockname(), limit),
        )
        assert "no answer comes" in loopback.lack()
