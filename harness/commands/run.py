"""What `harness run` does, from the command line's words to the exit status."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.browser import handles
from harness.commands.linting import load_scenarios
from harness.running import interruption
from harness.running.again import command_of, command_of_failed
from harness.running.around import NO_SANDBOX, Around, Unusable, around_of, with_secrets
from harness.running.choosing import BadChoice, Choice, choose, restrict
from harness.statuses import (
    DEFECT,
    FAILED,
    INTERRUPTED,
    LOST,
    NOTHING,
    PASSED,
    UNUSABLE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.browser.engine import EngineOptions
    from harness.browser.finding import NoBrowser
    from harness.commands.evidence import Evidence
    from harness.judging.verdict import RunResult
    from harness.running.here import Finished, Started
    from harness.running.outcome import Outcome, Stopper
    from harness.scenario import Loaded
    from harness.scenario.model import Run


def run_command(targets: Sequence[str], options: Mapping[str, Any]) -> int:
    """Load, choose, run, report; the exit status.

    A signal breaks off runs alone: whatever is known of them is reported, even if none has begun.
    """
    with interruption.noted():
        return _command(targets, options)


def _command(targets: Sequence[str], options: Mapping[str, Any]) -> int:
    from harness.commands import hostility

    began = time.monotonic()
    if options["hostile"] == hostility.LIST:
        click.echo(hostility.described(), nl=False)
        return PASSED
    loaded = load_scenarios(targets, refused=partial(_refused, options))
    if loaded is None:
        return UNUSABLE
    try:
        loaded = with_secrets(loaded, options)
        runs = chosen_runs(loaded, targets, options)
        if options["is_list"]:
            for run in runs:
                click.echo(run.id)
            return PASSED if runs else NOTHING
        if not runs:
            what = "no run fits what was chosen" if loaded.scenarios else "no scenarios found"
            click.echo(what, err=True)
            return NOTHING
        said = options
        runs, options = with_surroundings(loaded, runs, options)
        options |= _again(said, targets, options["around"])
    except (BadChoice, Unusable) as error:
        click.echo(str(error), err=True)
        _refused(options, loaded, str(error))
        return UNUSABLE
    return _run(loaded, runs, options, began)


def _refused(options: Mapping[str, Any], loaded: Loaded, why: str = "") -> None:
    if options["junitxml"] is not None and not options["is_list"]:
        from harness.commands.evidence import report_refused

        report_refused(options, loaded, why)


def with_surroundings(
    loaded: Loaded, runs: list[Run], options: Mapping[str, Any]
) -> tuple[list[Run], dict[str, Any]]:
    """The runs where they take place, and the options with what is around them. Raises Unusable."""
    around = around_of(options, loaded.mask)
    handles.raise_limit()
    if lack := handles.lack(options["in_flight"]):
        raise Unusable(lack)
    placed = around.placed(runs)
    has_sandbox = around.has_sandbox(placed, wish=options["sandbox"])
    return placed, {**options, "around": around, "sandbox": has_sandbox}


def _again(said: Mapping[str, Any], targets: Sequence[str], around: Around) -> dict[str, str]:
    """How runs, and what failed of them, are run again as they were by these options."""
    mask = around.surroundings.whole_mask
    command = command_of(said, mask)
    return {"command": command, "failed": command_of_failed(command, said, targets, mask)}


def _writing(loaded: Loaded, runs: list[Run], options: Mapping[str, Any]) -> int:
    """Expectations are written for the scenarios of these runs, with all runs that they have."""
    from harness.commands.expectations import expectations_command
    from harness.scenario import plan

    chosen = {(run.scenario.path, run.scenario.title) for run in runs}
    whole = [run for run in plan(loaded) if (run.scenario.path, run.scenario.title) in chosen]
    placed = options["around"].placed(whole)
    return expectations_command(placed, options, engine_options_of(options))


def chosen_runs(loaded: Loaded, targets: Sequence[str], options: Mapping[str, Any]) -> list[Run]:
    """The runs that the command line chooses, in its order. Raises BadChoice."""
    from harness.commands import hostility
    from harness.commands.evidence import LAST_RUN
    from harness.report.begun import finish_killed
    from harness.report.last_run import last_failed
    from harness.scenario import plan

    ids = None
    if options["last_failed"]:
        finish_killed(LAST_RUN)
        ids = last_failed(LAST_RUN)
    if ids is not None and not ids:
        click.echo("nothing failed last time; running everything", err=True)
        ids = None
    choice = Choice(options["words"], tuple(options["tags"]), ids, options["order"])
    planned = hostility.widened(plan(loaded), options, (*(ids or ()), *targets))
    return choose(restrict(planned, targets, Path.cwd()), choice)


def _run(loaded: Loaded, runs: list[Run], options: Mapping[str, Any], began: float) -> int:
    """Run all and report, whatever breaks it off; the exit status."""
    from harness.browser.finding import NoBrowser
    from harness.commands.evidence import Evidence, Unwritables

    try:
        evidence = Evidence(loaded, runs, options)
        options = {**options, "output": evidence.folder}
        if options["write_expectations"]:
            with interruption.breaking_off():
                return _writing(loaded, runs, options)
        with evidence.begun():
            outcome = _told(loaded, runs, options, began, evidence)
            if outcome.no_browser is not None:
                no_browser(outcome.no_browser)
            is_whole = evidence.keep(outcome)
    except (Unusable, Unwritables) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)
    if options["is_counted"]:
        _tell_coverage(outcome)
    status = status_of(outcome)
    return status if is_whole or status == INTERRUPTED else LOST


def _tell_coverage(outcome: Outcome) -> None:
    from harness.commands.counting import Unreadable, coverage_of
    from harness.report.coverage import totals_line

    whole = [one for one in outcome.results if one.events_path and "events" not in one.unkept]
    try:
        counted = coverage_of([Path(one.events_path or "") for one in whole])
    except Unreadable as error:
        click.echo(str(error), err=True)
        return
    click.echo(totals_line(counted))


def _told(
    loaded: Loaded, runs: list[Run], options: Mapping[str, Any], began: float, evidence: Evidence
) -> Outcome:
    """Run all and tell of it while it goes on and at its end."""
    from rich.console import Console

    from harness.browser.finding import NoBrowser
    from harness.commands import hostility
    from harness.report.terminal import TerminalReport
    from harness.running.outcome import Outcome, Stopper

    outcome = Outcome()
    with TerminalReport(
        Console(stderr=False, highlight=False),
        verbose=options["verbose"],
        quiet=options["quiet"],
        sources=loaded.sources,
        out=options["output"].as_posix(),
        command=options["command"],
        failed=options["failed"],
    ) as report:
        stopper = Stopper(1 if options["exitfirst"] else options["maxfail"])

        def finished(result: RunResult) -> None:
            evidence.note(result)
            report.finished(result)

        workers = min(options["workers"], len(runs))

        def started(browser: str) -> None:
            report.started(len(runs), workers, browser)

        with interruption.Interruptible(outcome), interruption.breaking_off():
            try:
                engine_options = engine_options_of(options)
                outcome = _work(runs, workers, engine_options, stopper, started, finished)
            except NoBrowser as error:
                outcome.no_browser = error
        outcome.is_interrupted |= interruption.is_heard()
        why = "interrupted" if outcome.is_interrupted else "stopped after a failure"
        outcome.complete(runs, why)
        outcome.results = evidence.checked(outcome.results)
        report.summary(outcome.results, time.monotonic() - began)
        for line in hostility.told(outcome.results):
            report.note(line)
    return outcome


def _work(
    runs: list[Run],
    workers: int,
    options: EngineOptions,
    stopper: Stopper,
    started: Started,
    finished: Finished,
) -> Outcome:
    if workers == 1:
        from harness.running.here import run_here

        return run_here(runs, options, stopper, started, finished)
    from harness.running.crew import run_in_crew

    return run_in_crew(runs, options, workers, stopper, started, finished)


def engine_options_of(options: Mapping[str, Any]) -> EngineOptions:
    """What the command line says of the engine. Raises BrowserNotFound and Unusable."""
    from harness.browser import loopback
    from harness.browser.installing import ensure
    from harness.browser.options import BrowserOptions, EngineOptions
    from harness.report.folders import Unwritable, try_temporary

    interruption.heed()
    try:
        try_temporary()
    except Unwritable as error:
        raise Unusable(str(error)) from None
    if lack := loopback.lack():
        raise Unusable(lack)
    around: Around = options.get("around") or around_of(options)
    found = None
    if not options["browser_channel"]:
        found = ensure(options["browser_path"], lambda text: click.echo(text, err=True))
    return EngineOptions(
        output=options["output"],
        browser=BrowserOptions(
            path=found.path if found else None,
            source=found.source if found else "",
            channel=options["browser_channel"],
            headed=options["headed"],
            slow_mo=options["slowmo"],
            has_sandbox=bool(options["sandbox"]),
        ),
        loader=around.build,
        surroundings=around.surroundings,
        in_flight=options["in_flight"] or (os.cpu_count() or 1) + 1,
        timeout_scale=options["timeout_scale"],
        screenshot=options["screenshot"],
    )


def no_browser(error: NoBrowser) -> int:
    """Say why there is no browser, what was tried and what to do; the exit status."""
    from harness.browser.sandbox import is_told_of

    for line in error.lines:
        click.echo(line, err=True)
    if is_told_of("\n".join(error.lines)):
        click.echo(f"  hint: {NO_SANDBOX}", err=True)
    sys.stderr.flush()
    return UNUSABLE


def status_of(outcome: Outcome) -> int:
    """The exit status of all results together."""
    if outcome.is_interrupted:
        return INTERRUPTED
    if outcome.has_defect:
        return DEFECT
    if outcome.lacks_browser:
        return UNUSABLE
    if not outcome.results:
        return NOTHING
    is_good = all(result.verdict.status in {"passed", "skipped"} for result in outcome.results)
    return PASSED if is_good else FAILED
