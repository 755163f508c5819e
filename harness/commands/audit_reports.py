"""What `harness audit` tells: each target as soon as it is known, and the status at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from harness.statuses import DEFECT, FAILED, INTERRUPTED, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from harness.audit.auditing import Audit, Defect
    from harness.audit.target import Target
    from harness.masking import Mask
    from harness.report.progress import Progress

_WORST = (DEFECT, UNUSABLE, FAILED)
"""What a command ends with when its targets ended in several ways."""

_NAMED = 8
"""So many targets are named that an interruption has left out."""


def interrupted(left: Sequence[str]) -> str:
    """What is told of an interruption that leaves out these targets."""
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return f"interrupted; not audited: {', '.join(left[:_NAMED])}{more}" if left else "interrupted"


class AuditReport:
    """The audits of one command. `audits` are as they were made, with secrets and all."""

    def __init__(self, options: Mapping[str, Any], mask: Mask, progress: Progress) -> None:
        from harness.audit.telling import Telling

        self.audits: list[Audit] = []
        self.mask = mask
        self._options = options
        self._progress = progress
        self._telling = Telling()
        self._kept: list[Audit] = []
        self._refused: list[str] = list(options.get("unusable", ()))
        self._over: set[str] = set()
        self.is_interrupted = False

    @property
    def _is_told_at_once(self) -> bool:
        return self._options["format"] == "text" and self._options["report"] is None

    def begin(self, target: Target) -> None:
        """A target is being audited."""
        self._progress.doing(f"auditing {self.mask.text(target.name)}")

    def add(self, audit: Audit) -> None:
        """A target is done: its findings are told at once, where they are for people."""
        from harness.audit.telling import summary

        self.audits.append(audit)
        self._over.add(audit.target.name)
        kept = _masked(audit, set(self._options["ignored"]), self.mask)
        self._kept.append(kept)
        self._progress.done(f"{kept.target.name}: {summary(kept)}")
        if self._is_told_at_once:
            self._print(self.mask.text(self._telling.target(kept)))

    def refuse(self, target: Target, why: str) -> None:
        """A target is no page."""
        self._over.add(target.name)
        told = self.mask.text(why)
        self._refused.append(told)
        self._progress.done(f"{self.mask.text(target.name)}: not audited")

    def interrupt(self, targets: Sequence[Target]) -> None:
        """Somebody breaks off: what of the targets is not over is not audited."""
        self.is_interrupted = True
        left = [self.mask.text(one.name) for one in targets if one.name not in self._over]
        click.echo(interrupted(left), err=True)

    def _print(self, text: str) -> None:
        is_first = len(self._kept) == 1
        self._progress.print(text if is_first else f"\n{text}")

    def close(self) -> None:
        """Tell what is told at the end: the report for programs, and what went wrong."""
        closing = self._telling.closing()
        if self._kept and self._is_told_at_once and closing:
            self._progress.print(f"\n{closing}")
        elif self.is_interrupted or not self._options["fix"]:
            self.finish()
        for one in self._kept:
            self._tell_troubles(one)
        for message in self._refused:
            click.echo(message, err=True)
        if self._is_nowhere and not self.is_interrupted:
            click.echo("none of these pages brings in the chat: see no-embed", err=True)

    def finish(self) -> None:
        """Write the report for programs, with what has become of the targets in the end."""
        if self._kept and not self._is_told_at_once:
            form = self._options["format"]
            masked = self.mask.text if form == "text" else self.mask.json
            self._write(masked(_formatted(self._kept, form)))

    def take(self, again: AuditReport) -> None:
        """What was found in targets that have been mended is found no more."""
        names = {one.target.name for one in again._kept}
        self._kept = [*(one for one in self._kept if one.target.name not in names), *again._kept]

    def _write(self, text: str) -> None:
        report: Path | None = self._options["report"]
        if report is None:
            self._progress.print(text)
        else:
            report.parent.mkdir(parents=True, exist_ok=True)
            report.write_text(text + "\n", encoding="utf-8")

    def _tell_troubles(self, one: Audit) -> None:
        from harness.audit.telling import UNSEEN

        for defect in one.defects:
            click.echo(_defect(one, defect), err=True)
        if one.is_unexpected:
            click.echo(f"{one.target.name}: there is a chat, though none is expected", err=True)
        if one.is_unreachable:
            click.echo(f"{one.target.name}: {'; '.join(one.troubles)}", err=True)
        elif one.is_unseen and not self._is_told_at_once:
            click.echo(f"{one.target.name}: {UNSEEN}", err=True)

    @property
    def _is_nowhere(self) -> bool:
        from harness.audit.expectation import is_nowhere

        return is_nowhere(self._kept)

    @property
    def status(self) -> int:
        """How the command ends."""
        if self.is_interrupted:
            return INTERRUPTED
        statuses = [_status(self._kept, self._options["fail_on"])]
        statuses += [DEFECT for one in self._kept if one.defects]
        if self._is_nowhere and self._options["fail_on"] != "never":
            statuses.append(FAILED)
        statuses += [FAILED for one in self._kept if one.is_unexpected]
        is_unusable = any(one.is_unreachable or one.is_unseen for one in self._kept)
        if is_unusable or self._refused or not self._kept:
            statuses.append(UNUSABLE)
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
