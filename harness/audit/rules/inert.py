"""Snippets that are in the page, and that no browser runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.edits import attribute_removed
from harness.audit.markup import TEXT_ONLY
from harness.audit.misplaced import elsewhere, in_attributes, inserted_as_text, under_address
from harness.audit.reading import is_loader
from harness.audit.rule import Hit, Rules
from harness.audit.rules.snippet import (
    ADDRESS,
    EXAMPLE,
    SNIPPET,
    first_of_widget,
    is_embedded,
    is_of_widget,
)
from harness.audit.script_types import (
    JAVASCRIPT,
    Obstacle,
    address_of,
    is_event_bound,
    kind_of,
    obstacle,
)
from harness.audit.sources import Spot
from harness.scenario.suggestions import nearest
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element

RULES = Rules("loading")
_OUT = "take the snippet out of the attribute; where a quotation mark is open before it, close it"
_TAG = re.compile(r"<script\b", re.IGNORECASE)
_JOINED = re.compile(r"[^a-z0-9.]+")
_WORDS = {
    *("javascript", "js", "script", "text", "textjs", "applicationjs", "textscript"),
    *("jscript", "ecmascript", "livescript", "vbscript", "textvbscript", "vbs"),
    *{_JOINED.sub("", one) for one in JAVASCRIPT},
}
"""What people write when they mean JavaScript, letters and digits alone."""

_DATA = re.compile(r"json|^(?:importmap|speculationrules)$|template|handlebars|mustache|x-tmpl")
_HELD = frozenset({"text/plain", "opt-in", "text/template"})
_TEXT_TAGS = frozenset({"pre", "code", "samp", "kbd", "textarea", "xmp", "listing", "title"})
"""What is shown in these is a text about a snippet."""


@RULES.rule(
    "snippet-inert",
    "error",
    "The snippet stands where scripts run.",
    rests_on="browsers: the content of noscript, noembed, iframe, textarea, title, xmp and "
    "plaintext is text, and in a template nothing runs",
    why="Inside of these elements a browser with scripts switched on runs no script.",
    remedy="move the snippet out of the element",
    example=EXAMPLE,
)
def snippet_inert(evidence: Evidence) -> Iterator[Hit]:
    """Report snippets inside of elements whose content is not run."""
    if is_embedded(evidence):
        return
    document = evidence.reading.document
    for element in document.all("script"):
        if element.is_inert and is_of_widget(evidence.reading, element, address_of(element) or ""):
            yield Hit("the snippet is inside of <template>", document.spot(element))
    for attribute, spot in in_attributes(document):
        yield Hit(f"the snippet is inside of the attribute `{attribute.name}`", spot, (), _OUT)
    for element in document.all(*TEXT_ONLY, "style"):
        text = document.content(element)
        found = first_of_widget(text)
        if found is None or not (ADDRESS in text or HOOK in text):
            continue
        tags = [one.start() for one in _TAG.finditer(text, 0, found.start())]
        start = tags[-1] if tags else found.start()
        spot = Spot(document.source, element.content[0] + start, len("<script"))
        yield Hit(f"the snippet is inside of <{element.tag}>", spot)


@RULES.rule(
    "script-not-run",
    "error",
    "The snippet's script element is one that browsers run.",
    rests_on="browsers: HTML, prepare the script element; which types are JavaScript's is a "
    "closed list without parameters",
    why="A browser skips a script element whose type it does not know, and says nothing.",
    remedy="remove the attribute: a script element without a type is JavaScript",
    example="<script>\n"
    "livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };\n</script>",
)
def script_not_run(evidence: Evidence) -> Iterator[Hit]:
    """Report script elements about the widget that are meant to run, and do not."""
    if _is_released(evidence):
        return
    reading = evidence.reading
    yield from _misplaced(evidence)
    for element, why in _passed_over(evidence):
        is_meant = _is_slip(element, why) or not (
            is_embedded(evidence) or _is_held(element) or _DATA.search(element.get("type").lower())
        )
        is_for_old = why.attribute == "nomodule" and any(
            kind_of(one) == "module" for one in reading.document.all("script")
        )
        if is_meant and not (is_for_old and is_embedded(evidence)):
            message = f"browsers do not run this script: {why.reason}"
            spot = reading.document.attribute_spot(element, why.attribute)
            names = ("for", "event") if is_event_bound(element) else (why.attribute,)
            edits = tuple(
                edit
                for name in names
                for edit in attribute_removed(reading.document, element, name)
            )
            yield Hit(message, spot, (), _remedy(element, why), edits)


def _misplaced(evidence: Evidence) -> Iterator[Hit]:
    """What stands where no browser loads or runs a script, and nothing else brings."""
    reading = evidence.reading
    found = [] if evidence.has_init else list(under_address(reading))
    if not (reading.loader_elements or evidence.is_loader_run):
        found += [] if reading.loader_strings else elsewhere(reading)
        found += inserted_as_text(reading)
    for one in found:
        yield Hit(one.message, one.spot, (), one.remedy)


def _passed_over(evidence: Evidence) -> Iterator[tuple[Element, Obstacle]]:
    """The script elements about the widget that no browser runs for their attributes' sake."""
    for element in evidence.reading.document.all("script"):
        why = None if element.is_inert or element.namespace == "math" else obstacle(element)
        waiting = _waiting(evidence, element)
        if why is None and waiting and address_of(element) is None:
            why = Obstacle(waiting, "it has no address yet")
        address = address_of(element) or element.get(waiting)
        if why is not None and is_of_widget(evidence.reading, element, address):
            yield element, why


