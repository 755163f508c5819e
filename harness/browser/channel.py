"""What the recorders of one window send: read, numbered, and told from what a page sends itself.

A page gets neither hold of the recorder's function nor of the secret that begins its lines. Should
it ever write into the channel, then that is counted, and told as the page's doing: no line of its
own is recorded, and none can raise anything here.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from harness.browser.intake import Intake

MOST = 200_000
"""Events that are recorded of a window; one of its documents sends far less."""

LONGEST = 4_000_000
"""Letters of a line; the recorder cuts what it writes down far below that."""

FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "navigation": {"url": str, "way": str},
    "hook": {"action": str},
    "call": {"call": int, "function": str, "args": list, "by": str},
    "returned": {"call": int, "function": str},
    "threw": {"call": int, "function": str},
    "callback": {"name": str, "args": list, "registration": int},
    "callback_threw": {"name": str},
    "callback_rejected": {"name": str},
    "analytics": {"via": str, "args": list},
    "window": {"action": str, "url": str},
    "dropped": {"of": str, "count": int},
    "unobserved": {"what": str, "why": str},
}
"""The kinds of events that a recorder may send, and what each holds; all else is the harness's."""


class Line(NamedTuple):
    """One event as a recorder sends it; documents number their events each for itself."""

    document: str
    number: int
    wall: float
    kind: str
    is_of_frame: bool
    data: dict[str, Any]


class Channel:
    """Hears the recorders of one window and of its frames."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret
        self._received: dict[str, int] = {}
        self._frames: dict[str, str] = {}
        self._strange = 0
        self._is_told = False
        self._count = 0

    def receive(self, page: str, payload: str, frame: str) -> None:
        """Record a line that begins with the secret, as those of recorders do."""
        if payload.startswith(self._secret):
            self.hear(page, payload[len(self._secret) :], frame)
        else:
            self._strange += 1

    def hear(self, page: str, text: str, frame: str) -> None:
        """Record the lines that a recorder sent from a frame."""
        for line in text.split("\n"):
            self._note(page, read(line), frame)

    def _note(self, page: str, line: Line | None, frame: str) -> None:
        """Record an event; those that are missing before it are noted."""
        if line is None or line.number <= self._received.get(line.document, 0):
            self._strange += 1
            return
        missing = line.number - self._received.get(line.document, 0) - 1
        if missing:
            self._intake.add("gap", {"missing": missing}, page=page)
        self._received[line.document] = line.number
        self._count += 1
        if self._count > MOST:
            if self._count == MOST + 1:
                self._intake.add("dropped", {"of": "events", "count": 1}, page=page)
            return
        name = self._name_of(frame) if line.is_of_frame else None
        at = self._intake.clock.in_document(line.document, line.wall)
        self._intake.add(line.kind, line.data, at=at, page=page, frame=name)

    @property
    def has_heard(self) -> bool:
        """Whether a recorder has sent anything."""
        return bool(self._received)

    def has_all(self, tally: dict[str, Any]) -> bool:
        """Whether everything that a document has sent is here."""
        return self._received.get(tally["d"], 0) >= int(tally["n"])

    def check(self, page: str, tally: dict[str, Any]) -> None:
        """Note what has been lost of what a document has sent, and what no recorder wrote."""
        missing = tally["n"] - self._received.get(tally["d"], 0)
        if missing > 0:
            self._received[tally["d"]] = tally["n"]
            self._intake.add("gap", {"missing": missing}, page=page)
        self.tell_strange(page)

    def tell_strange(self, page: str) -> None:
        """Tell once how many lines there were that no recorder wrote."""
        if self._strange and not self._is_told:
            self._is_told = True
            message = f"the page wrote {self._strange} messages of its own into the recording"
            trouble = Trouble("forged-messages", message, hint="none of them was recorded")
            self._intake.add("trouble", trouble.as_data(), page=page)

    def _name_of(self, frame: str) -> str:
        return self._frames.setdefault(frame, f"frame{len(self._frames) + 1}")


def read(text: str) -> Line | None:
    """The line in a text, None when it is none. Never raises, whatever the text is."""
    if len(text) > LONGEST:
        return None
    try:
        row = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        return _line(row) if isinstance(row, dict) else None
    except (ValueError, OverflowError, RecursionError):
        return None


def _line(row: dict[str, Any]) -> Line | None:
    document, number, wall, kind = (row.get(name) for name in "dntk")
    is_of_frame, data = row.get("f"), row.get("v")
    if not (isinstance(document, str) and type(number) is int and number > 0):
        return None
    if isinstance(wall, bool) or not isinstance(wall, (int, float)):
        return None
    if not (isinstance(kind, str) and isinstance(data, dict)):
        return None
    fields = FIELDS.get(kind)
    if fields is None or not isinstance(is_of_frame, bool):
        return None
    if not all(isinstance(data.get(name), wanted) for name, wanted in fields.items()):
        return None
    return Line(document, number, float(wall), kind, is_of_frame, data)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)
