"""What is left of the page when the loader hangs, fails, or is not what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.audit import causes
from harness.audit.evidence import is_of_widget, own_errors
from harness.audit.finding import Proof
from harness.audit.literals import value_of
from harness.audit.rule import Hit, Rules
from harness.audit.rules.snippet import THE_HOOK
from harness.audit.rules.timing import load_event_waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot

RULES = Rules("loading")
_LOST = 0.2
_WRITTEN = 0.5
_LETTERS = 20
_WAYS = {
    "withheld": "when the loader's host hangs and then breaks off",
    "refused": "when the loader's host answers with status 500",
    "foreign": "when something else comes in the loader's place, with status 200",
}
"""Why there is no loader in a visit, by the visit's name."""

_GUARD = "if (window.livechatoo) livechatoo.embed.page('chat');"


@dataclass(frozen=True, slots=True)
class _Breakage:
    """An error about the widget that only visits without a loader had, with these visits."""

    message: str
    stack: str
    spot: Spot | None
    visits: tuple[str, ...]

    @property
    def proofs(self) -> tuple[Proof, ...]:
        told = "; ".join(_WAYS[name] for name in self.visits)
        return Proof("stack", self.stack[:300]), Proof("measure", f"seen {told}")


def _breakages(evidence: Evidence) -> list[_Breakage]:
    usual = {
        _key(evidence, str(event.data["message"]), str(event.data.get("stack", "")))
        for _, event in evidence.undisturbed("page_error")
    }
    found: dict[tuple[str, str], _Breakage] = {}
    for name in _WAYS:
        visit = evidence.visit(name)
        for event in own_errors(list(visit.recording)) if visit else ():
            message, stack = str(event.data["message"]), str(event.data.get("stack", ""))
            key, spot = _key(evidence, message, stack), evidence.spot_of_stack(stack)
            if key in usual or not is_of_widget(message, spot):
                continue
            before = found[key].visits if key in found else ()
            found[key] = _Breakage(message, stack, spot, tuple(dict.fromkeys((*before, name))))
    return list(found.values())


def _key(evidence: Evidence, message: str, stack: str) -> tuple[str, str]:
    spot = evidence.spot_of_stack(stack)
    return message, str(spot.place) if spot else ""


@RULES.rule(
    "breaks-without-loader",
    "warning",
    "The page does without the widget.",
    rests_on="peers: duckduckgo/duckduckgo-privacy-extension#473, kvendrik/intercom-react PR#18",
    why="Ad-blockers, company networks and outages keep the loader away from some visitors. A "
    "script that then throws takes the rest of the script with it.",
    remedy=f"ask whether the widget is there before calling it, or call it from {THE_HOOK}",
    example=_GUARD,
)
def breaks_without_loader(evidence: Evidence) -> Iterator[Hit]:
    """Report uncaught errors that only visits had in which the loader failed."""
    for one in _breakages(evidence):
        if one.visits != ("foreign",):
            message = f"without the loader the page throws: {one.message}"
            yield Hit(message, one.spot, one.proofs)


@RULES.rule(
    "loader-unchecked",
    "warning",
    "A script that has loaded is not taken for the widget.",
    rests_on="browsers: a script element's load event tells that something came and was run; "
    "peers: pantheon-systems/documentation#2376, johnnynotsolucky/vue-intercom#4",
    why="Ad-blockers answer with an empty script, proxies and failing servers with a page of "
    "their own, and both with status 200. The load event comes as always, the error event does "
    "not, and there is no widget.",
    remedy="ask whether the widget is there once the script has loaded, or call it from "
    f"{THE_HOOK}",
    example="l.onload = function () { if (window.livechatoo) livechatoo.embed.page('online'); };",
)
def loader_unchecked(evidence: Evidence) -> Iterator[Hit]:
    """Report uncaught errors that only the visit had in which something else came."""
    for one in _breakages(evidence):
        if one.visits == ("foreign",):
            message = f"where something else comes in the loader's place it throws: {one.message}"
            yield Hit(message, one.spot, one.proofs)


