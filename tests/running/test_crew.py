"""Crews whose workers are threads: what they do with runs is in their scenarios' titles."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.browser.engine import EngineOptions
from harness.browser.finding import NoBrowser
from harness.commands.run import status_of
from harness.running import crew
from harness.running.hiring import Hired
from harness.running.outcome import Stopper
from harness.scenario import load, plan
from harness.statuses import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from harness.judging.verdict import RunResult
    from harness.running.outcome import Outcome
    from harness.scenario.model import Run

    Judged = Callable[..., RunResult]


@dataclass
class Workshop:
    """Hires threads in place of processes, and remembers them."""

    judged: Judged
    first_words: list[tuple[str, str]] = field(default_factory=list)
    hired: list[FakeProcess] = field(default_factory=list)

    def hire(self, options: EngineOptions) -> Any:
        ours, theirs = multiprocessing.Pipe()
        greeting = self.first_words.pop(0) if self.first_words else ("ready", "chromium 1")
        self.hired.append(FakeProcess(theirs, options, greeting, self.judged))
        return Hired(cast("BaseProcess", self.hired[-1]), ours, f"0.{len(self.hired)}")


class FakeProcess:
    exitcode: int | None = None
    pid = 0

    def __init__(
        self, pipe: Connection, options: EngineOptions, greeting: tuple[str, str], judged: Judged
    ) -> None:
        self.in_flight = options.in_flight
        self.titles: list[str] = []
        self.most = 0
        self._judged = judged
        self._thread = threading.Thread(target=self._work, args=(pipe, greeting), daemon=True)
        self._thread.start()

    def _work(self, pipe: Connection, greeting: tuple[str, str]) -> None:
        with pipe:
            if greeting[0] == "dies":
                self.exitcode = -9
                return
            self._tell(pipe, greeting)
            while (asked := self._next(pipe)) is not None:
                run, lost = asked
                self.titles.append(run.scenario.title)
                self.most = max(self.most, len(lost))
                if "has no browser any more" in run.scenario.title:
                    self._tell(pipe, ("lost", run.id, "the browser ended"))
                    self._tell(pipe, ("failed", NoBrowser("it hangs", ("hint: do",))))
                    continue
                if "loses its browser" in run.scenario.title and not lost:
                    self._tell(pipe, ("lost", run.id, "the browser ended"))
                if "dies" in run.scenario.title:
                    self.exitcode = -9
                    return
                status = "failed" if "fails" in run.scenario.title else "passed"
                self._tell(pipe, ("result", run.id, self._judged(run, status)))
        self.exitcode = 0

    def _tell(self, pipe: Connection, content: object) -> None:
        # A crew that ends while this worker starts or works has closed its end already.
        with contextlib.suppress(BrokenPipeError):
            pipe.send(content)

    def _next(self, pipe: Connection) -> tuple[Run, tuple[str, ...]] | None:
        try:
            asked: tuple[Run, tuple[str, ...]] = pipe.recv()
        except (EOFError, OSError):
            return None
        return asked

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def is_alive(self) -> bool:
        return self._thread.is_alive()


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch, judged: Judged) -> Iterator[Workshop]:
    made = Workshop(judged)
    monkeypatch.setattr(crew, "hire", made.hire)
    yield made
    assert not any(process.is_alive() for process in made.hired), "a worker was left"


@pytest.fixture
def work(tmp_path: Path) -> Callable[..., tuple[Outcome, list[str]]]:
    """Runs scenarios with these titles; gives the outcome and what was told, in order."""

    def work(
        titles: list[str],
        workers: int = 2,
        in_flight: int = 3,
        stopper: Stopper | None = None,
        breaks_off_at: int = 0,
    ) -> tuple[Outcome, list[str]]:
        file = tmp_path / "scenario.yaml"
        rows = (f"- {{scenario: {t}, host: {{html: x}}, steps: [{{refresh: }}]}}" for t in titles)
        file.write_text("scenarios:\n" + "\n".join(rows))
        told: list[str] = []
        runs = plan(load([file], tmp_path))
        options = EngineOptions(output=Path("out"), in_flight=in_flight)

        def finished(result: Any) -> None:
            told.append(result.title)
            if len(told) == breaks_off_at:
                raise KeyboardInterrupt

        outcome = crew.run_in_crew(
            runs, options, workers, stopper or Stopper(None), told.append, finished
        )
        outcome.complete(runs, "stopped")
        return outcome, told

    return work


def statuses(outcome: Outcome) -> list[str]:
    return [result.verdict.status for result in outcome.results]


def test_all_runs_are_spread_and_come_back_in_planned_order(workshop: Workshop, work: Any) -> None:
    titles = [f"run {number}" for number in range(20)]
    outcome, told = work(titles)
    assert told[0] == "chromium 1"
    assert sorted(told[1:]) == sorted(titles)
    assert [result.title for result in outcome.results] == titles
    assert [process.in_flight for process in workshop.hired] == [2, 1]


def test_a_run_that_ends_its_worker_each_time_costs_itself_alone(
    workshop: Workshop, work: Any
) -> None:
    titles = ["one", "dies", *(f"run {number}" for number in range(8))]
    outcome, _ = work(titles, in_flight=4)
    assert statuses(outcome) == ["passed", "broken", *["passed"] * 8]
    (failure,) = outcome.results[1].verdict.failures
    assert failure.code == "worker-died"
    assert "3 times" in failure.message
    assert failure.instead[2] == "attempt 3: the worker process ended: exit code -9"
    assert outcome.results[1].lost == ("the worker process ended: exit code -9",) * 2
    last = next(process for process in workshop.hired if process.most == 2)
    assert last.titles[-1] == "dies"


def test_attempts_that_a_worker_lost_itself_count_when_it_dies(
    workshop: Workshop, work: Any
) -> None:
    outcome, _ = work(["loses its browser and dies"], workers=1, in_flight=1)
    assert statuses(outcome) == ["broken"]
    assert len(workshop.hired) == 2
    ((failure,),) = [result.verdict.failures for result in outcome.results]
    assert failure.instead[0] == "attempt 1: the browser ended"


def test_no_run_begins_after_the_stopper_says_stop(workshop: Workshop, work: Any) -> None:
    titles = ["fails", *(f"run {number}" for number in range(5))]
    outcome, _ = work(titles, workers=1, in_flight=1, stopper=Stopper(1))
    assert statuses(outcome) == ["failed", *["not_run"] * 5]
    assert workshop.hired[0].titles == ["fails"]


@pytest.mark.parametrize(
    ("greeting", "message"),
    [
        (("failed", NoBrowser("no libnss3")), "no libnss3"),
        (("dies", ""), "before its browser was ready"),
    ],
)
def test_workers_without_a_browser_end_the_crew(
    workshop: Workshop, work: Any, greeting: tuple[str, str], message: str
) -> None:
    workshop.first_words = [greeting] * 4
    with pytest.raises(NoBrowser, match=message):
        work(["one", "two"])


@pytest.mark.parametrize("workers", [1, 2])
def test_what_waits_is_accounted_for_when_no_browser_starts_any_more(
    workshop: Workshop, work: Any, workers: int
) -> None:
    titles = ["one", "has no browser any more", *(f"has no browser any more {n}" for n in range(4))]
    outcome, _ = work(titles, workers=workers, in_flight=workers)
    assert len(workshop.hired) == workers  # nobody is hired in vain
    assert outcome.no_browser.lines == ("it hangs", "  hint: do")
    assert outcome.results[0].verdict.status == "passed"
    for result in outcome.results[1:]:
        (failure,) = result.verdict.failures
        assert result.verdict.status == ("broken" if result.lost else "not_run")
        assert failure.code == "no-browser"
        assert "it hangs" in failure.message
    # Each loses a run, or both the same one, where the second starts when the first has failed.
    assert 1 <= statuses(outcome).count("broken") <= workers
    assert status_of(outcome) == UNUSABLE
    outcome.no_browser = None  # as where every run had begun
    assert status_of(outcome) == UNUSABLE


def test_the_others_go_on_without_a_worker_that_dies_while_it_starts(
    workshop: Workshop, work: Any
) -> None:
    workshop.first_words = [("dies", "")]
    outcome, _ = work(["one", "two", "three"])
    assert statuses(outcome) == ["passed"] * 3
    assert len(workshop.hired) == 2


def test_what_is_over_when_somebody_breaks_off_is_told(workshop: Workshop, work: Any) -> None:
    titles = [f"run {number}" for number in range(9)]
    outcome, told = work(titles, workers=1, in_flight=4, breaks_off_at=2)
    assert outcome.is_interrupted
    assert statuses(outcome) == [*["passed"] * 4, *["not_run"] * 5]
    assert told == ["chromium 1", *titles[:4]]
    assert workshop.hired[0].titles == titles[:4]
