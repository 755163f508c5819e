"""What an init that was not called waits for, and what was seen to go wrong meanwhile.

Who waits for the visitor, for consent or for a timer is right to. An event that nothing fires, or
a promise that does not bring what it should, leaves the page without a chat for good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from harness.audit.failures import failures, has_strangers, hook_called, kept_out, served
from harness.audit.finding import Proof
from harness.audit.gates import Gates, holders, signs_in
from harness.audit.literals import FUNCTIONS, enclosing, text_of, walk
from harness.audit.scripts import enclosing_functions
from harness.audit.thrown import advice_on
from harness.audit.ways import is_caught, is_conditional
from harness.widget_api import HOOK
from harness.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.chain import Chain
    from harness.audit.evidence import Evidence
    from harness.audit.failures import Failure
    from harness.audit.gates import Gate
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot
    from harness.recording import Event

_CONSENT = re.compile(
    "consent|cookie|agree|accept|gdpr|dsgvo|privacy|opt_?in|tcf|cmp|souhlas|zustimm|einwillig"
    "|allow|approv|permi|geolocation|getUserMedia|onetrust|didomi|klaro|iubenda|axeptio|usercentrics|complian",
    re.IGNORECASE,
)
_LONGEST = 80
WITHOUT = "call init also where this fails or does not end"
CAUGHT = f"""{HOOK} = async function () {{
  var user = {{}};
  try {{ user = await (await fetch('/user.json')).json(); }} catch (error) {{}}
  livechatoo.embed.init({{account: 'yourshop', c_name: user.name || ''}});
}};"""
"""How an async hook does without what it asks for."""

_MOST = 40
"""Names that are followed from what is waited for."""

Kind = Literal["waits", "unknown", "left out", "broken"]


@dataclass(frozen=True, slots=True)
class Wait:
    """What became of an init that waits, in words; `seen` is what went wrong meanwhile."""

    kind: Kind
    text: str = ""
    spot: Spot | None = None
    remedy: str = ""
    seen: tuple[Proof, ...] = ()


@dataclass(eq=False)
class Waits:
    """Answers for the inits of one visit."""

    evidence: Evidence
    chain: Chain

    def of(self, script: Script, node: Node) -> Wait:
        """What an init waits for; it is right to wait where nothing tells otherwise."""
        if self.evidence.has_init or self._called is None:
            return Wait("waits")
        gates = self._gates.before(script, node)
        if any(map(self._is_right, gates)) or self._is_reached(node, gates):
            return Wait("waits")
        return self._thrown(script, node) or self._told(gates, node)

    def _told(self, gates: list[Gate], node: Node) -> Wait:
        gate = next((one for one in gates if one.kind != "call"), next(iter(gates), None))
        seen = self.seen
        missing = kept_out(self.evidence, self.chain.visit)
        is_passed = gate is not None and gate.kind == "promise" and self._is_fulfilled
        is_unread = not seen and (self._has_strangers or (gate is not None and gate.kind == "call"))
        if gate is None or is_passed or is_unread:
            kind: Kind = "left out"
        else:
            kind = "left out" if is_conditional(node) or is_caught(node) else "broken"
        if is_passed and is_conditional(node):
            return Wait("left out", "init stands under a condition that did not hold")
        text, remedy = self._words(None if is_passed else gate)
        if missing is not None and not seen:
            told = f"{text}, and {missing.url} was not loaded in this visit"
            return Wait("unknown", told, gate.spot if gate else None, seen=(missing.proof,))
        return Wait(kind, text, gate.spot if gate else None, remedy, seen)

    def _words(self, gate: Gate | None) -> tuple[str, str]:
        """What is said of a gate, and what mends it."""
        if gate is None:
            return f"{HOOK} ran without a call of init", f"call init in `{HOOK}` itself"
        shown = shorten(" ".join(gate.name.split()), _LONGEST)
        if gate.kind == "event":
            how = "which nothing in this page fires"
            if self._firing(gate) or self._has_strangers:
                how = "and is not called"
            remedy = f"fire `{shown}` once `{HOOK}` has run, or call init in `{HOOK}` itself"
            return f"init waits for the event `{shown}`, {how}", remedy
        if gate.kind == "promise":
            text = f"init waits for `{shown.removeprefix('await ')}`, and is not called"
            return text, WITHOUT + served(self._own_failures)
        remedy = f"see why it does not, or call init in `{HOOK}` itself"
        return f"init waits until `{shown}` calls it, and is not called", remedy + served(
            self._own_failures
        )

    @cached_property
    def _gates(self) -> Gates:
        return Gates(self.evidence.reading)

    @cached_property
    def _has_strangers(self) -> bool:
        return has_strangers(self.evidence, self.chain.visit)

    @cached_property
    def _called(self) -> Event | None:
        return hook_called(self.chain.visit)

    @property
    def _is_fulfilled(self) -> bool:
        facts = self.evidence.loaded(self.chain.visit.plan.name)
        return facts.get("promise") == "fulfilled"

    @property
    def _is_timed(self) -> bool:
        """Whether timers were to come when the wait for the chat ended."""
        rested = [one for one in self.chain.visit.undisturbed if one.kind == "rested"]
        last = rested[-1].data if rested else {}
        return bool(last.get("pending") or last.get("repeating"))

    @cached_property
    def _own_failures(self) -> list[Failure]:
        found = failures(self.evidence, self.chain.visit, self._called)
        return [one for one in found if not one.is_kept_out]

    @cached_property
    def seen(self) -> tuple[Proof, ...]:
        """Requests that failed since the hook was called, and rejections that nobody caught."""
        found = [one.proof for one in self._own_failures[:3]]
        for event, spot in self._errors():
            if spot is None and "in promise" in str(event.data.get("name")):
                found.append(Proof("console", f"unhandled rejection, {_message(event)}"))
        return tuple(dict.fromkeys(found))

    def _errors(self) -> Iterator[tuple[Event, Spot | None]]:
        """Uncaught errors since the hook was called, each with its place."""
        begun = self._called.time if self._called else 0.0
        for one in self.chain.visit.undisturbed:
            if one.kind == "page_error" and one.time >= begun:
                yield one, self.evidence.spot_of_stack(str(one.data.get("stack", "")))

    def _thrown(self, script: Script, node: Node) -> Wait | None:
        """An error since the hook was called, in a function around the init."""
        for event, spot in self._errors():
            if spot is None or not _is_around(spot, script, node):
                continue
            stack = Proof("stack", str(event.data.get("stack", ""))[:300])
            text = f"init is not called: the function around it throws {_message(event)}"
            remedy, _ = advice_on({**event.data, "$type": "error", "name": _name(event)}, "init")
            seen = (*self.seen, stack)
            return Wait("broken", text, spot, remedy or "mend what throws", seen)
        return None

    def _is_right(self, gate: Gate) -> bool:
        """Whether it is the visitor, consent or a timer that is waited for."""
        if gate.kind == "visitor" or (gate.kind == "timer" and self._is_timed):
            return True
        if _CONSENT.search(gate.name):
            return True
        waiting = self._firing(gate) if gate.kind == "event" else _awaited(gate)
        names: set[str] = set()
        while waiting and len(names) < _MOST:
            script, node = waiting.pop()
            if self._is_visitors(script, node):
                return True
            for name in _names(node) - names:
                names.add(name)
                values = list(self._values(name))
                mentions = list(self._gates.mentions(name)) if values else []
                if values and _CONSENT.search(name):
                    return True
                if any(self._is_visitors(*one) for one in mentions):
                    return True
                waiting += values
        return False

    def is_for_visitor(self, script: Script, node: Node) -> bool:
        """Whether a visitor's act leads to a node too, beside what runs it at once."""
        return any(one.kind == "visitor" for one in self._gates.before(script, node))

    def _is_reached(self, node: Node, gates: list[Gate]) -> bool:
        """Whether what a visitor sets off names what an init stands in, such as an object."""
        if any(one.kind in {"event", "promise"} for one in gates):
            return False
        names = set(holders(node)) - {HOOK}
        return any(self._is_visitors(*one) for name in names for one in self._gates.mentions(name))

    def _is_visitors(self, script: Script, node: Node) -> bool:
        """Whether something is run by what a visitor does, or listens to that."""
        kinds = {one.kind for one in self._gates.before(script, node)} | signs_in(script, node)
        return "visitor" in kinds or ("timer" in kinds and self._is_timed)

    def _firing(self, gate: Gate) -> list[tuple[Script, Node]]:
        """Where scripts name an event apart from where it is waited for."""
        found = self._gates.mentions(gate.name)
        return [one for one in found if not enclosing(one[1], gate.node)]

    def _values(self, name: str) -> Iterator[tuple[Script, Node]]:
        """What scripts give a name, or a property of this name."""
        for script in self.evidence.reading.scripts:
            for one in script.assignments:
                if one.path.rpartition(".")[2] == name and one.value is not None:
                    yield script, one.value


