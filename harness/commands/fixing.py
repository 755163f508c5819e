"""`harness audit --fix`: what mends by itself is shown as a diff, and written when wanted."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.statuses import UNUSABLE
from harness.writing.saving import ChangedMeanwhile, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from harness.audit.auditing import Audit
    from harness.audit.finding import Edit, Finding
    from harness.audit.target import Target
    from harness.commands.audit_reports import AuditReport
    from harness.masking import Mask


class _Unwritable(Exception):  # noqa: N818 - the condition is named
    """A file that is not as it was audited, or that cannot be written as it is."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One file with the edits that are made in it."""

    name: str
    file: Path
    before: bytes
    text: str
    after: bytes
    edited: str
    count: int


def fix(
    report: AuditReport,
    audited_again: Callable[[Sequence[Target]], AuditReport],
    options: Mapping[str, Any],
) -> int:
    """Show what can be mended by itself, write it when wanted, and audit again; the exit status.

    After an interruption nothing is shown or written.
    """
    if report.is_interrupted:
        return report.status
    status = _fixed(report, audited_again, options)
    report.finish()
    return status


def _fixed(
    report: AuditReport,
    audited_again: Callable[[Sequence[Target]], AuditReport],
    options: Mapping[str, Any],
) -> int:
    is_bad = False
    changes: list[_Change] = []
    for name, file, text, edits in _files(report.audits, set(options["ignored"])):
        try:
            changes.append(_change(name, file, text, edits))
        except (_Unwritable, OSError) as error:
            told = error.strerror if isinstance(error, OSError) else str(error)
            click.echo(f"{report.mask.text(name)}: {told}, so it is not written", err=True)
            is_bad = True
    if any(one.target.file is None and _fixable(one, set()) for one in report.audits):
        click.echo("what an address serves is not changed: audit its files", err=True)
    if not changes:
        click.echo("nothing to fix by itself", err=True)
        return UNUSABLE if is_bad else report.status
    for change in changes:
        _show(change, report.mask, is_aside=options["format"] != "text")
    if not _is_wanted(options["fix"]):
        click.echo(f"{_counted(changes)} would change; write them with --fix=write", err=True)
        return UNUSABLE if is_bad else report.status
    is_bad |= not _save(changes, report.mask)
    names = {change.file for change in changes}
    targets = [one.target for one in report.audits if names & set(_local(one).values())]
    click.echo("auditing again", err=True)
    again = audited_again(targets)
    report.take(again)
    report.is_interrupted = again.is_interrupted
    if any(_fixable(one, set(options["ignored"])) for one in again.audits):
        click.echo("more can be mended by itself now: call --fix once more", err=True)
    return UNUSABLE if is_bad and not report.is_interrupted else report.status


def _files(
    audits: Sequence[Audit], ignored: set[str]
) -> Iterator[tuple[str, Path, str, list[Edit]]]:
    """Each local file that something is mended in: its name, its text as audited, the edits."""
    from harness.audit.fixing import chosen

    texts: dict[Path, tuple[str, str]] = {}
    findings: list[Finding] = []
    for audit in audits:
        files = _local(audit)
        for name, file in files.items():
            texts.setdefault(file, (name, audit.sources[name]))
        for finding in _fixable(audit, ignored):
            if all(edit.source in files for edit in finding.edits):
                own = (replace(one, source=str(files[one.source])) for one in finding.edits)
                findings.append(replace(finding, edits=tuple(own)))
    edits = chosen(findings)
    for file, (name, text) in texts.items():
        own_edits = [edit for edit in edits if edit.source == str(file)]
        if own_edits:
            yield name, file, text, own_edits


def _fixable(audit: Audit, ignored: set[str]) -> list[Finding]:
    return [one for one in audit.findings if one.is_fixable and one.rule not in ignored]


def _local(audit: Audit) -> dict[str, Path]:
    """The audited file and the scripts beside it, by the names that findings have for them."""
    page = audit.target.file
    if page is None:
        return {}
    found = {audit.target.name: page.resolve()}
    folder, shown = page.parent.resolve(), Path(audit.target.name).parent
    for name in audit.sources:
        if name != audit.target.name and Path(name).is_relative_to(shown):
            file = (folder / Path(name).relative_to(shown)).resolve()
            is_beside = file.is_relative_to(folder) and file.is_file()
            is_stand_in = any(file == one.resolve() for _, one in audit.target.served)
            if is_beside and not is_stand_in:
                found[name] = file
    return {name: file for name, file in found.items() if name in audit.sources}


def _change(name: str, file: Path, text: str, edits: Sequence[Edit]) -> _Change:
    """The file with the edits made. Raises _Unwritable and OSError."""
    from harness.audit.encodings import coding_of
    from harness.audit.fixing import applied

    before = file.read_bytes()
    coding = coding_of(before, text)
    if coding is None:
        raise _Unwritable("it has changed since it was read, or is no text that can be written")
    ends = "\r\n" if "\r\n" in text else "\n"
    fitted = [replace(one, replacement=one.replacement.replace("\n", ends)) for one in edits]
    edited = applied(text, fitted)
    try:
        after = coding.encoded(edited)
    except UnicodeEncodeError:
        raise _Unwritable(f"{coding.name} lacks a character of what is to be written") from None
    return _Change(name, file, before, text, after, edited, len(edits))


def _show(change: _Change, mask: Mask, *, is_aside: bool) -> None:
    """The diff, on standard error where a program reads the report from standard output."""
    from harness.commands.expectations import show_diff

    before, after = mask.text(change.text), mask.text(change.edited)
    show_diff(mask.text(change.name), before, after, is_aside=is_aside)


def _is_wanted(said: str) -> bool:
    """Whether to write: as it was said, or as somebody answers who is there."""
    if said == "write":
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm("write this?", default=False, err=True)


def _save(changes: Sequence[_Change], mask: Mask) -> bool:
    saved = []
    for one in changes:
        name = mask.text(one.name)
        try:
            rewrite(one.file, one.before, one.after)
            saved.append(one)
        except ChangedMeanwhile:
            click.echo(f"{name}: changed meanwhile, so it is not written", err=True)
        except OSError as error:
            click.echo(f"{name}: cannot be written: {error.strerror}", err=True)
    click.echo(f"{_counted(saved)} written", err=True)
    return len(saved) == len(changes)


def _counted(changes: Sequence[_Change]) -> str:
    edits = sum(one.count for one in changes)
    told = f"{edits} place{'s' if edits != 1 else ''} in {len(changes)} "
    return told + ("file" if len(changes) == 1 else "files")
