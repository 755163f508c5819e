"""What a scenario rests on by what it did before: on which device, in a chat, after a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.scenario.acting import steps_of
from harness.scenario.subjects import (
    AFTER_END,
    AFTER_MESSAGE,
    AFTER_RATING,
    LEFT_BEHIND,
    PAGE_IN_CHAT,
    SMALL_BAR,
    WITHOUT_CHAT,
    Subject,
)
from harness.scenario.window_names import MAIN
from harness.widget_api import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.model import Scenario, Step
    from harness.scenario.places import Place

_IN_CHAT = frozenset({"says", "ends", "minimizes", "maximizes", "restores", "closes", "rates"})
_STAYING = frozenset({"check", "visitor", "operator", "screenshot", "status"})
_OF_CHAT = frozenset({"maximizes", "closes"})
_BESIDE_CHAT = frozenset({"start-online", "online", "start-offline", "offline"})
_IN_SIGHT = frozenset(PAGES) - {"hidden", "mini"}


def of_situations(scenario: Scenario) -> Iterator[tuple[Subject, Place]]:
    """The subjects of a scenario that no step has by itself."""
    yield from _of_phones(scenario)
    yield from _of_visits(scenario)
    yield from _of_messages(scenario)


def _of_phones(scenario: Scenario) -> Iterator[tuple[Subject, Place]]:
    is_phone = scenario.host.device == "phone"
    is_small = _is_small(scenario.host.page.embed, is_phone=is_phone)
    is_away = False
    for step in steps_of(scenario):
        if step.verb == "init":
            is_small = _is_small(step.argument, is_phone=is_phone)
        if step.verb not in {*_STAYING, "eval"} and step.window == MAIN:
            is_away = is_small and step.verb == "page" and _opens(step.argument)
        elif is_away and step.window == MAIN and _asks_status(step):
            yield LEFT_BEHIND, step.place
        if is_small and step.window == MAIN and _sees_a_bar(step):
            yield SMALL_BAR, step.place


def _opens(page: Any) -> bool:
    """Whether page() shows an open chat, which phones have on a page of its own."""
    return str(page) in {"online", "offline", "chat"} or isinstance(page, list)


def _asks_status(step: Step) -> bool:
    """Whether it is told of the page that is left behind what its status is."""
    status = _looked(step).get("status")
    is_told = isinstance(status, str) and status != "$str"
    return is_told or (isinstance(status, dict) and "$in" in status)


def _of_visits(scenario: Scenario) -> Iterator[tuple[Subject, Place]]:
    """What visitors do that rests on a chat that was begun, or is still there after a rating."""
    is_begun = is_running = is_rated = is_ended = False
    for step in steps_of(scenario):
        act = step.argument if step.verb in {"visitor", "operator"} else None
        words = act if isinstance(act, dict) else {str(act): None}
        if _OF_CHAT & words.keys() and not is_begun:
            yield WITHOUT_CHAT, step.place
        if is_rated and _IN_CHAT & words.keys():
            yield AFTER_RATING, step.place
        if is_ended and (_IN_CHAT & words.keys() or _sees_the_window(step)):
            yield AFTER_END, step.place
        is_ended = "ends" in words or (is_ended and step.verb in _STAYING)
        if step.verb == "page" and str(step.argument) in _BESIDE_CHAT and is_running:
            yield PAGE_IN_CHAT, step.place
        is_over = words.keys() & {"closes", "ends", "rates"} or step.verb in {"stop", "init"}
        is_running = not is_over and (is_running or bool({"says", "invites"} & words.keys()))
        is_rated = "rates" in words or (is_rated and step.verb in {"visitor", "check"})
        is_begun = is_begun or is_running or _may_begin(step)


def _sees_the_window(step: Step) -> bool:
    return not {"chatbar", "status", "rating"}.isdisjoint(_looked(step))


def _may_begin(step: Step) -> bool:
    """Whether a chat may be there after a step of the page's, or of the back end's."""
    is_page = step.verb == "page" and "chat" in str(step.argument)
    return is_page or step.verb in {"trigger", "click", "eval"}


def _of_messages(scenario: Scenario) -> Iterator[tuple[Subject, Place]]:
    is_sent = False
    for step in steps_of(scenario):
        argument = step.argument if isinstance(step.argument, dict) else {}
        is_form = "leaves_message" in argument or "fields" in argument
        if is_sent and is_form:
            yield AFTER_MESSAGE, step.place
        is_heard = any(one.event == "onofflinemessage" for one in step.expect.items)
        is_sent = is_heard or (is_sent and step.verb in _STAYING)


def _is_small(options: Any, *, is_phone: bool) -> bool:
    """Whether an init makes the chat bar that of a phone, which is smaller as the vendor says."""
    wish = options.get("mobile") if isinstance(options, dict) else None
    return wish is True or (is_phone and wish is not False)


def _sees_a_bar(step: Step) -> bool:
    """Whether it tells the bar from mini: what is in sight, or the status that onload gives."""
    looked = _looked(step)
    onloads = (one.pattern for one in step.expect.items if one.event == "onload")
    pages = [one.get("page") for one in onloads if isinstance(one, dict)]
    statuses = [looked.get("status"), *pages]
    return looked.get("chatbar") == "bar" or any(str(one) in _IN_SIGHT for one in statuses)


def _looked(step: Step) -> dict[str, Any]:
    """What a check looks at, with what it expects of it; nothing for any other step."""
    return step.argument if step.verb == "check" and isinstance(step.argument, dict) else {}
