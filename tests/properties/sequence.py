"""One sequence: a world and steps, made from a seed, as a scenario that can be replayed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from harness.scenario import load, plan
from tests.properties import acts, worlds
from tests.properties.values import THROWN

if TYPE_CHECKING:
    from harness.scenario import Run

ROOT = Path(__file__).resolve().parents[2]

_RESTED = {"of": [{"console": {"text": "nobody says this"}}], "for": "1ms"}
"""An absence that is of no interest: after a step that expects something, the page rests."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A scenario in parts. After the steps in `hurried` nobody waits for the page to rest."""

    seed: int
    world: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    hurried: frozenset[int] = frozenset()

    @classmethod
    def of(cls, seed: int) -> Sequence:
        """The sequence of this seed: always the same one."""
        chance = Random(seed)  # noqa: S311 - nothing secret is made of it
        world = worlds.world(chance)
        steps = acts.steps(chance, world["backend"], chance.randint(4, 22))
        share = chance.choice((0.0, 0.0, 0.3, 0.8))
        hurried = frozenset(index for index in range(len(steps)) if chance.random() < share)
        return cls(seed, world, tuple(steps), hurried)

    def only(self, kept: list[int]) -> Sequence:
        """The sequence with these of its steps alone."""
        steps = tuple(self.steps[index] for index in kept)
        hurried = frozenset(new for new, old in enumerate(kept) if old in self.hurried)
        return replace(self, steps=steps, hurried=hurried)

    def as_yaml(self) -> str:
        """The scenario as a file: a violation makes it fail."""
        steps = [
            step if index in self.hurried else {**step, "expect": {"never": _RESTED}}
            for index, step in enumerate(self.steps)
        ]
        scenario = {"scenario": f"Sequence {self.seed}", **self.world, "steps": steps}
        scenario["always"] = {"never": [{"page_error": {"message": {"$not": {"$re": THROWN}}}}]}
        return yaml.dump(scenario, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)

    def run(self, folder: Path) -> Run:
        """The run of it. Raises ValueError when the language refuses the scenario."""
        path = folder / f"sequence-{self.seed}.yaml"
        path.write_text(self.as_yaml(), encoding="utf-8")
        loaded = load([path], folder)
        if loaded.problems:
            raise ValueError(loaded.render_problems())
        (run,) = plan(loaded)
        return run


class _Plain(yaml.SafeDumper):
    """Writes scenarios as people do: no anchors, and texts of several lines as they are."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: _Plain, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


_Plain.add_representer(str, _text)
