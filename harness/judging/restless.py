"""Pages that load themselves again and again: what is lost by that is the page's doing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.judging.findings import Finding
from harness.judging.verdict import Failure
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from harness.recording import Recording

RESTLESS = 5
"""Loads of one address beyond those that steps may have set off, from which on it is a loop."""

CODE = "reloads"

CONSEQUENCES = frozenset({"browser"})
"""Codes of what a step meets whose document goes away beneath it."""


def restless(recording: Recording) -> Finding | None:
    """What is said of a page that does not stay, None for all others.

    A page that leaves takes along what it was about to tell, and its widget with it.
    """
    loads = Counter(
        (event.page, str(event.data.get("url")).partition("#")[0])
        for event in recording.of_kind("navigation")
        if event.data.get("way") == "load" and event.frame is None
    )
    own = {key: count for key, count in loads.items() if urlsplit(key[1]).hostname != WIDGET_HOST}
    again = sum(count - 1 for count in own.values())
    times = again - sum(bool(event.data.get("verb")) for event in recording.of_kind("step_started"))
    if times < RESTLESS:
        return None
    most = max(own, key=lambda key: own[key])
    failure = Failure(
        None,
        CODE,
        f"the page reloaded itself {times} times",
        recorded=f"{own[most]} loads of {most[1]}",
        hint="look for location.reload(), a meta refresh or a redirect that comes each time; what "
        "a page was about to do when it left cannot be seen",
    )
    return Finding(0, failure)
