"""A sentence of the vendor's page, and the sections that sentences stand in."""

from __future__ import annotations

from dataclasses import dataclass

BASIC = "Basic Embedded ChatBar Functions"
POPUP = "Basic PopUp Window Functions"
STATUSES = "Changing statuses"
CSS = "Custom CSS styles"
PROACTIVE = "Interactive chat window opening"
MOBILE = "Optimizing for mobile devices"
PREFILLED = "Pre-filled data"
IDENTITY = "Verifying identity using your API"
DEPARTMENTS = "Different departments in subsites"
OPERATORS = "Different operators in subsites"
CLONING = "Cloning of operators for departments"
TARGETS = "Targeted sites"
CALLBACKS = "Callback events"
FACTS = "Observed of the widget"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that the page says, shortened, mostly in its own words; `id` names it in a find."""

    id: str
    section: str
    text: str
