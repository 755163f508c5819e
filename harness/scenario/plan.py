"""Scenarios become runs: one for each combination of parameters."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.scenario.escaping import spelt, visible
from harness.scenario.model import HostPage, Run, Scenario
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.scenario.loading import Loaded

_URL = re.compile(r"https?://([^/?#\s\"'<>]+)", re.IGNORECASE)
_READABLE = re.compile(r"[\w.:/@+%#-][\w .:/@+%#-]*(?<! )\Z")


def plan(loaded: Loaded, browser: str = "chromium") -> list[Run]:
    """The runs in the order of the files, the first parameter varying slowest.

    Their ids name files and are told everywhere, so secrets among the parameters are masked.
    """
    runs = [
        Run(
            id=loaded.mask.text(run_id(variant.scenario, variant.params, browser)),
            scenario=variant.scenario,
            params=variant.params,
            browser=browser,
            names=names_of(variant.scenario),
        )
        for variants in loaded.variants
        for variant in variants
    ]
    return _told_apart(runs)


def _told_apart(runs: list[Run]) -> list[Run]:
    """Runs whose ids only differed in what was masked, or are alike, get a number each."""
    given = Counter(run.id for run in runs)
    taken, found = set(given), []
    seen: Counter[str] = Counter()
    for run in runs:
        seen[run.id] += 1
        name, at, browser = run.id.rpartition("@")
        own, number = run.id, seen[run.id]
        while number > 1 and own in taken:
            own = f"{name}#{number}{at}{browser}"
            number += 1
        taken.add(own)
        found.append(replace(run, id=own) if own != run.id else run)
    return found


def name_in_file(run: Run) -> str:
    """The id of a run without its file."""
    file = f"{visible(run.scenario.path)}::"
    return run.id.removeprefix(file) if run.id.startswith(file) else run.id.partition("::")[2]


def run_id(scenario: Scenario, params: Mapping[str, Any], browser: str) -> str:
    """The name of a run: stable, readable, and no other run's."""
    pairs = ",".join(f"{name}={_shown(value)}" for name, value in params.items())
    suffix = f"[{pairs}]" if pairs else ""
    return f"{visible(scenario.path)}::{spelt(scenario.title + suffix)}@{browser}"


def _shown(value: Any) -> str:
    if isinstance(value, str) and _READABLE.match(value) and not _reads_as_other(value):
        return value
    return json.dumps(value, ensure_ascii=not _is_printable(value), sort_keys=True)


def _is_printable(value: Any) -> bool:
    return json.dumps(value, ensure_ascii=False).isprintable()


def _reads_as_other(text: str) -> bool:
    """Whether a text looks like a number or a word of JSON."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def names_of(scenario: Scenario) -> frozenset[str]:
    """The host names of all addresses that the scenario mentions, and the widget's own."""
    found = {WIDGET_HOST}
    if scenario.host.is_real:  # all else that it mentions is where it really is
        hosts = (urlsplit(mock.at).hostname for mock in scenario.mocks)
        return frozenset(found | {host for host in hosts if host})
    for text in _texts(_mentioned(scenario)):
        address = _URL.match(text)
        if address and (name := _host_name(address[1])):
            found.add(name)
    return frozenset(found)


def _mentioned(scenario: Scenario) -> Iterator[Any]:
    host = scenario.host
    for page in (host.page, *host.pages):
        yield from _mentioned_by_page(page)
    for mock in scenario.mocks:
        yield mock.at
    for step in (*scenario.steps, *scenario.finally_):
        if step.verb != "eval":
            yield step.argument
    yield from (operator.photo for operator in scenario.backend.operators)
    yield scenario.backend.settings


def _mentioned_by_page(page: HostPage) -> Iterator[Any]:
    yield page.at
    yield page.embed


def _texts(values: Iterator[Any] | list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(list(value.values()))
        elif isinstance(value, list):
            yield from _texts(value)


def _host_name(authority: str) -> str | None:
    name = authority.rpartition("@")[2].partition(":")[0].lower()
    return name if name and "$" not in name and "*" not in name else None
