"""The pages that a command line of `harness audit` names, and what stands in for others' files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from harness.scenario.placing import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.audit.target import Target
    from harness.running.around import Around


def targets_of(
    names: Sequence[str], stand_ins: Iterable[str], world: Around
) -> tuple[list[Target], list[str]]:
    """The targets, each of them once, and why others are none.

    `stand_ins` are what `--serve` was given. Raises Unusable where one of those is wrong, which
    concerns all targets.
    """
    from harness.audit.target import Unusable, target_of

    served = dict(_served(text) for text in stand_ins)
    targets: list[Target] = []
    unusable: list[str] = []
    for whole in dict.fromkeys(_whole(name, world) for name in names):
        try:
            targets.append(target_of(whole, served))
        except Unusable as error:
            unusable.append(str(error))
    return targets, unusable


def _whole(name: str, world: Around) -> str:
    """A target as a file or a whole address: a path is one of the environment's pages."""
    base = world.surroundings.environment.base_url
    if base is None or not name.startswith(("/", "?")) or Path(name).exists():
        return name
    return joined(base, name)


def _served(text: str) -> tuple[str, Path]:
    from harness.audit.target import Unusable

    address, mark, name = text.rpartition("=")
    if not mark or "://" not in address:
        raise Unusable(f"--serve {text}: write ADDRESS=FILE")
    if not Path(name).is_file():
        raise Unusable(f"--serve {text}: there is no file {name}")
    return address, Path(name)
