"""What `harness audit` does, from the command line's words to the exit status."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.options import browser_options, environment_options
from harness.commands.run import LINES_OF_A_BROWSER, engine_options_of, no_browser
from harness.commands.statuses import DEFECT, FAILED, INTERRUPTED, NOTHING, PASSED, UNUSABLE
from harness.running import around
from harness.scenario.placing import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.audit.auditing import Audit, Defect
    from harness.audit.rule import Rule
    from harness.audit.target import Target
    from harness.browser.engine import EngineOptions
    from harness.masking import Mask
    from harness.running.around import Around

_WORST = (DEFECT, UNUSABLE, FAILED)
"""What a command ends with when its targets ended in several ways."""

IN_FLIGHT = 3
"""Visits at a time; a page gets five, and more would only slow each other down on two cores."""


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE | URL | PATH]...")
@click.option(
    "--consent", metavar="SELECTOR", help="What a visitor clicks to agree, in pages that ask first."
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
    help="Keep what the visits recorded, with pictures, in this folder.",
)
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
    from harness.audit.telling import listed

    if options["explain"]:
        return _explain(options["explain"], all_rules())
    if options["is_list"]:
        click.echo(listed(all_rules()))
        return PASSED
    try:
        world = around.around_of({name: options[name] for name in ("env", "base_url")})
        targets = _targets(names, options, world)
    except around.Unusable as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    if targets is None or not _are_known(options["ignored"], all_rules()):
        return UNUSABLE
    if not targets:
        click.echo("nothing to audit: name files or addresses", err=True)
        return NOTHING
    return _audit(targets, options, world)


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


def _targets(
    names: Sequence[str], options: Mapping[str, Any], world: Around
) -> list[Target] | None:
    from harness.audit.target import Unusable, target_of

    try:
        served = dict(_served(text) for text in options["served"])
        wholes = dict.fromkeys(_whole(name, world) for name in names)  # each of them once
        return [target_of(whole, served) for whole in wholes]
    except Unusable as error:
        click.echo(str(error), err=True)
        return None


def _whole(name: str, world: Around) -> str:
    """A target as a file or a whole address: a path is one of the environment's pages."""
    base = world.surroundings.environment.base_url
    if base is None or not name.startswith(("/", "?")) or Path(name).exists():
        return name
    return joined(base, name)


def _served(text: str) -> tuple[str, Path]:
    from harness.audit.target import Unusable

    address, mark, name = text.rpartition("=")
    if not mark or "://" not in address:
        raise Unusable(f"--serve {text}: write ADDRESS=FILE")
    if not Path(name).is_file():
        raise Unusable(f"--serve {text}: there is no file {name}")
    return address, Path(name)


def _audit(targets: Sequence[Target], options: Mapping[str, Any], world: Around) -> int:
    from playwright.async_api import Error as PlaywrightError

    from harness.browser.finding import BrowserNotFound

    with tempfile.TemporaryDirectory(prefix="harness-audit-") as folder:
        evidence: Path = options["output"] or Path(folder)
        try:
            evidence.mkdir(parents=True, exist_ok=True)
            audits, refused = asyncio.run(
                _all(targets, options, _engine_options(targets, options, evidence, world))
            )
        except BrowserNotFound as error:
            return no_browser(str(error), error.tried)
        except PlaywrightError as error:
            first, *more = str(error).strip().splitlines()
            return no_browser(first, more[:LINES_OF_A_BROWSER])
        except (around.Unusable, OSError) as error:
            click.echo(world.surroundings.whole_mask.text(str(error)), err=True)
            return UNUSABLE
        except KeyboardInterrupt:
            return INTERRUPTED
    status = _told(audits, options, world.surroundings.whole_mask) if audits else UNUSABLE
    for message in refused:
        click.echo(world.surroundings.whole_mask.text(message), err=True)
    return UNUSABLE if refused else status


async def _all(
    targets: Sequence[Target], options: Mapping[str, Any], engine_options: EngineOptions
) -> tuple[list[Audit], list[str]]:
    """One target after the other, the visits of each at the same time; and what was no page."""
    from playwright.async_api import Error as PlaywrightError

    from harness.audit.auditing import audit, failed
    from harness.audit.target import Unusable
    from harness.browser.engine import Engine
    from harness.browser.finding import BrowserNotFound

    audits: list[Audit] = []
    refused: list[str] = []
    given = {"consent": options["consent"], "pictures": options["output"] is not None}
    async with Engine(engine_options) as engine:
        for target in targets:
            try:
                audits.append(await audit(engine, target, **given))
            except Unusable as error:
                refused.append(str(error))
            except (PlaywrightError, BrowserNotFound, OSError):
                raise  # about the machine, so about all targets
            except Exception as error:  # noqa: BLE001 - a defect costs one target, whatever it is
                audits.append(failed(target, error))
    return audits, refused


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


def _told(audits: Sequence[Audit], options: Mapping[str, Any], mask: Mask) -> int:
    ignored = set(options["ignored"])
    kept = [_masked(one, ignored, mask) for one in audits]
    text = mask.text(_formatted(kept, options["format"]))
    report: Path | None = options["report"]
    if report is None:
        click.echo(text)
    else:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(text + "\n", encoding="utf-8")
    from harness.audit.telling import UNSEEN

    statuses = [_status(kept, options["fail_on"])]
    for one in kept:
        for defect in one.defects:
            statuses.append(DEFECT)
            click.echo(_defect(one, defect), err=True)
        if one.is_unreachable:
            statuses.append(UNUSABLE)
            click.echo(f"{one.target.name}: {'; '.join(one.troubles)}", err=True)
        elif one.is_unseen:
            statuses.append(UNUSABLE)
            if report is not None or options["format"] != "text":
                click.echo(f"{one.target.name}: {UNSEEN}", err=True)
    return next((one for one in _WORST if one in statuses), PASSED)


def _defect(one: Audit, defect: Defect) -> str:
    """A defect as it is reported: at which page, at what, and the way to it."""
    trace = "".join(f"\n  {line}" for line in defect.trace)
    return (
        f"{one.target.name}: the harness itself failed at {defect.where}: {defect.error}\n"
        "This is a defect of the harness, not of your page; what else was found is reported. "
        f"Please report it with these lines:{trace}"
    )


def _masked(one: Audit, ignored: set[str], mask: Mask) -> Audit:
    """An audit without the findings of some rules and without secrets, before lines are broken."""
    return replace(
        one,
        target=replace(one.target, name=mask.text(one.target.name)),
        findings=tuple(mask.value(f) for f in one.findings if f.rule not in ignored),
        sources={mask.text(path): mask.blanked(text) for path, text in one.sources.items()},
        troubles=mask.value(one.troubles),
        defects=tuple(mask.value(defect) for defect in one.defects),
    )


def _formatted(audits: Sequence[Audit], name: str) -> str:
    from harness.audit.rules import all_rules
    from harness.audit.sarif import as_sarif
    from harness.audit.telling import as_json, as_text

    if name == "json":
        return as_json(audits)
    return as_sarif(audits, all_rules()) if name == "sarif" else as_text(audits)


def _status(audits: Sequence[Audit], fail_on: str) -> int:
    if fail_on == "never":
        return PASSED
    from harness.audit.finding import SEVERITIES

    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    is_bad = any(finding.severity in bad for one in audits for finding in one.findings)
    return FAILED if is_bad else PASSED
