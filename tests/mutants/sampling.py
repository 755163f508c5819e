"""What the tests hunt: mutants that no operator makes, and a sample of those known to be killed."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING

from tests.broken_widgets.hunting import suite, with_engine
from tests.mutants.catalogue import catalogue, sample, source
from tests.mutants.hunting import Hunter
from tests.mutants.killers import known_killers
from tests.mutants.mutant import Change, Mutant
from tests.mutants.results import Ledger
from tests.mutants.touching import TouchMap

if TYPE_CHECKING:
    from pathlib import Path

    from harness.browser.engine import Engine
    from harness.scenario import Run

SAMPLE, SEED = 3, 9
SCENARIOS = {"hangs": "embedded_chatbar/flip_mini", "floods": "popup_window/second_chat"}
"""Which scenario meets what costs a machine its time."""

API = "harness/web/widget/loader/api.js"
STATE = "harness/stub/backend/state.py"
SHOWING = "harness/stub/backend/showing.py"


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
    "floods": planted("floods", "view.news > since", "view.news >= since", SHOWING),
    "never_loads": planted("never_loads", "start({ ...newRun(given, account), ...kept });", ";"),
    "back_end_throws": planted("throws", "self.version += 1", "raise KeyError", STATE),
}


def hunt_sample(results: Path) -> None:
    """Hunt what is planted, but for what hangs or floods, and the sample; ends the process."""
    logging.disable()
    runs = {run.id: run for portion in suite().values() for run in portion}
    killed = known_killers(runs, catalogue())
    chosen = [one for one in sample(1000, SEED) if one.id in killed][:SAMPLE]
    ledger = Ledger(results)
    jobs = [(one, suite()["onload/once"]) for name, one in PLANTED.items() if name not in SCENARIOS]
    jobs += [(one, [runs[killed[one.id]]]) for one in chosen]

    async def work(engine: Engine) -> list[None]:
        def hunter(tried: list[Run]) -> Hunter:
            return Hunter(engine, TouchMap(results.with_name("none")), tried, ledger)

        return await asyncio.gather(*(hunter(tried).hunt([one], 3) for one, tried in jobs))

    asyncio.run(with_engine(4, work, scale=2))
    os._exit(0)
