"""The line at the bottom of a terminal that says how far the runs are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.report.printer import Printer


class LiveLine:
    """A bar, how many runs are over and how they ended, and the time; gone when closed."""

    def __init__(self, printer: Printer, total: int) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            SpinnerColumn("dots" if printer.is_unicode else "line"),
            BarColumn(bar_width=24, complete_style="cyan", finished_style="cyan"),
            TextColumn("{task.completed}/{task.total}", markup=False),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=printer.console,
            transient=True,
            redirect_stderr=False,
            refresh_per_second=8,
        )
        self._task = self._progress.add_task("", total=total)
        self._progress.start()

    def update(self, done: int, counted: str) -> None:
        """So many runs are over, and this is how they ended."""
        self._progress.update(self._task, completed=done, description=counted)

    def close(self) -> None:
        """Take the line away."""
        self._progress.stop()
