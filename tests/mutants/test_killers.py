"""What a campaign found is kept for CI, as far as it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mutants.__main__ import main
from tests.mutants.killers import Renewed, known_killers, read, renew
from tests.mutants.results import Ledger, Result

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RUNS = {"short", "long"}
MUTANTS = {"a", "b", "c", "d", "e", "f"}


def killed(name: str, by: str = "short", code: str = "check") -> Result:
    return Result(name, "killed", by, code, "at 1.2 s", 3, 4.5)


def test_what_was_found_replaces_what_was_known_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "killers.jsonl"
    ledger = Ledger(path)
    for one in (
        killed("a", "long"),
        killed("b"),
        killed("c"),
        killed("gone"),
        killed("d", "renamed"),
    ):
        ledger.add(one)
    found = {
        "a": killed("a"),
        "c": Result("c", "survived"),
        "e": killed("e", code="run-timeout"),
        "f": Result("f", "hung", code="hung"),
        "d": killed("d", "long"),
    }
    assert renew(found, RUNS, MUTANTS, path) == Renewed(kept=3, new=0, dropped=2)
    assert known_killers(RUNS, MUTANTS, path) == {"a": "short", "b": "short", "d": "long"}
    assert read(path)["a"] == Result("a", "killed", "short", "check")
    again = path.read_bytes()
    assert renew(found, RUNS, MUTANTS, path) == Renewed(kept=3, new=0, dropped=0)
    assert path.read_bytes() == again


def test_renewing_without_a_campaign_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "none.jsonl"
    monkeypatch.setattr("sys.argv", ["mutants", "renew", "--results", str(results)])
    assert main() == 2
    said = capsys.readouterr().err
    assert said == f"{results} has no results: run `python -m tests.mutants` first\n"
