"""pytest-xdist's worker processes as members of the controller's invocation."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from harness.filenames import SUFFIXES
from harness.running.under_pytest import PROPERTY
from harness.supervision import limits
from harness.supervision.processes import PART, RUN

_MEMBERSHIP = "livechatoo-harness"


class Crashes:
    """In the controller of pytest-xdist: runs whose worker process went away are done again."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()

    def pytest_unconfigure(self) -> None:
        """Processes that are started from here on are none of the invocation's."""
        for name in (RUN, PART):
            os.environ.pop(name, None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: Any, sched: Any) -> None:
        """Give the run out again, where the way of giving out can do that."""
        path = Path(crashitem.partition("::")[0])
        self._counted[crashitem] += 1
        if path.suffix not in SUFFIXES or self._counted[crashitem] >= limits.ATTEMPTS:
            return
        with suppress(NotImplementedError, AttributeError):
            sched.mark_test_pending(crashitem)
            report.outcome = "rerun"
            report.user_properties = [(PROPERTY, "a worker process of pytest-xdist ended")]


def mark_members() -> bool:
    """Have the worker processes of pytest-xdist begin with the marks of this invocation."""
    from harness.supervision.invocation import current

    invocation = current()
    os.environ.update({RUN: invocation.run, PART: invocation.new_part()})
    return True


def add_worker(workerinput: dict[str, Any]) -> None:
    """Make a worker process of pytest-xdist a member of this invocation."""
    from harness.supervision.invocation import current

    current().supervise()
    workerinput[_MEMBERSHIP] = tuple(current().membership())


def join_as_worker(config: pytest.Config) -> None:
    """In such a worker: belong to the invocation of who started it."""
    told = getattr(config, "workerinput", {}).get(_MEMBERSHIP)
    if told is not None:
        from harness.supervision.invocation import Membership, join

        join(Membership(*told), is_beating=False)
