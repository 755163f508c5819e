"""Which legs a sequence has: some in which the deviations of its world show, some at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.exploration.legs import LEGS

if TYPE_CHECKING:
    from random import Random

    from harness.exploration.chats import Steps
    from harness.exploration.worlds import Levels

SHOWS: dict[str, tuple[str, ...]] = {
    "ask": ("chat", "chat and rating", "asked over a load"),
    "assignment": ("chat", "offline message"),
    "privacy": ("popup", "chat and rating", "offline message", "chat"),
    "analytics": ("chat and rating", "offline message", "trigger", "chat"),
    "prefilled": ("chat and rating", "popup", "new page"),
    "filter": ("chat", "operators", "popup", "new page"),
    "online": ("operators", "statuses", "offline message"),
    "page": ("load", "reload", "flip", "chat over loads", "flip in chat", "reload in chat"),
    "side": ("sides", "reload", "load"),
    "bubble": ("bubble", "dismissal", "load"),
    "session": ("chat over loads", "chat"),
    "device": ("popup", "chat", "chat and rating", "proactive"),
    "mobile": ("chat", "chat and rating", "bubble"),
    "extra=custom": ("identity",),
    "extra=target": ("load",),
    "extra=links": ("sizes", "new page", "popup"),
    "extra=css_text": ("sizes", "new page", "popup"),
    "extra=css_file": ("sizes", "new page", "popup"),
    "extra=administration_links": ("sizes",),
    "trigger": ("load", "chat over loads", "load"),
    "admin_bubble": ("bubble",),
    "people": ("proactive", "chat", "tab"),
    "popups": ("popup", "popup bubble"),
}
"""The legs in which a deviation from a plain world shows."""


def legs(chance: Random, levels: Levels, plain: Levels) -> list[str]:
    """The names of a few legs: some in which the deviations show, and some at random."""
    deviating = [name for name in levels if levels[name] != plain[name]]
    chance.shuffle(deviating)
    chosen: list[str] = []
    for name in deviating[:2]:
        known = SHOWS.get(f"{name}={levels[name]}", SHOWS.get(name, ()))
        chosen += [chance.choice(known)] if known else []
    weights = [weight for _, weight in LEGS.values()]
    chosen += chance.choices(list(LEGS), weights=weights, k=chance.choice((2, 2, 3)))
    chance.shuffle(chosen)
    return chosen


def steps(chance: Random, names: list[str], levels: Levels) -> Steps:
    """The acts of these legs, one after the other; a second tab is opened once at most."""
    made: Steps = []
    for name in names:
        act, _ = LEGS[name]
        made += act(chance, levels)
    tabs = [index for index, step in enumerate(made) if "tab" in step]
    return [step for index, step in enumerate(made) if "tab" not in step or index == tabs[0]]
