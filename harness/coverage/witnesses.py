"""By what a recording shows that it comes under a rule.

A witness shows that the situation of the rule was there and not that the widget did right:
that is for expectations. Rules without a witness of their own come into play where all their
subjects have occurred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.coverage.witness import (
    Events,
    Options,
    Witness,
    a_proactive,
    after,
    all_of,
    an_init,
    any_of,
    callback,
    check,
    clicked,
    either,
    first_of,
    hosts,
    recorded,
    step,
)
from harness.judging.registering import options_of
from harness.judging.rules.rule import field_of
from harness.widget_api import API, OFFLINE_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.coverage.sightings import Sighting
    from harness.recording import Event


def witness_of(rule: str) -> Witness | None:
    """The witness of a rule; None for one that only `about` can claim."""
    if rule in _WITNESSES:
        return _WITNESSES[rule]
    subjects = API.rules[rule].subjects
    return all_of(*subjects) if subjects else None


def _windows(seen: Sighting) -> Iterable[Event]:
    return (e for e in seen.recording.of_kind("window") if e.data.get("action") == "opened")


def _inits_without_argument(seen: Sighting) -> Iterable[Event]:
    calls = (init.event for init in seen.inits)
    return (e for e in calls if not e.data.get("args") and options_of(e))


def _appeared(seen: Sighting) -> Iterable[Event]:
    return (event for event, asked in _loads(seen) if asked is not None)


def _negated(seen: Sighting) -> Iterable[Event]:
    for event, asked in _loads(seen):
        negation = OFFLINE_OF.get(str(asked or "start-online"))
        if field_of(event, "online") is False and field_of(event, "page") == negation:
            yield event


def _loads(seen: Sighting) -> Iterable[tuple[Event, Any]]:
    """Each onload with the page that its init asked for."""
    asked = {init.event.data.get("call"): init.options.get("page") for init in seen.inits}
    for event in seen.callbacks("onload"):
        yield event, asked.get(event.data.get("registration"))


def _opened_again(seen: Sighting) -> Iterable[Event]:
    tickets: set[object] = set()
    for event in seen.callbacks("onchatopened"):
        if field_of(event, "ticket") in tickets:
            yield event
        tickets.add(field_of(event, "ticket"))


def _opened_after_start(seen: Sighting) -> Iterable[Event]:
    started = {field_of(event, "ticket") for event in seen.callbacks("onchatstart")}
    return (e for e in seen.callbacks("onchatopened") if field_of(e, "ticket") in started)


def _targets(options: Options) -> list[str]:
    given = options.get("target")
    return [str(one) for one in given] if isinstance(given, list) else [str(given or "")]


def _has_blank(options: Options) -> bool:
    return any(options.get(name) == "" for name in ("c_name", "c_email", "c_phone"))


def _has_link(options: Options) -> bool:
    return any(name.startswith("url_") for name in options)


def _without(name: str) -> Witness:
    return an_init(f"with {name} empty or left out", lambda given: given.get(name) in (None, ""))


def _given(name: str) -> Witness:
    """The bar or the popup was given an option."""
    return any_of(name, f"popup.{name}")


_LINKS = ("url_contact", "url_faq", "url_privacy")
_WINDOW = Events("a window that opens", _windows)
_HIDDEN = any_of("page=hidden", "embed.page=hidden")
_CHAT = all_of("embed.page=chat")

_WITNESSES: dict[str, Witness] = {
    "init-with-settings": an_init("with an account", lambda given: "account" in given),
    "options-then-init": first_of(
        Events("embed.init without an argument, after embed.options", _inits_without_argument)
    ),
    "session-shared": hosts(is_per_host=False, has_popup=False),
    "session-per-host": hosts(is_per_host=True, has_popup=False),
    "flip-shows-and-hides": first_of(
        Events("embed.flip twice", lambda seen: seen.calls("embed.flip")[1:])
    ),
    "bubble-shows-and-hides": all_of("embed.bubble=true", "embed.bubble=false"),
    "popup-after-click": first_of(clicked("popup.init")),
    "popup-session-shared": hosts(is_per_host=False, has_popup=True),
    "popup-session-per-host": hosts(is_per_host=True, has_popup=True),
    "appears-as-asked": first_of(Events("onload of an init with page", _appeared)),
    "hidden-is-reachable": after(_HIDDEN, step("operator", "says", "invites")),
    "hidden-is-seen": after(_HIDDEN, check("visitors")),
    "mini-new-page": after(any_of("page=mini", "embed.page=mini"), _WINDOW),
    "negated-offline": first_of(
        Events("onload of an init with an online page while nobody is online", _negated)
    ),
    "hidden-until-a-click": after(all_of("page=hidden"), clicked("embed.page")),
    "chat-only-by-page": _CHAT,
    "css-text": any_of("css_text", "popup.css_text"),
    "css-file": any_of("css_file", "popup.css_file"),
    "automatic-addressing": all_of("ontrigger"),
    "proactive-by-click": after(_CHAT, clicked("embed.page")),
    "proactive-optional": a_proactive("without a second argument", lambda given: not given),
    "operator-called-on-answer": after(_CHAT, callback("onchatstart", initiator="api")),
    "proactive-welcome": a_proactive("without message", lambda given: not given.get("message")),
    "proactive-assignment": any_of("proactive.departments", "proactive.operators"),
    "proactive-names": a_proactive(
        "without operator_name", lambda given: not given.get("operator_name")
    ),
    "proactive-own-names": any_of(
        "proactive.department_name", "proactive.operator_name", "proactive.operator_photo"
    ),
    "mobile-tailored": an_init("without mobile", lambda given: "mobile" not in given),
    "mobile-new-page": after(all_of("embed.init"), _WINDOW),
    "blank-prefilled": an_init("with c_name, c_email or c_phone blank", _has_blank),
    "links-by-administration": after(
        an_init("without links", lambda given: not _has_link(given)), check("links")
    ),
    "consent-by-administration": _without("url_privacy"),
    "links-by-api": either(all_of(*_LINKS), all_of(*(f"popup.{name}" for name in _LINKS))),
    "consent-before-personal-data": _given("url_privacy"),
    "custom-to-api-url": _given("custom"),
    "identity-seen": _given("custom"),
    "identity-in-chat": after(_given("custom"), step("operator", "verifies")),
    **dict.fromkeys(("departments-filter", "departments-need-setting"), _given("departments")),
    "operators-filter": _given("operators"),
    **dict.fromkeys(
        ("clones-listed", "clone-makes-department", "clones-need-manual"),
        _given("clone_operators"),
    ),
    "target-marks": _given("target"),
    "departments-empty-means-all": _without("departments"),
    "operators-empty-means-all": _without("operators"),
    "operator-is-chosen": first_of(step("visitor", "picks")),
    "targets-many": an_init("with several targets", lambda given: len(_targets(given)) > 1),
    "target-wildcard": an_init(
        "with * in a target", lambda given: any("*" in one for one in _targets(given))
    ),
    "data-types": any_of(*API.callbacks),
    "onchange-in-chat": after(any_of("onchatstart", "onchatopened"), callback("onchange")),
    "onchatopened-each-load": first_of(Events("onchatopened twice for a chat", _opened_again)),
    "initiator-stays": first_of(
        Events("onchatstart and onchatopened of a chat", _opened_after_start)
    ),
    "conversions-recorded": recorded("onchatopened"),
    "accepted-and-declined": any_of("onnamerequired", "onemailrequired", "onphonerequired"),
    **{f"analytics-{name}": recorded(name) for name, row in API.callbacks.items() if row.analytics},
}
