"""An engine in a process of its own, for a front door that asks for one result after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.running.crew import Crew
from harness.running.outcome import Stopper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.browser.engine import EngineOptions
    from harness.browser.finding import NoBrowser
    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run


class BackgroundEngine:
    """Begins runs before their results are asked for. Raises NoBrowser without one.

    It is a crew of one, so that whatever keeps the engine from going on, and be it a pattern that
    never comes to its end, is ended from outside and costs its run alone.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._begun: set[str] = set()
        self._given: set[str] = set()
        self._crew = Crew(options, Stopper(None), _ignore, _ignore)
        self._crew.hire(options.in_flight)
        try:
            while not self._crew.is_ready:
                self._crew.turn()
        except BaseException:
            self._crew.dismiss()
            raise

    @property
    def no_browser(self) -> NoBrowser | None:
        """Why no browser starts any more, once that is so."""
        return self._crew.outcome.no_browser

    def begin(self, run: Run) -> None:
        """Begin a run, unless it has begun; one whose result was given out begins again."""
        if run.id in self._given:
            self._given.remove(run.id)
            self._begun.remove(run.id)
            del self._crew.done[run.id]
        if run.id not in self._begun:
            self._begun.add(run.id)
            self._crew.add(run)

    def result(self, run: Run) -> RunResult:
        """Wait for a run's result. It stays known: whoever asked may be broken off with it."""
        self.begin(run)
        while run.id not in self._crew.done:
            self._crew.turn()
        self._given.add(run.id)
        return self._crew.done[run.id]

    @property
    def done(self) -> Mapping[str, RunResult]:
        """The results of the runs that are over, by their ids."""
        return self._crew.done

    def close(self) -> Mapping[str, RunResult]:
        """Break off what has begun and put the browser away; may be called again.

        The results of all runs that were over by then, by their ids.
        """
        self._crew.dismiss()
        return self._crew.done


def _ignore(_told: object) -> None:
    """Who asks for results one after the other needs nothing told."""
