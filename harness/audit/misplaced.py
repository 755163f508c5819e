"""Loaders and hooks that stand where browsers load or run no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.literals import enclosing, text_of, value_of, walk
from harness.audit.reading import WORDS, is_loader
from harness.audit.script_types import address_of, obstacle
from harness.audit.sources import Spot
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.audit.markup import Document
    from harness.audit.reading import Reading
    from harness.audit.scripts import Script
    from harness.audit.tags import Attribute
    from harness.recording import Event

_OTHERS = frozenset({"img", "iframe", "embed", "object", "link", "source", "video", "audio", "a"})
_HINTS = frozenset({"preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch"})
_INSERTING = ("insertAdjacentHTML", "createContextualFragment", "setHTML", "setHTMLUnsafe")
_IGNORED = "write into a document from an asynchronously-loaded external script"
"""What Chromium says of it."""

_MADE = "make the element with document.createElement('script'), as the snippet does"
_WRITING = frozenset({"document.write", "document.writeln"})
_SETTING = ("innerHTML", "outerHTML")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What stands in the wrong place, why nothing comes of it, and what to do."""

    message: str
    spot: Spot
    remedy: str


def under_address(reading: Reading) -> Iterator[Misplaced]:
    """Hooks and calls in the text of a script element that has an address, or goes on too long."""
    for element in reading.document.all("script"):
        is_text = element.namespace == "html" and address_of(element) is not None
        found = WORDS.search(reading.document.content(element)) if is_text else None
        if found is None or element.is_inert or obstacle(element) is not None:
            continue
        at = element.content[0] + found.start()
        if HOOK in found.string or "init" in found.string:
            yield Misplaced(
                "browsers do not run this text: its script element has an address",
                Spot(reading.page, at, found.end() - found.start()),
                "end the script element with </script> before it, and put it into one of its own",
            )


def elsewhere(reading: Reading) -> Iterator[Misplaced]:
    """Loaders that an attribute names which loads no script."""
    document = reading.document
    for element in document.elements:
        if element.is_inert or element.tag not in {*_OTHERS, "script"}:
            continue
        is_hint = element.tag == "link" and _HINTS & set(element.get("rel").lower().split())
        for name, value in element.attributes.items():
            is_waiting = name.startswith("data-") or (name == "href" and element.tag == "a")
            if is_hint or is_waiting or not is_loader(reading.absolute(value)):
                continue
            if element.tag != "script":
                what = f"<{element.tag}> loads no script"
            elif name == "src" or element.namespace != "html":
                continue
            else:
                what = f"a script element is not loaded from `{name}`"
            spot = document.attribute_spot(element, name)
            yield Misplaced(what, spot, "use <script async src=…>")


def inserted_as_text(reading: Reading) -> Iterator[Misplaced]:
    """Script elements that a script puts into the page as HTML, where none of them runs."""
    for script in reading.scripts:
        for spot in _inserted(reading, script):
            yield Misplaced(
                "browsers run no script element that is put into the page as HTML",
                spot,
                _MADE,
            )


def ignored_write(reading: Reading, events: Iterable[Event]) -> Misplaced | None:
    """A document.write of the loader that the browser says it has ignored."""
    told = {
        str(one.data.get("url", "")).partition("#")[0]
        for one in events
        if one.kind == "console" and _IGNORED in str(one.data.get("text", ""))
    }
    for script, node, _ in reading.loader_strings:
        writing = (one for one in script.calls if one.path in _WRITING)
        call = next((one for one in writing if enclosing(node, one.node)), None)
        if call is not None and script.source.url in told:
            why = "browsers ignore document.write in a script that they load asynchronously"
            return Misplaced(why, call.spot, _MADE)
    return None


def _inserted(reading: Reading, script: Script) -> Iterator[Spot]:
    for node in walk(script.root):
        if node.type == "assignment_expression":
            values = [node.child_by_field_name("right")]
            is_html = text_of(node.child_by_field_name("left")).endswith(_SETTING)
        elif node.type == "call_expression":
            arguments = node.child_by_field_name("arguments")
            values = [*arguments.named_children] if arguments is not None else []
            is_html = text_of(node.child_by_field_name("function")).endswith(_INSERTING)
        else:
            continue
        for value in values if is_html else ():
            written = reading.resolve(value)
            said = value_of(written)
            if value and _is_loading(said if isinstance(said, str) else text_of(written)):
                yield script.spot(value)


def _is_loading(text: str) -> bool:
    return "<script" in text.lower() and WORDS.search(text) is not None


def in_attributes(document: Document) -> Iterator[tuple[Attribute, Spot]]:
    """Snippets inside of an attribute's value: a setting of a page builder, or an open quote."""
    tags = [element.written for element in document.elements if not element.is_inert]
    for tag in (*tags, document.unended):
        for name, attribute in (tag.attributes if tag else {}).items():
            is_code = name.startswith("on") or (
                name in {"srcdoc", "href", "src"} and ("<script" not in attribute.value.text)
            )
            if not is_code and HOOK in attribute.value.text:
                yield (
                    attribute,
                    Spot(document.source, attribute.start, attribute.end - attribute.start),
                )
