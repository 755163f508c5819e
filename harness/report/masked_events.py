"""Events without secrets: texts are masked, the harness's own words are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from harness.judging.verdict import Failure
from harness.scenario.window_names import MAIN, is_given_by_harness
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.masking import Mask
    from harness.recording import Event

_OWN: Final = frozenset({
    "about", "action", "assumes", "browser", "by", "call", "code", "count", "device", "format",
    "harness", "index", "missing", "of", "registration", "section", "status", "type", "verb",
    "viewport", "way", "what", "within",
})  # fmt: skip
"""Fields of events whose values are the harness's own words and numbers, whatever the event is."""

_ROWS: Final = frozenset({"expect", "in_order", "never"})
"""Fields with rows whose keys are kinds of events."""


def without_secrets(event: Event, mask: Mask) -> Event:
    """The event with its texts masked one by one: numbers of a line may be secrets by chance."""
    page = event.page or ""
    is_known = page == MAIN or is_given_by_harness(page)
    return replace(
        event,
        data={name: _field(name, value, event.kind, mask) for name, value in event.data.items()},
        page=event.page if is_known else mask.value(event.page),
        frame=mask.value(event.frame),
    )


def _field(name: str, value: Any, kind: str, mask: Mask) -> Any:
    if name in _OWN or kind == "screenshot" or _is_of_the_api(name, value, kind):
        return value
    if name in _ROWS:
        return [_row(row, mask) for row in value]
    if name == "failures":
        return [mask.value(Failure.from_json(row)).as_json() for row in value]
    return mask.named({name: value})[name]


def _row(row: Any, mask: Mask) -> Any:
    return [_row(one, mask) for one in row] if isinstance(row, list) else mask.named(row)


def _is_of_the_api(name: str, value: Any, kind: str) -> bool:
    """Whether it is the name of a function or of a callback that the widget's API has."""
    if name == "function":
        return value in API.functions
    return name == "name" and kind.startswith("callback") and value in API.callbacks
