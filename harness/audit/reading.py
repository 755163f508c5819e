"""The page as its author wrote it: where the embed is, and what it is given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from harness.audit import parsing
from harness.audit.decoding import data_text
from harness.audit.literals import Unread, Written, fields_of, is_broken, path_of, text_of, value_of
from harness.audit.references import Passage, plain
from harness.audit.script_types import address_of, kind_of, runs
from harness.audit.scripts import Assignment, Call, Script
from harness.audit.sources import Source, Spot
from harness.widget_api import GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tree_sitter import Node

    from harness.audit.markup import Document, Element

LOADER_PATH = urlsplit(LOADER_URL).path
INITS = ("embed.init", "popup.init")
WORDS = re.compile(
    rf"{re.escape(WIDGET_HOST + LOADER_PATH)}|\b{HOOK}\b|\b{GLOBAL}\s*\.\s*(?:embed|popup)\b",
    re.IGNORECASE,
)
"""What only pages with the widget have."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One option as it is given to `init`, in the source or in a visit."""

    function: str
    name: str
    value: Any
    spot: Spot
    node: Node | None = None
    script: Script | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """One `init` with its options; `is_read` when it is known from the source alone."""

    function: str
    options: dict[str, Given]
    spot: Spot
    call: Call | None = None
    is_read: bool = True
    is_whole: bool = True


