"""`harness record`: a person acts, or a script in their place, and a scenario is written of it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.takes import Interrupted, takes
from harness.masking import Mask
from harness.report.atomic import write_whole
from harness.report.failures import quoted
from harness.report.folders import Unwritable, run_folder
from harness.running import interruption
from harness.running.again import command_of
from harness.running.around import Around, Unusable, around_of
from harness.scenario.loading import name_of
from harness.scenario.model import Host, HostPage, Run, Scenario
from harness.scenario.places import Place
from harness.scenario.placing import placed
from harness.scenario.problems import render_all
from harness.statuses import FAILED, INTERRUPTED, PASSED, UNUSABLE
from harness.writing.acts import SECRET, Acts
from harness.writing.composing import (
    Head,
    NotComposed,
    composed,
    indented,
    listed,
    slug_of,
)
from harness.writing.hiding import Hiding
from harness.writing.recorded import Desk, Recorded, recorded, with_environment
from harness.writing.whereabouts import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.browser.engine import EngineOptions
    from harness.writing.stories import Take


_NOTHING = "  - check: {url: $str}"
"""A step that a scenario is opened with before anybody has acted."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `harness record` was asked for."""

    target: str
    script: Path | None
    file: Path | None
    title: str | None
    is_forced: bool


def record_command(wish: Wish, options: Mapping[str, Any]) -> int:
    """Record, and write the scenario; the exit status."""
    given = {**options, "headed": options["headed"] or wish.script is None}
    typed = Mask({SECRET: os.environ.get(SECRET, "")})
    again = command_of(options)

    def work(page: Page, engine: EngineOptions) -> int:
        return _record(wish, page, engine, again)

    return with_browser(given, work, wish.target, typed)


def with_browser(
    options: Mapping[str, Any],
    work: Callable[[Page, EngineOptions], int],
    target: str | None,
    mask: Mask | None = None,
) -> int:
    """Do what needs a browser for a page; tell why there is none. The exit status."""
    from harness.browser.finding import NoBrowser
    from harness.commands.run import engine_options_of, no_browser

    given = {**_AS_USUAL, **options}
    try:
        around = around_of(given, mask)
        page = page_of(target, around.surroundings.environment)
        has_sandbox = _has_sandbox(page, around, wish=options["sandbox"])
        given |= {"around": around, "sandbox": has_sandbox}
        given["output"] = run_folder(given["output"]).path
        return work(page, engine_options_of(given))
    except (Unusable, Unwritable, NotComposed) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)


def _has_sandbox(page: Page, around: Around, *, wish: bool | None) -> bool:
    """Whether the browser's sandbox is on, as `harness run` has it for this page."""
    runs = []
    if page.is_real:
        place = Place(page.target, 1, 1)
        host = Host(HostPage(page.opened, place, is_real=True))
        runs = [Run(page.target, Scenario(page.target, page.target, place, host, ()))]
    return around.has_sandbox(runs, wish=wish)


_AS_USUAL = {"in_flight": 1, "screenshot": "off", "workers": 1}
"""What commands for a single scenario do not ask for."""


def _record(wish: Wish, page: Page, engine: EngineOptions, again: str) -> int:
    hiding = Hiding(engine.surroundings.whole_mask)
    title = hiding.mask.text(wish.title or page.title)
    file = wish.file or Path("scenarios") / f"{slug_of(title)}.yaml"
    if file.exists() and not wish.is_forced:
        click.echo(
            f"{file}: is there already; --to names another file, --force replaces it", err=True
        )
        return UNUSABLE
    if wish.script is None and not has_display():
        click.echo(_NO_DISPLAY, err=True)
        return UNUSABLE
    desk = Desk(file.absolute(), name_of(file, Path.cwd()), dict(os.environ))
    try:
        head = Head(title, hiding.data(page.host(file.absolute().parent)))
        desk, steps = _steps(wish, with_environment(desk, hiding.used), head, engine, hiding)
        if hiding.used:
            head = replace(head, more={"secrets": list(hiding.used)})
        click.echo("running the steps …", err=True)
        if wish.script is None:  # what a person did is done again, but nobody has to watch it
            engine = replace(engine, browser=replace(engine.browser, headed=False))
        made = recorded(desk, head, steps, partial(_taken, options=engine))
        for text in (made.text, composed(head, steps)):
            hiding.refuse_secrets(text or "")
    except NotComposed as error:
        click.echo(hiding.mask.text(str(error)), err=True)
        return UNUSABLE
    except Interrupted:
        return INTERRUPTED
    for name in hiding.unset:
        click.echo(f"note: set {name} when the scenario is run: it stands for a secret", err=True)
    return _told(made, composed(head, steps), desk, wish, again)


