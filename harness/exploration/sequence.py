"""One sequence: a world and steps, made from a seed, as a scenario that can be replayed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

from harness.exploration import odd_values, routes, wild_acts, wild_worlds, worlds
from harness.exploration.chances import happens
from harness.exploration.chats import HERE
from harness.exploration.pairs import Pairs
from harness.exploration.seeds import VERSION
from harness.scenario import load, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.scenario import Run

WILD = 10
"""Of so many sequences one is wild: odd values and calls at once, of which nothing is known."""

Steps = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A scenario in parts. After the steps in `hurried` nobody waits for the page to rest.

    `is_wild` means that the page says nothing of what is done: the contract alone judges.
    """

    name: str
    world: dict[str, Any]
    steps: Steps
    hurried: frozenset[int] = frozenset()
    is_wild: bool = False
    features: frozenset[str] = field(default=frozenset(), compare=False)

    def only(self, kept: list[int]) -> Sequence:
        """The sequence with these of its steps alone."""
        steps = tuple(self.steps[index] for index in kept)
        hurried = frozenset(new for new, old in enumerate(kept) if old in self.hurried)
        return replace(self, steps=steps, hurried=hurried)

    def without_back_end(self) -> Sequence:
        """The sequence for a widget that has people of its own: none are set up, and none act."""
        kept = [
            index
            for index, step in enumerate(self.steps)
            if "operator" not in step and "trigger" not in step
        ]
        world = {name: value for name, value in self.world.items() if name != "backend"}
        return replace(self.only(kept), world=world)

    def as_scenario(self) -> dict[str, Any]:
        """The scenario as data, for a run."""
        steps = [{**step, "in": "main"} if step.get("in") == HERE else step for step in self.steps]
        return {
            "scenario": f"Sequence {self.name}",
            **self.world,
            "steps": steps or [{"status": None}],
            "timeout": "90s",
        }


def sequences(number: int) -> Iterator[Sequence]:
    """The sequences from this seed on, without an end: always the same ones.

    What was brought together before counts, so that the first sequences of any seed reach much.
    """
    pairs = Pairs()
    for index in itertools.count(1):
        name = f"{VERSION}:{number}-{index}"
        yield _wild(name) if index % WILD == 0 else _told(name, pairs)


def _told(name: str, pairs: Pairs) -> Sequence:
    chance = Random(name)  # noqa: S311 - nothing secret is made of it

    def make() -> tuple[worlds.Levels, list[str]]:
        chosen = worlds.levels(chance)
        return chosen, routes.legs(chance, chosen, worlds.PLAIN)

    chosen, names = pairs.best(make, _features)
    world = worlds.world(chance, chosen)
    before = _beginning(chance, chosen)
    steps = [*before, *routes.steps(chance, names, chosen)]
    features = frozenset(_features((chosen, names)))
    return Sequence(name, world, tuple(steps), features=features)


def _features(candidate: tuple[worlds.Levels, list[str]]) -> list[str]:
    """The levels, the legs, and which leg comes right after which."""
    chosen, names = candidate
    follows = [f"{first} > {second}" for first, second in itertools.pairwise(names)]
    deviating = {name: level for name, level in chosen.items() if level != worlds.PLAIN[name]}
    return [*(f"{name}={level}" for name, level in deviating.items()), *names, *follows]


def _beginning(chance: Random, chosen: worlds.Levels) -> list[dict[str, Any]]:
    """How the widget begins where no snippet stands in the page."""
    if chosen["start"] == "snippet":
        return []
    options = worlds.embed(chance, chosen)
    if chosen["start"] == "init":
        return [{"init": options}]
    return [{"options": options}, {"init": None}]


def _wild(name: str) -> Sequence:
    chance = Random(name)  # noqa: S311 - as above
    world = wild_worlds.world(chance)
    steps = wild_acts.steps(chance, world["backend"], chance.randint(4, 16))
    share = chance.choice((0.0, 0.0, 0.3, 0.8))
    hurried = frozenset(index for index in range(len(steps)) if happens(chance, share))
    return Sequence(name, world, tuple(steps), hurried, is_wild=True)


def file_of(name: str, folder: Path) -> Path:
    """Where the scenario of this name is written while it is run."""
    return folder / f"{name.replace(':', '-')}.yaml"


def run_of(scenario: dict[str, Any], name: str, folder: Path) -> Run:
    """The run of a scenario. Raises ValueError when the language refuses it."""
    from harness.exploration.text import as_yaml

    path = file_of(name, folder)
    path.write_text(as_yaml(scenario), encoding="utf-8")
    loaded = load([path], folder)
    if loaded.problems:
        raise ValueError(loaded.render_problems())
    (run,) = plan(loaded)
    return run


THROWN = odd_values.THROWN
"""What pages of wild sequences throw themselves."""
