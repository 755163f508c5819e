"""What was seen in one run: an ordered list of events, and their encoding as JSON lines.

Values that JSON cannot hold arrive tagged by the recorder as `{"$type": …}` and are kept
that way, so that `undefined`, `NaN`, functions and cycles are never mistaken for data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = 1
"""Version of the event log's format; a reader refuses a newer one."""

LONGEST = 20_000
"""Characters of one text of what a page does that are recorded; a longer one was cut."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in the order in which the harness learned of it.

    `seq` counts from 1 within the run. `time` is milliseconds since the run began, stamped
    where the event happened (in the page when it happened there). `step` is the index of
    the step in progress, -1 while the host page is opened, None outside of any step.
    """

    seq: int
    time: float
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    page: str | None = None
    frame: str | None = None
    step: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The event as one object of the event log; empty places are left out."""
        row: dict[str, Any] = {"seq": self.seq, "time": round(self.time, 3), "kind": self.kind}
        for name in ("page", "frame", "step"):
            value = getattr(self, name)
            if value is not None:
                row[name] = value
        row["data"] = self.data
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Event:
        """The inverse of `as_json`. Raises KeyError or TypeError on a foreign object."""
        return cls(
            seq=row["seq"],
            time=row["time"],
            kind=row["kind"],
            data=row.get("data", {}),
            page=row.get("page"),
            frame=row.get("frame"),
            step=row.get("step"),
        )


@dataclass(slots=True)
class Recording:
    """All events of one run, growing while it lasts."""

    events: list[Event] = field(default_factory=list)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def of_kind(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def append(self, event: Event) -> None:
        """Add the next event; its `seq` must follow the last one's."""
        if event.seq != len(self.events) + 1:
            message = f"event {event.seq} does not follow event {len(self.events)}"
            raise ValueError(message)
        self.events.append(event)


def encode_line(event: Event) -> str:
    """One line of an event log, without its line end."""
    return json.dumps(event.as_json(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def decode_lines(lines: Iterable[str]) -> Recording:
    """Read an event log back. A torn last line (a killed run) is left out.

    Raises ValueError for a broken line that is not the last one.
    """
    recording = Recording()
    torn: int | None = None
    for number, line in enumerate(lines, start=1):
        if torn is not None:
            message = f"line {torn} of the event log is not an event"
            raise ValueError(message)
        try:
            recording.append(Event.from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            torn = number
    return recording
