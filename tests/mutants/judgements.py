"""What people say of the mutants that survive: `judgements.yaml` is reviewed like code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from tests.mutants.results import Result

FILE = Path(__file__).parent / "judgements.yaml"

Kind = Literal["equivalent", "beyond", "hole"]
"""Nothing can tell it from the stub; the vendor's page does not say what it does otherwise;
the suite should notice it and does not yet."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a survivor is, and the reason in one sentence."""

    kind: Kind
    why: str


def read(path: Path = FILE) -> dict[str, Judgement]:
    """The judgements by the mutants' names. Raises ValueError with what is wrong in the file."""
    given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    found: dict[str, Judgement] = {}
    for kind, rows in given.items():
        if kind not in KINDS:
            raise ValueError(f"{path.name}: `{kind}` is no judgement: {', '.join(KINDS)}")
        for name, why in (rows or {}).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is judged twice")
            if not _is_sentence(why):
                raise ValueError(
                    f"{path.name}: {name}: the reason is a sentence, with its full stop"
                )
            found[name] = Judgement(kind, why)
    return found


def _is_sentence(why: Any) -> bool:
    return isinstance(why, str) and why.endswith(".") and " " in why


def problems(
    judgements: Mapping[str, Judgement], results: Mapping[str, Result], known: Container[str]
) -> list[str]:
    """What does not fit: survivors without a judgement, and judgements that do not hold."""
    found = [
        f"{name}: survives and is not judged: say in {FILE.name} what it is, or write a scenario"
        for name, result in results.items()
        if result.state == "survived" and name not in judgements
    ]
    for name, judgement in judgements.items():
        result = results.get(name)
        if name not in known:
            found.append(f"{name}: is judged in {FILE.name}, and no mutant is called so any more")
        elif result is not None and result.is_noticed:
            found.append(
                f"{name}: is judged `{judgement.kind}` in {FILE.name}, and {result.by or 'it'}"
                " notices it now: take it out"
            )
    return found
