"""Pages that a visitor leaves and comes back to: the browser keeps them as they are, if it may."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.literals import path_of, text_of, value_of, walk
from harness.audit.rule import Hit, Rules
from harness.audit.sources import Spot
from harness.scenario.window_names import MAIN
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Script
    from harness.recording import Event

RULES = Rules("behaviour")
_ADDING = frozenset({"addEventListener", "on", "one", "bind"})
"""How listeners are added: by the browser's own function, or by jQuery's."""

_CONNECTIONS = frozenset({"WebSocket", "EventSource", "RTCPeerConnection", "WebTransport"})
_CACHE = "browsers: a page that is left is kept as it is, and shown again by Back"


_TAKING = re.compile(rf"{GLOBAL}\.(?:embed\.(?:stop|page)|popup\.(?:stop|close))\b")
"""Calls that take the widget out of the visitor's sight."""


def _listeners(script: Script, event: str) -> Iterator[tuple[Node, Node | None]]:
    """Where a script listens to an event: the whole statement, and what is called."""
    for node in walk(script.root):
        if node.type == "call_expression":
            callee, listed = (node.child_by_field_name(one) for one in ("function", "arguments"))
            given = listed.named_children if listed is not None else []
            name = text_of(callee.child_by_field_name("property")) if callee is not None else ""
            is_adding = (name or path_of(callee)) in _ADDING
            if is_adding and len(given) > 1 and event in _events(given[0]):
                yield node, given[-1] if given[-1].type != "false" else given[1]
    for one in script.assignments:
        if one.path.rpartition(".")[2] == f"on{event}" and one.way == "set":
            yield one.node, one.value


def _events(node: Node) -> list[str]:
    """The events that a text names; jQuery takes several, and names behind a dot."""
    said = value_of(node)
    return [one.partition(".")[0] for one in said.split()] if isinstance(said, str) else []


def _spot_of(evidence: Evidence, *events: str) -> Spot | None:
    """Where the page listens to the first of these events that it listens to."""
    for event in events:
        for script in evidence.reading.scripts:
            for node, _ in _listeners(script, event):
                return script.spot(node)
        for spot, _ in _attributes(evidence, event):
            return spot
    return None


def _attributes(evidence: Evidence, event: str) -> Iterator[tuple[Spot, str]]:
    """Handlers of the window's events that are written as attributes, with what they say."""
    document = evidence.reading.document
    for element in document.all("body", "frameset"):
        said = element.get(f"on{event}")
        if said:
            at = document.value(element, f"on{event}").places[0]
            yield Spot(document.source, at, len(said)), said


@RULES.rule(
    "unload-listener",
    "warning",
    "Nothing about the widget waits for the page's unload.",
    rests_on="browsers: a page that listens to unload is not kept for Back, and on phones and in "
    "newer browsers the event does not come at all; beforeunload comes for files to save and links "
    "to mail too; peers: sockjs/sockjs-client#584, "
    "Automattic/jetpack#45149",
    why="For visitors who press Back the page is loaded anew, and the widget with it: what they "
    "were writing is gone. What should be done at unload is often not done.",
    remedy="listen to pagehide, and act only when the page is not kept",
    example="window.addEventListener('pagehide', function (event) {\n"
    "  if (!event.persisted && window.livechatoo) livechatoo.embed.stop();\n});",
)
def unload_listener(evidence: Evidence) -> Iterator[Hit]:
    """Report listeners of unload that name the widget, or that its hook or callbacks add."""
    message = "this waits for the page's unload"
    for script in evidence.reading.scripts:
        for node, function in _listeners(script, "unload"):
            called = text_of(evidence.reading.resolve(function))
            if GLOBAL in called or evidence.is_within_embed(node):
                yield Hit(message, script.spot(node))
    for spot, said in _attributes(evidence, "unload"):
        if GLOBAL in said:
            yield Hit(message, spot)
    yield from _before_unload(evidence)


def _before_unload(evidence: Evidence) -> Iterator[Hit]:
    """What takes the widget away before it is known that the page is left."""
    message = "this comes too when the visitor stays: for files to save, links to mail, a question"
    for script in evidence.reading.scripts:
        for node, function in _listeners(script, "beforeunload"):
            if _TAKING.search(text_of(evidence.reading.resolve(function))):
                yield Hit(message, script.spot(node))
    for spot, said in _attributes(evidence, "beforeunload"):
        if _TAKING.search(said):
            yield Hit(message, spot)


