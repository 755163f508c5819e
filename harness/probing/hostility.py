"""What a host page can be to a widget beside friendly, and a run under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.scenario.plan import names_of
from harness.stub import pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.scenario.model import HostPage, Run, Scenario

Change = Callable[["Run"], "Scenario"]
"""Gives the scenario of a run as it is under a hostility."""

Obstacle = Callable[["Scenario"], str]
"""Why a scenario cannot be under a hostility, nothing where it can."""

_POLICY = "content-security-policy"


def never(_scenario: Scenario) -> str:
    """No obstacle."""
    return ""


@dataclass(frozen=True, slots=True)
class Hostility:
    """One of the family: what it is called, what a widget has to stand, and what is done for it.

    One that is `on_page` changes the host's pages, so they have to be the stub host's.
    """

    name: str
    statement: str
    does: str
    change: Change
    on_page: bool = True
    obstacle: Obstacle = never

    def as_json(self) -> dict[str, str]:
        """The words about it."""
        return {"name": self.name, "statement": self.statement, "does": self.does}


def under(run: Run, hostility: Hostility) -> Run:
    """The run under a hostility; one that cannot be is not to be run, and says why."""
    named = replace(run, id=named_id(run.id, hostility.name))
    why = _obstacle(run.scenario, hostility)
    if why:
        return replace(named, unfit=why)
    scenario = hostility.change(run)
    return replace(named, scenario=scenario, names=run.names | names_of(scenario))


def named_id(run_id: str, name: str) -> str:
    """The id of a run under the hostility of this name."""
    rest, at, browser = run_id.rpartition("@")
    return f"{rest}[hostile={name}]{at}{browser}"


def hostility_of(run_id: str) -> str:
    """The name of the hostility that a run is under, by its id; nothing for one as it is."""
    before, mark, name = run_id.rpartition("@")[0].rpartition("[hostile=")
    return name.removesuffix("]") if mark and before and name.endswith("]") else ""


def named_in(texts: Iterable[str]) -> Iterator[str]:
    """The names of the hostilities that ids speak of."""
    for text in texts:
        _, mark, rest = text.partition("[hostile=")
        if mark:
            yield rest.partition("]")[0]


def _obstacle(scenario: Scenario, hostility: Hostility) -> str:
    if hostility.on_page:
        if scenario.host.is_real:
            return "its pages come from a real server, and only pages of the stub host are changed"
        if any(name.lower().startswith(_POLICY) for name in scenario.host.headers):
            return "its host page has a Content-Security-Policy of its own"
        if any(_has_policy(page) for page in (scenario.host.page, *scenario.host.pages)):
            return "one of its pages has a Content-Security-Policy of its own"
    return hostility.obstacle(scenario)


def _has_policy(page: HostPage) -> bool:
    try:
        return _POLICY.encode() in pages.render(page).lower()
    except OSError:  # told when the page is asked for
        return False
