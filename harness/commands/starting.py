"""`harness init`: a page is audited, and a project is written that keeps it as it is today."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.recording import with_browser
from harness.commands.statuses import FAILED, INTERRUPTED, PASSED, UNUSABLE
from harness.commands.takes import Interrupted, takes
from harness.report.atomic import write_whole
from harness.writing.composing import Head, NotComposed, host_of, is_url
from harness.writing.pinned import pinned
from harness.writing.projects import STAGING, Ci, NewFile, page_files, place_of, project_files
from harness.writing.recorded import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.browser.engine import EngineOptions
    from harness.writing.recorded import Recorded

SCENARIO = "scenarios/embed.yaml"


def init_command(target: str | None, ci: Ci, options: Mapping[str, Any], *, is_forced: bool) -> int:
    """Audit, record, write; the exit status."""
    target = target or _asked()
    if target is None:
        click.echo("name the page that embeds the widget: harness init URL|FILE", err=True)
        return UNUSABLE
    if not is_url(target) and not Path(target).is_file():
        click.echo(f"{target}: there is no such file, and it is no http address", err=True)
        return UNUSABLE
    return with_browser(
        options, lambda engine: _Start(target, ci, engine, is_forced=is_forced).made(), target
    )


def _asked() -> str | None:
    """What the user says, where somebody is there to be asked."""
    if not sys.stdin.isatty():
        return None
    answer: str = click.prompt("Which page embeds the widget (an address or a file)?", type=str)
    return answer.strip() or None


@dataclass
class _Start:
    """One project in the making, in the current folder."""

    target: str
    ci: Ci
    engine: EngineOptions
    is_forced: bool
    _written: list[str] = field(default_factory=list)
    _kept: list[str] = field(default_factory=list)

    def made(self) -> int:
        """Write it; the exit status."""
        try:
            self._audited()
            files = [*project_files(self.target, self.ci), *self._pages()]
            for file in files:
                self._put(file)
            made = self._scenario()
        except (NotComposed, OSError) as error:
            click.echo(str(error), err=True)
            return UNUSABLE
        except (Interrupted, KeyboardInterrupt):
            return INTERRUPTED
        for name in self._written:
            click.echo(f"wrote {name}")
        for name in self._kept:
            click.echo(f"kept {name}: it is there already (--force replaces it)")
        if made is not None and made.text is None:
            for remark in made.remarks:
                click.echo(f"note: {remark}", err=True)
            click.echo(f"{SCENARIO} is not written: the page does not bring a widget up", err=True)
            click.echo(f"next: harness audit {self.target}")
            return FAILED
        click.echo(f"next: harness run{self._options()}")
        return PASSED

    def _options(self) -> str:
        return f" --env {STAGING}" if is_url(self.target) else ""

    def _audited(self) -> None:
        """Tell what the audit finds; a page that cannot be audited can still be recorded."""
        click.echo(f"auditing {self.target} …", err=True)
        click.echo(_audit(self.target, self.engine))

    def _pages(self) -> list[NewFile]:
        """The page as a fixture, unless it is one already or stands on a server."""
        file = Path(self.target)
        pages = Path("fixtures/pages").resolve()
        if is_url(self.target) or file.resolve().is_relative_to(pages):
            return []
        return page_files(file)

    def _put(self, file: NewFile) -> None:
        path = Path(file.path)
        if path.exists() and not self.is_forced:
            if path.read_bytes() != file.content:
                self._kept.append(file.path)
            return
        write_whole(path, file.content)
        self._written.append(file.path)

    def _scenario(self) -> Recorded | None:
        """The scenario that pins what the page does; None when there is one already."""
        file = Path(SCENARIO)
        if file.exists() and not self.is_forced:
            self._kept.append(SCENARIO)
            return None
        desk = Desk(file.absolute(), SCENARIO, dict(os.environ))
        file.parent.mkdir(parents=True, exist_ok=True)
        base, host = self._host(file.parent)
        engine = self.engine
        if base is not None:
            around = engine.surroundings
            moved = replace(around, environment=replace(around.environment, base_url=base))
            engine = replace(engine, surroundings=moved)
        head = Head("The page embeds the widget as it did when this was written", host)
        made = pinned(desk, head, partial(takes, options=engine), base)
        if made.text is not None:
            write_whole(file, made.text.encode())
            self._written.append(SCENARIO)
        return made

    def _host(self, folder: Path) -> tuple[str | None, dict[str, Any]]:
        if is_url(self.target):
            base, path = place_of(self.target)
            return base, {"url": path}
        pages = Path("fixtures/pages").resolve()
        file = Path(self.target).resolve()
        is_fixture = file.is_relative_to(pages)
        return None, host_of(str(file if is_fixture else pages / file.name), folder)


def _audit(target: str, engine: EngineOptions) -> str:
    """What the audit says of a page, as text."""
    from harness.audit.auditing import audit
    from harness.audit.target import Unusable, target_of
    from harness.audit.telling import as_text
    from harness.browser.engine import Engine

    async def work() -> str:
        async with Engine(replace(engine, in_flight=3)) as running:
            return as_text([await audit(running, target_of(target, {}))])

    try:
        return asyncio.run(work())
    except Unusable as error:
        raise NotComposed(str(error)) from None
