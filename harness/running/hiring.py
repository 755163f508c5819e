"""Hires workers: processes of a crew, begun without what a browser needs in this one."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from harness.running import interruption
from harness.supervision.invocation import Invocation, Membership, current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from harness.browser.options import EngineOptions


class Hired(NamedTuple):
    """A worker, the pipe to it, and the part of the invocation that it is.

    It says `("ready", browser)`, or `("failed", error)` as soon as no browser starts any more, and
    for each `(run, lost attempts)` that it is sent `("lost", id, reason)`, as often as it has to
    begin anew, and `("result", id, result)`. It leaves when it is sent None,
    the pipe is closed, or the process at its other end gone.
    """

    process: BaseProcess
    pipe: Connection
    part: str


def hire(options: EngineOptions) -> Hired:
    """A new worker."""
    invocation = current()
    membership = invocation.membership()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_begin, args=(theirs, options, membership), daemon=True)
    invocation.expect(membership.part)
    _track_resources(invocation)
    with invocation.environment(membership.part), interruption.blocked(), _without_main():
        process.start()
    theirs.close()
    return Hired(process, ours, membership.part)


def _track_resources(invocation: Invocation) -> None:
    """Start what Python wants beside spawned processes: it is not to end with the first of them.

    Started with them it would also unblock their signals.
    """
    if os.name == "nt":
        return
    with invocation.environment(f"{invocation.part}.tracker"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the last one was killed
        resource_tracker.ensure_running()


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes begun in this block do not import this one's main module again.

    It may be anybody's script that calls pytest, and would do so once more.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin(pipe: Connection, options: EngineOptions, membership: Membership) -> None:
    from harness.running.worker import serve

    serve(pipe, options, membership)
