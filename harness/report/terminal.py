"""Progress and summary of `harness run`, for people at a terminal and for readers of a CI log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

from harness.judging.verdict import STATUSES, Status
from harness.report import lost_attempts, unjudged
from harness.report.failures import COMMAND, evidence, failure_text, reason
from harness.report.printer import STATUS_STYLES, Part, Printer, is_drawable
from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from rich.console import Console
    from rich.text import Text

    from harness.judging.verdict import RunResult
    from harness.report.live import LiveLine

SMALL = 20
"""Up to this many runs each gets a line of its own; of more, every tenth part is told."""

LISTED = 10
"""How many runs with the same reason for not being run are listed by name."""

_MINUTE = 60
_WORDS = {"not_run": "not run"}
_LINE_STYLES = {
    "expected:": "green",
    "recorded:": "red",
    "hint:": "cyan",
    "why:": "yellow",
    ">": "bold",
    "|": "bold red",
}


class TerminalReport:
    """Tells how a command's runs go while they go, and at the end what failed and what to do.

    `sources` are the scenario files' texts by path, for the excerpts; `out` is the output
    folder as the user would type it, `command` how runs are run again with the same options,
    and `failed` the command that runs again what failed. Use it in a `with` statement, so that
    an interruption gives the terminal back.
    """

    def __init__(
        self,
        console: Console,
        *,
        verbose: bool = False,
        quiet: bool = False,
        sources: Mapping[str, str] | None = None,
        out: str = "",
        command: str = COMMAND,
        failed: str = f"{COMMAND} --lf",
    ) -> None:
        self._command = command
        self._failed = failed
        self._printer = Printer(console)
        self._verbose = verbose
        self._quiet = quiet
        self._sources = sources or {}
        self._out = out
        self._total = 0
        self._counts: Counter[Status] = Counter()
        self._live: LiveLine | None = None

    def started(self, total: int, workers: int, browser_text: str) -> None:
        """The runs are planned and the browser is there."""
        self._total = total
        if self._quiet:
            return
        told = f"{many(total, 'run')}, {many(workers, 'worker')}, {browser_text}"
        self._printer.line((told, "dim"))
        if total and is_drawable(self._printer.console):
            from harness.report.live import LiveLine

            self._live = LiveLine(self._printer, total)

    def finished(self, result: RunResult) -> None:
        """One run is over."""
        self._counts[result.verdict.status] += 1
        if self._quiet:
            return
        is_small = self._live is None and self._total <= SMALL
        is_judged = result.verdict.status not in {"skipped", "not_run"}
        if self._verbose or result.verdict.is_bad or (is_small and is_judged):
            self._printer.put(self._run_line(result))
        if self._live is not None:
            self._live.update(sum(self._counts.values()), _plain_tally(self._counts))
        elif self._total > SMALL and not self._verbose:
            self._tell_tenth()

    def note(self, text: str) -> None:
        """Something the user should know meanwhile, above the progress."""
        self._printer.line(text)

    def close(self) -> None:
        """Take the progress away; the terminal is as it was."""
        if self._live is not None:
            self._live.close()
            self._live = None

    def summary(self, results: Sequence[RunResult], seconds: float) -> None:
        """The end: each failure with its evidence, what was not run, the counts."""
        self.close()
        bad = [result for result in results if result.verdict.is_bad]
        for result in bad:
            self._block(result)
        self._idle(results)
        self._unjudged(results)
        self._last_lines(results, seconds, has_bad=bool(bad))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run_line(self, result: RunResult) -> Text:
        status = result.verdict.status
        word = f"{self._printer.glyphs.marks[status]} {_WORDS.get(status, status)}".ljust(10)
        seconds = f"{result.seconds:.2f} s".rjust(9)
        return self._printer.text(
            (word, STATUS_STYLES[status]), (f"{seconds}  ", "dim"), result.run_id
        )

    def _tell_tenth(self) -> None:
        done = sum(self._counts.values())
        if done == self._total or done * 10 // self._total > (done - 1) * 10 // self._total:
            width = len(str(self._total))
            self._printer.line(
                f"{str(done).rjust(width)} of {self._total} runs: ", _plain_tally(self._counts)
            )

    def _block(self, result: RunResult) -> None:
        line = self._printer.line
        status = result.verdict.status
        mark = f"{self._printer.glyphs.rule * 2} {self._printer.glyphs.marks[status]} {status} "
        line("")
        line(
            (mark, f"bold {STATUS_STYLES[status]}"),
            (result.run_id, "bold"),
            (f"  {result.seconds:.2f} s", "dim"),
        )
        for failure in result.verdict.failures:
            for row in failure_text(failure, result, self._sources).split("\n"):
                line(*_styled(row))
            line("")
        for label, text in evidence(result, self._out, self._command):
            line(f"  {label}: ", (text, "bold" if label == "rerun" else ""))

    def _idle(self, results: Sequence[RunResult]) -> None:
        """The runs that were not judged, together where they have the same reason."""
        groups: dict[tuple[str, str], list[RunResult]] = {}
        for result in results:
            if result.verdict.status in {"skipped", "not_run"}:
                why = unjudged.shortened(result, reason(result))
                groups.setdefault((result.verdict.status, why), []).append(result)
        for (status, why), members in groups.items():
            self._printer.line("")
            self._printer.line((_WORDS.get(status, status), STATUS_STYLES[status]), f": {why}")
            shown = members if self._verbose else members[:LISTED]
            for result in shown:
                self._printer.line(f"  {result.run_id}")
            if len(members) > len(shown):
                self._printer.line((f"  and {len(members) - len(shown)} more", "dim"))

    def _unjudged(self, results: Sequence[RunResult]) -> None:
        """What could not be judged of another widget, by the vendor's sections."""
        rows = list(unjudged.lines(results))
        if rows:
            self._printer.line("")
        for row in rows:
            self._printer.line((row, "yellow"))

    def _last_lines(self, results: Sequence[RunResult], seconds: float, *, has_bad: bool) -> None:
        line = self._printer.line
        line("")
        if self._verbose:
            ignored = sum(result.verdict.ignored for result in results)
            verb = "was" if ignored == 1 else "were"
            text = f"{many(ignored, 'recorded value')} {verb} looked at by no pattern"
            line((text, "dim"))
        if self._total > len(results):
            lost = many(self._total - len(results), "planned run")
            line((f"a defect of the harness: {lost} came to no result", "bold red"))
        done_again = lost_attempts.sentence(result.lost for result in results)
        if done_again:
            line((done_again, "yellow"))
        counts = Counter(result.verdict.status for result in results)
        parts: list[Part] = []
        for words in _tally(counts):
            parts += [", ", words] if parts else [words]
        line(*parts, f" in {_duration(seconds)}")
        if has_bad:
            line(("rerun what failed: ", "dim"), self._failed)


def _tally(counts: Mapping[Status, int]) -> list[tuple[str, str]]:
    """How many runs ended in each way, as words with their colours."""
    return [
        (f"{counts[status]} {_WORDS.get(status, status)}", f"bold {STATUS_STYLES[status]}")
        for status in STATUSES
        if counts.get(status)
    ] or [("nothing was run", "bold yellow")]


def _plain_tally(counts: Mapping[Status, int]) -> str:
    return ", ".join(words for words, _ in _tally(counts))


def _styled(row: str) -> list[Part]:
    """A line of the renderer in colours, by what it begins with."""
    for mark, style in ((": failure[", "red"), (": broken[", "yellow")):
        if mark in row and not row.startswith(" "):
            place, _, message = row.partition(mark)
            return [(place, "bold"), (f"{mark}{message}", style)]
    begin = row.strip().partition(" ")[0]
    return [(row, _LINE_STYLES.get(begin, ""))]


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest:02d} s"
