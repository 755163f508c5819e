"""Everything that rules look at: the page as written and as visited, joined by their places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.audit.plans import WORKING
from harness.audit.reading import INITS, Given, Reading, Setup
from harness.audit.sources import Source, Spot
from harness.audit.thrown import in_console
from harness.widget_api import API, GLOBAL, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.scripts import Script
    from harness.audit.target import Target
    from harness.audit.visiting import Visit
    from harness.recording import Event

_FRAME_OF_STACK = re.compile(r"(?:\(|at |@)([a-z]+://[^\s()]+?):(\d+):(\d+)\)?\s*$", re.MULTILINE)
_LOADER_PATH = urlsplit(LOADER_URL).path


@dataclass(frozen=True, slots=True, eq=False)
class CallbackFunction:
    """A callback that is written in the page."""

    name: str
    node: Node
    script: Script

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.script.spot(self.node)


@dataclass(eq=False)
class Evidence:
    """One page, read and visited.

    `consent` is the selector of what gives consent, or with `is_opener` of what a visitor clicks
    to have the chat.
    """

    target: Target
    reading: Reading
    visits: dict[str, Visit] = field(default_factory=dict)
    consent: str | None = None
    is_opener: bool = False

    def visit(self, name: str) -> Visit | None:
        """A visit by its name; None when it was not made."""
        return self.visits.get(name)

    @property
    def usual(self) -> list[Visit]:
        """The visits in which the loader came."""
        return [one for one in self.visits.values() if one.plan.loader in WORKING]

    def loaded(self, name: str = "desktop") -> dict[str, Any]:
        """The facts of a visit once its page is loaded, and consent is given where asked."""
        visit = self.visits.get(name)
        if visit is None:
            return {}
        return visit.seen("consented") or visit.seen("loaded")

    def undisturbed(self, *kinds: str) -> list[tuple[Visit, Event]]:
        """Events of the usual visits before any probe."""
        return [
            (visit, event)
            for visit in self.usual
            for event in visit.undisturbed
            if event.kind in kinds
        ]

    @cached_property
    def page_calls(self) -> list[tuple[Visit, Event]]:
        """Calls of the widget's functions by the page itself, before any probe."""
        return [(visit, event) for visit in self.usual for event in visit.page_calls]

    @cached_property
    def is_loader_asked(self) -> bool:
        """Whether any visit asked for the loader."""
        return any(
            is_loader_request(event.data)
            for visit in self.visits.values()
            for event in visit.recording.of_kind("request")
        ) or any(self.loaded(name).get("scripts") for name in ("desktop", "phone"))

    @cached_property
    def is_loader_run(self) -> bool:
        """Whether the loader came and defined the widget in the desktop's visit."""
        return bool(self.loaded().get("types", {}).get("init") == "function")

    @cached_property
    def has_init(self) -> bool:
        """Whether some visit saw an `init`."""
        return any(event.data["function"] in INITS for _, event in self.page_calls)

    @cached_property
    def setups(self) -> list[Setup]:
        """Every init: what visits saw first, then what is only written."""
        recorded: list[Setup] = []
        seen: set[str] = set()
        for _, event in self.page_calls:
            function = event.data["function"]
            if function not in INITS or not _is_readable(event):
                continue
            options = options_of(event)
            key = json.dumps([function, options], sort_keys=True)
            if key not in seen:
                seen.add(key)
                recorded.append(self._recorded(function, options))
        known = {id(setup.call) for setup in recorded if setup.call is not None}
        written = [setup for setup in self.reading.setups if id(setup.call) not in known]
        return [*recorded, *(one for one in written if not _is_covered(one, recorded))]

    def _recorded(self, function: str, options: dict[str, Any]) -> Setup:
        fitting = [one for one in self.reading.setups if one.function == function]
        best = max(fitting, key=lambda one: _likeness(one, options), default=None)
        spots = best.options if best else {}
        spot = best.spot if best else self.reading.embed_spot
        given = {}
        for name, value in options.items():
            near = spots.get(name)
            where = near.spot if near else self.reading.option_spots.get(name, spot)
            given[name] = Given(
                function,
                name,
                value,
                where,
                near.node if near else None,
                near.script if near else None,
            )
        return Setup(function, given, spot, best.call if best else None, is_read=False)

    @cached_property
    def options(self) -> list[Given]:
        """Every option of every init."""
        return [given for setup in self.setups for given in setup.options.values()]

    @cached_property
    def callbacks(self) -> list[CallbackFunction]:
        """The callbacks that are written in the page as functions."""
        from harness.audit.literals import FUNCTIONS

        found: dict[tuple[str, int, int], CallbackFunction] = {}
        for setup in self.reading.setups:
            for name, given in setup.options.items():
                if name not in API.callbacks or given.node is None or given.script is None:
                    continue
                if given.node.type in FUNCTIONS:
                    script = self.owner(given.node, given.script)
                    key = (name, id(script), given.node.start_byte)
                    found.setdefault(key, CallbackFunction(name, given.node, script))
        return list(found.values())

    def owner(self, node: Node, named_in: Script) -> Script:
        """The script that a function stands in, which need not be the one that names it."""
        top = node
        while top.parent is not None:
            top = top.parent
        return next((one for one in self.reading.scripts if one.root == top), named_in)

    def is_within_embed(self, node: Node) -> bool:
        """Whether it is inside of the hook's function or a callback's."""
        from harness.audit.scripts import enclosing_functions

        embedding = [self.reading.resolve(hook.value) for hook in self.reading.hooks]
        embedding += [callback.node for callback in self.callbacks]
        return any(one in embedding for one in enclosing_functions(node, inner=False))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """All texts by the path that people know them by."""
        every = [self.reading.page, *self.reading.files.values()]
        return {source.path: source for source in every}

    def spot_of_stack(self, stack: str) -> Spot | None:
        """The first place of a stack that is in the page or its scripts."""
        return next(self.spots_of_stack(stack), None)

    def spots_of_stack(self, stack: str) -> Iterator[Spot]:
        """The places of a stack that are in the page or its scripts, the innermost first."""
        by_url = {source.url: source for source in self.sources.values()}
        for found in _FRAME_OF_STACK.finditer(stack):
            source = by_url.get(found.group(1).partition("#")[0])
            if source is not None:
                at = source.offset(int(found.group(2)), int(found.group(3)))
                spot = self.reading.expression_at(source, at)
                length = _word_length(source.text, at)
                if spot is not None:
                    yield Spot(source, at, length) if length > 1 else spot

    def place_of(self, visit: Visit, event: Event) -> tuple[Spot | None, str]:
        """Where what an event tells of was thrown, and the lines that say so.

        What is no Error has no stack, but the browser tells where it went uncaught after that.
        """
        error = event.data.get("error")
        stack = str(error.get("stack", "")) if isinstance(error, dict) else ""
        if not self.spot_of_stack(stack):
            lines = [
                str(one.data.get("stack", ""))
                for one in own_errors(list(visit.recording)[event.seq :])
                if str(one.data.get("message", "")) == in_console(error)
            ]
            stack = next((one for one in lines if self.spot_of_stack(one)), stack)
        return self.spot_of_stack(stack), stack

    @property
    def widget_frames(self) -> int:
        """The widget's frames in the desktop's visit."""
        return len(self.loaded().get("frames", ()))


