"""The scenario that pins how a page embeds the widget: account, options, callbacks, what is shown.

What `status()` returns is not pinned: the vendor's page does not say it, and `check` finds the
status in every widget.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from harness.scenario.placing import placed
from harness.widget_api import LOADER_URL
from harness.writing.composing import composed, listed
from harness.writing.recorded import Desk, Recorded, recorded
from harness.writing.waiting import patient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.recording import Recording
    from harness.scenario.model import Run
    from harness.writing.composing import Head
    from harness.writing.stories import Maker

_LOOK: Final = [{"check": {"url": "$str"}}]
_OK: Final = 200
_PATIENCE: Final = 1.0
"""Seconds after which a page is thought to have brought the widget up."""

_SEEN: Final = {
    "embed.init": {"status": "$any", "chatbar": "$str"},
    "popup.init": {"popup": "$str"},
}
"""What is looked at, for each way to bring the widget up."""


_EXCLUDED: Final = ("page_error", "callback_threw")
"""What a page that is right does not do, whoever catches it."""


def pinned(
    desk: Desk, head: Head, make: Maker, base: str | None = None, consent: str | None = None
) -> Recorded:
    """The scenario; without text when the page brings no widget up.

    `consent` is the selector of what a visitor clicks to agree, the scenario's first step then.
    """

    def made(runs: Sequence[Run]) -> Any:
        return make(placed(runs, base)[0])

    agreed: list[dict[str, Any]] = [{"click": consent}] if consent else []
    looked = _take(desk, head, [*agreed, *_LOOK], made)
    steps: list[dict[str, Any]] = []
    for function, check in _SEEN.items():
        if _is_called(looked, function):
            steps.append({"check": check})
    if not steps:
        return Recorded(remarks=[_unseen(looked, consent)])
    thrown = next(iter(looked.of_kind("page_error")), None)
    excluded = [one for one in _EXCLUDED if one != "page_error" or thrown is None]
    head = replace(head, more={**head.more, "always": {"no": excluded}})
    steps = [*agreed, *steps]
    found = recorded(desk, head, listed(steps), made)
    if thrown is not None:
        said = thrown.data.get("message")
        found.remarks.append(f"`no: [page_error]` is left out: the page throws {said!r} today")
    if found.text is not None:
        found.text = _with_sights(found.text, _take(desk, head, steps, made))
    return found


def _unseen(recording: Recording, consent: str | None) -> str:
    """Why no init was seen, as far as the visit tells."""
    thrown = next((event.data for event in recording.of_kind("page_error")), None)
    asked = [event.data for event in recording.of_kind("request") if _is_loader(event.data)]
    if asked and asked[-1].get("status") != _OK:
        why = f"the loader was asked for, and answered with {asked[-1].get('status') or 'nothing'}"
    elif thrown is not None:
        why = f"the page throws: {thrown.get('name')}: {thrown.get('message')}"
    elif not asked:
        after = f", not after the click on {consent} either" if consent else ""
        why = f"the loader was not asked for{after}"
        why += "" if consent else "; if the page waits for consent, say --consent SELECTOR"
    elif recording.of_kind("hook"):
        why = "the loader came, and the hook that is set called none"
        why += "" if consent else "; if init waits for a click, say --consent SELECTOR"
    else:
        why = "the loader came, and no hook was set"
    return f"no call of init was seen: {why}"


def _is_loader(request: Mapping[str, Any]) -> bool:
    return f"https://{request.get('host')}{request.get('path')}" == LOADER_URL


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