@RULES.rule(
    "fallback-missed",
    "warning",
    "What the page shows in the place of the widget does not hang on the error event alone.",
    rests_on="browsers: a script element's error event comes when nothing was run; peers: "
    "pantheon-systems/documentation#2376, suitenumerique/meet PR#330",
    why="The page shows something else when the loader fails. Where an ad-blocker answers with an "
    "empty script, or a proxy with a page of its own, the error event does not come, and "
    "visitors see neither the widget nor what is to take its place.",
    remedy="show it in the script's load event too, when the widget is not there",
    example="l.onload = function () { if (!window.livechatoo) showContact(); };\n"
    "l.onerror = showContact;",
)
def fallback_missed(evidence: Evidence) -> Iterator[Hit]:
    """Report text that is in sight whenever the loader fails, but not when something else comes."""
    with_widget = _lines(evidence, "desktop") | _lines(evidence, "phone")
    failing = _lines(evidence, "withheld") & _lines(evidence, "refused")
    if not with_widget or not _lines(evidence, "foreign"):
        return
    shown = sorted(failing - with_widget - _lines(evidence, "foreign"))
    written = [line for line in shown if _is_written(evidence, line)]
    handlers = _error_handlers(evidence)
    if written and handlers:
        proof = Proof("measure", f"only where the loader fails the page shows {written[0]!r}")
        message = "what is shown in the widget's place waits for an error event"
        yield Hit(message, handlers[0], (proof,))


def _lines(evidence: Evidence, name: str) -> set[str]:
    visit = evidence.visit(name)
    facts = (visit.seen("failed") or evidence.loaded(name)) if visit else {}
    return set(facts.get("lines", ()))


def _is_written(evidence: Evidence, line: str) -> bool:
    return any(line in source.text for source in evidence.sources.values())


def _error_handlers(evidence: Evidence) -> list[Spot]:
    """Where the page listens to the errors of some element, such as the loader's."""
    reading = evidence.reading
    found = [
        reading.document.spot(one) for one in reading.loader_elements if "onerror" in one.attributes
    ]
    for script in reading.scripts:
        found += [one.spot for one in script.assignments if one.path.endswith(".onerror")]
        for call in script.calls:
            event = value_of(call.arguments[0]) if call.arguments else None
            if call.path.endswith(".addEventListener") and event == "error":
                found.append(call.spot)
    return found


@RULES.rule(
    "hidden-until-loaded",
    "warning",
    "The page shows itself without the loader.",
    rests_on="documented: Implementing (does not affect loading your page); peers: "
    "livechat/chat-widget-adapters#56, chatwoot/chatwoot#4828",
    why="The browser's load event waits for the loader. A page that stays hidden until that "
    "event stays hidden for as long as the loader hangs, and one that waits for the widget for "
    "as long as the visitor has patience.",
    remedy="show the page at DOMContentLoaded",
    example="document.addEventListener('DOMContentLoaded', showPage);",
)
def hidden_until_loaded(evidence: Evidence) -> Iterator[Hit]:
    """Report pages whose text is there, but not in sight, while the loader hangs or has failed."""
    visit = evidence.visit("withheld")
    held = visit.seen("held") if visit else {}
    full = evidence.loaded().get("letters", 0)
    seen: dict[str, dict[str, Any]] = {}
    if held.get("ready") == "interactive" and not held.get("loaderEnded"):
        seen["while the loader hangs"] = held
    for name, way in _WAYS.items():
        failed = evidence.visit(name)
        seen[way] = failed.seen("failed") if failed else {}
    hidden = {way: facts["letters"] for way, facts in seen.items() if _is_hidden(facts, full)}
    if hidden:
        proofs = tuple(
            Proof("measure", f"{letters} letters in sight {way}, {full} with the widget")
            for way, letters in hidden.items()
        )
        spot = next((hit.spot for hit in load_event_waits(evidence) if hit.spot), None)
        spot = spot or causes.changing([one for one in evidence.callbacks if one.name == "onload"])
        yield Hit(f"the page is hidden {next(iter(hidden))}", spot, proofs)


def _is_hidden(facts: dict[str, Any], full: int) -> bool:
    is_there = full >= _LETTERS and facts.get("written", 0) >= full * _WRITTEN
    return is_there and bool(facts.get("isBlank") or facts.get("letters", 0) < full * _LOST)
