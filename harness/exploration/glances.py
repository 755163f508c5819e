"""What is looked at after an act: what the model needs to know, and what it has predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser.fitness import lacks_for_check
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.scenario.window_names import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.browser.looking import Look
    from harness.browser.profile import Profile
    from harness.browser.session import Session
    from harness.model import Prediction

Subjects = dict[tuple[str, str], Any]
"""A subject of `check` in a window: what is asked about it."""

OF_BACK_END = frozenset({"visitors", "chats", "offline_messages"})
"""Subjects that only the stub's back end can tell of."""


def subjects(
    known: Iterable[tuple[str, str]], predicted: Iterable[Prediction], *, has_back_end: bool
) -> Subjects:
    """All that has to be looked at for these predictions, beside what the model asks for."""
    wanted: Subjects = dict.fromkeys(known)
    for one in predicted:
        if one.form != "check":
            continue
        wanted |= dict.fromkeys((one.window, subject) for subject in one.given)
        key = (one.window, one.name)
        before = wanted.get(key)
        wanted[key] = one.pattern
        if isinstance(before, dict) and isinstance(one.pattern, dict):
            wanted[key] = {**before, **one.pattern}  # one look at all parts of a subject
    if has_back_end:
        wanted.setdefault((MAIN, "chats"), None)
    return wanted


async def looked(
    session: Session, looks: Mapping[str, Look], wanted: Subjects
) -> dict[tuple[str, str], Any]:
    """What is seen of them, in the windows that are there."""
    found: dict[tuple[str, str], Any] = {}
    for (window, subject), pattern in wanted.items():
        agent = session.windows.open_ones.get(window)
        if agent is not None and not agent.page.is_closed():
            try:
                found[window, subject] = await looks[subject](session, agent, pattern)
            except (PlaywrightError, ScriptError, Trouble):
                continue  # it went away while it was looked at
    return found


def is_judged(prediction: Prediction, profile: Profile, *, has_back_end: bool) -> bool:
    """Whether this widget can be seen to do otherwise than predicted."""
    if prediction.rule == "frame-address":
        return profile.is_stub
    if prediction.form != "check":
        return True
    looks = {prediction.name: prediction.pattern, **prediction.given}
    if any(lacks_for_check(profile, name, pattern) for name, pattern in looks.items()):
        return False
    if prediction.name == "widget_css":
        return profile.is_stub
    return has_back_end or prediction.name not in OF_BACK_END
