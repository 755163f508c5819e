"""Pages that change their address without a load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.audit.finding import Proof
from harness.audit.rule import Hit, Rules
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot

RULES = Rules("behaviour")
_RELOAD = (
    "history.pushState(null, '', address);\nshow(address);\n"
    "if (window.livechatoo) livechatoo.embed.reload();"
)


def _journey(evidence: Evidence) -> dict[str, Any]:
    """What following a link brought, when it changed the address without a load."""
    visit = evidence.visit("desktop")
    if visit is None or not visit.seen("follow").get("isChanged"):
        return {}
    events = visit.during("follow", "arrived")
    return {
        "proof": Proof(
            "measure",
            f"a click on {visit.seen('follow')['clicked']!r} led from "
            f"{visit.seen('follow')['before']} to {visit.seen('follow')['after']} without a load",
        ),
        "calls": [event.data["function"] for event in events if event.kind == "call"],
        "before": visit.seen("loaded"),
        "after": visit.seen("followed"),
    }


def _push_spot(evidence: Evidence) -> Spot | None:
    for script in evidence.reading.scripts:
        for call in script.calls:
            if call.path in {"history.pushState", "history.replaceState"}:
                return call.spot
    return None


@RULES.rule(
    "address-unseen",
    "warning",
    "The widget is told when the address changes without a load.",
    rests_on="documented: Basic Embedded ChatBar Functions (reload is useful for websites with "
    "JavaScript History API)",
    why="Operators go on to see the first address, targets are not reached, and triggers by "
    "address do not fire.",
    remedy="after each change of the address call livechatoo.embed.reload(), if it is there",
    example=_RELOAD,
)
def address_unseen(evidence: Evidence) -> Iterator[Hit]:
    """Report changes of the address that no reload or init follows."""
    journey = _journey(evidence)
    if not journey or not evidence.has_init or not journey["after"].get("frames"):
        return
    if not {"embed.reload", "embed.init"} & set(journey["calls"]):
        message = "the address changes, and the widget is not told"
        yield Hit(message, _push_spot(evidence), (journey["proof"],))


@RULES.rule(
    "init-for-navigation",
    "warning",
    "A change of the address is told by reload, not by another init.",
    rests_on="documented: Basic Embedded ChatBar Functions (reload); assumed: the last init "
    "replaces the one before",
    why="What a further init does to a running widget, and to a chat in it, is not documented.",
    remedy="call livechatoo.embed.reload() in its place, if the widget is there",
    example=_RELOAD,
)
def init_for_navigation(evidence: Evidence) -> Iterator[Hit]:
    """Report that following a link called init without stop."""
    journey = _journey(evidence)
    calls = journey.get("calls", [])
    if "embed.init" in calls and "embed.stop" not in calls and not _is_reloaded(journey):
        message = "following a link calls init again"
        yield Hit(message, _push_spot(evidence), (journey["proof"],))


def _is_reloaded(journey: dict[str, Any]) -> bool:
    before, after = journey["before"], journey["after"]
    return len(after.get("scripts", ())) > len(before.get("scripts", ()))


@RULES.rule(
    "loader-again",
    "warning",
    "The loader is loaded once, whatever the visitor looks at.",
    rests_on="peers: RocketChat/Rocket.Chat#4732, tocco/tocco-client PR#2288",
    why="A view that brings the snippet along loads the widget again and again.",
    remedy="load the loader once; for each view call livechatoo.embed.reload(), if it is there",
    example=_RELOAD,
)
def loader_again(evidence: Evidence) -> Iterator[Hit]:
    """Report that following a link added another loader."""
    journey = _journey(evidence)
    if journey and _is_reloaded(journey):
        count = len(journey["after"]["scripts"])
        message = f"following a link loads the loader again ({count} in all)"
        yield Hit(message, _push_spot(evidence), (journey["proof"],))


@RULES.rule(
    "lost-on-navigation",
    "warning",
    "The widget is still there in the next view.",
    rests_on="peers: chatwoot/chatwoot#4742, crisp-im/crisp-sdk-web#39",
    why="A router that replaces the whole body takes the widget away with it.",
    remedy="replace a container inside of the body, and call livechatoo.embed.reload()",
    example="history.pushState(null, '', address);\n"
    "document.getElementById('view').innerHTML = html;\n"
    "if (window.livechatoo) livechatoo.embed.reload();",
)
def lost_on_navigation(evidence: Evidence) -> Iterator[Hit]:
    """Report that the widget was there before a link was followed, and not after."""
    journey = _journey(evidence)
    if journey and journey["before"].get("frames") and journey["after"].get("frames") == []:
        message = "the widget is gone once a link was followed"
        yield Hit(message, _push_spot(evidence), (journey["proof"],))


@RULES.rule(
    "two-widgets",
    "error",
    "There is one widget in the page.",
    rests_on="observed: the widget is one frame of its host; peers: directus PR#9437",
    why="Two bars lie over each other, and two visitors appear to the operators.",
    remedy="keep one of the embeds: the snippet",
    example="livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };",
)
def two_widgets(evidence: Evidence) -> Iterator[Hit]:
    """Report more than one frame of the widget."""
    visit = evidence.visit("desktop")
    if visit is None:
        return
    for label in ("loaded", "consented", "followed"):
        frames = visit.seen(label).get("frames", [])
        if len(frames) > 1:
            text = ", ".join(str(frame["src"]) for frame in frames)[:300]
            message = f"there are {len(frames)} widgets in the page"
            yield Hit(message, _second(evidence), (Proof("measure", text),))
            return


def _second(evidence: Evidence) -> Spot | None:
    """The embed that is one too many: a frame in the page, else the last loader of several."""
    reading = evidence.reading
    for element in reading.document.all("iframe"):
        if urlsplit(reading.absolute(element.get("src"))).hostname == WIDGET_HOST:
            return reading.document.spot(element)
    spots = [script.spot(node) for script, node, _ in reading.loader_strings]
    spots += [reading.document.spot(element) for element in reading.loader_elements]
    spots.sort(key=lambda spot: (spot.source.path, spot.start))
    return spots[-1] if len(spots) > 1 else None
