"""Which differences are more than a matter of assumption: a rule of the vendor's page is broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from harness.drift.difference import Broken, Difference, Spot
from harness.judging import contract
from harness.widget_api import API, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.judging.rules import Breach, Rule
    from harness.recording import Recording

_Breaches = list["tuple[Rule, Breach]"]
_Side = Literal["a", "b"]


def applied(found: Sequence[Difference], a: Recording, b: Recording) -> list[Difference]:
    """The differences, each with the rule that it breaks, and breaches that nothing else shows."""
    broken = {"a": _breaches(a), "b": _breaches(b)}
    _forget_common(broken)
    marked = [_marked(one, broken) for one in found]
    known = {(one.broken.by, one.broken.rule) for one in marked if one.broken}
    return [*marked, *_unseen(broken, known)]


def not_loaded(side: _Side) -> Broken:
    """A page waits for onload, and one of the widgets never fires it."""
    rule = API.rules["onload-once"]
    return Broken(side, rule.id, rule.section, rule.statement)


def never_fired(side: _Side, name: str) -> Broken:
    """A callback that one of the widgets fires in no run at all."""
    stated = [rule for rule in API.rules.values() if rule.section == name]
    statement = stated[0].statement if stated else f"the vendor's page describes {name}"
    return Broken(side, stated[0].id if stated else name, name, statement)


def _breaches(recording: Recording) -> _Breaches:
    """The breaches of documented rules."""
    found = contract.breaches(recording)
    return [(rule, breach) for rule, breach in found if rule.source is Source.DOCUMENTED]


def _forget_common(broken: dict[str, _Breaches]) -> None:
    """What both widgets break as often is no difference, and may be the page's doing."""
    counts = {side: Counter(rule.id for rule, _ in broken[side]) for side in broken}
    for side, other in (("a", "b"), ("b", "a")):
        broken[side] = [
            pair for pair in broken[side] if counts[side][pair[0].id] > counts[other][pair[0].id]
        ]


def _marked(one: Difference, broken: dict[str, _Breaches]) -> Difference:
    sides: tuple[_Side, _Side] = ("a", "b")
    for side, seq in zip(sides, one.seqs, strict=True):
        for rule, breach in broken[side]:
            if breach.event.seq == seq:
                return replace(one, broken=_as_broken(side, rule, breach))
    return _lacking(one) if one.spot.area == "surface" else one


def _lacking(one: Difference) -> Difference:
    """A function, or all of a namespace, that the vendor's page calls and one of the two lacks."""
    name = one.spot.subject
    named = [known for known in API.functions if f"{known}.".startswith(f"{name}.")]
    if not named or one.how not in {"missing", "extra"}:
        return one
    function = API.functions[named[0]]
    statement = f"the vendor's page calls livechatoo.{function.name}"
    side: _Side = "b" if one.how == "missing" else "a"
    return replace(one, broken=Broken(side, name, function.section, statement))


def _unseen(broken: dict[str, _Breaches], known: set[tuple[_Side, str]]) -> Iterator[Difference]:
    sides: tuple[_Side, _Side] = ("a", "b")
    for side in sides:
        for rule, breach in broken[side]:
            seq = breach.event.seq
            if (side, rule.id) in known:
                continue
            known.add((side, rule.id))
            words = {"a": "kept", "b": "kept", side: breach.message}
            yield Difference(
                Spot("rule", rule.id),
                "otherwise",
                words["a"],
                words["b"],
                breach.event.step or 0,
                (seq if side == "a" else None, seq if side == "b" else None),
                _as_broken(side, rule, breach),
            )


def _as_broken(side: _Side, rule: Rule, breach: Breach) -> Broken:
    stated = API.rules.get(rule.id)
    statement = stated.statement if stated else f"{breach.message}; expected: {breach.expected}"
    return Broken(side, rule.id, rule.section, statement)
