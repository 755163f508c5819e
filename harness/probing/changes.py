"""How hostilities change a scenario: its pages, its network, its browser, its steps."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.probing.markup import CLOSE, IS_ON_TOP, markup
from harness.scenario.model import BrowserWish, Extras, Mock, Reply, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.probing.hostility import Change, Obstacle
    from harness.scenario.model import Run, Scenario


def with_policy(policy: Any, name: str | None = None) -> Change:
    """Pages with a policy, and with the markup that belongs to it."""
    return partial(_dressed, policy=policy, first=name)


def with_markup(name: str) -> Change:
    """Pages that begin with the markup of this name."""
    return partial(_dressed, policy="none", first=name)


def with_modal(name: str) -> Change:
    """A page under a modal while the widget loads; before the first act its visitor closes it."""
    return partial(_under_modal, name=name)


def without(*addresses: str) -> Change:
    """A network on which nothing is answered at these addresses.

    The browser says so in the console, which is not held against the scenario.
    """
    return partial(_blocked, addresses=addresses)


def blocking_cookies(run: Run) -> Scenario:
    """A browser that blocks third parties' cookies."""
    scenario = run.scenario
    wish = BrowserWish(third_party_cookies="blocked", popups=scenario.browser.popups)
    return replace(scenario, browser=wish)


def blocks_cookies(scenario: Scenario) -> str:
    """Such a browser is nothing new to it."""
    is_so = scenario.browser.third_party_cookies == "blocked"
    return "the scenario blocks third-party cookies by itself" if is_so else ""


def counts_requests(*parts: str) -> Obstacle:
    """Whether the scenario is about requests for what has these texts in its address."""
    return partial(_counts, parts=parts)


def acts_early(scenario: Scenario) -> str:
    """The modal would be in the way of what the scenario does before the page has loaded."""
    is_early = scenario.host.until in {"commit", "dom"}
    return "the scenario acts before its page has loaded" if is_early else ""


def _dressed(run: Run, *, policy: Any, first: str | None) -> Scenario:
    extras = Extras(first=markup(first, run) if first else "", policy=policy)
    return replace(run.scenario, host=replace(run.scenario.host, extras=extras))


def _under_modal(run: Run, *, name: str) -> Scenario:
    scenario = run.scenario
    host = replace(scenario.host, extras=Extras(last=markup(name, run)))
    before = 0
    while before < len(scenario.steps) and scenario.steps[before].verb is None:
        before += 1  # what is expected of the opening has its window before any act
    looking = {IS_ON_TOP: {"covers_everything": True, "has_focus": True}}
    place = scenario.host.page.place
    added = (
        Step(before, "check", place, "the page's modal is on top and has the focus",
             {"eval": looking}),
        Step(before + 1, "eval", place, "the visitor closes the page's modal", CLOSE),
    )  # fmt: skip
    steps = (*scenario.steps[:before], *added, *_moved(scenario.steps[before:]))
    return replace(scenario, host=host, steps=steps, finally_=_moved(scenario.finally_))


def _moved(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, index=step.index + 2) for step in steps)


def _blocked(run: Run, *, addresses: Sequence[str]) -> Scenario:
    scenario = run.scenario
    mocks = tuple(
        Mock(at, (Reply(abort=True),), scenario.place, name=f"blocked: {at}") for at in addresses
    )
    kinds = tuple(kind for kind in scenario.always.no if kind != "console_error")
    always = replace(scenario.always, no=kinds)
    return replace(scenario, mocks=(*mocks, *scenario.mocks), always=always)


def _counts(scenario: Scenario, *, parts: Sequence[str]) -> str:
    asked = repr(
        [
            item.pattern
            for step in (*scenario.steps, *scenario.finally_)
            for item in (*step.expect.items, *(one for row in step.expect.ordered for one in row))
            if item.event == "request"
        ]
    )
    is_counting = any(part in asked for part in parts)
    return "the scenario is about the requests that are blocked" if is_counting else ""