@dataclass(eq=False)
class Reading:
    """A page, those of its scripts that its own site serves, and its own frames' texts."""

    page: Source
    files: Mapping[str, Source] = field(default_factory=dict)
    frames: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def document(self) -> Document:
        """The page's elements and comments."""
        return parsing.read(self.page)

    @cached_property
    def all_scripts(self) -> list[Script]:
        """Every script that can be read, in the order of the page; inert ones too."""
        found = []
        for order, element in enumerate(self.document.elements):
            found += [*self._of_element(element, order), *self._handlers(element, order)]
        named = {id(script.source) for script in found}
        found += [
            Script(source, plain(source.text, 0), "external", order=len(self.document.elements))
            for source in self.files.values()
            if id(source) not in named
        ]
        return found

    def _of_element(self, element: Element, order: int) -> Iterable[Script]:
        if element.tag != "script":
            return
        is_module = kind_of(element) == "module"
        address = address_of(element)
        if address is not None and address.strip().lower().startswith("data:"):
            at = self.document.attribute_spot(element, "src").start
            said = data_text(address.strip())
            passage = Passage(said, [at] * (len(said) + 1))
            yield Script(self.page, passage, "inline", element, order, is_module)
        elif address is not None:
            source = self.files.get(self.absolute(address))
            if source is not None:
                whole = plain(source.text, 0)
                yield Script(source, whole, "external", element, order, is_module)
        else:
            text = self.document.script(element)
            yield Script(self.page, text, "inline", element, order, is_module)

    def _handlers(self, element: Element, order: int) -> Iterable[Script]:
        for name, value in element.attributes.items():
            is_address = name == "href" and value.strip().lower().startswith("javascript:")
            if (name.startswith("on") or is_address) and value:
                text = self.document.value(element, name)
                code = text.after(":") if is_address else text
                yield Script(self.page, code, "handler", element, order)

    @cached_property
    def scripts(self) -> list[Script]:
        """The scripts that the browser runs."""
        return [script for script in self.all_scripts if is_live(script.element)]

    def absolute(self, address: str) -> str:
        """An address of the page's as the browser resolves it, without its fragment."""
        try:
            base = next(iter(self.document.all("base")), None)
            root = urljoin(self.page.url, base.get("href")) if base else self.page.url
            return urljoin(root, address.strip()).partition("#")[0]
        except ValueError:
            return address

    @cached_property
    def loader_elements(self) -> list[Element]:
        """Live script elements that name the loader by its address."""
        return [
            element
            for element in self.document.all("script")
            if runs(element) and is_loader(self.absolute(address_of(element) or ""))
        ]

    @cached_property
    def loader_strings(self) -> list[tuple[Script, Node, str]]:
        """Texts in live scripts that hold the loader's address, whole or without its scheme."""
        return [
            (script, node, text)
            for script in self.scripts
            for text, node in script.strings
            if WIDGET_HOST + LOADER_PATH in text
        ]

    def expression_at(self, source: Source, at: int) -> Spot | None:
        """What a script says at a place, as browsers name it: a word, or what an operator joins.

        None where no script stands: browsers count a handler's lines otherwise than the page's.
        """
        for script in self.scripts:
            if script.source is source and script.holds(at):
                return script.expression_at(at)
        return None

    def assignments(self, path: str) -> list[Assignment]:
        """Where live scripts give a name a value."""
        return [one for script in self.scripts for one in script.assignments if one.path == path]

    @cached_property
    def hooks(self) -> list[Assignment]:
        """Where the hook is set."""
        return [one for name in (HOOK, f"this.{HOOK}") for one in self.assignments(name)]

    @cached_property
    def calls(self) -> list[Call]:
        """Calls of the widget's functions in live scripts, handlers included."""
        return [call for script in self.scripts for call in script.calls if call.function]

    def calls_of(self, *functions: str) -> list[Call]:
        """The calls of these functions."""
        return [call for call in self.calls if call.function in functions]

    def resolve(self, node: Node | None) -> Node | None:
        """What a name stands for, where the scripts give it one value only; else the node."""
        if node is None or node.type not in {"identifier", "shorthand_property_identifier"}:
            return node
        found = self.assignments(text_of(node))
        return found[0].value or node if len(found) == 1 else node

    @cached_property
    def setups(self) -> list[Setup]:
        """The inits that are written in the page, with what their options say."""
        prepared = self._prepared()
        found = []
        for call in self.calls_of(*INITS):
            argument = self.resolve(call.arguments[0]) if call.arguments else None
            if argument is None:
                options = dict(prepared) if call.function == "embed.init" else {}
                found.append(Setup(call.function, options, call.spot, call))
            elif argument.type == "object" and not is_broken(argument):
                options = self._options(call.function, call.script, argument)
                is_whole = not any(one.type == "spread_element" for one in argument.children)
                found.append(Setup(call.function, options, call.spot, call, is_whole=is_whole))
            else:
                found.append(Setup(call.function, {}, call.spot, call, is_whole=False))
        return found

    def _prepared(self) -> dict[str, Given]:
        """What `livechatoo.embed.options` is set to."""
        options: dict[str, Given] = {}
        for script in self.scripts:
            for one in script.assignments:
                path = one.path.removeprefix(f"{GLOBAL}.embed.")
                value = self.resolve(one.value)
                is_object = value is not None and value.type == "object"
                if path == "options" and value is not None and is_object and not is_broken(value):
                    options |= self._options("embed.init", script, value)
                elif path.startswith("options.") and one.value is not None:
                    name = path.partition(".")[2]
                    options[name] = self._given("embed.init", script, name, one.value)
        return options

    def _options(self, function: str, script: Script, node: Node) -> dict[str, Given]:
        owner = next((one for one in self.scripts if _holds(one, node)), script)
        return {
            name: self._given(function, owner, name, value) for name, _, value in fields_of(node)
        }

    def _given(self, function: str, script: Script, name: str, node: Node) -> Given:
        resolved = self.resolve(node)
        value = value_of(resolved)
        if isinstance(value, Unread) and path_of(node) == "undefined":
            value = {"$type": "undefined"}
        around = node.parent if node.parent is not None and node.parent.type == "pair" else node
        return Given(function, name, value, script.spot(around), resolved, script)

    @cached_property
    def proactive(self) -> list[Given]:
        """The parameters of each `page('chat', {…})`, wherever it is written."""
        found: list[Given] = []
        for call in self.calls_of("embed.page"):
            node = self.resolve(call.arguments[1]) if len(call.arguments) > 1 else None
            if node is not None and node.type == "object" and not is_broken(node):
                found += self._options(call.function, call.script, node).values()
        return found

    @cached_property
    def option_spots(self) -> dict[str, Spot]:
        """Where each option is written first."""
        found: dict[str, Spot] = {}
        for setup in self.setups:
            for name, given in setup.options.items():
                found.setdefault(name, given.spot)
        for name, given in self._prepared().items():
            found.setdefault(name, given.spot)
        return found

    @cached_property
    def embed_spot(self) -> Spot:
        """Where the embed is: the init, the hook, or the loader, alive or not; else its place."""
        for setup in self.setups:
            return setup.spot
        for hook in self.hooks:
            return hook.spot
        for element in self.loader_elements:
            return self.document.spot(element)
        for script, node, _ in self.loader_strings:
            return script.spot(node)
        return next(self._traces(), self.document.body_end)

    def _traces(self) -> Iterator[Spot]:
        """Script elements that are not run, and files, that have to do with the widget."""
        for element in self.document.all("script"):
            address = self.absolute(address_of(element) or element.get("data-src"))
            if is_loader(address) or WORDS.search(self.document.content(element)):
                yield self.document.spot(element)
        for script in self.scripts:
            found = WORDS.search(script.text)
            if found is not None:
                at, end = (script.passage.places[one] for one in found.span())
                yield Spot(script.source, at, end - at)

    def is_callback(self, value: Any) -> bool:
        """Whether a value is a function, as far as can be told."""
        return isinstance(value, Written) or (
            isinstance(value, dict) and value.get("$type") == "function"
        )


def is_live(element: Element | None) -> bool:
    """Whether the browser runs a script element (or what hangs on any other element)."""
    if element is None:
        return True
    return runs(element) if element.tag == "script" else not element.is_inert


def is_loader(address: str) -> bool:
    """Whether an address is the loader's, whatever its scheme and query."""
    parts = urlsplit(address)
    return parts.hostname == WIDGET_HOST and parts.path == LOADER_PATH


def _holds(script: Script, node: Node) -> bool:
    top = node
    while top.parent is not None:
        top = top.parent
    return "root" in script.__dict__ and script.root == top
