"""Scenarios on real pages get the addresses that they have in one environment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from harness.scenario.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.scenario.model import Run

_NO_BASE = "name an environment (`--env NAME`) or an address (`--base-url URL`)"


def placed(runs: Iterable[Run], base_url: str | None) -> tuple[list[Run], list[Problem]]:
    """The runs with whole addresses, and a problem for each that lacks what it is relative to."""
    found: list[Run] = []
    problems: list[Problem] = []
    for run in runs:
        page = run.scenario.host.page
        if not page.is_real or page.at.startswith(("https://", "http://")):
            found.append(run)
        elif base_url is None:
            message = f"`{page.at}` is relative, and nothing says to what"
            length = len(page.at)
            problem = Problem(page.place, "base-url", message, length=length, hint=_NO_BASE)
            problems.append(problem)
        else:
            found.append(_at(run, joined(base_url, page.at)))
    return found, list(dict.fromkeys(problems))


def joined(base_url: str, path: str) -> str:
    """The address of a path; what the base has after its path, such as a token, is kept."""
    base, _, query = base_url.partition("?")
    whole = urljoin(base, path)
    if not query:
        return whole
    address, mark, fragment = whole.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{query}{mark}{fragment}"


def _at(run: Run, address: str) -> Run:
    host = run.scenario.host
    moved = replace(host, page=replace(host.page, at=address))
    return replace(run, scenario=replace(run.scenario, host=moved))