@RULES.rule(
    "connection-left-open",
    "note",
    "What the page connects to for the widget is let go when the page is left.",
    rests_on="browsers: whether a page with an open connection is kept for Back differs from "
    "browser to browser; peers: sockjs/sockjs-client#584",
    why="The hook or a callback opens a connection, and nothing closes it when the page is left. "
    "Browsers that do not keep such a page load it anew for visitors who press Back; others "
    "keep it and cut the connection off, which the page then has to notice.",
    remedy="close it at pagehide, and open it again at pageshow",
    example="window.addEventListener('pagehide', function () { if (feed) feed.close(); });\n"
    "window.addEventListener('pageshow', function (event) {\n"
    "  if (event.persisted && feed) feed = new WebSocket(feed.url);\n});",
)
def connection_left_open(evidence: Evidence) -> Iterator[Hit]:
    """Report connections that the hook or a callback opens, where nothing closes one on leaving."""
    scripts = evidence.reading.scripts
    leaving = [
        text_of(evidence.reading.resolve(function))
        for script in scripts
        for _, function in _listeners(script, "pagehide")
    ]
    if any(".close(" in text for text in leaving):
        return
    for script in scripts:
        for call in script.calls:
            if call.path in _CONNECTIONS and evidence.is_within_embed(call.node):
                yield Hit(f"this {call.path} stays open when the page is left", call.spot)


@RULES.rule(
    "init-on-return",
    "warning",
    "A page that comes back as it was does not start the widget again.",
    rests_on=f"{_CACHE}; peers: Automattic/jetpack#45149; assumed: the last init replaces the one "
    "before",
    why="The widget has been kept together with the page, and a chat in it. What a further init "
    "does to a running widget is not documented.",
    remedy="leave the widget as it is, or call livechatoo.embed.reload() if it is there",
    example="window.addEventListener('pageshow', function (event) {\n"
    "  if (event.persisted && window.livechatoo) livechatoo.embed.reload();\n});",
)
def init_on_return(evidence: Evidence) -> Iterator[Hit]:
    """Report an init, with no stop before it, when the page was told that it comes back."""
    from harness.audit.visiting import calls_by_page

    visit = evidence.visit("returned")
    if visit is None:
        return
    stayed = takewhile(_is_of_same_document, visit.during("return", "returned"))
    calls = [event.data["function"] for event in calls_by_page(stayed)]
    for space in ("embed", "popup"):
        started = calls.index(f"{space}.init") if f"{space}.init" in calls else 0
        if f"{space}.init" in calls and f"{space}.stop" not in calls[:started]:
            text = f"told of its return the page calls {', '.join(calls)}"
            message = "coming back by Back starts the widget again"
            spot = _spot_of(evidence, "pageshow", "pagehide")
            yield Hit(message, spot, (Proof("measure", text),))


@RULES.rule(
    "gone-on-return",
    "warning",
    "The widget is still there when a visitor comes back by Back.",
    rests_on=f"{_CACHE}; peers: AlecM33/Werewolf PR#192",
    why="The page takes the widget away when it is left. The browser keeps the page like that and "
    "shows it again without running its scripts anew, so nothing starts the widget.",
    remedy="leave the widget alone when event.persisted is set, or start it again at pageshow",
    example="window.addEventListener('pagehide', function (event) {\n"
    "  if (!event.persisted && window.livechatoo) livechatoo.embed.stop();\n});",
)
def gone_on_return(evidence: Evidence) -> Iterator[Hit]:
    """Report that the widget was in sight before the page was put aside, and not afterwards."""
    visit = evidence.visit("returned")
    back = visit.seen("back") if visit else {}
    if back and _is_seen(evidence.loaded("returned")) and not _is_seen(back):
        text = "told that it is put aside, and then that it comes back, the page shows no widget"
        message = "the widget is gone when the page comes back"
        yield Hit(message, _spot_of(evidence, "pagehide", "pageshow"), (Proof("measure", text),))


def _is_of_same_document(event: Event) -> bool:
    """Whether the page has not loaded itself anew, as some do when they come back."""
    is_load = event.kind == "navigation" and event.data.get("way") == "load"
    return not (is_load and event.page == MAIN)


def _is_seen(facts: dict[str, list[dict[str, bool]]]) -> bool:
    return any(frame["isShown"] for frame in facts.get("frames", ()))
