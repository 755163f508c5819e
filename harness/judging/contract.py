"""The contract: rules that hold on every recording without being written in a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.assumptions import assumed
from harness.judging.rules import RULES, Breach, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.recording import Event, Recording


def breaches(
    recording: Recording, assume: Mapping[str, object] | None = None
) -> list[tuple[Rule, Breach]]:
    """Every breach of the contract in a recording, in the order of the events.

    `assume` are the assumptions that the scenario has set otherwise; a rule that rests on
    another choice of one does not hold.
    """
    stretches: dict[Scope, Sequence[Sequence[Event]]] = {
        "document": _documents(recording),
        "window": _windows(recording),
        "run": [recording.events],
    }
    found = [
        (rule, breach)
        for rule in RULES
        if _holds(rule, assume or {})
        for events in stretches[rule.scope]
        for breach in rule.breaches(events)
    ]
    return sorted(found, key=lambda pair: pair[1].event.seq)


def _holds(rule: Rule, assume: Mapping[str, object]) -> bool:
    if rule.assumption is None or rule.when is None:
        return True
    return assumed(assume, rule.assumption) == rule.when


def _windows(recording: Recording) -> list[list[Event]]:
    """The events of each window, and those of each of its frames."""
    windows: dict[tuple[str, str | None], list[Event]] = {}
    for event in recording:
        if event.page is not None:
            windows.setdefault((event.page, event.frame), []).append(event)
    return list(windows.values())


def _documents(recording: Recording) -> list[list[Event]]:
    """The events of each document: a window's, cut at every load."""
    documents: list[list[Event]] = []
    for events in _windows(recording):
        documents.append([])
        for event in events:
            if event.kind == "navigation" and event.data.get("way") == "load":
                documents.append([])
            documents[-1].append(event)
    return documents
