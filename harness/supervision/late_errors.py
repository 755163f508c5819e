"""Errors that asyncio reports although nobody waits for their result any more.

When a browser, its driver or a run is ended, the calls that were on their way fail afterwards.
asyncio prints a traceback for each of them, which says nothing about the page or the harness.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


Kind = Callable[[BaseException | None], bool]


def every(_error: BaseException | None) -> bool:
    """Errors of every kind."""
    return True


def ignore_unread(loop: asyncio.AbstractEventLoop, kind: Kind = every) -> None:
    """Do not report errors of this kind in futures that were never awaited."""
    before = loop.get_exception_handler()
    kinds = getattr(before, "kinds", None)
    if kinds is not None:
        kinds.add(kind)
        return

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        is_unread = "never retrieved" in str(context.get("message"))
        if is_unread and any(kind(error) for kind in handle.kinds):  # type: ignore[attr-defined]
            return
        if before is not None:
            before(loop, context)
        else:
            loop.default_exception_handler(context)

    handle.kinds = {kind}  # type: ignore[attr-defined]
    loop.set_exception_handler(handle)


def ignore_late_exits() -> None:
    """Do not report child processes and pipes that end after their event loop was closed."""
    logging.getLogger("asyncio").addFilter(_is_worth_reading)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _report_unraisable


def _is_worth_reading(record: logging.LogRecord) -> bool:
    return "that handles pid" not in str(record.msg)


def _report_unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    if str(unraisable.exc_value) != "Event loop is closed":
        sys.__unraisablehook__(unraisable)
