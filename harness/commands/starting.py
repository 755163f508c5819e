"""`harness init`: a page is audited, and a project is written that keeps it as it is today."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.recording import with_browser
from harness.commands.takes import Interrupted, takes
from harness.project.loading import FILE, default_of, find, names_of, variables_of
from harness.report.atomic import write_whole
from harness.report.failures import quoted
from harness.report.progress import Progress
from harness.running import interruption
from harness.scenario.suggestions import listed
from harness.statuses import FAILED, INTERRUPTED, PASSED, UNUSABLE
from harness.wording import many
from harness.writing.composing import Head, NotComposed, host_of
from harness.writing.hiding import Hiding
from harness.writing.pinned import pinned
from harness.writing.projects import STAGING, Ci, NewFile, Place, page_files, project_files
from harness.writing.recorded import Desk
from harness.writing.whereabouts import Page, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.audit.auditing import Audit
    from harness.browser.engine import EngineOptions
    from harness.masking import Mask
    from harness.writing.recorded import Recorded

SCENARIO = "scenarios/embed.yaml"
_TITLE = "The page embeds the widget as it did when this was written"
_CLOSED = ("answers 401", "answers 403", "asks for a password")
_WAY_IN = """
  hint: say in harness.yaml how to be let in, such as one of these, and go on with
        harness init {path} --env staging
          environments:
            staging:
              base_url: {base}
              basic_auth: {{user: ME, password: "${{env.STAGING_PASSWORD}}"}}
              cookies: [{{name: session, value: "${{env.STAGING_SESSION}}"}}]
              storage_state: ~/staging-login.json"""


def init_command(target: str | None, ci: Ci, options: Mapping[str, Any], *, is_forced: bool) -> int:
    """Audit, record, write; the exit status."""
    if target is None and not (options["env"] or options["base_url"]):
        target = _asked()

    def work(page: Page, engine: EngineOptions) -> int:
        given = (options["consent"], frozenset(options["ignored"]))
        with Progress(2, is_quiet=options["quiet"]) as progress:
            start = _Start(page, ci, engine, options["env"], *given, progress, is_forced=is_forced)
            return start.made()

    return with_browser(options, work, target)


def _asked() -> str | None:
    """What the user says, where somebody is there to be asked."""
    if not sys.stdin.isatty():
        return None
    answer: str = click.prompt("Which page embeds the widget (an address or a file)?", type=str)
    return answer.strip() or None


@dataclass
class _Start:
    """One project in the making, in the current folder; `env` is an environment that it has."""

    page: Page
    ci: Ci
    engine: EngineOptions
    env: str | None
    consent: str | None
    ignored: frozenset[str]
    progress: Progress
    is_forced: bool
    _written: list[str] = field(default_factory=list)
    _kept: list[str] = field(default_factory=list)

    def made(self) -> int:
        """Write it; the exit status."""
        try:
            errors = self._audited()
            pages = [] if errors else self._pages()
            for file in [*project_files(self._place, self.ci), *pages]:
                self._put(file)
            made = None if errors else self._scenario()
        except (NotComposed, OSError) as error:
            click.echo(str(error), err=True)
            return UNUSABLE
        except (Interrupted, KeyboardInterrupt):
            return INTERRUPTED
        is_kept = made is None or made.text is not None
        self._tell(made if is_kept else None)
        if errors:
            return self._refused(
                f"the audit found {many(errors, 'error')}; mend what is wrong first"
            )
        if made is not None and made.text is None:
            why = "; ".join(made.remarks) or "the steps did not show what is to be kept"
            return self._refused(self._mask.text(why), command="record")
        self.progress.print(f"next: harness run{self._needed_options}")
        return PASSED

    def _tell(self, made: Recorded | None) -> None:
        for name in self._written:
            self.progress.print(f"wrote {name}")
        for name in self._kept:
            self.progress.print(f"kept {name}: it is there already (--force replaces it)")
        for remark in made.remarks if made is not None else ():
            self.progress.note(f"note: {self._mask.text(remark)}")

    def _refused(self, why: str, command: str = "audit") -> int:
        """No scenario is written; the exit status. The command is what to go on with."""
        click.echo(f"{SCENARIO} is not written: {why}", err=True)
        env = f" --env {self.env}" if self.env else ""
        is_asking = self.consent and command == "audit"
        consent = f" --consent {quoted(self.consent)}" if is_asking and self.consent else ""
        self.progress.print(f"next: harness {command}{env}{consent} {quoted(self._shown)}")
        return FAILED

    @property
    def _needed_options(self) -> str:
        """What `harness run` has to be told, unless the project file says it for all commands."""
        file = find(Path.cwd())
        is_default = file is not None and default_of(file) == self._place.env
        return "" if is_default else self._place.options

    @property
    def _mask(self) -> Mask:
        return self.engine.surroundings.whole_mask

    @property
    def _shown(self) -> str:
        """The page as messages call it."""
        return self._mask.text(self.page.opened)

    @cached_property
    def _place(self) -> Place:
        """Where the page stands, as the project says it. Raises NotComposed."""
        if not self.page.is_real:
            return Place()
        file = find(Path.cwd())
        if self.env is not None and file is not None:
            return Place(self.env, self.page.base, tuple(variables_of(file, self.env)))
        base = self.page.base or place_of(self.page.opened)[0]
        known = () if file is None or self.is_forced else names_of(file)
        if known and STAGING not in known:
            raise NotComposed(
                f"{FILE} is there already, and has no environment {STAGING!r}\n"
                f"  hint: say `--env NAME`; it has {listed(known, 'and')}"
            )
        return Place(STAGING, self._hiding.data(base))

    @cached_property
    def _hiding(self) -> Hiding:
        return Hiding(self._mask)

    def _audited(self) -> int:
        """Tell what the audit finds, and count the errors.

        Raises NotComposed where the page cannot be opened.
        """
        self.progress.doing(f"auditing {self._shown}")
        try:
            found = _audit(self.page.opened, self.engine, self.consent)
        except NotComposed as error:
            told = self._mask.text(str(error))
            raise NotComposed(f"{told}{self._way_in(told)}") from None
        from harness.audit.telling import as_text, summary

        kept = tuple(one for one in found.findings if one.rule not in self.ignored)
        found = replace(found, findings=kept)
        self.progress.done(self._mask.text(f"audited {found.target.name}: {summary(found)}"))
        self.progress.print(self._mask.text(as_text([found])))
        return sum(one.severity == "error" for one in kept)

    def _way_in(self, told: str) -> str:
        """How to go on where the page does not let everybody in."""
        is_closed = any(mark in told for mark in _CLOSED)
        if self.env is not None or not self.page.is_real or not is_closed:
            return ""
        base, path = place_of(self.page.opened)
        return _WAY_IN.format(base=self._mask.text(base), path=quoted(self._mask.text(path)))

    def _pages(self) -> list[NewFile]:
        """The page as a fixture, unless it is one already or stands on a server."""
        file = Path(self.page.target)
        pages = Path("fixtures/pages").resolve()
        if self.page.is_real or file.resolve().is_relative_to(pages):
            return []
        return page_files(file)

    def _put(self, file: NewFile) -> None:
        path = Path(file.path)
        is_given = file.path == FILE and self.env is not None  # it says how to be let in
        if path.exists() and (is_given or not self.is_forced):
            if path.read_bytes() != file.content:
                self._kept.append(file.path)
            return
        write_whole(path, file.content)
        self._written.append(file.path)

    def _scenario(self) -> Recorded | None:
        """The scenario that pins what the page does; None when there is one already."""
        self.progress.doing(f"recording what {self._shown} does")
        file = Path(SCENARIO)
        if file.exists() and not self.is_forced:
            self._kept.append(SCENARIO)
            return None
        file.parent.mkdir(parents=True, exist_ok=True)
        base, host = self._host(file.parent)
        head = Head(_TITLE, self._hiding.data(host))
        used = self._hiding.used
        if used:
            head = replace(head, more={"secrets": list(used)})
        desk = Desk(file.absolute(), SCENARIO, {**os.environ, **used})
        engine = self.engine
        if base is not None:
            around = engine.surroundings
            moved = replace(around, environment=replace(around.environment, base_url=base))
            engine = replace(engine, surroundings=moved)
        made = pinned(desk, head, partial(takes, options=engine), base, self.consent)
        self.progress.done(f"recorded {self._shown}")
        if made.text is not None:
            self._hiding.refuse_secrets(made.text)
            write_whole(file, made.text.encode())
            self._written.append(SCENARIO)
        return made

    def _host(self, folder: Path) -> tuple[str | None, Mapping[str, Any]]:
        if self.page.base is not None:
            return self.page.base, self.page.host(folder)
        if self.page.is_real:
            base, path = place_of(self.page.opened)
            return base, {"url": path}
        pages = Path("fixtures/pages").resolve()
        file = Path(self.page.target).resolve()
        is_fixture = file.is_relative_to(pages)
        return None, host_of(str(file if is_fixture else pages / file.name), folder)


def _audit(target: str, engine: EngineOptions, consent: str | None) -> Audit:
    """What the audit finds in a page. Raises NotComposed."""
    from harness.audit.auditing import audit
    from harness.audit.target import Unusable, target_of
    from harness.browser.engine import Engine

    async def work() -> Audit:
        async with Engine(replace(engine, in_flight=3)) as running:
            return await audit(running, target_of(target, {}), consent=consent)

    try:
        return interruption.run(work())
    except Unusable as error:
        raise NotComposed(str(error)) from None
