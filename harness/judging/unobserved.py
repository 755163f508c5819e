"""What the recorder says that it could not see, where a verdict would rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.judging.cut_texts import UNPROVEN, cut_texts
from harness.judging.findings import Finding
from harness.judging.restless import restless
from harness.judging.verdict import Failure
from harness.widget_api import API, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.recording import Event, Recording
    from harness.scenario.model import Expectation, Run, Scenario

UNOBSERVED = "unobserved"
"""The kind of the recorder's event, and the code of the failure."""

_ENDING = frozenset({"flood", "dialog-flood", "window-flood"})
"""Codes of the trouble that ends a run for what its page does."""

_EXCLUDED = {
    "page_error": "page_error",
    "console_error": "console",
    "callback_threw": "callback_threw",
}
"""The events among which that is looked for what `always: {no: …}` excludes."""

_DOCUMENT = "/client-embed/"
_STARTS = ("embed.init", "embed.reload")
_NOTHING = "without that nothing can be said of "
_CALLS = frozenset({"call", *API.callbacks})
_SEEN = {"calls": _CALLS, "callbacks": frozenset(API.callbacks)}
"""What an event tells of, and which events may be missing from the recording for it."""


def unobserved(run: Run, recording: Recording) -> Iterator[Finding]:
    """A finding for what could not be observed although the scenario judges it.

    The run is broken by it, whatever else went wrong: what is missing from a recording is not
    known to be missing from the page.
    """
    judged = {expectation.event for expectation in _expectations(run.scenario)}
    for event in recording.of_kind(UNOBSERVED):
        what = str(event.data.get("what", ""))
        missing = judged & _SEEN.get(what, frozenset())
        if missing:
            message = f"the recorder could not observe {what}: {event.data.get('why', '')}"
            hint = f"{_NOTHING}{', '.join(sorted(missing))}"
            yield Finding(0, Failure(None, UNOBSERVED, message, hint=hint), is_broken=True)
    if any(event.data.get("code") in _ENDING for event in recording.of_kind("trouble")):
        return  # what is missing went missing as the run was ended, which is the page's fault
    missing = judged & _CALLS
    if missing and _has_started_unseen(recording):
        leaving = restless(recording)
        if leaving is not None:  # its starts were lost as it left
            yield leaving
            return
        message = "the widget was started more often than a call of init or reload was recorded"
        hint = f"a script has its API where the recorder does not see it; {_NOTHING}"
        hint += ", ".join(sorted(missing))
        yield Finding(0, Failure(None, UNOBSERVED, message, hint=hint), is_broken=True)
    if missing and _are_requests_missing(recording):
        message = "requests were not recorded, as too many came: starts may be among them"
        hint = f"{_NOTHING}{', '.join(sorted(missing))}"
        yield Finding(0, Failure(None, UNPROVEN, message, hint=hint), is_broken=True)
    yield from _cut(run, recording)


def _has_started_unseen(recording: Recording) -> bool:
    """Whether the stub's document was asked for more often than for the starts that are recorded.

    Each start brings one frame; the chat's own windows show the same document, and tell of it.
    """
    starts = _with(recording, "call", "function", *_STARTS)
    windows = [
        event
        for event in _with(recording, "navigation", "way", "load")
        if _is_of_widget(str(event.data.get("url")))
    ]
    asked = [
        str(event.data.get("path"))
        for event in _with(recording, "request", "host", WIDGET_HOST)
        if _DOCUMENT in str(event.data.get("path"))
    ]
    return sum("." not in path.rpartition("/")[2] for path in asked) > len(starts) + len(windows)


def _is_of_widget(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname == WIDGET_HOST and _DOCUMENT in parts.path


def _are_requests_missing(recording: Recording) -> bool:
    """Whether starts of the widget may be among the requests that were not recorded."""
    return any(event.data.get("of") == "request" for event in recording.of_kind("dropped"))


def _with(recording: Recording, kind: str, field: str, *values: str) -> list[Event]:
    return [event for event in recording.of_kind(kind) if event.data.get(field) in values]


def _cut(run: Run, recording: Recording) -> Iterator[Finding]:
    """A finding for each kind of which the page did more than is recorded, where it is counted."""
    yield from cut_texts(_expectations(run.scenario), recording)
    counted = {_kind_of(one) for one in _expectations(run.scenario) if one.high is not None}
    excluded = {_EXCLUDED[name] for name in run.scenario.always.no}
    last = {
        (event.data.get("of"), event.page, event.frame): event
        for event in recording.of_kind("dropped")
    }
    for kind in sorted(counted | excluded):
        ones = [event for (of, *_), event in last.items() if of == kind]
        if ones:
            count = sum(int(event.data.get("count", 0)) for event in ones)
            message = f"{count} further events of the kind {kind} were not recorded: too many came"
            hint = f"without them nothing can be said of how often, or that never, {kind} comes"
            # What was seen before it was cut, against the scenario's `always`, decides.
            seq = 0 if kind in counted else min(event.seq for event in ones)
            yield Finding(seq, Failure(None, UNPROVEN, message, hint=hint), is_broken=True)


def _kind_of(expectation: Expectation) -> str:
    return "callback" if expectation.event in API.callbacks else expectation.event


def _expectations(scenario: Scenario) -> Iterator[Expectation]:
    for step in (*scenario.steps, *scenario.finally_):
        yield from step.expect.items
        for group in step.expect.ordered:
            yield from group
        for never in step.expect.never:
            yield from never.events
    yield from scenario.always.never
