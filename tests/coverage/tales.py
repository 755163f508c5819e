"""Recordings for the count, told in a few words."""

from __future__ import annotations

from typing import Any, Self

from harness.coverage import Account, account
from harness.recording import Event, Recording

FUNCTION = {"$type": "function", "name": ""}
RUN = "scenarios/tale.yaml::A tale@chromium"


class Tale:
    """A run with its host page open; each part is told in a step of its own."""

    def __init__(self, *about: str, run: str = RUN) -> None:
        self.recording = Recording()
        self._step: int | None = None
        self._steps = 0
        self._calls = 0
        self.add("run_started", run=run, about=list(about), assumes=[])
        self.at("https://shop.example/")

    def add(self, kind: str, *, page: str | None = "main", **data: Any) -> Self:
        number = len(self.recording) + 1
        self.recording.append(Event(number, float(number), kind, data, page, None, self._step))
        return self

    def at(self, url: str, page: str = "main") -> Self:
        return self.add("navigation", page=page, url=url, way="load")

    def call(self, function: str, *args: Any, by: str = "scenario", **more: Any) -> Self:
        self._calls += 1
        page = more.pop("page", "main")
        data = {"call": self._calls, "function": function, "args": list(args), "by": by, **more}
        return self.add("call", page=page, **data)

    def init(self, **options: Any) -> Self:
        return self.call("embed.init", {"account": "demo", **options}, by="page")

    def popup(self, **options: Any) -> Self:
        return self.call("popup.init", {"account": "demo", **options}, by="page")

    def fires(self, name: str, **data: Any) -> Self:
        return self.add("callback", name=name, args=[data], registration=self._calls)

    def check(self, of: str = "chatbar") -> Self:
        """A step that looks at something."""
        return self.step("check").add("check", of=of, expected="bar", recorded="bar").ends()

    def step(self, verb: str | None = None, **data: Any) -> Self:
        self._step = self._steps
        self._steps += 1
        return self.add("step_started", page=None, index=self._step, verb=verb, **data)

    def ends(self) -> Self:
        self.add("step_ended", page=None, index=self._step, status="passed")
        self._step = None
        return self

    def expecting(self, event: str, pattern: Any = "$any", *, times: Any = (1, 1)) -> Self:
        """A step that expects an event and sees what is told until `ends`."""
        return self.step(expect=[{event: pattern, "times": list(times)}])

    def account(self, status: str | None = "passed") -> Account:
        """The run's account; None is a run that was cut off."""
        if status is not None:
            self.add("run_ended", page=None, status=status)
        return account(self.recording)

    def state(self, name: str, status: str | None = "passed") -> str | None:
        """What the run says of an item: judged, why not, or None for one that it did not do."""
        told = self.account(status).exercised
        return (told[name] or "judged") if name in told else None