def _waiting(evidence: Evidence, element: Element) -> str:
    """The attribute that keeps the loader's address for later, such as `data-src`; else empty."""
    return next(
        (
            name
            for name, value in element.attributes.items()
            if name.startswith("data-") and is_loader(evidence.reading.absolute(value))
        ),
        "",
    )


def _is_released(evidence: Evidence) -> bool:
    """Whether something in the page has run it all the same: an optimiser, a consent manager."""
    return evidence.has_init and not evidence.reading.hooks and not evidence.reading.setups


def _is_slip(element: Element, why: Obstacle) -> bool:
    """Whether it was meant to be JavaScript: misspelt, with a parameter, or for an old browser."""
    if why.attribute != "type":
        return not why.attribute.startswith("data-")
    written = element.get("type").lower().partition(";")[0]
    return (
        _JOINED.sub("", written) in _WORDS
        or not written.strip()
        or nearest(written.strip(), JAVASCRIPT) is not None
    )


def _is_held(element: Element) -> bool:
    """Whether it looks like what a consent manager or an optimiser holds back."""
    has_mark = any(name.startswith("data-") for name in element.attributes) or element.get("class")
    return bool(has_mark) or element.get("type").strip().lower() in _HELD


def _remedy(element: Element, why: Obstacle) -> str | None:
    if is_event_bound(element):
        return "remove `for` and `event`"
    if not why.attribute:
        return "end it with </script>"
    return None if why.attribute == "type" else f"remove `{why.attribute}`"


@RULES.rule(
    "snippet-held-back",
    "note",
    "Somebody releases a snippet that is held back.",
    rests_on="browsers: a script element of an unknown type is not run",
    why="Consent managers give scripts another type until the visitor agrees. Nothing released "
    "this one during the visits, so nothing about it could be checked.",
    remedy="say how consent is given: --consent SELECTOR; or what is clicked to have the chat: "
    "--click SELECTOR",
    example='harness audit page.html --consent "#accept-all"',
)
def held_back(evidence: Evidence) -> Iterator[Hit]:
    """Report snippets that wait to be released, where no way to consent was named."""
    if is_embedded(evidence) or evidence.consent is not None:
        return
    for element in held_scripts(evidence):
        name = "type" if "type" in element.attributes else _waiting(evidence, element)
        message = f'the snippet is held back as {name}="{element.get(name)}"'
        spot = evidence.reading.document.attribute_spot(element, name)
        yield Hit(message, spot)


def held_scripts(evidence: Evidence) -> Iterator[Element]:
    """The script elements about the widget that look as if they were held back."""
    for element, why in _passed_over(evidence):
        if _is_held(element) and not _is_slip(element, why):
            yield element


@RULES.rule(
    "snippet-as-text",
    "error",
    "The snippet is a script, not a text.",
    rests_on=SNIPPET,
    why="A rich-text editor escapes what is pasted into it, or strips the tags. Visitors then "
    "read the snippet in the page, and no browser runs it.",
    remedy="paste the snippet again, into a field for HTML or code, not one for text",
    example=EXAMPLE,
)
def snippet_as_text(evidence: Evidence) -> Iterator[Hit]:
    """Report the snippet among the letters of the page, where nothing runs it."""
    if is_embedded(evidence) or evidence.reading.hooks:
        return
    page = evidence.reading.page
    for text in evidence.reading.document.texts:
        said = text.passage.text
        found = first_of_widget(said)
        is_snippet = found and (ADDRESS in said or f"{HOOK} =" in said or f"{HOOK}=" in said)
        if found is None or not is_snippet or _TEXT_TAGS & set(text.ancestors):
            continue
        tags = [one.start() for one in _TAG.finditer(said, 0, found.start() + 1)]
        start = tags[-1] if tags else found.start()
        at, end = text.passage.places[start], text.passage.places[found.end()]
        yield Hit("the snippet is shown as text here", Spot(page, at, end - at))
        return
