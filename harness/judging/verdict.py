"""What the judge says of one run, as plain data: every report is a function of it.

A verdict is `passed`, `failed` (the widget or the page is wrong) or `broken` (the scenario
or the environment is wrong); a planned run that was never judged is `skipped` or `not_run`,
and its first failure says why. All of it is frozen, picklable, and goes to JSON and back,
so that it can cross from one process to another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from harness.masking import OWN, OWN_KEYS
from harness.scenario.escaping import visible

if TYPE_CHECKING:
    from harness.scenario.places import Place

Status = Literal["passed", "failed", "broken", "skipped", "not_run"]
"""How a planned run ended."""

STATUSES: tuple[Status, ...] = get_args(Status)
"""Every status, in the order in which reports count them."""

NO_BROWSER = "no-browser"
"""The code of a failure that is no run's own: no browser starts."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a run did not pass, with the place in the scenario that demanded otherwise.

    `expected` and `recorded` are text made for reading, types included. `instead` are the
    lines that say what happened instead, nearest miss first. `step` is the index of the
    step, `why` the words that the scenario's author gave it.
    """

    place: Place | None
    code: str = field(metadata=OWN)
    message: str
    expected: str | None = None
    recorded: str | None = None
    instead: tuple[str, ...] = ()
    hint: str | None = None
    step: int | None = None
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The failure as a JSON object; its place is [path, line, column]."""
        place = self.place
        return {
            "place": list(place) if place else None,
            "code": self.code,
            "message": self.message,
            "expected": self.expected,
            "recorded": self.recorded,
            "instead": list(self.instead),
            "hint": self.hint,
            "step": self.step,
            "why": self.why,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Failure:
        """The inverse of `as_json`. Raises KeyError or TypeError on a foreign object."""
        from harness.scenario.places import Place

        place = None if row["place"] is None else Place(*row["place"])
        return cls(**{**row, "place": place, "instead": tuple(row["instead"])})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one run; `ignored` counts recorded values that no pattern looked at."""

    status: Status = field(metadata=OWN)
    failures: tuple[Failure, ...] = ()
    ignored: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether somebody has to look at this run: it failed, or it is broken."""
        return self.status in {"failed", "broken"}

    def as_json(self) -> dict[str, Any]:
        """The verdict as a JSON object."""
        return {
            "status": self.status,
            "failures": [failure.as_json() for failure in self.failures],
            "ignored": self.ignored,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Verdict:
        """The inverse of `as_json`. Raises KeyError, TypeError or ValueError."""
        if row["status"] not in STATUSES:
            raise ValueError(f"{row['status']!r} is not the status of a verdict")
        failures = tuple(Failure.from_json(failure) for failure in row["failures"])
        return cls(cast("Status", row["status"]), failures, row["ignored"])


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run that is over: what it was, its verdict, and where its evidence lies.

    `artifacts` maps a kind (`events`, `screenshot`) to a path relative to the output folder, which
    is named after the masked id; `events_path` is the event log as the user can open it. `unkept`
    has, by the same kinds, why evidence is not whole, or not there. `assumes` are the assumptions
    about the widget that the scenario rests on, `about` what of the API it covers.
    `lost` says of each earlier attempt why it was done again: the browser went away, or a worker.
    """

    run_id: str
    path: str
    line: int
    title: str
    tags: tuple[str, ...]
    verdict: Verdict
    seconds: float
    artifacts: dict[str, str] = field(default_factory=dict, metadata=OWN)
    events_path: str | None = field(default=None, metadata=OWN)
    assumes: tuple[str, ...] = field(default=(), metadata=OWN)
    about: tuple[str, ...] = field(default=(), metadata=OWN)
    lost: tuple[str, ...] = ()
    unkept: dict[str, str] = field(default_factory=dict, metadata=OWN_KEYS)

    @property
    def name(self) -> str:
        """The run without its file: `title[params] [browser]`."""
        rest = self.run_id.removeprefix(f"{visible(self.path)}::")
        name, at, browser = rest.rpartition("@")
        return f"{name} [{browser}]" if at else rest

    def as_json(self) -> dict[str, Any]:
        """The result as a JSON object."""
        return {
            "run_id": self.run_id,
            "path": self.path,
            "line": self.line,
            "title": self.title,
            "tags": list(self.tags),
            "verdict": self.verdict.as_json(),
            "seconds": self.seconds,
            "artifacts": dict(self.artifacts),
            "events_path": self.events_path,
            "assumes": list(self.assumes),
            "about": list(self.about),
            "lost": list(self.lost),
            "unkept": dict(self.unkept),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> RunResult:
        """The inverse of `as_json`. Raises KeyError, TypeError or ValueError."""
        verdict = Verdict.from_json(row["verdict"])
        lists = {name: tuple(row[name]) for name in ("tags", "assumes", "about", "lost")}
        return cls(**{**row, **lists, "verdict": verdict})
