"""Rules about how the widget comes, what it says of itself, and that it is silent when gone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from harness.judging.registering import options_of, registered_callbacks
from harness.judging.rules.rule import Breach, Rule, field_of, is_call, is_callback
from harness.widget_api import (
    API,
    BASIC,
    INITIAL_PAGES,
    MOBILE,
    OFFLINE_OF,
    PAGES,
    POPUP,
    STATUSES,
    Source,
)
from harness.wording import as_text, error_name, times, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.assumptions import Choice
    from harness.recording import Event

_STATUSES: dict[Choice, str] = {
    "page": "a page, or ''",
    "boolean": "a boolean",
    "object": "an object with page and online",
}
_POPUP_STATUSES = ("open", "bubble")


def onload_once(events: Sequence[Event]) -> Iterator[Breach]:
    """At most one onload for each init(), and one more for each reload() after it.

    An init() that is given nothing may take the options of an earlier one, as reload() does; so may
    what shows the widget again after stop().
    """
    popups = _popups(events)
    loads: dict[object, int] = {}
    fired: dict[object, int] = {}
    is_stopped = False
    for event in events:
        is_init = is_call(event, "embed.init")
        is_shown = is_stopped and is_call(event, "embed.flip", "embed.page")
        is_again = is_call(event, "embed.reload") or (is_init and not options_of(event))
        if is_again or is_shown:
            loads = {init: count + 1 for init, count in loads.items()}
        if is_call(event, *API.functions):
            is_stopped = is_call(event, "embed.stop") or (
                is_stopped and not (is_again or is_init or is_shown)
            )
        if is_init:
            loads[event.data.get("call")] = 1
        if is_callback(event, "onload") and _of_bar(event, popups):
            init = event.data.get("registration")
            fired[init] = fired.get(init, 0) + 1
            if fired[init] > loads.get(init, 0):
                message = "onload fired more often than the widget was loaded"
                expected = f"{times(loads.get(init, 0))}, by init() and reload()"
                yield Breach(event, message, expected, times(fired[init]))


def opened_after_load(events: Sequence[Event]) -> Iterator[Breach]:
    """Where a page listens to both, onchatopened fires after onload, and not more often."""
    loaded: dict[object, int] = {}
    opened: dict[object, int] = {}
    for event in events:
        init = event.data.get("registration")
        if is_call(event, "embed.init") and registered_callbacks(event) >= {"onload"}:
            loaded[event.data.get("call")] = 0
        elif is_callback(event, "onload") and init in loaded:
            loaded[init] += 1
        elif is_callback(event, "onchatopened") and init in loaded:
            opened[init] = opened.get(init, 0) + 1
            if opened[init] > loaded[init]:
                message = "onchatopened fired before onload, or more often"
                yield Breach(event, message, f"{times(loaded[init])}, as onload", "once more")


def silent_after_stop(events: Sequence[Event]) -> Iterator[Breach]:
    """No callback once stop() has returned, until a call that may bring the widget back."""
    popups = _popups(events)
    stops: set[object] = set()
    is_stopped = False
    for event in events:
        if is_call(event, "embed.stop"):
            stops.add(event.data.get("call"))
        elif is_call(event, "embed.init", "embed.reload", "embed.flip", "embed.page"):
            is_stopped = False
        elif event.kind == "returned" and event.data.get("call") in stops:
            is_stopped = True
        elif is_stopped and is_callback(event, *API.callbacks) and _of_bar(event, popups):
            name = event.data["name"]
            yield Breach(event, f"{name} fired after stop()", "no callback", str(name))


def popup_is_silent(events: Sequence[Event]) -> Iterator[Breach]:
    """Callbacks that were given to popup.init do not fire."""
    popups = _popups(events)
    for event in events:
        if is_callback(event, *API.callbacks) and not _of_bar(event, popups):
            name = event.data["name"]
            message = f"{name} fired though it was given to popup.init"
            yield Breach(event, message, "no callback", str(name))


def _popups(events: Sequence[Event]) -> set[object]:
    """The numbers of the calls of popup.init."""
    return {event.data.get("call") for event in events if is_call(event, "popup.init")}


def _of_bar(event: Event, popups: set[object]) -> bool:
    """Whether a callback is not one that popup.init was given."""
    registration = event.data.get("registration")
    return registration is None or registration not in popups


def negated_offline(events: Sequence[Event]) -> Iterator[Breach]:
    """With nobody online the widget does not appear in a status that says otherwise."""
    for event in events:
        page = field_of(event, "page")
        is_offline = is_callback(event, "onload") and field_of(event, "online") is False
        if is_offline and isinstance(page, str) and page in OFFLINE_OF:
            message = f"onload reports the page {page} though no operator is online"
            yield Breach(event, message, typed(OFFLINE_OF[page]), typed(page))


def appears_as_asked(events: Sequence[Event], *, on_phones: bool = False) -> Iterator[Breach]:
    """The widget appears in the status that its init asked for, or that one's negation.

    `mini` in place of what is in sight is how a phone may have it (Optimizing for mobile devices),
    and only a page that says `mobile: false` has no phone: that is judged `on_phones`.
    """
    asked: dict[object, Mapping[str, object]] = {}
    for event in events:
        if is_call(event, "embed.init"):
            asked[event.data.get("call")] = options_of(event)
        elif is_call(event, "embed.page", "embed.flip", "embed.reload", "embed.stop"):
            asked.clear()
        elif is_callback(event, "onload"):
            options = asked.pop(event.data.get("registration"), {})
            page, is_small = options.get("page"), field_of(event, "page") == "mini"
            may_be_small = is_small and page != "hidden" and options.get("mobile") is not False
            if may_be_small == on_phones:
                yield from _appearance(event, page)


def _appearance(event: Event, asked: object) -> Iterator[Breach]:
    page, online = field_of(event, "page"), field_of(event, "online")
    if not isinstance(asked, str) or asked not in INITIAL_PAGES or not isinstance(online, bool):
        return
    wanted = asked if online else OFFLINE_OF.get(asked, asked)
    if page not in {wanted, "chat"}:
        message = f"init asked for the page {asked}, and the widget appeared in another"
        yield Breach(event, message, f"{typed(wanted)}, or {as_text('chat')}", typed(page))


def status_is(events: Sequence[Event], *, choice: Choice) -> Iterator[Breach]:
    """What status() returns is of the assumed type."""
    for event in events:
        name = event.data.get("function")
        if event.kind != "returned" or name not in {"embed.status", "popup.status"}:
            continue
        words = PAGES if name == "embed.status" else _POPUP_STATUSES
        value = event.data.get("value")
        if not _is_status(value, choice, words):
            message = f"{name}() returned something else than assumed"
            yield Breach(event, message, _STATUSES[choice], typed(value))


def _is_status(value: object, choice: Choice, words: Sequence[str]) -> bool:
    if choice == "page":
        return value == "" or value in words
    if choice == "boolean":
        return isinstance(value, bool)
    return isinstance(value, dict) and {"page", "online"} <= set(value)


def never_throws(events: Sequence[Event]) -> Iterator[Breach]:
    """No function throws into the page; what a step calls is judged by that step."""
    by_page: set[object] = set()
    for event in events:
        if event.kind == "call" and event.data.get("by") == "page":
            by_page.add(event.data.get("call"))
        elif event.kind == "threw" and event.data.get("call") in by_page:
            message = f"{event.data.get('function')} threw into the page"
            yield Breach(event, message, "no exception", error_name(event.data.get("error")))


RULES = (
    Rule("onload-once", "onload", Source.DOCUMENTED, "document", onload_once),
    Rule(
        "opened-after-load",
        "onchatopened",
        Source.ASSUMED,
        "document",
        opened_after_load,
        "onload-then-onchatopened",
    ),
    Rule(
        "silent-after-stop", BASIC, Source.ASSUMED, "document", silent_after_stop, "stop-silences"
    ),
    Rule(
        "popup-is-silent",
        POPUP,
        Source.ASSUMED,
        "document",
        popup_is_silent,
        "popup-callbacks",
        when=False,
    ),
    Rule("negated-offline", STATUSES, Source.DOCUMENTED, "document", negated_offline),
    Rule("appears-as-asked", STATUSES, Source.DOCUMENTED, "document", appears_as_asked),
    Rule(
        "phone-appears-as-asked",
        MOBILE,
        Source.ASSUMED,
        "document",
        partial(appears_as_asked, on_phones=True),
        "mobile-keeps-page",
    ),
    *(
        Rule(
            f"status-is-{choice}",
            BASIC,
            Source.ASSUMED,
            "document",
            partial(status_is, choice=choice),
            "status-is-the-page",
            choice,
        )
        for choice in _STATUSES
    ),
    Rule("never-throws", BASIC, Source.ASSUMED, "document", never_throws, "wrong-values-ignored"),
)
"""Their rules."""
