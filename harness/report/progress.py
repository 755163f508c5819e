"""What a long command is doing, told on standard error, so that standard output stays for readers.

    with Progress(len(targets), is_quiet=options["quiet"]) as progress:
        for target in targets:
            progress.doing(f"auditing {target}")  # what is being done now
            found = …
            progress.done(f"{target}: {len(found)} findings")  # one of `total` is over
            progress.print(as_text(found))  # onto standard output, as soon as it is there

On a terminal that is one live line, gone at the end. A log has no such line: it gets one line for
each `done`, with how many there are and how long the command has run. `note` is a line in both,
and `advance` counts what is too small for a line.
Nothing is told with `is_quiet`, but `print` prints.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from harness.report.printer import Printer, is_drawable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class Progress:
    """Tells how far a command is. `total` is how much there is to do, None where nobody knows."""

    def __init__(
        self, total: int | None = None, *, is_quiet: bool = False, console: Console | None = None
    ) -> None:
        if console is None:
            from rich.console import Console

            console = Console(stderr=True)
        self._printer = Printer(console)
        self._total = total
        self._is_quiet = is_quiet
        self._is_live = not is_quiet and is_drawable(console)
        self._begun = time.monotonic()
        self._count = 0
        self._live: _LiveLine | None = None

    def __enter__(self) -> Self:
        if self._is_live:
            self._live = _LiveLine(self._printer, self._total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.close()
            self._live = None

    def doing(self, text: str) -> None:
        """Say what is being done now; a log is not told."""
        if self._live is not None:
            self._live.update(self._count, text)

    def done(self, text: str) -> None:
        """Say that one of all is over, and what became of it."""
        self._count += 1
        if self._live is not None:
            self._live.update(self._count, text)
        elif not self._is_quiet:
            of_all = f"/{self._total}" if self._total is not None else ""
            spent = time.monotonic() - self._begun
            self._printer.line((f"[{self._count}{of_all}] {text}  {spent:.0f} s", ""))

    def advance(self, text: str) -> None:
        """Count one of all that is over, and say what is done now; a log is not told."""
        self._count += 1
        self.doing(text)

    def note(self, text: str) -> None:
        """A line that stays, on a terminal too."""
        if not self._is_quiet:
            with self._aside():
                self._printer.line(text)

    def print(self, text: str) -> None:
        """Text for standard output, whatever else is told; it has been made safe already."""
        import click

        with self._aside():
            click.echo(text)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Take the live line away while something else is written to the terminal."""
        if self._live is None:
            yield
            return
        self._live.close()
        try:
            yield
        finally:
            self._live.open()


class _LiveLine:
    def __init__(self, printer: Printer, total: int | None) -> None:
        from rich.progress import (
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        counted = () if total is None or total == 1 else (MofNCompleteColumn(),)
        self._printer = printer
        self._bar: Bar = Progress(
            SpinnerColumn("dots" if printer.is_unicode else "line"),
            *counted,
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=printer.console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            refresh_per_second=8,
        )
        self._task: TaskID = self._bar.add_task("", total=total)
        self.open()

    def open(self) -> None:
        self._bar.start()

    def update(self, count: int, text: str) -> None:
        """The text is cut to the window's width, so that the line stays one."""
        room = max(10, self._printer.console.width - 24)
        line = self._printer.text(text).plain
        short = line if len(line) <= room else f"{line[: room - 1]}{self._ellipsis}"
        self._bar.update(self._task, completed=count, description=short)

    @property
    def _ellipsis(self) -> str:
        return "…" if self._printer.is_unicode else "~"

    def close(self) -> None:
        self._bar.stop()
