"""Why a visit had no chat: the first link that was broken, and what the page's code says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from harness.audit.breaks import PLAIN, REMEDIES
from harness.audit.chain import chain_of
from harness.audit.failures import missing_for_hook
from harness.audit.finding import Proof
from harness.audit.literals import text_of
from harness.audit.misplaced import ignored_write
from harness.audit.providers import late_provider
from harness.audit.reading import INITS, LOADER_PATH
from harness.audit.rules.snippet import is_embedded
from harness.audit.thrown import advice_on, missing_name, said
from harness.audit.waits import Waits
from harness.audit.ways import Ways
from harness.widget_api import HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness.audit.chain import Chain, Step
    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

DEVICES = ("desktop", "phone")
"""The visits that are looked at."""

_ABSENT = frozenset({"loader asked", "hook set", "hook read", "init called", "frame there"})
"""Links of which only an absence is seen, which is known of a page at rest alone."""

Kind = Literal["broken", "left out", "waits", "unknown"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a visit had no chat, in words, with the place that decides."""

    kind: Kind
    chain: Chain
    text: str
    spot: Spot | None = None
    remedy: str | None = None
    seen: tuple[Proof, ...] = ()

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The chain, what was seen beside it, and the place where something was thrown."""
        stack = self.chain.stack
        thrown = (Proof("stack", stack[:300]),) if stack else ()
        return (*self.chain.proofs, *self.seen, *thrown)


def absences(evidence: Evidence) -> dict[str, Absence]:
    """The desktop's and the phone's visits without a chat, of pages that have a trace of one."""
    return _absences(evidence, len(evidence.visits))


@lru_cache(maxsize=4)
def _absences(evidence: Evidence, _visits: int) -> dict[str, Absence]:
    found = {}
    for name in DEVICES:
        chain = chain_of(evidence, name)
        if chain is not None and not chain.is_up and has_trace(evidence):
            found[name] = _Explainer(evidence, chain).absence()
    return found


def made(evidence: Evidence) -> list[str]:
    """Those of the visits that were seen so far that their chain is known."""
    return [name for name in DEVICES if chain_of(evidence, name) is not None]


def has_trace(evidence: Evidence) -> bool:
    """Whether anything of the embed is in the page, alive or held back."""
    reading = evidence.reading
    is_named = is_embedded(evidence) or bool(reading.hooks or reading.calls_of(*INITS))
    return is_named or bool(held_back(evidence))


def held_back(evidence: Evidence) -> list[Script]:
    """Scripts of the embed that browsers do not run as they are, but somebody may release."""
    reading = evidence.reading
    live = set(map(id, reading.scripts))
    return [
        one
        for one in reading.all_scripts
        if id(one) not in live
        and one.element is not None
        and one.element.tag == "script"
        and not one.element.is_inert
        and (HOOK in one.text or WIDGET_HOST + LOADER_PATH in one.text)
    ]


def is_rested(evidence: Evidence, name: str) -> bool:
    """Whether a visit's last wait for the chat ended because there was nothing to wait for."""
    visit = evidence.visit(name)
    waits = [] if visit is None else [one for one in visit.undisturbed if one.kind == "rested"]
    return bool(waits) and waits[-1].data["how"] != "limit"


