"""The count over many runs, and how it is told."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console
from tales import Tale

from harness.coverage import Coverage, Row, State, counted
from harness.coverage.judgements import NOT_ABOUT, NOT_LOOKED, NOT_PASSED
from harness.report.coverage import (
    coverage_json,
    coverage_markdown,
    percent,
    print_coverage,
    totals_line,
)

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "HARNESS_REWRITE_GOLDEN"


def row(coverage: Coverage, name: str) -> Row:
    (found,) = (row for row in coverage.rows if row.item.name == name)
    return found


def flipped(run: str = "a", *about: str) -> Tale:
    return Tale(*about, run=run).call("embed.flip")


def test_nothing_recorded_leaves_everything_untouched() -> None:
    coverage = counted([])
    assert coverage.of(State.UNTOUCHED) == len(coverage.rows) > 200
    assert coverage.share == 0


def test_one_run_that_judges_is_enough() -> None:
    accounts = [
        flipped("a", "embed.flip").check().account("failed"),
        flipped("b", "embed.flip").check().account(),
        flipped("c").account(),
    ]
    found = row(counted(accounts), "embed.flip")
    assert (found.state, found.run, found.remark) == (State.JUDGED, "b", "")


def test_the_reason_that_is_easiest_to_mend_is_told() -> None:
    failed = flipped("a", "embed.flip").check().account("failed")
    silent = flipped("b").check().account()
    blind = flipped("c", "embed.flip").account()
    assert row(counted([failed]), "embed.flip").remark == NOT_PASSED
    assert row(counted([failed, silent]), "embed.flip").remark == NOT_ABOUT
    found = row(counted([failed, silent, blind]), "embed.flip")
    assert (found.state, found.remark, found.run) == (State.EXERCISED, NOT_LOOKED, "c")


def test_a_claim_without_a_deed_is_told() -> None:
    found = row(counted([Tale("embed.stop", run="a").check().account()]), "embed.stop")
    assert found.state is State.UNTOUCHED
    assert (found.remark, found.run) == ("a run names it in `about` and does not do it", "a")


def test_runs_are_counted_however_they_ended() -> None:
    coverage = counted([flipped().account(), flipped().account("broken"), flipped().account(None)])
    assert (coverage.runs, coverage.passed) == (3, 1)


def test_a_share_is_never_rounded_up() -> None:
    assert percent(99.99) == "99.9 %"
    assert percent(100.0) == "100.0 %"


def example() -> Coverage:
    """Two runs, one of which failed."""
    good = Tale("embed.flip", "page=hidden", "stop-hides", run="scenarios/a.yaml::Good@chromium")
    good.init(page="hidden").call("embed.flip").check()
    good.expecting("onchatstart", {"initiator": "api"})
    good.fires("onchatstart", ticket="t1", initiator="api").ends()
    bad = Tale("embed.stop", run="scenarios/b.yaml::Bad \x1b[31m|@chromium").call("embed.stop")
    return counted([good.account(), bad.check().account("failed")])


def shown(*, is_missing: bool) -> str:
    file = io.StringIO()
    print_coverage(example(), Console(file=file, width=100), is_missing=is_missing)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("table.txt", shown(is_missing=False)),
        ("missing.txt", shown(is_missing=True)),
        ("table.md", coverage_markdown(example())),
    ],
)
def test_the_count_is_told_in_exactly_these_words(name: str, text: str) -> None:
    golden = GOLDEN / name
    if os.environ.get(REWRITE):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8"), f"set {REWRITE}=1 to accept the new text"


def test_what_is_missing_leaves_out_what_is_judged() -> None:
    lines = shown(is_missing=True).splitlines()
    assert not [line for line in lines if line.startswith("  judged ")]
    assert not [line for line in lines if " embed.flip  " in line]


def test_json_holds_every_item_and_the_totals() -> None:
    content = json.loads(coverage_json(example()))
    assert content["runs"] == {"total": 2, "passed": 1}
    assert sum(content["totals"].values()) == len(content["items"])
    items = {item["name"]: item for item in content["items"]}
    assert items["embed.flip"]["state"] == "judged"
    assert items["embed.stop"]["remark"] == NOT_PASSED
    assert items["stop-hides"]["needs"] == "embed.stop"
    assert len(json.loads(coverage_json(example(), is_missing=True))["items"]) < len(items)


def test_the_line_of_totals_counts_all_items() -> None:
    coverage = example()
    assert totals_line(coverage).endswith("by 2 runs, 1 of them passed")
    assert f"{coverage.of(State.JUDGED)} judged" in totals_line(coverage)
