"""Pages that are not for automated browsers, so that an audit sees another page than visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.reading import LOADER_PATH
from harness.audit.rule import Hit, Rules
from harness.audit.sources import Spot
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("loading")
_ASKED = "navigator.webdriver"


@RULES.rule(
    "robots-refused",
    "warning",
    "The page is the same for automated browsers.",
    rests_on=f"browsers: {_ASKED} is true where a program drives the browser",
    why="The page asks whether a program drives the browser, and no visit brought the loader. "
    "What the audit saw is then not what visitors see, and says nothing about the embed.",
    remedy="let the audit in: by a header, a cookie or a login of an environment in "
    "harness.yaml, with --env NAME",
    example="if (navigator.webdriver && !isStaging) refuse();",
)
def robots_refused(evidence: Evidence) -> Iterator[Hit]:
    """Report that a page asks for automation, and did not ask for the loader that it names."""
    is_named = any(WIDGET_HOST + LOADER_PATH in one.text for one in evidence.sources.values())
    if not is_named or evidence.is_loader_asked or not evidence.visits:
        return
    for script in evidence.reading.scripts:
        at = script.text.find(_ASKED)
        if at >= 0:
            spot = Spot(script.source, script.offset + at, len(_ASKED))
            proof = Proof("measure", "no visit asked for the loader")
            yield Hit("the page seems to refuse automated browsers", spot, (proof,))
            return
