"""Scripts of a page that set a name, and run later than the script that uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.script_types import address_of, kind_of

if TYPE_CHECKING:
    from harness.audit.markup import Element
    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

_FILES = {"$": "jquery"}
"""Names that libraries have beside that of their file."""

_NAME = r"(?:^|/){0}(?:[-.@][\d.]+)?(?:[-.](?:slim|min|bundle|umd|all|prod))*\.js(?:$|\?)"


@dataclass(frozen=True, slots=True)
class Provider:
    """The script that would set the name, why it comes too late, and what to do."""

    why: str
    remedy: str


def late_provider(reading: Reading, user: Script, name: str) -> Provider | None:
    """What sets a name too late for a script that runs when it is read; None where nothing does."""
    if user.element is None or user.is_module or _delay(user.element):
        return None
    elements = reading.document.elements
    for element in reading.document.all("script"):
        if element.is_inert or element is user.element or not _sets(reading, element, name):
            continue
        what = _named(element)
        delay = _delay(element)
        if delay:
            way = "may run" if delay == "async" else "runs"
            ready = "" if delay == "async" else ", or wait for DOMContentLoaded here"
            return Provider(
                f"{what} is loaded with `{delay}`, so it {way} after this script",
                f"take `{delay}` away from {what}{ready}",
            )
        if elements.index(element) > user.order:
            return Provider(f"{what} stands after this script", f"move {what} before this script")
    return None


def _delay(element: Element) -> str:
    """What lets an element's script run later than it is read; empty where nothing does."""
    if kind_of(element) == "module":
        return 'type="module"'
    if address_of(element) is None:
        return ""
    return next((one for one in ("async", "defer") if one in element.attributes), "")


def _sets(reading: Reading, element: Element, name: str) -> bool:
    """Whether a script sets a global of this name, or its file is called so."""
    address = address_of(element)
    file = re.escape(_FILES.get(name, name).lower())
    if address is not None and re.search(_NAME.format(file), address.lower()):
        return True
    return any(
        one.path == name and (one.way == "set" or not one.is_nested)
        for script in reading.scripts
        if script.element is element and script.how != "handler"
        for one in script.assignments
    )


def _named(element: Element) -> str:
    address = address_of(element)
    return address.strip() if address is not None else "the script that sets it"
