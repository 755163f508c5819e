"""Which widget is meant: the stub, the stub with an assumption set otherwise, or a build."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harness.assumptions import ASSUMPTIONS, Choice
from harness.scenario.suggestions import did_you_mean, listed

if TYPE_CHECKING:
    from harness.scenario.model import Run

STUB = "stub"
LIVE = "live"


class BadWidget(Exception):  # noqa: N818 - the condition is named
    """No widget is meant by these words; the message says why."""


@dataclass(frozen=True, slots=True)
class Widget:
    """One of the two that are compared.

    `given` is how the command line names it, `name` how reports do. `assume` is what the
    stub does otherwise than by default.
    """

    given: str
    name: str
    assume: dict[str, Choice] = field(default_factory=dict)

    @property
    def is_stub(self) -> bool:
        """Whether it is the stub, in whatever way."""
        return self.given.partition(":")[0] == STUB

    @property
    def is_plain_stub(self) -> bool:
        """Whether it is the stub as the ledger of assumptions describes it."""
        return self.is_stub and not self.assume

    @property
    def build(self) -> str:
        """What `harness run --widget` calls it."""
        return STUB if self.is_stub else self.given

    def running(self, run: Run) -> Run:
        """The run as it is done with this widget."""
        return assuming(run, self.assume)


def assuming(run: Run, choices: dict[str, Choice]) -> Run:
    """The run with the stub doing otherwise than by default, or than its scenario says."""
    if not choices:
        return run
    scenario = run.scenario
    backend = replace(scenario.backend, assume={**scenario.backend.assume, **choices})
    return replace(run, scenario=replace(scenario, backend=backend))


def widget(given: str) -> Widget:
    """The widget that these words name: `stub`, `stub:ID=VALUE`, a file, a folder or an address.

    Raises BadWidget.
    """
    if given == STUB:
        return Widget(STUB, "the stub")
    if given.startswith(f"{STUB}:"):
        assume = dict(_choice(part) for part in given.removeprefix(f"{STUB}:").split(","))
        told = ", ".join(f"{name}={shown(value)}" for name, value in assume.items())
        return Widget(given, f"the stub with {told}", assume)
    if given == LIVE:
        return Widget(LIVE, "the live widget")
    if given.startswith(("https://", "http://")) or Path(given).exists():
        return Widget(given, given)
    hint = did_you_mean(given, (STUB, LIVE))
    raise BadWidget(f"{given}: no such file, and no other widget{f'; {hint}' if hint else ''}")


def shown(choice: Choice) -> str:
    """A choice as a scenario writes it."""
    return str(choice).lower() if isinstance(choice, bool) else choice


def _choice(text: str) -> tuple[str, Choice]:
    name, _, value = text.partition("=")
    known = {one.id: one for one in ASSUMPTIONS.values() if one.choices}
    if name not in known:
        hint = did_you_mean(name, known)
        raise BadWidget(f"stub:{text}: no assumption with a setting; {hint or 'see the ledger'}")
    for choice in known[name].choices:
        if shown(choice) == value:
            return name, choice
    allowed = listed(map(shown, known[name].choices))
    raise BadWidget(f"stub:{text}: {name} is {allowed}")
