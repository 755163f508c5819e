"""The sentences of the vendor's page that the model rests on, each with its section."""

from __future__ import annotations

from harness.model.sentence import (
    BASIC,
    CALLBACKS,
    CLONING,
    CSS,
    DEPARTMENTS,
    FACTS,
    IDENTITY,
    MOBILE,
    OPERATORS,
    POPUP,
    PREFILLED,
    PROACTIVE,
    STATUSES,
    TARGETS,
    Sentence,
)
from harness.model.sentences_of_callbacks import OF_CALLBACKS
from harness.model.sentences_of_functions import FUNCTIONS
from harness.model.sentences_of_visitors import VISITORS

__all__ = [
    "BASIC",
    "CALLBACKS",
    "CLONING",
    "CSS",
    "DEPARTMENTS",
    "FACTS",
    "IDENTITY",
    "MOBILE",
    "OPERATORS",
    "POPUP",
    "PREFILLED",
    "PROACTIVE",
    "SENTENCES",
    "STATUSES",
    "TARGETS",
    "Sentence",
]

SENTENCES = {one.id: one for one in (*FUNCTIONS, *VISITORS, *OF_CALLBACKS)}
"""All of them, by id."""