@dataclass(frozen=True, slots=True)
class _Explainer:
    evidence: Evidence
    chain: Chain

    def absence(self) -> Absence:
        """What is known of why the chat is not there."""
        link = self.chain.broken
        if link is None:
            raise ValueError("the chat is there")
        name = self.chain.visit.plan.name
        touched = self.evidence.visit("touched")
        is_brought = touched is not None and touched.seen("touched").get("frames")
        if is_brought and not self.evidence.loaded(name).get("frames"):
            return Absence("waits", self.chain, "the chat waits for the visitor's first move")
        explain = {
            "loader asked": self._unasked,
            "hook set": self._unset,
            "hook called": self._rejected,
            "init called": self._uncalled,
            "frame there": self._gone,
        }.get(link.step)
        found = (explain() if explain else None) or self._broken()
        is_absence = link.step in _ABSENT and not link.text and found.kind != "waits"
        if is_absence and not is_rested(self.evidence, name):
            return Absence("unknown", self.chain, "the page did not come to rest")
        return found

    def _broken(self, text: str = "", spot: Spot | None = None, remedy: str = "") -> Absence:
        link = self.chain.broken
        step = link.step if link else "loader asked"
        told = link.text if link else ""
        is_loaders = step in {"loader asked", "loader answered", "loader run"}
        at = spot or self._spot() or (self._loader_spot() if is_loaders else None)
        words = text or PLAIN[step] + (f": {told}" if told else "")
        kind: Kind = "left out" if step == "chat in sight" else "broken"
        return Absence(kind, self.chain, words, at, remedy or REMEDIES[step])

    def _spot(self) -> Spot | None:
        return self.evidence.spot_of_stack(self.chain.stack)

    def _loader_spot(self) -> Spot | None:
        """What asks for the loader."""
        reading = self.evidence.reading
        spots = [reading.document.spot(one) for one in reading.loader_elements]
        spots += [script.spot(node) for script, node, _ in reading.loader_strings]
        return spots[0] if spots else None

    def _unasked(self) -> Absence | None:
        reading = self.evidence.reading
        strings = [(script, node) for script, node, _ in reading.loader_strings]
        spot = next((script.spot(node) for script, node in strings), None)
        link = self.chain.broken
        if link and link.text:
            return self._broken(spot=spot, remedy="leave the type of the loader's element away")
        thrown = self._thrown([script for script, _ in strings])
        if thrown:
            return thrown
        ignored = ignored_write(reading, self.chain.visit.undisturbed)
        if ignored:
            text = f"{PLAIN['loader asked']}: {ignored.message}"
            return self._broken(text, ignored.spot, ignored.remedy)
        if not strings and not reading.loader_elements and held_back(self.evidence):
            return Absence("waits", self.chain, "the loader is held back")
        return self._by_way(strings, "the loader")

    def _unset(self) -> Absence | None:
        reading = self.evidence.reading
        link = self.chain.broken
        if link and link.text:
            return None
        thrown = self._thrown([hook.script for hook in reading.hooks])
        if thrown:
            return thrown
        if not reading.hooks:
            held = [
                one.spot
                for script in held_back(self.evidence)
                for one in script.assignments
                if one.path == HOOK
            ]
            if held:
                return self._held(held[0])
            return self._uncalled()
        ways = Ways(reading)
        later = [one for one in reading.hooks if ways.of(one.script, one.node) == "later"]
        if len(later) == len(reading.hooks):
            text = f"the loader ran at once, but {HOOK} is set only later, when nobody looks for it"
            return self._broken(text, later[0].spot)
        return self._by_way([(one.script, one.node) for one in reading.hooks], HOOK)

    def _held(self, spot: Spot) -> Absence:
        touched = self.evidence.visit("touched")
        types = touched.seen("touched").get("types", {}) if touched else {}
        until = (
            " until the visitor moves or presses a key" if types.get("hook") == "function" else ""
        )
        return self._broken(
            f"the script that sets {HOOK} is held back{until}, but the loader is not: it looks for "
            f"{HOOK} too early, and only once",
            spot,
            "hold back both or none: exclude scripts with `livechatoo` from what delays scripts",
        )

    def _uncalled(self) -> Absence | None:
        reading = self.evidence.reading
        calls = [(one.script, one.node) for one in reading.calls_of(*INITS)]
        ways = Ways(reading)
        for script, node in calls:
            name = ways.misspelt_hook(node)
            if name is not None:
                text = f"the loader calls `{HOOK}`, and this is `{text_of(name)}`"
                return self._broken(text, script.spot(name), f"write `{HOOK}`")
        waits = Waits(self.evidence, self.chain)
        late = [one for one in calls if ways.of(*one) == "later" or waits.is_for_visitor(*one)]
        return self._late(waits, late) or (self._by_way(calls, "init") if calls else None)

    def _rejected(self) -> Absence | None:
        """A promise of the hook's that failed where not all of what it asks for can come."""
        missing = missing_for_hook(self.evidence, self.chain.visit)
        if missing is None:
            return None
        text = f"the promise of {HOOK} fails, and {missing.url} was not loaded in this visit"
        return Absence("unknown", self.chain, text, self._spot(), seen=(missing.proof,))

    def _late(self, waits: Waits, calls: list[tuple[Script, Node]]) -> Absence | None:
        """What is known of inits that wait: None where there is none."""
        found = [waits.of(*one) for one in calls]
        for kind in ("waits", "unknown", "left out", "broken"):
            for (script, node), one in zip(calls, found, strict=True):
                if one.kind == kind:
                    spot = one.spot or script.spot(node)
                    text, remedy = one.text or "init waits for something", one.remedy or None
                    return Absence(kind, self.chain, text, spot, remedy, one.seen)
        return None

    def _gone(self) -> Absence | None:
        link = self.chain.broken
        if link is None or not link.text:
            return None
        writing = {"document.write", "document.writeln", "document.open"}
        spots = [
            call.spot
            for script in self.evidence.reading.scripts
            for call in script.calls
            if call.path in writing
        ]
        remedy = "write nothing with document.write or document.open once the page is loaded"
        return self._broken(spot=spots[0] if spots else None, remedy=remedy)

    def _thrown(self, scripts: list[Script]) -> Absence | None:
        """An uncaught error in one of these scripts, which ended it before it came so far."""
        for event in self.chain.visit.undisturbed:
            stack = str(event.data.get("stack", "")) if event.kind == "page_error" else ""
            spot = self.evidence.spot_of_stack(stack)
            owner = next((one for one in scripts if spot and _is_in(spot, one)), None)
            if owner is not None:
                error = {**event.data, "$type": "error"}
                text = f"{PLAIN[self._step]}: the script throws before that, {said(error)}"
                late = late_provider(self.evidence.reading, owner, missing_name(error))
                if late is not None:
                    return self._broken(f"{text}; {late.why}", spot, late.remedy)
                remedy, _ = advice_on(error, "this script")
                return self._broken(text, spot, remedy or "mend what throws")
        return None

    @property
    def _step(self) -> Step:
        return self.chain.broken.step if self.chain.broken else "loader asked"

    def _by_way(self, nodes: list[tuple[Script, Node]], what: str) -> Absence | None:
        """What the code says of when it runs."""
        ways = Ways(self.evidence.reading)
        found = [(ways.of(script, node), script.spot(node)) for script, node in nodes]
        for way, spot in found:
            if way == "later":
                return Absence("waits", self.chain, f"{what} waits for something", spot)
        for way, spot in found:
            if way == "on a condition":
                text = f"{what} stands under a condition that did not hold"
                return Absence("left out", self.chain, text, spot)
        for way, spot in found:
            if way == "never":
                text = f"{what} stands in a function that nothing calls"
                return self._broken(text, spot, "call the function")
        return self._broken(spot=found[0][1]) if found else None


def _is_in(spot: Spot, script: Script) -> bool:
    is_inside = script.offset <= spot.start <= script.offset + len(script.text)
    return spot.source is script.source and is_inside
