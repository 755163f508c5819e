"""One fault: what is done to an invocation, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.faults.invocation import Invocation

Door = Literal["run", "pytest"]
Act = Callable[["Invocation"], None]
"""What is done while the command runs; it returns when it has been done."""

BAD = frozenset({"failed", "broken"})
GOOD = frozenset({"passed"})
ANY = frozenset({"passed", "failed", "broken", "skipped", "not_run"})
UNDONE = frozenset({"passed", "broken", "not_run"})
"""What a good scenario may be where the command was broken off or its workers were killed."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault, and what the promises leave open after it.

    `bomb` is the YAML of the one scenario that does harm; without it the harm comes from outside
    (`act`, `env`, `through`). `may` is what the bomb may become, `others` what the good scenarios
    around it may. `says` is a regular expression that the output has to match. `seconds` is what
    the command may take; a bomb's own timeout is 30 s unless it says otherwise.
    """

    name: str
    family: str = ""
    bomb: str = ""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    door: Door = "run"
    workers: int = 1
    options: tuple[str, ...] = ()
    env: Mapping[str, str | None] = field(default_factory=dict)
    through: str = ""
    """A line of sh that ends by `exec "$@"`, where the command is started through one."""
    act: Act | None = None
    may: frozenset[str] = BAD
    others: frozenset[str] = GOOD
    exits: frozenset[int] | None = None
    """The exit status; None: by what became of the runs."""
    says: str = ""
    seconds: float = 60.0
    good: int = 3
    """Good scenarios around the bomb."""
    has_report: bool = True
    """Whether there is a JUnit report; it has each run once."""
    has_last_run: bool = True
    """Whether `last-run.json` tells the same as the report."""
    has_logs: bool = True
    """Whether each run that was judged has an event log that can be read."""
    has_output: bool = True
    """Whether the output is there to be read."""
    is_usage: bool = False
    """Nothing is run: the command is refused with status 4."""
    is_killed: bool = False
    """The command itself is ended by a signal: what is on disk is readable, nothing is left."""
    canary: str = ""
    """A text that no artifact may hold."""
    needs: str = ""
    """A line of sh that succeeds where the platform can try this."""
    in_ci: bool = False

    @property
    def id(self) -> str:
        """Family and name."""
        return f"{self.family}/{self.name}"

    @property
    def is_told(self) -> bool:
        """Whether the report has the verdict of each run that was over."""
        return self.has_report and not self.is_killed

    def by_pytest(self, workers: int = 1) -> Fault:
        """The same fault by the other door."""
        return replace(
            self, door="pytest", workers=workers, name=f"{self.name}, pytest -n {workers}"
        )


def by_both_doors(*faults: Fault) -> list[Fault]:
    """Each fault by `harness run` and by pytest."""
    return [door for fault in faults for door in (fault, fault.by_pytest())]
