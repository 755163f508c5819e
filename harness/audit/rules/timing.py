"""What the embed costs the page in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.audit.edits import replaced
from harness.audit.finding import Edit, Proof
from harness.audit.literals import FUNCTIONS, conditions_before, text_of, value_of
from harness.audit.plans import STARTS
from harness.audit.rule import Hit, Rules
from harness.audit.rules.snippet import THE_HOOK
from harness.audit.sources import Spot
from harness.audit.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element
    from harness.audit.scripts import Call

RULES = Rules("loading")
_LONG = 100.0
"""Milliseconds that the page's own code may take at a time: what visitors feel as at once."""

_PIECES = 150
"""As many known pieces of work as take that long on a usual machine; a slow one takes longer."""


def delayed(evidence: Evidence, moment: str, name: str) -> Iterator[Proof]:
    """How much later a moment of the page's loading comes while the loader hangs."""
    visit = evidence.visit("withheld")
    slow: dict[str, float] = (visit.seen("failed") if visit else {}).get("times", {})
    quick: dict[str, float] = evidence.loaded().get("times", {})
    held = slow.get("answered", 0) - slow.get("asked", 0)
    if held > 0 and slow.get(moment) and quick.get(moment):
        text = (
            f"{name} after {slow[moment]:.0f} ms where the loader hangs for {held:.0f} ms, "
            f"after {quick[moment]:.0f} ms where it comes at once"
        )
        yield Proof("measure", text)


@RULES.rule(
    "load-event-waits",
    "note",
    "Nothing that matters waits for the load event.",
    rests_on="browsers: the load event waits for scripts that are inserted before it",
    why="The page does something at the load event, which waits for the loader as for everything "
    "else that is asked for before it.",
    remedy="use DOMContentLoaded where that is enough",
    example="document.addEventListener('DOMContentLoaded', start);",
)
def load_event_waits(evidence: Evidence) -> Iterator[Hit]:
    """Report listeners of the load event, where the loader held the event up.

    Of those under a condition, other than what is loaded so far, it is not known that they wait.
    """
    visit = evidence.visit("withheld")
    held = visit.seen("held") if visit else {}
    if held.get("loadEnded", True) or held.get("loaderEnded") or held.get("ready") == "loading":
        return
    if not held.get("scripts"):  # nobody has asked for the loader yet, so nothing waits for it
        return
    proofs = tuple(delayed(evidence, "load", "the load event comes")) or (
        Proof("measure", "as long as the loader hangs, the load event does not come"),
    )
    ways = Ways(evidence.reading)
    for script in evidence.reading.scripts:
        calls = [call for call in script.calls if call.path == "addEventListener"]
        found = [(call.node, call.spot) for call in calls if _event_of(call) == "load"]
        sets = [one for one in script.assignments if one.path == "onload" and one.way == "set"]
        for node, spot in (*found, *((one.node, one.spot) for one in sets)):
            asked = [text_of(one) for one in conditions_before(node)]
            is_known = all("readyState" in one for one in asked)
            if is_known and ways.of(script, node) in {"at once", "on a condition"}:
                yield Hit("this waits for the loader", spot, proofs)


@RULES.rule(
    "ready-event-waits",
    "note",
    "The document is ready without waiting for the loader.",
    rests_on="browsers: DOMContentLoaded waits for scripts with `defer` and for modules",
    why="The page does something at DOMContentLoaded, as most scripts do. A loader with `defer` "
    "holds that event up for as long as it hangs; with `async` nothing waits for it.",
    remedy=f"set {THE_HOOK} before the loader's script element, and give that `async` in the place "
    "of `defer`",
    example='<script async src="https://app.livechatoo.com/js/web.min.js"></script>',
)
def ready_event_waits(evidence: Evidence) -> Iterator[Hit]:
    """Report what the page does at DOMContentLoaded, where a deferred loader holds that up."""
    reading = evidence.reading
    holding = [one for one in reading.loader_elements if _is_deferred(one)]
    if not holding:
        return
    edits = tuple(edit for one in holding for edit in _freed(evidence, one))
    proofs = tuple(delayed(evidence, "ready", "DOMContentLoaded comes"))
    for script in reading.scripts:
        for call in script.calls:
            if _is_at_ready(call):
                yield Hit("this waits for the loader", call.spot, proofs, edits=edits)


def _is_deferred(element: Element) -> bool:
    is_late = "defer" in element.attributes or element.get("type").strip().lower() == "module"
    return is_late and "async" not in element.attributes


def _freed(evidence: Evidence, element: Element) -> list[Edit]:
    """`async` in the place of `defer`, where the hook stands before the loader already."""
    reading = evidence.reading
    order = reading.document.elements.index(element)
    start = reading.document.source.text.find(" defer", element.start, element.end)
    if start < 0 or not reading.hooks or any(one.script.order > order for one in reading.hooks):
        return []
    return [replaced(Spot(reading.document.source, start, len(" defer")), " async")]


def _is_at_ready(call: Call) -> bool:
    if call.path.endswith("addEventListener"):
        return bool(_event_of(call) == "DOMContentLoaded")
    is_jquery = call.path in {"$", "jQuery"}
    return is_jquery and any(one.type in FUNCTIONS for one in call.arguments[:1])


def _event_of(call: Call) -> Any:
    return value_of(call.arguments[0]) if call.arguments else None


@RULES.rule(
    "browser-kept-busy",
    "warning",
    "The page's own code in the hook and in the callbacks is quick.",
    rests_on="browsers: while a script runs nothing else does; peers: canonical/ubuntu.com#7917, "
    "AvdLee/RocketSimApp PR#1045",
    why="The loader calls the hook, and the widget the callbacks, while the visitor reads and "
    "scrolls. What they do at one go freezes the page, and on a phone several times as long.",
    remedy="do less, or do it in pieces, with a timer between each and the next",
    example="function work(list) {\n  if (list.length === 0) return;\n  count(list.shift());\n"
    "  setTimeout(work, 4, list);\n}",
)
def browser_kept_busy(evidence: Evidence) -> Iterator[Hit]:
    """Report what took long in every start of the widget, by the measure of this machine."""
    visit = evidence.visit("desktop")
    labels = [f"again-{number}" for number in range(1, STARTS + 1)]
    starts = [visit.seen(label) for label in labels] if visit else []
    if visit is None or not all(starts):
        return
    if any(event.kind == "dialog" for event in visit.during(*labels)):
        return  # what waited was the visitor's answer
    known = min(float(start["known"]) for start in starts)
    for name in sorted(set.intersection(*(set(start["spent"]) for start in starts))):
        times = [float(start["spent"][name]) for start in starts]
        if min(times) >= max(_LONG, _PIECES * known):
            listed = ", ".join(f"{time:.0f}" for time in times)
            text = (
                f"{listed} ms of the page's own code in {STARTS} starts; "
                f"a thousand small objects are written as text in {known / 2:.1f} ms here"
            )
            spot, what = _owner(evidence, name)
            message = f"{what} keeps the browser busy for {min(times):.0f} ms"
            yield Hit(message, spot, (Proof("measure", text),))


def _owner(evidence: Evidence, name: str) -> tuple[Spot | None, str]:
    if name == "hook":
        hooks = evidence.reading.hooks
        return (hooks[-1].spot if hooks else None), "the hook"
    found = next((one.spot for one in evidence.callbacks if one.name == name), None)
    return found, name
