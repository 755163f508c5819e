"""`harness profile`: which entries of a profile are found on a page."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.browser.engine import Engine
from harness.browser.finding import NoBrowser
from harness.browser.profile import WIDGETS
from harness.browser.verbs.finding_controls import FIND, FOUND
from harness.report.event_log import read_events
from harness.report.untrusted import visible
from harness.running import interruption
from harness.running.around import Unusable, around_of
from harness.scenario.model import Host, HostPage, Run, Scenario, Step
from harness.scenario.places import Place
from harness.scenario.plan import names_of
from harness.wording import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.browser.engine import EngineOptions
    from harness.browser.profile import Profile
    from harness.judging.verdict import RunResult
    from harness.recording import Recording

MATCHED, NOT_MATCHED = 0, 1
SITE = "https://site.example/"
_STATES = ("closed", "open")
_SAMPLE = {"account": "demo", "lang": "en"}
_LIMIT = 60.0
_UNSAID = {"output": Path(), "in_flight": 1, "timeout_scale": 1.0, "screenshot": "off"}


def run_of(target: str, profile: Profile) -> Run:
    """A run that looks for everything twice: as the page comes, and after the visitor opened it.

    Raises Unusable.
    """
    place = Place(target, 1, 1)
    is_path = target.startswith(("/", "?")) and not Path(target).exists()
    if is_path or target.startswith(("https://", "http://")):
        page = HostPage(target, place, is_real=True)
    elif Path(target).is_file():
        has_mark = b"<!-- livechatoo -->" in Path(target).read_bytes()
        page = HostPage(SITE, place, file=Path(target), embed=_SAMPLE if has_mark else None)
    else:
        raise Unusable(f"{target}: there is no such file; an address begins with https://")
    looks = {key: profile.sought_by_key(key) for key in profile.entries or {}}
    steps = [Step(0, FIND, place, "look for the controls", looks)]
    if profile.has("open"):
        steps.append(Step(1, "visitor", place, "visitor: opens", "opens"))
        steps.append(Step(2, FIND, place, "look for the controls", looks))
    scenario = Scenario("profile", target, place, Host(page), tuple(steps), timeout=_LIMIT)
    return Run(f"{target}::profile@chromium", scenario, names=names_of(scenario))


def profile_command(file: Path, target: str, options: Mapping[str, Any]) -> int:
    """Look, and tell of each entry where it was found; the exit status."""
    from harness.commands.run import engine_options_of, no_browser
    from harness.statuses import UNUSABLE

    given = {**_UNSAID, **options, "profile": str(file)}
    try:
        around = around_of(given)
        profile = around.surroundings.profile
        (run,) = around.placed([run_of(target, profile)])
        given |= {"around": around, "sandbox": around.has_sandbox([run], wish=given["sandbox"])}
        return _looked(run, profile, engine_options_of(given))
    except Unusable as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)


def _looked(run: Run, profile: Profile, options: EngineOptions) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = replace(options, output=Path(folder), keeps_going=True, screenshot="off")
        result = interruption.run(_result(run, made))
        recording = read_events(Path(result.events_path or ""))
    seen = [event.data for event in recording.of_kind(FOUND)]
    if not seen:
        shown = options.surroundings.whole_mask.text(run.scenario.path)
        for failure in result.verdict.failures:
            click.echo(visible(f"{shown}: {failure.message}"), err=True)
        return NOT_MATCHED
    return _tell(profile, seen, recording)


async def _result(run: Run, options: EngineOptions) -> RunResult:
    async with Engine(options) as engine:
        return await engine.run(run)


def _tell(profile: Profile, seen: list[dict[str, Any]], recording: Recording) -> int:
    entries = list(profile.entries or {})
    width = max(map(len, entries), default=0)
    missing = []
    counts = [data["widgets"] for data in seen]
    if profile.has(WIDGETS):
        told = ", ".join(f"{state}: {n}" for state, n in zip(_STATES, counts, strict=False))
        click.echo(f"{'ok  ' if any(counts) else 'lack'} {WIDGETS:<{width}}  {told}")
    for name in profile.readings:
        values = [as_text(data["readings"].get(name)) for data in seen]
        told = ", ".join(f"{state}: {one}" for state, one in zip(_STATES, values, strict=False))
        click.echo(f"ok   {name:<{width}}  {visible(told)}")
    for key in entries:
        texts = [_shown(data["found"].get(key, [])) for data in seen]
        told = ", ".join(
            f"{state}: {text}" for state, text in zip(_STATES, texts, strict=False) if text
        )
        if not told:
            missing.append(key)
        click.echo(f"{'ok  ' if told else 'lack'} {key:<{width}}  {told or 'not in sight'}")
    for event in recording.of_kind("trouble"):
        click.echo(visible(f"note: {event.data['message']}"))
    if not any(data["has_document"] for data in seen):
        click.echo(f"no document of the widget: `address` is {profile.address!r}")
    found = len(entries) - len(missing)
    click.echo(f"{found} of {len(entries)} entries found; others may only be seen during a chat")
    is_counted = any(counts) or not profile.has(WIDGETS)
    return MATCHED if is_counted and not missing else NOT_MATCHED


def _shown(names: list[str]) -> str:
    """How many there are, and what they are called."""
    called = ", ".join(f"“{visible(name)[:40]}”" for name in names[:3] if name)
    return f"{len(names)} {called}".strip() if names else ""
