"""What is left of the page when the loader is slow, hangs or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.evidence import is_of_widget, own_errors
from harness.audit.finding import Proof
from harness.audit.literals import value_of
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("loading")
_LOST = 0.2
_WRITTEN = 0.5
_LETTERS = 20
_GUARD = "if (window.livechatoo) livechatoo.embed.page('chat');"


@RULES.rule(
    "breaks-without-loader",
    "warning",
    "The page does without the widget.",
    rests_on="peers: duckduckgo/duckduckgo-privacy-extension#473, kvendrik/intercom-react PR#18",
    why="Ad-blockers, company networks and outages keep the loader away from some visitors. A "
    "script that then throws takes the rest of the script with it.",
    remedy="ask whether the widget is there before calling it, or call it from the hook",
    example=_GUARD,
)
def breaks_without_loader(evidence: Evidence) -> Iterator[Hit]:
    """Report uncaught errors that only the visit without a loader had."""
    visit = evidence.visit("withheld")
    if visit is None:
        return
    usual = {str(event.data["message"]) for _, event in evidence.undisturbed("page_error")}
    seen: set[str] = set()
    for event in own_errors(list(visit.recording)):
        message = str(event.data["message"])
        if message in usual or message in seen:
            continue
        seen.add(message)
        stack = str(event.data.get("stack", ""))
        spot = evidence.spot_of_stack(stack)
        if is_of_widget(message, spot):
            text = f"without the loader the page throws: {message}"
            yield Hit(text, spot, (Proof("stack", stack[:300]),))


@RULES.rule(
    "hidden-until-loaded",
    "warning",
    "The page shows itself without waiting for the loader.",
    rests_on="documented: Implementing (does not affect loading your page); peers: "
    "livechat/chat-widget-adapters#56, chatwoot/chatwoot#4828",
    why="The browser's load event waits for the loader. A page that stays hidden until that "
    "event stays hidden for as long as the loader hangs.",
    remedy="show the page at DOMContentLoaded",
    example="document.addEventListener('DOMContentLoaded', showPage);",
)
def hidden_until_loaded(evidence: Evidence) -> Iterator[Hit]:
    """Report pages whose text is there, but not in sight, while the loader hangs."""
    visit = evidence.visit("withheld")
    held = visit.seen("held") if visit else {}
    full = evidence.loaded().get("letters", 0)
    is_measured = held.get("ready") == "interactive" and not held.get("loaderEnded")
    is_there = full >= _LETTERS and held.get("written", 0) >= full * _WRITTEN
    is_lost = held.get("isBlank") or held.get("letters", 0) < full * _LOST
    if not is_measured or not is_there or not is_lost:
        return
    text = f"{held.get('letters')} letters in sight while the loader hangs, {full} afterwards"
    yield Hit("the page is hidden while the loader hangs", None, (Proof("measure", text),))


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
    """Report listeners of the load event, where the loader held the event up."""
    visit = evidence.visit("withheld")
    held = visit.seen("held") if visit else {}
    if held.get("loadEnded", True) or held.get("loaderEnded") or held.get("ready") == "loading":
        return
    proof = Proof("measure", "while the loader hangs, the load event does not come")
    for script in evidence.reading.scripts:
        for call in script.calls:
            event = value_of(call.arguments[0]) if call.arguments else None
            if call.path == "addEventListener" and event == "load":
                yield Hit("this waits for the loader", call.spot, (proof,))
        for one in script.assignments:
            if one.path == "onload" and one.way == "set":
                yield Hit("this waits for the loader", one.spot, (proof,))
