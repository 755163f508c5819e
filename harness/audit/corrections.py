"""Values of options as they were meant, where what is written leaves no doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.edits import inserted, text_replaced, value_replaced
from harness.audit.literals import fields_of, text_of, value_of
from harness.audit.rules.languages import LANGUAGES
from harness.scenario.suggestions import nearest
from harness.widget_api import API, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.reading import Given
    from harness.widget_api import Value

_BETWEEN = re.compile(r"[\s,;|/]+")


def as_text(evidence: Evidence, given: Given, option: Value) -> tuple[Edit, ...]:
    """A number in quotation marks, digit for digit, where a text is documented."""
    is_number = isinstance(given.value, (int, float)) and not isinstance(given.value, bool)
    if option.kind is not Kind.STRING or not is_number:
        return ()
    return value_replaced(evidence, given, f"'{text_of(given.node)}'")


def corrected(evidence: Evidence, given: Given, allowed: Sequence[str]) -> tuple[Edit, ...]:
    """The allowed value that was meant: for certain where only blanks or capitals differ."""
    meant = given.value.strip().lower()
    if meant in allowed:
        return text_replaced(evidence, given, meant)
    near = nearest(given.value, allowed)
    return text_replaced(evidence, given, near, is_safe=False) if near else ()


def as_ids(evidence: Evidence, given: Given) -> tuple[Edit, ...]:
    """The same ids as one text, where all that is written are ids."""
    value = given.value
    listed = value if isinstance(value, list) else _BETWEEN.split(str(value).strip())
    ids = [str(one) for one in listed if not isinstance(one, bool)]
    if not ids or len(ids) < len(listed) or not all(one.isdecimal() for one in ids):
        return ()
    return value_replaced(evidence, given, f"'{','.join(ids)}'")


def as_lists(evidence: Evidence, given: Given) -> tuple[Edit, ...]:
    """Brackets around the departments that are written as a single text."""
    if given.node is None or given.script is None or given.node.type != "object":
        return ()
    script = evidence.owner(given.node, given.script)
    edits = []
    for _, _, value in fields_of(given.node):
        spot = script.spot(value)
        if value.type == "string" and spot.text == text_of(value):
            edits.append(inserted(spot.source, spot.start, "["))
            edits.append(inserted(spot.source, spot.start + spot.length, "]"))
    return tuple(edits)


def as_options(function: str, arguments: Sequence[Node]) -> str | None:
    """Texts that were given one by one, as the options that they can only be; else None.

    The first is the account; of the others each has to be a value that the vendor's page has.
    """
    texts = [value_of(one) for one in arguments]
    if not texts or not all(isinstance(one, str) for one in texts):
        return None
    known = API.options if function == "embed.init" else API.popup_options
    named = {"account": arguments[0]}
    for text, node in zip(texts[1:], arguments[1:], strict=True):
        fitting = [name for name, option in known.items() if text in option.allowed]
        name = "lang" if text in LANGUAGES else next(iter(fitting), "")
        if not name or name in named:
            return None
        named[name] = node
    return f"{{{', '.join(f'{name}: {text_of(node)}' for name, node in named.items())}}}"
