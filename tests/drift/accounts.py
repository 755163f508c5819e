"""Recordings made by hand, in a few words, as two widgets would leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.drift.comparing import differences
from harness.drift.surface import LABEL
from harness.recording import Event, Recording

if TYPE_CHECKING:
    from harness.drift.difference import Difference


class Account:
    """A recording that is being written; each method adds what happened and gives it back."""

    def __init__(self, about: tuple[str, ...] = (), assumes: tuple[str, ...] = ()) -> None:
        self.recording = Recording()
        self._step: int | None = None
        self._calls = 1
        self._add("run_started", {"about": list(about), "assumes": list(assumes)})
        self.step(None, text="open https://shop.example/")
        self._add("call", {"call": 1, "function": "embed.init", "args": [{"account": "demo"}]})

    def step(self, verb: str | None, argument: Any = None, **more: Any) -> Account:
        """The step before ends, and this one begins."""
        self._end()
        self._step = -1 if self._step is None else self._step + 1
        data = {"index": self._step, "verb": verb, "argument": argument, "text": verb or ""}
        self._add("step_started", {**data, **more})
        if verb == "page" or (verb and verb in {"flip", "status"}):
            self._calls += 1
            self._add("call", {"call": self._calls, "function": f"embed.{verb}", "args": []})
        return self

    def fires(self, name: str, *data: Any) -> Account:
        return self._add("callback", {"name": name, "args": list(data), "registration": 1})

    def loads(self) -> Account:
        return self._add("navigation", {"url": "https://shop.example/", "way": "load"})

    def returns(self, function: str, value: Any) -> Account:
        return self._add("returned", {"call": 1, "function": function, "value": value})

    def throws(self, function: str, message: str) -> Account:
        error = {"$type": "error", "name": "Error", "message": message, "stack": "at x"}
        return self._add("threw", {"call": 1, "function": function, "error": error})

    def sends(self, *arguments: Any, via: str = "ga") -> Account:
        return self._add("analytics", {"via": via, "args": list(arguments)})

    def looks(self, of: str, recorded: Any, expected: Any = "$any") -> Account:
        return self._add("check", {"of": of, "recorded": recorded, "expected": expected})

    def asks(self, path: str, status: int = 200, host: str = "app.livechatoo.com") -> Account:
        data = {"method": "GET", "url": "", "host": host, "path": path, "status": status}
        return self._add("request", data)

    def fails(self, message: str, code: str = "no-control") -> Account:
        return self._add("trouble", {"code": code, "message": message})

    def breaks(self, message: str) -> Account:
        return self._add("page_error", {"name": "TypeError", "message": message, "stack": ""})

    def offers(self, **surface: int | str) -> Account:
        """What the widget offers: the number of a function's parameters, or another type."""
        shown = {
            name.replace("__", "."): {"type": "function", "arity": given}
            if isinstance(given, int)
            else {"type": given}
            for name, given in surface.items()
        }
        self.step("eval", label=LABEL)
        return self._add("evaluated", {"value": shown})

    def _end(self) -> None:
        if self._step is not None:
            self._add("step_ended", {"index": self._step, "status": "passed"})

    def _add(self, kind: str, data: dict[str, Any]) -> Account:
        seq = len(self.recording) + 1
        self.recording.append(Event(seq, float(seq), kind, data, "main", None, self._step))
        return self

    def done(self) -> Recording:
        self._end()
        self._step = None
        return self.recording


def compared(a: Account, b: Account, *declared: object) -> list[Difference]:
    """The differences between two accounts."""
    return list(differences(a.done(), b.done(), declared))


def told(found: list[Difference]) -> list[tuple[str, str, str]]:
    """Area, subject and how of each difference."""
    return [(one.spot.area, one.spot.subject, one.how) for one in found]
