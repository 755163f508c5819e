"""What `--hostile` means to the pytest front door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.judging.verdict import RunResult, Status, Verdict
from harness.probing import family, summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BARE: Final = "--hostile"
_STATUSES: Final[Mapping[str, Status]] = {
    "passed": "passed",
    "failed": "failed",
    "skipped": "skipped",
}


def spelt_out(arguments: Sequence[str]) -> list[str]:
    """The arguments with `--hostile=all` for an option that what follows it does not name."""
    following = [*arguments[1:], ""]
    return [
        f"{_BARE}={family.ALL}" if one == _BARE and not family.is_naming(after) else one
        for one, after in zip(arguments, following, strict=True)
    ]


def refuse_unknown(wish: str) -> None:
    """Raises pytest.UsageError for names that no hostility has."""
    try:
        if wish != family.LIST:
            family.named(wish)
    except family.BadHostility as error:
        raise pytest.UsageError(f"{_BARE} {wish}: {error}") from None


def spoken_of(config: pytest.Config) -> Iterator[str]:
    """The ids that are asked for: those named, and with `--lf` those that failed last."""
    yield from config.args
    cache = getattr(config, "cache", None)
    if cache is not None and config.getoption("lf", default=False):
        yield from cache.get("cache/lastfailed", {})


def told(stats: Mapping[str, Sequence[Any]]) -> list[str]:
    """What the widget stands, by hostility, from the reports of a session."""
    results = [
        _result(report.nodeid, status)
        for word, status in _STATUSES.items()
        for report in stats.get(word, ())
        if "@" in report.nodeid.rpartition("::")[2]
    ]
    return summary.lines(results)


def _result(node: str, status: Status) -> RunResult:
    path, _, name = node.partition("::")
    return RunResult(node, path, 1, name.partition("[")[0], (), Verdict(status, ()), 0.0)
