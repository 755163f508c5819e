"""pytest-xdist's worker processes as members of the controller's invocation, and their ends."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.filenames import SUFFIXES
from harness.running import interruption, signals_under_pytest
from harness.running.summary_under_pytest import DONE_AGAIN
from harness.supervision import limits
from harness.supervision.processes import PART, RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.running.planned_under_pytest import Planned

DONE: Final = "harness_done"
"""Where a worker process puts the reports that it had no time to tell."""

_MEMBERSHIP = "livechatoo-harness"


class Crashes:
    """In the controller of pytest-xdist: runs whose worker process went away are done again."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._counted: Counter[str] = Counter()

    def pytest_unconfigure(self) -> None:
        """Processes that are started from here on are none of the invocation's."""
        for name in (RUN, PART):
            os.environ.pop(name, None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: Any, sched: Any) -> None:
        """Give the run out again, where the way of giving out can do that."""
        unbracketed(report)
        if self._planned.is_told(crashitem):
            report.outcome = "rerun"  # its worker ended after its last word of it
            return
        path = Path(crashitem.partition("::")[0])
        self._counted[crashitem] += 1
        if path.suffix not in SUFFIXES or self._counted[crashitem] >= limits.ATTEMPTS:
            return
        with suppress(NotImplementedError, AttributeError):
            sched.mark_test_pending(crashitem)
            report.outcome = "rerun"
            report.user_properties = [(DONE_AGAIN, "a worker process of pytest-xdist ended")]


class Workers:
    """In the controller of pytest-xdist: the workers of this machine that have not ended."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._nodes: list[Any] = []
        self._has_lost_any = False

    @property
    def are_lost(self) -> bool:
        """Whether workers went away and left runs that no other worker did."""
        return self._has_lost_any and self._planned.has_untold

    def shield_replacements(self, config: pytest.Config) -> None:
        """Keep the terminal's signals from workers that start later, too."""
        controller: Any = config.pluginmanager.get_plugin("dsession")
        if controller is not None:  # there is none to collect only, nor without `-n` or `--tx`
            nodes = controller.nodemanager
            nodes.setup_node = interruption.blocked()(nodes.setup_node)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """A worker has been started."""
        node.sendcommand = _unless_gone(node.sendcommand)
        if node.gateway.spec.popen:
            self._nodes.append(node)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker has ended: tell what it hands over."""
        self._has_lost_any |= error is not None
        if node in self._nodes:
            self._nodes.remove(node)
        hook = node.config.hook.pytest_report_from_serializable
        for data in getattr(node, "workeroutput", {}).get(DONE, ()):
            report = hook(config=node.config, data=data)
            report.node = node
            if not self._planned.is_told(report.nodeid) or report.when == "teardown":
                self._planned.tell(report)

    def end(self, config: pytest.Config) -> None:
        """Tell the workers to leave, and hear from them what is over."""
        controller = config.pluginmanager.get_plugin("dsession")
        if controller is None:
            return
        for node in self._nodes:
            with suppress(OSError):  # it is gone
                os.kill(node.gateway._rinfo().pid, signal.SIGTERM)  # noqa: SLF001 - documented
        end = time.monotonic() + limits.LEAVING + limits.REMAINING
        while self._nodes and (left := end - time.monotonic()) > 0:
            with suppress(Empty):
                self._hear(*controller.queue.get(timeout=left))

    def _hear(self, event: str, about: dict[str, Any]) -> None:
        if event == "testreport":
            report = about["rep"]
            report.node = about["node"]
            self._planned.tell(report)
        elif event in {"workerfinished", "errordown"}:
            self.pytest_testnodedown(about["node"], about.get("error"))


def _unless_gone(send: Callable[..., None]) -> Callable[..., None]:
    """Ignore that a worker is gone when something is sent to it.

    pytest-xdist 3.8 stops with an internal error there, although it would hear next that the worker
    has ended, and hand its runs to another one.
    """

    def sent(name: str, **kwargs: object) -> None:
        with suppress(OSError):
            send(name, **kwargs)

    return sent


def unbracketed(report: Any) -> None:
    """Names that come from another process have a bracket too many in pytest 9.2."""
    parsed: Any = getattr(report, "id", None)
    if getattr(parsed, "params", None) is not None and not report.nodeid.endswith("]"):
        path, _, name = report.nodeid.partition("::")
        report._id = type(parsed)(path=path, names=(name,))  # noqa: SLF001


def mark_members() -> bool:
    """Have the worker processes of pytest-xdist begin with the marks of this invocation."""
    from harness.supervision.invocation import current

    invocation = current()
    os.environ.update({RUN: invocation.run, PART: invocation.new_part()})
    return True


def hand_over(config: Any, reports: Iterable[pytest.TestReport]) -> None:
    """In a worker process of pytest-xdist: give the controller what it has not been told."""
    as_data = config.hook.pytest_report_to_serializable
    config.workeroutput[DONE] = [as_data(config=config, report=one) for one in reports]


def add_worker(workerinput: dict[str, Any]) -> None:
    """Make a worker process of pytest-xdist a member of this invocation."""
    from harness.supervision.invocation import current

    current().supervise()
    workerinput[_MEMBERSHIP] = tuple(current().membership())


def join_as_worker(config: pytest.Config) -> list[signal.Signals]:
    """In such a worker: belong to the invocation of who started it. The signals that it hears."""
    told = getattr(config, "workerinput", {}).get(_MEMBERSHIP)
    if told is None:
        return []
    from harness.supervision.invocation import Membership, join

    join(Membership(*told), is_beating=False)
    heard = signals_under_pytest.listen(is_worker=True)
    interruption.unblock()
    return heard
