"""The steps of a recording: where each begins and ends, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.judging.windows import Window, window_of

if TYPE_CHECKING:
    from harness.recording import Event, Recording
    from harness.scenario.model import Run

OPENING = -1
"""The step index of opening the host page."""


@dataclass(frozen=True, slots=True)
class Span:
    """A step in a recording: the events that opened and closed it, and where its window begins."""

    started: Event
    ended: Event
    since: int

    @property
    def index(self) -> int:
        """The index of the step."""
        return int(self.started.data["index"])

    def own(self, recording: Recording) -> tuple[Event, ...]:
        """The events between its beginning and its end."""
        return tuple(recording.events[self.started.seq : self.ended.seq])

    def window(self, recording: Recording) -> Window:
        """What the step looks at: everything since the last step that acted."""
        start = recording.events[self.since - 1].time
        deadline = self.started.time + self.started.data.get("within", 0.0) * 1000
        return window_of(recording, self.since, self.ended.seq, start, deadline)


def spans(recording: Recording) -> list[Span]:
    """The steps of a recording that came to an end; an end closes the step that began last.

    Opening the host page is the first of them: what only looks, looks back to it at most.
    """
    found: list[Span] = []
    started: Event | None = None
    since = 0
    for event in recording:
        if event.kind == "step_started":
            started = event
            is_acting = event.data.get("verb") is not None
            since = event.seq if is_acting or not since else since
        elif event.kind == "step_ended" and started is not None:
            found.append(Span(started, event, since))
            started = None
    return found


def variables_before(run: Run, recording: Recording, seq: int) -> dict[str, Any]:
    """What scenarios can refer to at a moment of the recording: parameters and saved values."""
    saved = {
        event.data["name"]: event.data["value"]
        for event in recording.events[:seq]
        if event.kind == "saved"
    }
    return {**run.params, **saved}
