"""Runs and recordings, built in a few words; the clock moves by a millisecond for each event."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from harness.judging.judge import judge
from harness.recording import Event, Recording
from harness.scenario.model import (
    Always,
    Expect,
    Expectation,
    Host,
    HostPage,
    Never,
    Run,
    Scenario,
    Step,
)
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.judging.verdict import Failure, Verdict

PATH = "scenarios/story.yaml"
UNDEFINED = {"$type": "undefined"}
FUNCTION = {"$type": "function", "name": ""}
EVERY_CALLBACK = dict.fromkeys(("onload", "onchange", "onchatstart", "onchatopened"), FUNCTION)
ERROR = {"$type": "error", "name": "TypeError", "message": "no such page", "stack": "at x:1:1"}


def want(event: str, pattern: Any = "$any", **more: Any) -> Expectation:
    """An expectation, exactly once unless `low` and `high` say otherwise."""
    return Expectation(event, pattern, Place(PATH, 20, 5), **more)


def some(event: str, pattern: Any = "$any") -> Expectation:
    return want(event, pattern, low=1, high=None)


def expect(
    *items: Expectation, in_order: Any = (), never: Any = (), seconds: float = 0.5
) -> Expect:
    """What a step expects; `never` for half a second unless said otherwise."""
    absences = (Never(tuple(never), seconds, Place(PATH, 21, 5)),) if never else ()
    return Expect(tuple(items), (tuple(in_order),) if in_order else (), absences)


def step(verb: str | None = "flip", index: int = 0, **more: Any) -> Step:
    return Step(index, verb, Place(PATH, 10 + index, 5), verb or "expect", **more)


def make_run(
    *steps: Step, finally_: tuple[Step, ...] = (), always: Always | None = None, **params: Any
) -> Run:
    page = HostPage("https://shop.example/", Place(PATH, 3, 7), html="")
    scenario = Scenario(
        "A story",
        PATH,
        Place(PATH, 1, 1),
        Host(page),
        steps or (step(),),
        always=always or Always(),
        finally_=finally_,
        within=2.0,
    )
    return Run(f"{PATH}::A story@chromium", scenario, params)


class Story:
    """A recording in the making. Times are milliseconds since the run began."""

    def __init__(self, run: Run | None = None) -> None:
        self.run = run or make_run()
        self.recording = Recording()
        self.now = 0.0
        self.index: int | None = None
        self.calls = 0
        self.inits = 0
        self.add("run_started", page=None, run=self.run.id)

    def add(
        self, kind: str, *, at: float | None = None, page: str | None = "main", **data: Any
    ) -> Event:
        """Any event; `at` is when it happened, else it is a millisecond after the last one."""
        self.now = self.now + 1 if at is None else max(self.now, at)
        moment = self.now if at is None else at
        number = len(self.recording) + 1
        event = Event(number, float(moment), kind, data, page, None, self.index)
        self.recording.append(event)
        return event

    def callback(
        self,
        name: str,
        data: Any = None,
        *,
        at: float | None = None,
        page: str = "main",
        **more: Any,
    ) -> Event:
        more.setdefault("registration", 1)
        return self.add("callback", at=at, page=page, name=name, args=[data or {}], **more)

    def call(
        self,
        function: str,
        *args: Any,
        by: str = "page",
        value: Any = UNDEFINED,
        page: str = "main",
        **more: Any,
    ) -> int:
        """A call that returns; gives its number."""
        self.calls += 1
        told = {"call": self.calls, "function": function}
        self.inits = self.calls if function == "embed.init" else self.inits
        self.add("call", page=page, args=list(args), by=by, **told, **more)
        self.add("returned", page=page, value=value, **told)
        return self.calls

    def load(self, page: str = "main", **options: Any) -> None:
        """A document that calls init with these options, and every callback registered."""
        self.add("navigation", page=page, url="https://shop.example/", way="load")
        self.call("embed.init", {"account": "demo", **EVERY_CALLBACK, **options}, page=page)

    def open(self, **options: Any) -> Story:
        """The host page opens, and the widget in it."""
        with self.step(None, index=-1):
            self.load(**options)
            self.callback("onload", {"page": "start-online", "online": True})
        return self

    def trouble(self, code: str, what: str = "page", **more: Any) -> Event:
        return self.add("trouble", page=None, what=what, code=code, message=f"it is {code}", **more)

    @contextmanager
    def step(
        self, verb: str | None = "flip", *, index: int = 0, ends: float | None = None, **data: Any
    ) -> Iterator[Event]:
        """A step of two seconds; what is recorded inside is its own."""
        before, self.index = self.index, index
        data.setdefault("within", 2.0)
        yield self.add("step_started", page=None, index=index, verb=verb, **data)
        self.add("step_ended", at=ends, page=None, index=index, status="passed")
        self.index = before

    def acted(self) -> float:
        """The step's verb is done; gives the time."""
        return self.add("acted", page=None, index=self.index).time

    def verdict(self) -> Verdict:
        return judge(self.run, self.recording)

    def codes(self) -> list[str]:
        return [failure.code for failure in self.verdict().failures]

    def failure(self) -> Failure:
        """The only failure there is."""
        (found,) = self.verdict().failures
        return found


def told(expectations: Expect, *callbacks: tuple[str, Any, float], ends: float = 2100) -> Story:
    """One step of two seconds that expects this and sees these callbacks, ms after it began."""
    story = Story(make_run(step(expect=expectations))).open()
    story.now = 999
    with story.step(ends=1000 + ends) as started:
        story.call("embed.flip", by="scenario")
        story.acted()
        for name, data, after in callbacks:
            story.callback(name, data, at=started.time + after)
    return story


MIN = {"chat_status": "min"}
RES = {"chat_status": "res"}
CHAT = {"ticket": "t1", "initiator": "client"}
LOADED = {"page": "start-online", "online": True}
