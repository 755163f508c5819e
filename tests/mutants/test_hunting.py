"""Mutants are noticed, what is equivalent survives, and nothing lasts for ever."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from tests.broken_widgets.hunting import suite, with_engine
from tests.mutants import campaign
from tests.mutants.campaign import Plan, run_campaign, supervise
from tests.mutants.catalogue import catalogue, find, sample
from tests.mutants.hunting import Hunter
from tests.mutants.killers import known_killers
from tests.mutants.prey import Prey, groups, unusable
from tests.mutants.results import Ledger, Result
from tests.mutants.sampling import PLANTED, SAMPLE, SCENARIOS, hunt_sample
from tests.mutants.touching import TouchMap, noticed_by, telling
from tests.mutants.weaving import woven

if TYPE_CHECKING:
    from pathlib import Path

    from harness.browser.engine import Engine

LIMIT = 120
"""Seconds that one campaign of a test may take."""


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """What becomes of the planted mutants, and of a sample of what the last campaign killed."""
    path = tmp_path_factory.mktemp("mutants") / "results.jsonl"
    supervise(hunt_sample, (path,), (path,), patience=LIMIT)
    return Ledger(path).results


def test_what_the_last_campaign_found_fits_the_sources() -> None:
    runs = {run.id for portion in suite().values() for run in portion}
    assert len(known_killers(runs, catalogue())) > 100, (
        "run `python -m tests.mutants`, then `python -m tests.mutants renew`"
    )


def test_a_sample_of_what_the_last_campaign_killed_is_killed(ends: dict[str, Result]) -> None:
    tried = {name: end for name, end in ends.items() if not name.startswith("planted")}
    assert len(tried) == SAMPLE
    assert {end.state for end in tried.values()} == {"killed"}, tried


@pytest.mark.parametrize("name", ["equivalent", "same_back_end"])
def test_what_is_equivalent_survives(ends: dict[str, Result], name: str) -> None:
    assert ends[PLANTED[name].id].state == "survived", ends


@pytest.mark.parametrize("name", ["no_script", "no_python"])
def test_what_does_not_parse_is_told_and_not_tried(ends: dict[str, Result], name: str) -> None:
    end = ends[PLANTED[name].id]
    assert (end.state, end.runs) == ("unusable", 0)
    assert end.message.startswith(f"the changed {PLANTED[name].file} does not parse: ")


@pytest.mark.parametrize(
    ("name", "code"),
    [("never_loads", "not-loaded"), ("back_end_throws", "not-loaded")],
)
def test_what_never_loads_is_killed(ends: dict[str, Result], name: str, code: str) -> None:
    end = ends[PLANTED[name].id]
    assert (end.state, end.code) == ("killed", code), end
    assert end.seconds < 60


def hunted(name: str, results: Path, longest: float) -> Result:
    """What becomes of one planted mutant within the limit."""
    ledger = Ledger(results)
    tried = suite()[SCENARIOS[name]]

    async def work(engine: Engine) -> list[None]:
        hunter = Hunter(engine, TouchMap(results.with_name("none")), tried, ledger, longest=longest)
        return [await hunter.hunt([PLANTED[name]], 1)]

    asyncio.run(asyncio.wait_for(with_engine(2, work), LIMIT))
    return ledger.results[PLANTED[name].id]


@pytest.mark.campaign  # a page that hangs costs the browser
def test_what_hangs_is_killed(tmp_path: Path) -> None:
    end = hunted("hangs", tmp_path / "results.jsonl", longest=6)
    assert (end.state, end.code) == ("killed", "no-answer"), end


@pytest.mark.campaign  # it costs a machine its time
def test_what_floods_the_back_end_comes_to_an_end(tmp_path: Path) -> None:
    end = hunted("floods", tmp_path / "results.jsonl", longest=10)
    assert end.state in {"killed", "survived"}, end


def test_a_process_without_news_is_stopped(tmp_path: Path) -> None:
    began = time.monotonic()
    assert not supervise(time.sleep, (600,), (tmp_path / "news",), patience=1)
    assert time.monotonic() - began < 30


def test_what_stops_its_process_twice_is_hung(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (one.id for one in sample(2))

    def stopped(_: object, arguments: tuple[list[str], Plan], *__: object) -> bool:
        names, plan = arguments
        ledger = Ledger(plan.results)
        for name in names:
            ledger.begin(name)
            if name == bad:
                return False
            ledger.add(Result(name, "survived"))
            ledger.rest(name)
        return True

    monkeypatch.setattr(campaign, "supervise", stopped)
    ledger = run_campaign(find([bad, good]), Plan(tmp_path / "results", tmp_path / "touched"))
    assert {name: end.state for name, end in ledger.results.items()} == {
        bad: "hung",
        good: "survived",
    }
    assert "no news for" in ledger.results[bad].message


def test_a_campaign_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "results"
    ledger = Ledger(path)
    ledger.begin("a")
    ledger.pass_("a", ["one", "two"])
    ledger.rest("a")
    ledger.add(Result("b", "killed", "run", "check"))
    with path.open("a") as file:
        file.write('{"kind":"result","id":"c","sta')  # the process was stopped here
    again = Ledger(path)
    assert again.passed == {"a": {"one", "two"}}
    assert set(again.results) == {"b"}
    assert not again.open


def test_mutants_that_meet_are_not_tried_together() -> None:
    chosen = [Prey(one, {}) for one in sample(200) if not unusable(one)]
    for group in groups(chosen):
        inside = [p.mutant for p in group if p.mutant.change.at is not None]
        functions = [
            (one.file, one.change.within.split(".")[0 if one.language == "javascript" else -1])
            for one in inside
        ]
        assert len(functions) == len(set(functions))


def test_a_run_tells_what_it_touches() -> None:
    run = suite()["onchange/by_the_visitor"][0]

    async def work(engine: Engine) -> list[set[str]]:
        rows, _ = await telling(engine, run)
        assert rows is not None
        return [{woven().keys[number] for number in rows}]

    (keys,) = asyncio.run(with_engine(1, work))
    touched = {one.id: keys & (noticed_by(one) or set()) for one in catalogue().values()}
    assert touched["loader/frame:HEARD.maximize:omit:1"]
    assert touched["backend/talking:Talking.visitor_says:omit:1"]
    assert not touched["loader/popup:openPopup:omit:1"]
    assert not touched["backend/launching:Launching._launch:omit:1"]
    assert not touched["loader/api:page:caseless:1"], "no page differs in capitals alone"
