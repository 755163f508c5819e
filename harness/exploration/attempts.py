"""Acts that are tried: done, not possible just then, or wrong."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser import failed_calls
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from harness.browser.session import Session

LIMIT = 15.0
"""Seconds after which an act, or the rest after it, is held to never end."""

IMPOSSIBLE = frozenset(
    {"no-control", "covered", "moving", "no-widget", "no-window", "operator", "trigger", "element"}
)
"""Codes of trouble that say no more than that somebody could not do something just then."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of an act.

    `trouble` is the code of what was in its way, `reason` tells it in words. `wrong` is the code
    of a violation, when it says by itself that the widget is wrong.
    """

    is_done: bool
    trouble: str = ""
    reason: str = ""
    wrong: str = ""


DONE = Attempt(is_done=True)


async def attempted(session: Session, act: Awaitable[object], what: str) -> Attempt:
    """Whether it could be done; anything but that it was impossible is wrong."""
    try:
        async with asyncio.timeout(LIMIT):
            await act
    except Trouble as trouble:
        if trouble.code == "not-loaded":
            return DONE  # that onload did not fire is told as such
        wrong = "" if trouble.code in IMPOSSIBLE else f"trouble:{trouble.code}"
        return Attempt(is_done=False, trouble=trouble.code, reason=trouble.message, wrong=wrong)
    except TimeoutError:
        await asyncio.gather(*(agent.interrupt() for agent in session.windows.values()))
        told = f"{what} was not done within {LIMIT:g} s"
        return Attempt(is_done=False, reason=told, wrong="never-ends")
    except (PlaywrightError, ScriptError) as error:
        # a window that goes away, or loads anew, while it is used
        return Attempt(is_done=False, reason=failed_calls.words(str(error)))
    return DONE
