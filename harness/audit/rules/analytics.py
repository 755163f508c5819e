"""Callbacks that count: Google Analytics and its like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.literals import text_of
from harness.audit.rule import Hit, Rules
from harness.audit.rules.callbacks import calls_in
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import CallbackFunction, Evidence

RULES = Rules("callbacks")
_COUNTERS = frozenset({"ga", "gtag", "dataLayer.push", "fbq", "_gaq.push", "_paq.push"})


@RULES.rule(
    "ga-missing",
    "error",
    "A callback calls analytics that the page has.",
    rests_on="documented: onchatopened (the sample calls ga); browsers: calling what is not "
    "defined throws",
    why="The vendor's sample is for analytics.js. A page with gtag.js, or with none, has no `ga`: "
    "the callback throws and counts nothing.",
    remedy="call the analytics that the page has, and ask whether they are there",
    example="onchatopened: function (data) {\n"
    "  if (window.order_amount && window.ga) ga('send', 'event', 'Shop', 'Order', data.ticket);\n}",
)
def ga_missing(evidence: Evidence) -> Iterator[Hit]:
    """Report calls of ga or gtag in callbacks, in pages that have none."""
    types = evidence.loaded().get("types", {})
    if not types:
        return
    for callback in evidence.callbacks:
        for path, node in calls_in(callback):
            is_missing = path in {"ga", "gtag"} and types.get(path) != "function"
            if _may_come_later(evidence, path):
                continue
            if is_missing and not _is_asked_for(node, path, callback):
                proof = Proof("measure", f"typeof window.{path} is {types.get(path)!r}")
                spot = callback.script.spot(node)
                yield Hit(f"{callback.name} calls {path}, which is not there", spot, (proof,))


def _may_come_later(evidence: Evidence, name: str) -> bool:
    """Whether the page brings something that may define the name once the visitor agrees."""
    files = ("gtm.js", "analytics.js") if name == "ga" else ("gtm.js", "gtag/js")
    texts = [source.text for source in evidence.sources.values()]
    return any(file in text for file in files for text in texts)


def _is_asked_for(node: Node, name: str, callback: CallbackFunction) -> bool:
    """Whether a condition around a call, up to the callback, asks for the name."""
    before, one = node, node.parent
    while one is not None and before != callback.node:
        condition = one.child_by_field_name("condition") or (
            one.child_by_field_name("left") if one.type == "binary_expression" else None
        )
        is_before = condition is not None and condition != before
        if is_before and re.search(rf"\b{name}\b", text_of(condition)):
            return True
        if one.type == "try_statement":
            return True
        before, one = one, one.parent
    return False


def _is_conditional(node: Node, callback: CallbackFunction) -> bool:
    one = node.parent
    while one is not None and one != callback.node:
        if one.type in {"if_statement", "ternary_expression", "switch_statement"}:
            return True
        if one.type == "binary_expression":
            return True
        one = one.parent
    return bool(re.search(r"\bif\s*\([^)]*\)\s*return\b", text_of(callback.node)))


@RULES.rule(
    "conversion-counted-again",
    "warning",
    "What onchatopened counts is counted once.",
    rests_on="documented: onchatopened (fires repeatedly after loading during a chat)",
    why="The callback fires at every page of an ongoing chat, so whatever it counts is counted at "
    "every page.",
    remedy="count behind a condition that holds once, as the vendor's sample does",
    example="onchatopened: function (data) {\n"
    "  if (window.order_amount && window.gtag) gtag('event', 'order', {ticket: data.ticket});\n}",
)
def conversion_counted_again(evidence: Evidence) -> Iterator[Hit]:
    """Report analytics in onchatopened that no condition guards."""
    for callback in evidence.callbacks:
        if callback.name != "onchatopened":
            continue
        for path, node in calls_in(callback):
            if path in _COUNTERS and not _is_conditional(node, callback):
                spot = callback.script.spot(node)
                yield Hit(f"onchatopened calls {path} at every page of a chat", spot)


@RULES.rule(
    "counted-twice",
    "note",
    "An event that the widget records itself is not recorded again.",
    rests_on="documented: Callback events (automatically recorded in Google Analytics)",
    why="The vendor says that this event is recorded in your Google Analytics by itself.",
    remedy="leave the call away",
    example="onchatstart: function (data) { document.title = 'Chat ' + data.ticket; }",
)
def counted_twice(evidence: Evidence) -> Iterator[Hit]:
    """Report events to Google Analytics in callbacks that are recorded anyway."""
    for callback in evidence.callbacks:
        if not API.callbacks[callback.name].analytics:
            continue
        for path, node in calls_in(callback):
            if path in {"ga", "gtag"} and "event" in text_of(node):
                spot = callback.script.spot(node)
                yield Hit(f"{callback.name} is recorded by the widget too", spot)
                break


@RULES.rule(
    "personal-data-counted",
    "warning",
    "Analytics get no names, emails or phones.",
    rests_on="documented: onchatrating, onofflinemessage, onnamerequired (the data they bring); "
    "Google Analytics forbids personal data",
    why="The data of these callbacks hold what the visitor typed in. Sent to analytics it is "
    "against their terms, and mostly against the law.",
    remedy="send the ticket, a number, or nothing at all",
    example="onchatrating: function (data) { if (window.gtag) gtag('set', {stars: data.rating}); }",
)
def personal_data_counted(evidence: Evidence) -> Iterator[Hit]:
    """Report personal data among the arguments of analytics in callbacks."""
    for callback in evidence.callbacks:
        for path, node in calls_in(callback):
            found = _personal_of(callback, node)
            if path in _COUNTERS and found:
                spot = callback.script.spot(node)
                yield Hit(f"{callback.name} gives {found.group(1)} to {path}", spot)


def _parameter(callback: CallbackFunction) -> str:
    listed = callback.node.child_by_field_name("parameters") or callback.node.child_by_field_name(
        "parameter"
    )
    found = re.search(r"[\w$]+", text_of(listed))
    return found.group() if found else "data"


def _personal_of(callback: CallbackFunction, node: Node) -> re.Match[str] | None:
    name = re.escape(_parameter(callback))
    return re.search(rf"\b{name}\.(name|email|phone)\b", text_of(node))