def _taken(runs: Sequence[Run], options: EngineOptions) -> Mapping[str, Take]:
    """What becomes of runs where they take place."""
    return takes(placed(runs, options.surroundings.environment.base_url)[0], options)


def _steps(
    wish: Wish, desk: Desk, head: Head, engine: EngineOptions, hiding: Hiding
) -> tuple[Desk, str]:
    """The steps of the script, or those of a person, without secrets. Raises NotComposed."""
    if wish.script is not None:
        try:
            text = wish.script.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise NotComposed(f"{wish.script}: cannot be read: {error}") from None
        steps = indented(text, str(wish.script), hiding.data)
        return with_environment(desk, hiding.used), steps
    acts = captured(desk, head, engine)
    if not acts.steps:
        raise NotComposed("nothing was done, so there is nothing to write")
    if acts.has_secret:
        hiding.used.setdefault(SECRET, os.environ.get(SECRET, "secret"))
    steps = listed(hiding.data(acts.steps))
    return with_environment(desk, hiding.used), steps


def captured(desk: Desk, head: Head, engine: EngineOptions, perform: Any = None) -> Acts:
    """What a person does on the page until they close the window, or break off."""
    from harness.browser.capturing import capture
    from harness.browser.engine import Engine

    _, source = desk.manuscript(composed(head, _NOTHING)).variants()
    if source.problems:
        raise NotComposed(render_all(source.problems, {}))
    runs = desk.runs(composed(head, _NOTHING))
    (run,) = placed(runs, engine.surroundings.environment.base_url)[0]
    acts = Acts(run.scenario.host.at)

    async def work() -> None:
        async with Engine(engine) as running:
            click.echo("act in the window; close it when you are done", err=True)
            result = await capture(running, run, acts.hear, perform)
            for failure in result.verdict.failures:
                if failure.code not in {"unfinished", "window-gone"}:
                    click.echo(f"note: {failure.message}", err=True)

    try:
        interruption.run(work())
    except KeyboardInterrupt:
        interruption.forget_ctrl_c()
        click.echo("broken off; what was done so far is written", err=True)
    return acts


def _told(made: Recorded, bare: str, desk: Desk, wish: Wish, again: str) -> int:
    for remark in made.remarks:
        click.echo(f"note: {remark}", err=True)
    if made.problems:
        click.echo(render_all(made.problems, {desk.name: made.text or bare}), err=True)
        click.echo("\nnothing was run, and nothing is written", err=True)
        return UNUSABLE
    if made.text is None and wish.script is not None:
        click.echo("the steps did not pass, so nothing is written", err=True)
        return FAILED
    # What a person did is not thrown away, even where it does not run a second time.
    write_whole(desk.file, (made.text or bare).encode())
    what = "written" if made.text else "written without expectations: the steps did not pass alone"
    click.echo(f"{desk.name}: {what}")
    click.echo(f"run it: {again} {quoted(desk.name)}")
    return PASSED if made.text else FAILED


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


_NO_DISPLAY = (
    "there is no display to show a window on; give the steps by --script FILE, a list such as\n"
    "  - click: '#chat-link'\n"
    "  - visitor: {says: Hello}"
)
