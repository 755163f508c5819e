"""`harness show`: a recording as a timeline, one line for each event, in the lane it belongs to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from harness import wording
from harness.report.lanes import FRAME_KINDS, LANES, Entry, entry, kinds_of, lane_of
from harness.report.printer import STATUS_STYLES, Part, Printer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from harness.judging.verdict import Failure
    from harness.recording import Event, Recording

WIDE = 72
"""From this many columns on the timeline has lanes; below, a sign before each line."""

LANE_STYLES = {
    "call": "cyan",
    "callback": "magenta",
    "page": "yellow",
    "network": "blue",
    "harness": "bright_black",
}
"""The colour of each lane."""

_TEXT_STYLES = {lane: LANE_STYLES[lane] for lane in ("call", "callback")}


def show_timeline(
    recording: Recording,
    console: Console,
    *,
    failures: Sequence[Failure] = (),
    only: Iterable[str] = (),
    full: bool = False,
) -> None:
    """Print a recording as a timeline.

    `failures` are the verdict's, shown under the step they belong to. `only` names the lanes
    and kinds to show (all when empty); ValueError says when a name is neither. Long values
    are shortened unless `full`.
    """
    kinds = kinds_of(only)
    Timeline(recording, Printer(console), list(failures), kinds, full=full).show()


class Timeline:
    """One recording on its way to the terminal."""

    def __init__(
        self,
        recording: Recording,
        printer: Printer,
        failures: list[Failure],
        kinds: frozenset[str],
        *,
        full: bool,
    ) -> None:
        self._recording = recording
        self._printer = printer
        self._glyphs = printer.glyphs
        self._failures = failures
        self._kinds = kinds
        self._limit = None if full else wording.LEAF
        self._width = printer.console.width
        self._is_wide = self._width >= WIDE
        self._ends = _step_ends(recording)
        pages = {_page(event) for event in recording if event.page}
        self._page_width = min(16, max(map(len, pages))) if len(pages) > 1 and self._is_wide else 0
        self._shown = 0

    def show(self) -> None:
        """Print it all."""
        self._header()
        merged = self._merged()
        for event in self._recording:
            if event.kind == "step_started":
                self._step(event)
            elif event.kind == "step_ended":
                self._failures_of(event.data.get("index"))
            elif event.kind not in FRAME_KINDS and event.seq not in merged:
                self._event(event, merged)
        self._footer()

    def _header(self) -> None:
        first = self._recording.events[0] if self._recording.events else None
        data = first.data if first and first.kind == "run_started" else {}
        line = self._printer.line
        if data:
            params = ", ".join(
                f"{name}={value}" for name, value in (data.get("params") or {}).items()
            )
            title = str(data.get("scenario") or data.get("run"))
            line((f"{title} [{params}]" if params else title, "bold"))
            line((f"{data.get('run')}  harness {data.get('harness')}", "dim"))
        legend: list[Part] = ["seconds".rjust(9)] if self._is_wide else []
        for lane in LANES:
            legend += [
                "  " if legend else "",
                (f"{self._glyphs.lanes[lane]} {lane}", LANE_STYLES[lane]),
            ]
        line(*legend)

    def _merged(self) -> dict[int, Event]:
        """Returns that follow their call at once, by the number of either event."""
        pairs: dict[int, Event] = {}
        events = self._recording.events
        for call, after in pairwise(events):
            is_pair = call.kind == "call" and after.kind == "returned" and call.frame == after.frame
            if is_pair and call.data.get("call") == after.data.get("call"):
                pairs[after.seq] = after
        return pairs

    def _event(self, event: Event, merged: dict[int, Event]) -> None:
        if self._kinds and event.kind not in self._kinds:
            return
        self._shown += 1
        told = entry(event, self._limit)
        after = merged.get(event.seq + 1)
        if event.kind == "call" and after is not None:
            value = wording.as_text(after.data.get("value"), self._limit)
            returned = "" if value == "undefined" else f" returned {value}"
            told = Entry(told.lane, told.text + returned)
        style = "red" if told.is_alarming else _TEXT_STYLES.get(told.lane, "")
        body = self._printer.text((told.text, style))
        first, later = self._gutter(event, lane_of(event.kind))
        used = self._printer.text(*first).cell_len
        for number, part in enumerate(self._printer.wrapped(body, self._width - used)):
            self._printer.put(self._printer.text(*(later if number else first)).append_text(part))

    def _gutter(self, event: Event, lane: str) -> tuple[list[Part], list[Part]]:
        """What stands before the event's text: time, page and lanes; and before its next lines."""
        seconds = f"{event.time / 1000:.3f}".rjust(9)
        mark = (self._glyphs.lanes[lane], LANE_STYLES[lane])
        bar = (self._glyphs.bar, "bright_black")
        if not self._is_wide:
            return [(seconds, "dim"), " ", mark, " "], [" " * 10, bar, " "]
        page = wording.shorten(_page(event), None)[: self._page_width].ljust(self._page_width)
        page = f" {page}" if self._page_width else ""
        first: list[Part] = [(seconds, "dim"), page, "  "]
        later: list[Part] = [" " * (9 + len(page)), "  "]
        for name in LANES:
            first += [mark if name == lane else bar, " "]
            later += [bar, " "]
        return [*first, " "], [*later, " "]

    def _step(self, event: Event) -> None:
        data = event.data
        end = self._ends.get(event.seq)
        status = str(end.data.get("status")) if end else "cut off"
        style = STATUS_STYLES.get(status, "red")
        mark = self._glyphs.marks.get(status, "?")
        rule = self._glyphs.rule
        left = self._printer.text(
            (f"{rule * 2} ", "bright_black"), (mark, style), (f" {_step_name(data)} ", "bold")
        )
        lasted = f"{(end.time - event.time) / 1000:.3f} s" if end else status
        lasted = status if status == "skipped" else lasted
        right = self._printer.text((f" {data.get('place') or ''}{lasted.rjust(10)}", "dim"))
        room = self._width - left.cell_len - right.cell_len
        if room >= 0:
            fill = self._printer.text((rule * room, "bright_black"))
            self._printer.put(left.append_text(fill).append_text(right))
            return
        for part in self._printer.wrapped(left, self._width):
            self._printer.put(part)
        for part in self._printer.wrapped(right, self._width - 4):
            self._printer.put(self._printer.text("    ").append_text(part))

    def _failures_of(self, index: object) -> None:
        for failure in [known for known in self._failures if known.step == index]:
            self._failures.remove(failure)
            self._failure(failure)

    def _failure(self, failure: Failure) -> None:
        head = f"{self._glyphs.marks['failed']} failure[{failure.code}]: {failure.message}"
        told = [
            ("expected", failure.expected, "green"),
            ("recorded", failure.recorded, "red"),
            *(("instead", line, "") for line in failure.instead),
            ("why", failure.why, "yellow"),
            ("hint", failure.hint, "cyan"),
        ]
        rows = [(head, "bold red")]
        for name, text, style in told:
            lines = [] if text is None else f"{name}: {text}".split("\n")
            rows += [
                (f"{'    ' if number else '  '}{row}", style) for number, row in enumerate(lines)
            ]
        indent = " " * (11 if self._is_wide else 4)
        for row in rows:
            parts = self._printer.wrapped(self._printer.text(row), self._width - len(indent) - 4)
            for number, part in enumerate(parts):
                self._printer.put(
                    self._printer.text(indent + "    " * bool(number)).append_text(part)
                )

    def _footer(self) -> None:
        events = self._recording.events
        last = events[-1] if events else None
        if self._failures:
            self._printer.line(("the run as a whole", "bold"))
        for failure in self._failures:
            self._failure(failure)
        if last is None or last.kind != "run_ended":
            self._printer.line(("the recording stops here: the run was cut off", "red"))
            return
        status = str(last.data.get("status"))
        counted = f"{len(events):,} events"
        counted += f", {self._shown:,} shown" if self._kinds else ""
        style = f"bold {STATUS_STYLES.get(status, 'red')}"
        mark = self._glyphs.marks.get(status, "?")
        self._printer.line(
            (f"{mark} {status}", style), f" after {last.time / 1000:.3f} s, {counted}"
        )


def _step_ends(recording: Recording) -> dict[int, Event]:
    """How each step ended, by the number of the event that began it."""
    ends: dict[int, Event] = {}
    begun: dict[object, int] = {}
    for event in recording:
        index = event.data.get("index")
        if event.kind == "step_started":
            begun[index] = event.seq
        elif event.kind == "step_ended" and index in begun:
            ends[begun.pop(index)] = event
    return ends


def _page(event: Event) -> str:
    return f"{event.page}/{event.frame}" if event.frame else str(event.page or "")


def _step_name(data: dict[str, object]) -> str:
    """What a step is called: its number counts from 1, as people do."""
    text = str(data.get("text") or "")
    if data.get("section") == "open":
        return f"open the host page  {text}".rstrip()
    index = data.get("index")
    number = f" {index + 1}" if isinstance(index, int) and data.get("section") != "finally" else ""
    return f"{'finally' if data.get('section') == 'finally' else 'step'}{number}  {text}".rstrip()
