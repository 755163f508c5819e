"""What the page does over time: history, messages, repeated starts."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from harness.audit import causes
from harness.audit.edits import substituted
from harness.audit.finding import Proof
from harness.audit.literals import text_of, value_of, walk
from harness.audit.plans import STARTS
from harness.audit.rule import Hit, Rules
from harness.widget_api import GLOBAL, HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot
    from harness.audit.visiting import Visit

RULES = Rules("behaviour")
_NUMBERS = range(1, STARTS + 1)
_CHECK = (
    "window.addEventListener('message', function (event) {\n"
    "  if (event.origin !== location.origin || event.data !== 'open-chat') return;\n"
    "  if (window.livechatoo) livechatoo.embed.page('chat');\n});"
)


@RULES.rule(
    "history-grows",
    "warning",
    "Loading the widget adds nothing to the history.",
    rests_on="peers: chatwoot/chatwoot#7638, RocketChat/Rocket.Chat#8251",
    why="Visitors who press Back stay on the page, once for each entry.",
    remedy="use history.replaceState in callbacks, or leave the history alone",
    example="history.replaceState(null, '', address);",
)
def history_grows(evidence: Evidence) -> Iterator[Hit]:
    """Report entries that are there with the widget, but not without."""
    visit = evidence.visit("withheld")
    if visit is None or not visit.seen("failed"):
        return
    usual = int(evidence.loaded().get("history", 0))
    without = int(visit.seen("failed").get("history", 0))
    if usual > without:
        text = f"{usual} entries with the widget, {without} without"
        message = "loading the widget adds entries to the history"
        spot = _history_spot(evidence)
        edits = substituted(spot, "pushState", "replaceState") if spot else ()
        yield Hit(message, spot, (Proof("measure", text),), edits=edits)


def _history_spot(evidence: Evidence) -> Spot | None:
    for callback in evidence.callbacks:
        for node in walk(callback.node):
            if node.type == "call_expression" and b"pushState" in (node.text or b""):
                return callback.script.spot(node)
    return None


def _listeners(evidence: Evidence) -> Iterator[tuple[Script, Node, Node]]:
    """The page's listeners for messages: script, the whole call, the function."""
    for script in evidence.reading.scripts:
        for call in script.calls:
            if call.path.endswith("addEventListener") and len(call.arguments) > 1:
                function = evidence.reading.resolve(call.arguments[1])
                if value_of(call.arguments[0]) == "message" and function is not None:
                    yield script, call.node, function
        for one in script.assignments:
            if one.path == "onmessage" and one.value is not None:
                yield script, one.node, one.value


@RULES.rule(
    "message-from-anyone",
    "warning",
    "Messages that act on the widget come from where they should.",
    rests_on="browsers: any page can send messages to this one; peers: chatwoot/chatwoot "
    "PR#13240, zendesk/cross-storage PR#23",
    why="This listener acts on the widget without looking at who sends. Any page that frames or "
    "opens this one can use it.",
    remedy="look first at event.origin: the site that you expect, no other",
    example=_CHECK,
)
def message_from_anyone(evidence: Evidence) -> Iterator[Hit]:
    """Report listeners that use the widget, but not the sender's origin."""
    for script, node, function in _listeners(evidence):
        text = text_of(function)
        if GLOBAL in text and ".origin" not in text and ".source" not in text:
            spot = script.spot(node)
            yield Hit("this listener acts on the widget for any sender", spot)


@RULES.rule(
    "message-listener-throws",
    "warning",
    "Listeners survive messages that are not for them.",
    rests_on="peers: recurly/recurly-js#329, mozilla/persona#534",
    why="The widget's frame, and whatever else is in the page, sends messages of its own form. A "
    "listener that takes every message for its own throws at each of them.",
    remedy="look at event.origin, and at what the data are, first",
    example=_CHECK,
)
def message_listener_throws(evidence: Evidence) -> Iterator[Hit]:
    """Report uncaught errors of the page when messages of a stranger came."""
    visit = evidence.visit("desktop")
    if visit is None:
        return
    for event in visit.during("forged", "heard"):
        if event.kind != "page_error":
            continue
        stack = str(event.data.get("stack", ""))
        spot = evidence.spot_of_stack(stack)
        if spot is not None:
            message = f"a listener for messages throws: {event.data['message']}"
            yield Hit(message, spot, (Proof("stack", stack[:300]),))
            return


@RULES.rule(
    "leaks-on-restart",
    "warning",
    "Starting the widget again leaves nothing of the last time behind.",
    rests_on="peers: RocketChat/Rocket.Chat#38746, chatwoot/chatwoot PR#8700",
    why="Each start adds elements, listeners or timers that stop does not take away. "
    "Single-page applications start often.",
    remedy="add them once, outside of callbacks and of what starts the widget again, or take them "
    "back",
    example="window.addEventListener('resize', place);\n"
    "livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };",
)
def leaks_on_restart(evidence: Evidence) -> Iterator[Hit]:
    """Report counts that grow with every stop and start."""
    visit = evidence.visit("desktop")
    if visit is None or not all(visit.seen(f"again-{number}") for number in _NUMBERS):
        return
    tallies = [visit.seen(f"tally-{number}") for number in (0, *_NUMBERS)]
    if not all(tallies):
        return
    before, quiet = visit.seen("tally"), visit.seen("tally-0")
    is_again = _calls_hook_again(evidence)
    for name in ("elements", "listeners", "timers"):
        if before.get(name) != quiet.get(name):
            continue  # the page adds them by itself
        counts = [int(tally.get(name, 0)) for tally in tallies[1:]]
        if not is_again:
            counts = [
                count - added for count, added in zip(counts, _added(visit, name), strict=True)
            ]
        if all(count < later for count, later in pairwise(counts)):
            text = f"{name} after each start: {', '.join(map(str, counts))}"
            spot = causes.adding(evidence, name)
            yield Hit(f"every start adds {name}", spot, (Proof("measure", text),))


def _added(visit: Visit, name: str) -> list[int]:
    """How much of something the hook itself has added by the end of each start."""
    each = (visit.seen(f"again-{number}").get("added", {}).get(name, 0) for number in _NUMBERS)
    return list(accumulate(map(int, each)))


def _calls_hook_again(evidence: Evidence) -> bool:
    """Whether the hook is called more often than once for each load, as by the page itself."""
    is_written = any(
        call.path == HOOK for script in evidence.reading.scripts for call in script.calls
    )
    return is_written or any(
        sum(one.kind == "hook" and one.data.get("action") == "called" for one in visit.recording)
        > sum(one.kind == "navigation" and one.data.get("way") == "load" for one in visit.recording)
        for visit in evidence.usual
    )