def is_loader_request(data: dict[str, Any]) -> bool:
    """Whether a request is one for the loader."""
    return data.get("host") == WIDGET_HOST and data.get("path") == _LOADER_PATH


def own_errors(events: list[Event]) -> list[Event]:
    """Uncaught errors of the page, rejections among them."""
    return [event for event in events if event.kind == "page_error"]


def is_of_widget(message: str, spot: Spot | None) -> bool:
    """Whether an error is about the widget: it names it, or the line that threw does."""
    if GLOBAL in message:
        return True
    if spot is None:
        return False
    text = spot.source.text
    start = text.rfind("\n", 0, spot.start) + 1
    end = text.find("\n", spot.start)
    return GLOBAL in text[start : end if end >= 0 else len(text)][:400]


def is_about_widget(event: Event) -> bool:
    """Whether an uncaught error speaks of the widget's global."""
    return GLOBAL in str(event.data.get("message", ""))


def _is_readable(event: Event) -> bool:
    """Whether the recorder could read the options of an init."""
    first = (event.data.get("args") or [None])[0]
    kind = first.get("$type", "object") if isinstance(first, dict) else "object"
    return kind in {"object", "undefined"}


def options_of(event: Event) -> dict[str, Any]:
    """The options that a recorded init was given."""
    arguments = event.data.get("args") or []
    first = arguments[0] if arguments else event.data.get("options")
    if isinstance(first, dict) and first.get("$type") == "object":
        first = first.get("value")
    return dict(first) if isinstance(first, dict) and "$type" not in first else {}


def _likeness(setup: Setup, options: dict[str, Any]) -> int:
    known = {name: setup.options[name].value for name in options if name in setup.options}
    same = [name for name, value in known.items() if value == options[name]]
    return 4 * (len(known) + len(same)) - len(setup.options)


def _is_covered(written: Setup, recorded: list[Setup]) -> bool:
    """Whether a visit has shown what this init does, though perhaps through a copy of it."""
    return any(
        one.function == written.function and set(written.options) <= set(one.options)
        for one in recorded
    )


def _word_length(text: str, at: int) -> int:
    found = re.compile(r"[\w$.]+").match(text, at)
    return len(found.group()) if found else 1
