"""How far the chat came in a visit: a chain of links, from the loader's request to the bar.

The links are the observed way of the published snippet: the loader is asked for, answered and run,
calls the hook, which calls `init`, which makes the widget's frame. The first link that is broken
is why there is no chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from harness.audit.evidence import is_loader_request, options_of
from harness.audit.finding import Proof
from harness.audit.reading import INITS
from harness.audit.thrown import said
from harness.widget_api import LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.visiting import Visit
    from harness.recording import Event

Step = Literal[
    "loader asked",
    "loader answered",
    "loader run",
    "hook set",
    "hook read",
    "hook called",
    "init called",
    "frame there",
    "frame loaded",
    "chat in sight",
]
_OK = 200
_ABORTED = "ERR_ABORTED"
"""What is said of a frame that was taken away, or that another took the place of."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: whether it held, None where nothing tells, and what was seen of it."""

    step: Step
    holds: bool | None
    text: str = ""

    def __str__(self) -> str:
        mark = {True: "yes", False: "no", None: "not known"}[self.holds]
        return f"{self.step}: {mark}{f', {self.text}' if self.text else ''}"


@dataclass(frozen=True, slots=True)
class Chain:
    """The links of one visit, up to the first that is broken, and what had been thrown there."""

    visit: Visit
    links: tuple[Link, ...]
    error: dict[str, Any] | str | None = None

    @property
    def broken(self) -> Link | None:
        """The first link that did not hold; None when the chat came up."""
        return next((one for one in self.links if one.holds is False), None)

    @property
    def is_up(self) -> bool:
        """Whether the page started the widget, and what that makes is there."""
        return self.broken is None

    @property
    def stack(self) -> str:
        """Where what ended the chain was thrown; empty where that is not known."""
        return str(self.error.get("stack", "")) if isinstance(self.error, dict) else ""

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The chain as lines of evidence."""
        name = self.visit.plan.name
        return tuple(Proof("chain", f"{name}: {link}") for link in self.links)


def chain_of(evidence: Evidence, name: str) -> Chain | None:
    """The chain of a visit; None where the visit was not seen so far that it could be told."""
    visit = evidence.visit(name)
    facts = evidence.loaded(name)
    if visit is None or not facts or facts.get("ready") == "loading":
        return None
    return _Reader(visit, _of_last_document(visit.undisturbed), facts).chain()


def _of_last_document(events: list[Event]) -> list[Event]:
    """What happened in the document that the window ended in, and what no window is named with."""
    own = [one for one in events if one.page in {"main", None}]
    begun = [
        index
        for index, one in enumerate(own)
        if one.kind == "navigation" and one.data.get("way") == "load"
    ]
    return own[begun[-1] :] if len(begun) > 1 else own


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the chain off the events and the facts of a visit."""

    visit: Visit
    events: list[Event]
    facts: dict[str, Any]

    def chain(self) -> Chain:
        links: list[Link] = []
        error: dict[str, Any] | str | None = None
        inits = [one for one in self._of("call") if one.data["function"] in INITS]
        thrown = self._thrown_by_init()
        if inits and not thrown:
            links += [Link("init called", holds=True, text=_names(inits)), *self._frame(inits)]
        elif inits:
            error = thrown[0].data.get("error")
            links += [Link("init called", holds=False, text=f"it throws {said(error)}")]
        else:
            links += self._before_init()
            error = next((one.data.get("error") for one in self._hook("threw", "rejected")), None)
        before = () if not inits else (Link("loader run", holds=True),)
        return Chain(self.visit, (*before, *links), error)

    def _of(self, *kinds: str) -> list[Event]:
        found = [one for one in self.events if one.kind in kinds]
        return [one for one in found if one.kind != "call" or one.data.get("by") == "page"]

    def _hook(self, *actions: str) -> list[Event]:
        return [one for one in self._of("hook") if one.data.get("action") in actions]

    def _thrown_by_init(self) -> list[Event]:
        """Errors of init, where no later init went well."""
        ended = [one for one in self._of("threw", "returned") if one.data.get("function") in INITS]
        return [one for one in ended[-1:] if one.kind == "threw"]

    def _before_init(self) -> Iterator[Link]:
        asked = [one for one in self._of("request") if is_loader_request(one.data)]
        elements = self.facts.get("scripts") or self.facts.get("unrun")
        is_run = self._is_run()
        if not asked and not is_run:
            yield Link("loader asked", holds=False, text=self._why_unasked())
            return
        yield Link("loader asked", holds=True, text=_when(asked) if asked else "")
        status = asked[-1].data.get("status") if asked else None
        if asked and status != _OK and not is_run:
            yield Link("loader answered", holds=False, text=f"with {status or 'no answer'}")
            return
        yield Link("loader answered", holds=True if asked else None)
        if not is_run:
            yield Link("loader run", holds=False, text=self._why_unrun(has_element=bool(elements)))
            return
        yield Link("loader run", holds=True)
        yield from self._hook_links()

    def _is_run(self) -> bool:
        is_there = self.facts.get("types", {}).get("init") == "function"
        return is_there or bool(self._hook("read")) or bool(self._of("call"))

    def _why_unasked(self) -> str:
        unrun = self.facts.get("unrun") or []
        if unrun:
            return (
                f"its element is in the document with {unrun[0]['how']}, which browsers do not run"
            )
        return ""

    def _why_unrun(self, *, has_element: bool) -> str:
        told = [str(one.data.get("text", "")) for one in self._of("console")]
        about = [
            text for text in told if _is_loader(text) and not text.startswith("Failed to load")
        ]
        if about:
            return f"the browser says: {' '.join(about[0].split())[:300]}"
        failed = [one for one in self._of("request_failed") if _is_loader(one.data["url"])]
        if failed and failed[-1].data.get("error"):
            return f"the browser refused it: {failed[-1].data['error']}"
        return "" if has_element else "its element is not in the document"

    def _hook_links(self) -> Iterator[Link]:
        reads, sets = self._hook("read"), self._hook("set")
        called, ended = self._hook("called"), self._hook("threw", "rejected")
        if called:
            yield Link("hook set", holds=True)
            yield Link("hook read", holds=True, text=_when(reads))
            if ended:
                how = "it throws" if ended[0].data["action"] == "threw" else "its promise fails:"
                yield Link(
                    "hook called", holds=False, text=f"{how} {said(ended[0].data.get('error'))}"
                )
            else:
                is_pending = self.facts.get("promise") == "pending"
                text = "its promise is not settled" if is_pending else "it ran to its end"
                yield Link("hook called", holds=True, text=text)
                yield Link("init called", holds=False)
            return
        kind = self.facts.get("types", {}).get("hook", "undefined")
        if kind == "undefined" and not sets:
            yield Link("hook set", holds=False)
            return
        if kind != "function":
            yield Link("hook set", holds=False, text=f"what is set is of type {kind}")
            return
        yield Link("hook set", holds=True, text=_when(sets[-1:]))
        read = reads[-1].data.get("type") if reads else None
        text = f"the loader found {read}, {_when(reads)}" if read else ""
        yield Link("hook read", holds=False, text=text)

    def _frame(self, inits: list[Event]) -> Iterator[Link]:
        bars = [one for one in inits if one.data["function"] == "embed.init"]
        if not bars or self._is_put_away(bars[-1]):
            return
        rested = self._of("rested")
        frames = self.facts.get("frames") or []
        if not frames and not (rested and rested[-1].data["frames"]):
            anew = "the document was written anew, which took the widget away"
            yield Link("frame there", holds=False, text=anew if self.facts.get("isAnew") else "")
            return
        yield Link("frame there", holds=True, text=str(frames[-1].get("src", "")) if frames else "")
        failed = self._why_frame_failed()
        if failed or (rested and rested[-1].data.get("failed") and not rested[-1].data["frames"]):
            yield Link("frame loaded", holds=False, text=failed)
            return
        yield Link("frame loaded", holds=True)
        is_hidden = options_of(bars[-1]).get("page") == "hidden" or self._is_hidden_by_page(
            bars[-1]
        )
        if frames and not is_hidden and not any(one.get("isShown", True) for one in frames):
            yield Link("chat in sight", holds=False, text="its frame is hidden, or has no room")

    def _why_frame_failed(self) -> str:
        for one in reversed(self._of("request_failed")):
            is_frame = one.data.get("type") == "document" and f"//{WIDGET_HOST}/" in one.data["url"]
            error = one.data.get("error") or "no reason is given"
            if is_frame and _ABORTED not in error:
                return f"the browser refused it: {error}"
        return ""

    def _is_put_away(self, init: Event) -> bool:
        """Whether the page itself took the bar away after it had started it."""
        return "embed.stop" in self._called_after(init)

    def _is_hidden_by_page(self, init: Event) -> bool:
        """Whether the page called what hides the bar, for good or until it is drawn anew."""
        return bool(_HIDING & self._called_after(init))

    def _called_after(self, init: Event) -> set[str]:
        return {str(one.data["function"]) for one in self._of("call") if one.seq > init.seq}


_HIDING = frozenset({"embed.flip", "embed.page", "embed.reload", "embed.stop"})


def _is_loader(text: str) -> bool:
    return LOADER_URL.partition(":")[2] in text


def _names(inits: list[Event]) -> str:
    return ", ".join(dict.fromkeys(str(one.data["function"]) for one in inits))


def _when(events: list[Event]) -> str:
    return f"at {events[-1].time / 1000:.2f} s" if events else ""
