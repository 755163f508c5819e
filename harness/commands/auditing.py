"""What `harness audit` does, from the command line's words to the exit status."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.fixing import fix
from harness.commands.options import (
    AuditCommand,
    browser_options,
    environment_options,
    quiet_option,
)
from harness.commands.run import engine_options_of, no_browser
from harness.commands.targets import targets_of
from harness.report.folders import Unwritable, run_folder
from harness.running import around, interruption
from harness.running.outcome import Outcome
from harness.statuses import INTERRUPTED, NOTHING, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.audit.rule import Rule
    from harness.audit.target import Target
    from harness.browser.engine import EngineOptions
    from harness.commands.audit_reports import AuditReport
    from harness.running.around import Around

IN_FLIGHT = 3
"""Visits at a time; a page gets five, and more would only slow each other down on two cores."""


@click.command(cls=AuditCommand)
@click.argument("targets", nargs=-1, metavar="[FILE | URL | PATH]...")
@click.option(
    "--consent", metavar="SELECTOR", help="What a visitor clicks to agree, in pages that ask first."
)
@click.option(
    "--click",
    "opener",
    metavar="SELECTOR",
    help="What a visitor clicks to have the chat, in pages that load it then, without asking "
    "for consent.",
)
@click.option(
    "--wait",
    default="15s",
    metavar="DURATION",
    help="How long a page may take until its chat comes; one at rest is not waited for "
    "[default: 15s].",
)
@click.option(
    "--expect",
    default="chat",
    type=click.Choice(["chat", "none"]),
    help="none: the pages are meant to have no chat, and one that has is reported [default: chat].",
)
@click.option(
    "--serve",
    "served",
    multiple=True,
    metavar="ADDRESS=FILE",
    help="A file that stands in for another party's address, such as a tag manager's script.",
)
@click.option(
    "--fail-on",
    default="error",
    type=click.Choice(["error", "warning", "never"]),
    help="The least severity that makes the exit status 1 [default: error].",
)
@click.option(
    "--ignore", "ignored", multiple=True, metavar="ID", help="Leave the findings of a rule out."
)
@click.option("--format", default="text", type=click.Choice(["text", "json", "sarif"]))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings into a file.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what the visits recorded, with pictures, in a new folder in this one.",
)
@click.option(
    "--fix",
    type=click.Choice(["diff", "write"]),
    help="Make the edits that are safe in the files: show them as a diff and ask [default: diff], "
    "or write them.",
)
@quiet_option
@environment_options
@click.option("--explain", metavar="ID", help="Explain a rule: why it is, and how to mend.")
@click.option("--list", "is_list", is_flag=True, help="List all rules.")
@browser_options
def audit(targets: tuple[str, ...], **options: object) -> None:
    """Say what is wrong with the embed of a page, and how to mend it.

    The page is read, and visited from a desktop and a phone, with third-party cookies allowed
    and blocked, with a loader that comes, is slow, hangs, fails, is refused by its server, or is
    something else. Nothing reaches the vendor.
    """
    sys.exit(audit_command(targets, options))


def audit_command(names: Sequence[str], options: Mapping[str, Any]) -> int:
    """Audit the targets and tell of the findings; the exit status."""
    from harness.audit.rules import all_rules
    from harness.audit.target import Unusable
    from harness.audit.telling import listed

    if options["explain"]:
        return _explain(options["explain"], all_rules())
    if options["is_list"]:
        click.echo(listed(all_rules()))
        return PASSED
    try:
        _seconds(options["wait"])
        _refuse_both(options)
        world = around.around_of({name: options[name] for name in ("env", "base_url")})
        targets, unusable = targets_of(names, options["served"], world)
    except (around.Unusable, Unusable) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    if not _are_known(options["ignored"], all_rules()):
        return UNUSABLE
    if targets:
        return _audit(targets, {**options, "unusable": unusable}, world)
    for message in unusable or ["nothing to audit: name files or addresses"]:
        click.echo(message, err=True)
    return UNUSABLE if unusable else NOTHING


def _seconds(text: str) -> float:
    """Seconds of a duration. Raises around.Unusable."""
    from pydantic_core import PydanticCustomError

    from harness.scenario.values import duration

    try:
        return duration(text)
    except PydanticCustomError as error:
        raise around.Unusable(f"--wait {text}: {error.message()}") from None


def _refuse_both(options: Mapping[str, Any]) -> None:
    """Raise around.Unusable where one click is to be two things."""
    if options["consent"] and options["opener"]:
        raise around.Unusable(
            "use --consent or --click, not both: a visit clicks one thing before the chat"
        )


def _explain(name: str, rules: Sequence[Rule]) -> int:
    from harness.audit.telling import explained

    found = next((rule for rule in rules if rule.id == name), None)
    if found is None:
        _unknown(name, rules)
        return UNUSABLE
    click.echo(explained(found))
    return PASSED


def _are_known(names: Sequence[str], rules: Sequence[Rule]) -> bool:
    unknown = [name for name in names if name not in {rule.id for rule in rules}]
    for name in unknown:
        _unknown(name, rules)
    return not unknown


def _unknown(name: str, rules: Sequence[Rule]) -> None:
    from harness.scenario.suggestions import did_you_mean

    hint = did_you_mean(name, [rule.id for rule in rules]) or "`--list` shows all rules"
    click.echo(f"there is no rule {name}; {hint}", err=True)


def _audit(targets: Sequence[Target], options: Mapping[str, Any], world: Around) -> int:
    from harness.browser.finding import NoBrowser
    from harness.commands.audit_reports import interrupted

    with tempfile.TemporaryDirectory(prefix="harness-audit-") as folder:
        try:
            evidence = Path(folder)
            if options["output"]:
                evidence = run_folder(options["output"]).path
            engine = _engine_options(targets, options, evidence, world)
            report = _told(targets, options, engine, world)
            if options["fix"]:
                alone = {**options, "unusable": []}  # told of already
                return fix(report, lambda again: _told(again, alone, engine, world), options)
        except NoBrowser as error:
            return no_browser(error)
        except (around.Unusable, Unwritable, OSError) as error:
            click.echo(world.surroundings.whole_mask.text(str(error)), err=True)
            return UNUSABLE
        except KeyboardInterrupt:
            mask = world.surroundings.whole_mask
            click.echo(interrupted([mask.text(one.name) for one in targets]), err=True)
            return INTERRUPTED
    return report.status


def _told(
    targets: Sequence[Target], options: Mapping[str, Any], engine: EngineOptions, world: Around
) -> AuditReport:
    """Audit the targets; what is found of each is told as soon as it is known."""
    from harness.commands.audit_reports import AuditReport
    from harness.report.progress import Progress

    with Progress(len(targets), is_quiet=options["quiet"]) as progress:
        report = AuditReport(options, world.surroundings.whole_mask, progress)
        outcome = Outcome()
        try:
            with interruption.Interruptible(outcome):
                interruption.run(_all(targets, options, engine, report))
        finally:
            if outcome.is_interrupted:
                report.interrupt(targets)
            report.close()
    return report


async def _all(
    targets: Sequence[Target],
    options: Mapping[str, Any],
    engine_options: EngineOptions,
    report: AuditReport,
) -> None:
    """One target after the other, the visits of each at the same time."""
    from playwright.async_api import Error as PlaywrightError

    from harness.audit.auditing import audit, failed
    from harness.audit.expectation import among_others, is_without_chat, without_chat
    from harness.audit.target import Unusable
    from harness.browser.engine import Engine
    from harness.browser.finding import NoBrowser

    given = {
        "consent": options["consent"],
        "opener": options["opener"],
        "pictures": options["output"] is not None,
        "wait": _seconds(options["wait"]),
    }
    chatless = engine_options.surroundings.environment.without_chat
    async with Engine(engine_options) as engine:
        for target in targets:
            report.begin(target)
            is_none = options["expect"] == "none" or is_without_chat(target.name, chatless)
            try:
                made = await audit(engine, target, **given)
                several = among_others(made) if len(targets) > 1 else made
                report.add(without_chat(made) if is_none else several)
            except Unusable as error:
                report.refuse(target, str(error))
            except (PlaywrightError, NoBrowser, OSError):
                raise  # about the machine, so about all targets
            except Exception as error:  # noqa: BLE001 - a defect costs one target, whatever it is
                report.add(failed(target, error))


def _engine_options(
    targets: Sequence[Target], options: Mapping[str, Any], output: Path, world: Around
) -> EngineOptions:
    """The engine as `harness run` would have it for these pages. Raises around.Unusable."""
    from harness.audit.plans import reading_plan
    from harness.audit.visiting import run_of

    runs = [run_of(target, reading_plan()) for target in targets]
    return engine_options_of(
        {
            **options,
            "around": world,
            "output": output,
            "sandbox": world.has_sandbox(runs, wish=options["sandbox"]),
            "in_flight": IN_FLIGHT,
            "timeout_scale": 1.0,
            "screenshot": "off",
        }
    )
