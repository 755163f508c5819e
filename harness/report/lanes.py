"""Events in words: which lane of the timeline each belongs to, and the one line that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.recording import Event

LANES: dict[str, tuple[str, ...]] = {
    "call": ("call", "returned", "threw"),
    "callback": ("callback", "callback_threw", "hook"),
    "page": ("navigation", "window", "console", "page_error", "dialog"),
    "network": ("request", "policy", "analytics"),
    "harness": ("check", "saved", "screenshot", "gap", "dropped", "unobserved", "trouble"),
}
"""The lanes of the timeline, left to right, and the kinds of events in each."""

FRAME_KINDS = ("run_started", "step_started", "acted", "step_ended", "run_ended")
"""Kinds that give the timeline its headings and stand in no lane."""

_LANE_OF = {kind: lane for lane, kinds in LANES.items() for kind in kinds}
_ALARMING = frozenset(
    {"threw", "callback_threw", "page_error", "gap", "dropped", "unobserved", "trouble"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the timeline shows it."""

    lane: str
    text: str
    is_alarming: bool = False


def lane_of(kind: str) -> str:
    """The lane of a kind; one that this version does not know stands with the harness's own."""
    return _LANE_OF.get(kind, "harness")


def kinds_of(names: Iterable[str]) -> frozenset[str]:
    """The kinds that a filter of lanes and kinds lets through. Raises ValueError."""
    chosen: set[str] = set()
    for name in names:
        if name not in LANES and name not in _LANE_OF:
            allowed = ", ".join([*LANES, *sorted(set(_LANE_OF) - set(LANES))])
            raise ValueError(f"`{name}` is not a lane or a kind of event; there are {allowed}")
        chosen.update(LANES.get(name, (name,)))
    return frozenset(chosen)


def entry(event: Event, limit: int | None = wording.LEAF) -> Entry:
    """The event in words."""
    tell = _TELLERS.get(event.kind)
    text = tell(event.data, limit) if tell else _foreign(event, limit)
    is_alarming = event.kind in _ALARMING or event.data.get("type") == "error"
    return Entry(lane_of(event.kind), text, is_alarming)


def _foreign(event: Event, limit: int | None) -> str:
    return f"{event.kind} {wording.as_text(event.data, limit)}"


def _call(data: dict[str, Any], limit: int | None) -> str:
    by = " (by the page)" if data.get("by") == "page" else ""
    return f"{data.get('function')}({wording.arguments(data.get('args', []), limit)}){by}"


def _returned(data: dict[str, Any], limit: int | None) -> str:
    return f"{data.get('function')} returned {wording.as_text(data.get('value'), limit)}"


def _threw(data: dict[str, Any], limit: int | None) -> str:
    return f"{data.get('function')} threw {wording.error(data.get('error'), limit)}"


def _callback(data: dict[str, Any], limit: int | None) -> str:
    again = data.get("registration", 1)
    which = f" (registration {again})" if isinstance(again, int) and again > 1 else ""
    return f"{data.get('name')}({wording.arguments(data.get('args', []), limit)}){which}"


def _callback_threw(data: dict[str, Any], limit: int | None) -> str:
    return f"{data.get('name')} threw {wording.error(data.get('error'), limit)}"


def _hook(data: dict[str, Any], _: int | None) -> str:
    return f"livechatooCmd {data.get('action')}"


def _navigation(data: dict[str, Any], limit: int | None) -> str:
    return f"{data.get('way') or 'load'} {wording.shorten(str(data.get('url')), limit)}"


def _window(data: dict[str, Any], limit: int | None) -> str:
    url = f" {wording.shorten(str(data['url']), limit)}" if data.get("url") else ""
    return f"window {wording.as_text(data.get('name'), limit)} {data.get('action')}{url}"


def _console(data: dict[str, Any], limit: int | None) -> str:
    where = f"  {data['url']}:{data.get('line')}" if data.get("url") else ""
    return f"console.{data.get('type')} {wording.as_text(data.get('text'), limit)}{where}"


def _page_error(data: dict[str, Any], limit: int | None) -> str:
    return f"uncaught {wording.error(data, limit)}"


def _dialog(data: dict[str, Any], limit: int | None) -> str:
    said = wording.as_text(data.get("message"), limit)
    return f"{data.get('type')} {said} answered {wording.as_text(data.get('answer'), limit)}"


def _request(data: dict[str, Any], limit: int | None) -> str:
    url = data.get("url") or f"{data.get('host')}{data.get('path')}"
    bytes_ = data.get("bytes")
    parts = [
        str(data.get("method")),
        wording.shorten(str(url), limit),
        str(data.get("status") or "without an answer"),
        wording.size(bytes_) if isinstance(bytes_, int) else "",
        f"(mock {data['mock']})" if data.get("mock") else "",
        "(a real server)" if data.get("real") else "",
        f"({data['reason']})" if data.get("reason") else "",
    ]
    return " ".join(part for part in parts if part)


def _analytics(data: dict[str, Any], limit: int | None) -> str:
    return f"{data.get('via')}({wording.arguments(data.get('args', []), limit)})"


def _check(data: dict[str, Any], limit: int | None) -> str:
    recorded = wording.as_text(data.get("recorded"), limit)
    if "expected" not in data or data["expected"] == data.get("recorded"):
        return f"check {data.get('of')}: {recorded}"
    expected = wording.as_text(data["expected"], limit)
    return f"check {data.get('of')}: {recorded}, expected {expected}"


def _saved(data: dict[str, Any], limit: int | None) -> str:
    return f"saved {data.get('name')} = {wording.as_text(data.get('value'), limit)}"


def _screenshot(data: dict[str, Any], _: int | None) -> str:
    return f"screenshot {data.get('path')}"


def _policy(data: dict[str, Any], limit: int | None) -> str:
    told = [
        f"{way}: {wording.shorten(str(data[way]), limit)}"
        for way in ("enforced", "reported", "referrer", "embedder", "opener")
        if way in data
    ]
    return f"policy {'; '.join(told)}"


def _gap(data: dict[str, Any], _: int | None) -> str:
    return f"{data.get('missing')} events are missing here"


def _unobserved(data: dict[str, Any], limit: int | None) -> str:
    why = wording.as_text(data.get("why"), limit)
    return f"{data.get('what')} could not be observed: {why}"


def _dropped(data: dict[str, Any], _: int | None) -> str:
    of = data.get("of", "events")
    kind = "" if of == "events" else f" of the kind {of}"
    return f"{data.get('count')} further events{kind} were dropped"


def _trouble(data: dict[str, Any], limit: int | None) -> str:
    return f"trouble with {data.get('what')}: {wording.shorten(str(data.get('message')), limit)}"


_TELLERS: dict[str, Callable[[dict[str, Any], int | None], str]] = {
    "call": _call,
    "returned": _returned,
    "threw": _threw,
    "callback": _callback,
    "callback_threw": _callback_threw,
    "hook": _hook,
    "navigation": _navigation,
    "window": _window,
    "console": _console,
    "page_error": _page_error,
    "dialog": _dialog,
    "request": _request,
    "policy": _policy,
    "analytics": _analytics,
    "check": _check,
    "saved": _saved,
    "screenshot": _screenshot,
    "gap": _gap,
    "dropped": _dropped,
    "unobserved": _unobserved,
    "trouble": _trouble,
}
