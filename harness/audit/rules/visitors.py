"""What is told of the visitor beforehand: name, email and phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.edits import text_replaced
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import is_left_blank, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("options")
_JUNK = frozenset({"null", "undefined", "none", "nan", "[object object]", "false", "anonymous"})
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


@RULES.rule(
    "visitor-data-junk",
    "warning",
    "A visitor who is not known has blank data.",
    rests_on="documented: Pre-filled data (values may be left blank)",
    why="Templates write `null` or `None` for a visitor who is not logged in, and operators then "
    "chat with somebody called null.",
    remedy="leave the value blank when the visitor is not logged in",
    example="c_name: user ? user.name : ''",
)
def visitor_data_junk(evidence: Evidence) -> Iterator[Hit]:
    """Report names, emails and phones that are words of a programming language."""
    for given, option in known(evidence):
        if option.name.startswith("c_") and isinstance(given.value, str):
            is_mail = option.name != "c_email" or _MAIL.fullmatch(given.value.strip())
            if given.value.strip().lower() in _JUNK or not is_mail:
                is_word = given.value.strip().lower() in _JUNK
                edits = text_replaced(evidence, given, "") if is_word else ()
                yield Hit(f"`{given.name}` is {given.value!r}", given.spot, edits=edits)


@RULES.rule(
    "no-privacy-url",
    "note",
    "Whoever prefills an email or a phone says where the privacy statement is.",
    rests_on="documented: Pre-filled data (consent is asked for when the address is known)",
    why="With the address, here or in the administration, visitors are asked before their email "
    "or phone is sent.",
    remedy="set url_privacy, unless the administration has the address",
    example="url_privacy: 'https://yourshop.example/privacy'",
)
def no_privacy_url(evidence: Evidence) -> Iterator[Hit]:
    """Report prefilled emails and phones without url_privacy."""
    for setup in evidence.setups:
        personal = [setup.options.get(name) for name in ("c_email", "c_phone")]
        told = [one for one in personal if one is not None and not is_left_blank(one.value)]
        if told and "url_privacy" not in setup.options:
            yield Hit(f"`{told[0].name}` is given without url_privacy", told[0].spot)
