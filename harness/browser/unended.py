"""Why a step was not done in time, in words: a busy page, a server that is silent, a promise."""

from __future__ import annotations

import math

from harness.browser.trouble import Trouble

_CODE = "no-answer"


def stuck(what: str, seconds: float) -> Trouble:
    """The page does not even answer to what the harness asks it."""
    return Trouble(
        _CODE,
        f"{what} was not done within {seconds:g} s: the page does not answer",
        hint="a script that never ends, such as a loop, keeps the page from answering",
    )


def unanswered(what: str, seconds: float, address: str) -> Trouble:
    """The window waits for another document."""
    return Trouble(
        _CODE,
        f"{what} was not done within {seconds:g} s: no answer came from {address}",
        hint=f"look at what serves this address, such as a mock that hangs; {_longer(seconds)}",
    )


def waiting(what: str, seconds: float) -> Trouble:
    """The step waits for something, while the page goes on answering."""
    if what.startswith("`eval"):
        message = f"{what} gave a promise that did not settle within {seconds:g} s"
    else:
        message = f"{what} was not done within {seconds:g} s, though the page answers"
    return Trouble("not-ended", message, hint=f"if it takes so long by design, {_longer(seconds)}")


def _longer(seconds: float) -> str:
    return f"`timeout: {math.ceil(2 * seconds)}s` gives the step more time, within the scenario's"
