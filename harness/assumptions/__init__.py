"""The ledger of assumptions: what the stub widget does where the vendor's page is silent.

Nothing in here is a fact about the real widget. Scenarios (`assumes:`) and rules of the
contract that rest on an entry name its id, so that a run against another widget can tell
"wrong" from "otherwise than assumed".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.assumptions import administration, bar, callbacks, chats, data, looks, mobile, popup
from harness.assumptions.ledger import Assumption, Choice, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ASSUMPTIONS", "Assumption", "Choice", "Side", "assumed"]

ASSUMPTIONS: dict[str, Assumption] = {
    entry.id: entry
    for part in (bar, looks, mobile, popup, chats, callbacks, data, administration)
    for entry in part.ENTRIES
}
"""Every assumption by its id, in the order of the ledger."""


def assumed(settings: Mapping[str, object], name: str) -> object:
    """The value in force of a settable assumption, given a scenario's `backend: {assume: …}`."""
    return settings.get(name, ASSUMPTIONS[name].default)
