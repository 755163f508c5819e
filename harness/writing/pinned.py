"""The scenario that pins how a page embeds the widget: account, options, callbacks, status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from harness.scenario.placing import placed
from harness.writing.composing import composed, listed
from harness.writing.recorded import Desk, Recorded, recorded
from harness.writing.waiting import patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.recording import Recording
    from harness.scenario.model import Run
    from harness.writing.composing import Head
    from harness.writing.stories import Maker

_LOOK: Final = [{"check": {"url": "$str"}}]
_PATIENCE: Final = 1.0
"""Seconds after which a page is thought to have brought the widget up."""

_SEEN: Final = {
    "embed.init": ("status", {"status": "$any", "chatbar": "$str"}),
    "popup.init": ("popup.status", {"popup": "$str"}),
}
"""What is looked at, for each way to bring the widget up."""


def pinned(desk: Desk, head: Head, make: Maker, base: str | None = None) -> Recorded:
    """The scenario; without text when the page brings no widget up."""

    def made(runs: Sequence[Run]) -> Any:
        return make(placed(runs, base)[0])

    looked = _take(desk, head, _LOOK, made)
    steps: list[dict[str, Any]] = []
    for function, (verb, check) in _SEEN.items():
        if _is_called(looked, function):
            steps += [{verb: None}, {"check": check}]
    if not steps:
        return Recorded(remarks=["no script of the page calls init of the widget"])
    found = recorded(desk, head, listed(steps), made)
    if found.text is not None:
        found.text = _with_sights(found.text, _take(desk, head, steps, made))
    return found


def _take(desk: Desk, head: Head, steps: list[dict[str, Any]], make: Maker) -> Recording:
    (run,) = desk.runs(composed(head, listed(steps)))
    (take,) = make([patient(run, _PATIENCE)]).values()
    return take.recording


def _is_called(recording: Recording, function: str) -> bool:
    calls = recording.of_kind("call")
    return any(call.data.get("function") == function for call in calls)


def _with_sights(text: str, recording: Recording) -> str:
    """What the checks saw, in place of the patterns that were waiting for it."""
    for event in recording.of_kind("check"):
        name, value = event.data.get("of"), event.data.get("recorded")
        if name in {"status", "chatbar", "popup"} and isinstance(value, str):
            text = re.sub(rf"\b{name}: \$(?:any|str)\b", f"{name}: {value}", text)
    return text