def _awaited(gate: Gate) -> list[tuple[Script, Node]]:
    """The expressions that say what is waited for, without the function that waits."""
    if gate.kind != "call":
        return [(gate.script, gate.node)]
    listed = gate.node.child_by_field_name("arguments")
    callee = gate.node.child_by_field_name("function")
    given = [one for one in (listed.named_children if listed else ()) if one.type not in FUNCTIONS]
    return [(gate.script, one) for one in (callee, *given) if one is not None]


def _names(node: Node) -> set[str]:
    kinds = {"identifier", "property_identifier"}
    return {text_of(one) for one in walk(node) if one.type in kinds}


def _name(event: Event) -> str:
    return str(event.data.get("name") or "").removeprefix("(in promise)").strip() or "Error"


def _message(event: Event) -> str:
    return f"{_name(event)}: {event.data.get('message')}"


def _is_around(spot: Spot, script: Script, node: Node) -> bool:
    """Whether a place is in a function that a node is in too, and in no other one inside of it."""
    around = enclosing_functions(node)
    holding = [one for one in around if _holds(script.spot(one), spot)]
    if not holding or spot.source is not script.source:
        return False
    inner = [one for one in walk(holding[0]) if one.type in FUNCTIONS and one not in around]
    return not any(_holds(script.spot(one), spot) for one in inner)


def _holds(outer: Spot, inner: Spot) -> bool:
    return outer.start <= inner.start < outer.start + outer.length
