"""Mutants are noticed, what is equivalent survives, and nothing lasts for ever."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.broken_widgets.hunting import suite, with_engine
from tests.mutants import campaign
from tests.mutants.campaign import Plan, run_campaign, supervise
from tests.mutants.catalogue import catalogue, find, sample, source
from tests.mutants.hunting import Hunter, Prey, groups, unusable
from tests.mutants.mutant import Change, Mutant
from tests.mutants.results import Ledger, Result
from tests.mutants.touching import TouchMap, noticed_by, telling
from tests.mutants.weaving import woven

if TYPE_CHECKING:
    from harness.browser.engine import Engine
    from harness.scenario import Run

KILLERS = Path(__file__).parent / "killers.jsonl"
"""What the last campaign found: which run notices which mutant."""

SAMPLE, SEED = 4, 8
SCENARIOS = {"hangs": "embedded_chatbar/flip_mini"}
API = "harness/web/widget/loader/api.js"
STATE = "harness/stub/backend/state.py"


def planted(name: str, old: str, new: str, file: str = API) -> Mutant:
    """A change that no operator makes."""
    text = source(file)
    assert text.count(old.encode()) == 1
    start = text.index(old.encode())
    change = Change("planted", name, start, start + len(old), new.encode(), start)
    return Mutant(f"planted:{name}:planted:1", file, 1, old, change)


PLANTED = {
    "equivalent": planted(
        "equivalent", "lastOptions = given;\n  stop", "lastOptions = (given);\n  stop"
    ),
    "same_back_end": planted("same", "self.version += 1", "self.version += 1 + 0", STATE),
    "no_script": planted("no_script", "function flip() {", "function flip( {"),
    "no_python": planted("no_python", "self.version += 1", "self.version += += 1", STATE),
    "hangs": planted(
        "hangs", "if (!run) return;\n  if (run.wanted", "while (run) {}\n  if (run.wanted"
    ),
    "never_loads": planted("never_loads", "start({ ...newRun(given, account), ...kept });", ";"),
    "back_end_throws": planted("throws", "self.version += 1", "raise KeyError", STATE),
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """What becomes of the planted mutants, and of a sample of what the last campaign killed."""
    folder = tmp_path_factory.mktemp("mutants")
    runs = {run.id: run for portion in suite().values() for run in portion}
    killed = known_killers(runs)
    chosen = [one for one in sample(1000, SEED) if one.id in killed][:SAMPLE]
    ledger = Ledger(folder / "results.jsonl")
    jobs = [([one], suite()[SCENARIOS.get(name, "onload/once")]) for name, one in PLANTED.items()]
    jobs += [([one], [runs[killed[one.id]]]) for one in chosen]

    async def work(engine: Engine) -> list[None]:
        def hunter(tried: list[Run]) -> Hunter:
            return Hunter(engine, TouchMap(folder / "none"), tried, ledger, longest=6)

        return await asyncio.gather(*(hunter(tried).hunt(one, 3) for one, tried in jobs))

    asyncio.run(with_engine(4, work))
    return Ledger(folder / "results.jsonl").results


def known_killers(runs: dict[str, Run]) -> dict[str, str]:
    """Who noticed each mutant, as far as both are still there."""
    found = Ledger(KILLERS).results.values()
    return {one.id: one.by for one in found if one.by in runs and one.id in catalogue()}


def test_what_the_last_campaign_found_fits_the_sources() -> None:
    runs = {run.id: run for portion in suite().values() for run in portion}
    assert len(known_killers(runs)) > 40, "run `python -m tests.mutants` and renew killers.jsonl"


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
    [("hangs", "run-timeout"), ("never_loads", "not-loaded"), ("back_end_throws", "not-loaded")],
)
def test_what_hangs_or_never_loads_is_killed(ends: dict[str, Result], name: str, code: str) -> None:
    end = ends[PLANTED[name].id]
    assert (end.state, end.code) == ("killed", code), end
    assert end.seconds < 60


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
        functions = [(p.mutant.file, p.mutant.change.within.split(".")[0]) for p in group]
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
    assert touched["backend/chatting:Chatting._start:omit:1"]
    assert not touched["loader/popup:openPopup:omit:1"]
    assert not touched["backend/launching:Launching._launch:omit:1"]
    assert not touched["loader/statuses:isStart:prefix:1"], "no page only begins like start-online"
