"""What became of each call: told from what was recorded with it and without it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from harness.probing.calls import EARLY

if TYPE_CHECKING:
    from harness.probing.staging import Probe
    from harness.recording import Recording

Result = Literal["worked", "queued", "ignored", "threw", "not reached"]

DOCUMENTS = "documents fetched"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was recorded of one probe, as far as it is compared.

    `looks` are the looks at the end, two of them where a stop is undone after the first;
    `effects` is what the page heard and did until then: callbacks, windows, documents fetched.
    """

    outcome: dict[str, Any] | None = None
    looks: tuple[dict[str, Any], ...] = ()
    effects: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a call does at a moment: the result, and what it returned, threw or changed."""

    call: str
    phase: str
    result: Result
    detail: str = ""
    changed: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The cell as a JSON object."""
        row: dict[str, Any] = {"call": self.call, "phase": self.phase, "result": self.result}
        if self.detail:
            row["threw" if self.result == "threw" else "returned"] = self.detail
        if self.changed:
            row["changed"] = self.changed
        return row


def seen(recording: Recording, labels: dict[int, str]) -> Seen:
    """What a recording shows; `labels` are what its steps are for, by their index."""
    outcome: dict[str, Any] | None = None
    looks: dict[int, dict[str, Any]] = {}
    effects: dict[int, dict[str, Any]] = {}
    heard: list[Any] = []
    windows = documents = 0
    for event in recording:
        label = labels.get(event.step, "") if event.step is not None else ""
        if event.kind == "callback":
            heard.append([event.data["name"], event.data["args"]])
        elif event.kind == "window" and event.data["action"] == "opened":
            windows += 1
        elif event.kind == "request" and _is_document(event.data["path"]):
            documents += 1
        elif event.kind == "evaluated" and label == "outcome":
            outcome = _decoded(event.data.get("value"))
        elif event.kind == "check" and label == "look" and event.step is not None:
            looks.setdefault(event.step, {})[event.data["of"]] = event.data["recorded"]
            effects[event.step] = {
                "callbacks": list(heard),
                "windows opened": windows,
                DOCUMENTS: documents,
            }
    return Seen(outcome, tuple(looks.values()), tuple(effects.values()))


def cell(probe: Probe, own: Seen, plain: Seen) -> Cell:
    """What a call did, by what is seen with it and without it."""
    text = probe.call.text if probe.call else ""
    outcome = own.outcome
    if outcome is None or len(own.looks) < len(plain.looks) or _is_late(probe, outcome):
        return Cell(text, probe.phase, "not reached")
    if outcome.get("threw"):
        return Cell(text, probe.phase, "threw", str(outcome["threw"]))
    changes = [_changes(own, plain, at) for at in range(len(plain.looks))]
    if probe.phase in EARLY:  # whether a request that is given up at once was sent is chance
        for change in changes:
            change.pop(DOCUMENTS, None)
    first = changes[0] if changes else {}
    last = changes[-1] if changes else {}
    returned = str(outcome.get("returned") or "")
    is_early = probe.phase in EARLY
    if outcome.get("at_once") or returned or (first and not is_early):
        return Cell(text, probe.phase, "worked", returned, {} if returned and not first else first)
    if last:
        return Cell(text, probe.phase, "queued", "", last)
    return Cell(text, probe.phase, "ignored")


def _is_late(probe: Probe, outcome: dict[str, Any]) -> bool:
    """Whether the moment was over: the widget had loaded already when the call was made."""
    return probe.phase in EARLY and outcome.get("loads", 0) > 0


def _changes(own: Seen, plain: Seen, at: int) -> dict[str, Any]:
    """What is otherwise than without the call, by its name."""
    pairs = ((own.looks[at], plain.looks[at]), (own.effects[at], plain.effects[at]))
    return {
        name: value
        for mine, other in pairs
        for name, value in mine.items()
        if value != other.get(name)
    }


def _is_document(path: str) -> bool:
    """Whether it is the address of a document of the widget's, by what was observed of it."""
    folder, _, name = path.rpartition("/")
    return folder.endswith(("/client-embed", "/client-popup")) and "." not in name


def _decoded(value: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
