"""What the other widget does otherwise on purpose, and what a comparison has to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.drift.findings import Finding


@dataclass(frozen=True)
class Planted:
    """One difference: where it shows, what it means, and which assumption it overturns, if any."""

    name: str
    area: str
    subject: str
    says: str = "the stub is stale"
    overturns: str | None = None

    def is_meant_by(self, finding: Finding) -> bool:
        """Whether a finding tells of this one."""
        overturned = finding.overturned.assumption if finding.overturned else None
        is_here = finding.spot.area == self.area and self.subject in finding.subjects
        return is_here and overturned == self.overturns


VENDOR = "differs from the vendor's page"

PLANTED = (
    Planted("the popup cannot be stopped", "surface", "popup.stop", VENDOR),
    Planted("embed has a function of its own, version()", "surface", "embed.version"),
    Planted("init() has no named parameter", "surface", "embed.init"),
    Planted("onload says how many operators there are", "data", "onload.operators"),
    Planted("flip() fires no onchange", "callback", "onchange", overturns="flip-fires-onchange"),
    Planted("a start fires onchange", "callback", "onchange", overturns="start-fires-onchange"),
    Planted("a large window is called full", "data", "onchange.chat_status", VENDOR),
    Planted("callbacks are called on nothing", "look", "eval.value", overturns="callback-this"),
    Planted("the preference is kept in another cookie", "look", "cookies.lctpref"),
    Planted("it fetches files of its own", "request", "GET /js/corner/corner.js"),
    Planted("it needs none of the stub's", "request", "GET /css/client-embed/global.css"),
)
