"""Making the visits of an audit: each is a run of the engine, and leaves a recording."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.audit.plans import WAIT, watching
from harness.audit.target import Target, host_for, mocks_of, names_of
from harness.recording import Event, Recording
from harness.report.event_log import read_events
from harness.scenario.model import BrowserWish, Mock, Reply, Run, Scenario, Step
from harness.widget_api import LOADER_URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.audit.plans import Act, Loader, Plan
    from harness.browser.engine import Engine
    from harness.scenario.places import Place

SLOW = 0.4
"""Seconds that a slow loader takes."""

HELD = 1.2
"""Seconds that the loader hangs before it fails."""

NO_SCRIPT = "Access denied by policy"
"""What comes in the place of a foreign loader: an error for whoever runs it, then the load event.

A page of a proxy or of a portal does the same, though not in Chromium: that makes a failed
request of what looks like HTML or JSON in a script's place (opaque response blocking). An
ad-blocker's empty script brings the load event alone.
"""

_LOST = frozenset({"browser", "window-gone"})

LONGEST = 30.0
"""Seconds that a visit may take in all, waiting for the chat apart."""

SPARE = 5.0
"""Seconds that waiting for the chat may take beyond its limit, on a machine that is busy."""


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """What became of a visit: everything recorded, and what the page answered, by label."""

    plan: Plan
    recording: Recording = field(default_factory=Recording)
    pictures: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """The answers of the page, by the label of the step that asked."""
        return {
            self.plan.acts[event.step].label: event.data.get("value")
            for event in self.recording.of_kind("evaluated")
            if event.step is not None and 0 <= event.step < len(self.plan.acts)
        }

    @property
    def is_whole(self) -> bool:
        """Whether all of it was done, and nothing kept it from its end."""
        steps = {event.step for event in self.recording.of_kind("acted")}
        is_done = all(index in steps for index in range(len(self.plan.acts)))
        return is_done and not self.unmade and not self.recording.of_kind("trouble")

    def seen(self, label: str) -> dict[str, Any]:
        """An answer that is an object; empty where the visit did not come so far."""
        answer = self.facts.get(label)
        return answer if isinstance(answer, dict) else {}

    @property
    def undisturbed(self) -> list[Event]:
        """What happened before the first probe."""
        acts = self.plan.acts
        first = next((i for i, act in enumerate(acts) if act.is_probe), len(acts))
        return [event for event in self.recording if event.step is None or event.step < first]

    @property
    def page_calls(self) -> list[Event]:
        """Calls of the widget's functions by the page itself, before the first probe."""
        return calls_by_page(self.undisturbed)

    def during(self, *labels: str) -> list[Event]:
        """What happened in the steps with these labels."""
        steps = {i for i, act in enumerate(self.plan.acts) if act.label in labels}
        return [event for event in self.recording if event.step in steps]


def calls_by_page(events: Iterable[Event]) -> list[Event]:
    """Those events that are calls of the widget's functions by the page itself."""
    return [one for one in events if one.kind == "call" and one.data.get("by") == "page"]


async def visit(
    engine: Engine, target: Target, plans: Sequence[Plan], wait: float = WAIT
) -> list[Visit]:
    """Make the visits, several at a time; each waits for the chat for so many seconds at most."""
    return list(await asyncio.gather(*(_made(engine, target, plan, wait) for plan in plans)))


async def _made(engine: Engine, target: Target, plan: Plan, wait: float) -> Visit:
    result = await engine.run(run_of(target, plan, wait))
    if result.events_path is not None and _is_lost(read_events(Path(result.events_path))):
        result = await engine.run(run_of(target, plan, wait))  # not about this page: once more
    if result.events_path is None:  # it was not made: the engine says why
        return Visit(plan, unmade=tuple(one.message for one in result.verdict.failures))
    recording = read_events(Path(result.events_path))
    pictures = tuple(str(event.data["path"]) for event in recording.of_kind("screenshot"))
    return Visit(plan, recording, pictures)


def _is_lost(recording: Recording) -> bool:
    """Whether the browser went away under a visit, as it does when another page crashes it."""
    return any(one.data.get("code") in _LOST for one in recording.of_kind("trouble"))


def run_of(target: Target, plan: Plan, wait: float = WAIT) -> Run:
    """A visit as a run of the engine."""
    place = target.place
    steps = tuple(_step(index, act, place, wait) for index, act in enumerate(plan.acts))
    scenario = Scenario(
        title=f"audit of {target.name}: {plan.name}",
        path=target.name,
        place=place,
        host=replace(host_for(target, plan.device, plan.until), watch=watching()),
        steps=steps,
        mocks=(*_loader_mocks(plan.loader, place), *mocks_of(target)),
        backend=plan.backend,
        timeout=LONGEST + sum(step.timeout or 0 for step in steps),
        within=1.0,
        browser=BrowserWish(third_party_cookies=plan.cookies, is_still=True),
    )
    return Run(f"{target.label or target.name}::{plan.name}", scenario, names=names_of(target))


def _step(index: int, act: Act, place: Place, wait: float) -> Step:
    if act.verb != "await_chat":
        return Step(index, act.verb, place, act.label, act.argument, window=act.window)
    argument = {**act.argument, "limit": wait}
    return Step(index, act.verb, place, act.label, argument, timeout=wait + SPARE)


def _loader_mocks(loader: Loader, place: Place) -> tuple[Mock, ...]:
    replies = {
        "slow": Reply(delay=SLOW, passes=True),
        "withheld": Reply(delay=HELD, abort=True),
        "refused": Reply(status=500, text="Internal Server Error"),
        "foreign": Reply(headers={"Content-Type": "text/javascript"}, text=NO_SCRIPT),
    }
    if loader == "normal":
        return ()
    return tuple(
        Mock(address, (replies[loader],), place, name=f"the loader, {loader}")
        for address in (LOADER_URL, LOADER_URL.replace("https:", "http:"))
    )
