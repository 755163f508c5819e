"""Text becomes a tree of YAML nodes that know their places. The only importer of yaml.

The parser's events are counted while they stream in, before anything is composed, so that
no file, however it was made, costs more than a moment. Every mistake is a `Problem`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from harness.scenario.places import Place
from harness.scenario.problems import Problem, split_lines
from harness.scenario.scalars import FIRST_OF_NUMBERS, SPECIAL, NumberTooLargeError, plain_value
from harness.scenario.syntax import syntax_problem
from harness.scenario.tree import Branch, Node, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["LIMITS", "Branch", "Limits", "Node", "Place", "Source", "parse", "read"]

_UNUSABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Loader: TypeAlias = Any
_LOADER: Final[_Loader] = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a scenario file may be."""

    size: int = 1_000_000
    depth: int = 50
    nodes: int = 50_000
    repeats: int = 10_000


LIMITS: Final = Limits()


def read(file: Path, path: str, limits: Limits = LIMITS) -> Source:
    """Read and parse a file; `path` is what messages call it."""
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - a third faster than Path.open
            content = stream.read(limits.size * 4 + 1)
    except FileNotFoundError:
        problem = Problem(Place(path, 1, 1), "unreadable", "there is no such file or folder")
        return Source(path, "", problems=[problem])
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(Place(path, 1, 1), "unreadable", f"the file cannot be read: {reason}")
        return Source(path, "", problems=[problem])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(path, content, error)
    return parse(text, path, limits)


def _not_utf8(path: str, content: bytes, error: UnicodeDecodeError) -> Source:
    before = split_lines(content[: error.start].decode("utf-8-sig", "replace"))
    text = content.decode("utf-8-sig", "replace")
    place = Place(path, len(before), len(before[-1]) + 1)
    message = f"byte 0x{content[error.start]:02x} is not UTF-8"
    hint = "save the file as UTF-8"
    return Source(path, text, problems=[Problem(place, "encoding", message, hint=hint)])


def parse(text: str, path: str, limits: Limits = LIMITS) -> Source:
    """Parse the text of a scenario file. Never raises for what the text holds."""
    source = Source(path, text)
    if len(text) > limits.size:
        message = f"the file is longer than {limits.size:,} characters"
        source.problems.append(Problem(Place(path, 1, 1), "too-large", message))
        return source
    unusable = _UNUSABLE.search(text)
    if unusable:
        before = split_lines(text[: unusable.start()])
        place = Place(path, len(before), len(before[-1]) + 1)
        message = f"the character U+{ord(unusable[0]):04X} is not allowed in YAML"
        hint = 'in double quotes it can be written as an escape, such as "\\x07"'
        source.problems.append(Problem(place, "character", message, hint=hint))
        return source
    _Builder(source, limits).build()
    return source


class _StopError(Exception):
    """The rest of the file cannot be read; the problem has been reported."""


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.open: list[Branch] = []
        self.key: Node | None = None
        self.anchors: dict[str, Node] = {}
        self.nodes = 0
        self.repeats = 0
        self.has_document = False

    def build(self) -> None:
        loader = _LOADER(self.source.text)
        try:
            self._read(loader.get_event)
        except _StopError:
            self.source.root = None
        except yaml.YAMLError as error:
            self.source.root = None
            self.source.problems.append(syntax_problem(error, self.source.path, self.source.text))
        finally:
            loader.dispose()
        if self.source.root is None and not self.source.problems:
            place = Place(self.source.path, 1, 1)
            hint = "a scenario begins with `scenario: <title>`"
            self.source.problems.append(
                Problem(place, "empty", "there is no scenario in this file", hint=hint)
            )

    def _read(self, get_event: Callable[[], Any]) -> None:
        handlers = {
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        most, scalar = self.limits.nodes, yaml.ScalarEvent
        while True:
            event = get_event()
            kind = event.__class__
            if kind is scalar:
                self._scalar(event)
            elif kind in handlers:
                handlers[kind](event)
            elif kind is yaml.StreamEndEvent:
                return
            self.nodes += 1
            if self.nodes > most:
                self._stop(_at(event), "too-large", f"the file has more than {most:,} values")

    def _stop(self, node: Node, code: str, message: str, hint: str | None = None) -> None:
        self.source.report(node, code, message, hint)
        raise _StopError

    def _document(self, event: Any) -> None:
        if self.has_document:
            hint = "put several scenarios in a list under `scenarios:`"
            self._stop(_at(event), "second-document", "a second document begins here", hint)
        self.has_document = True

    def _scalar(self, event: Any) -> None:
        text = event.value
        node = Node(text, event.start_mark, event.end_mark)
        if event.anchor is not None or event.tag is not None:
            self._take_properties(node, event)
        if self.key is None and self.open and self.open[-1].items.__class__ is dict:
            if text == "<<" and event.implicit[0]:
                hint = "write the keys out; an alias can stand for a whole value"
                self._stop(node, "merge-key", "merge keys (`<<`) are not supported", hint)
            self.key = node
            return
        if event.implicit[0] and (text in SPECIAL or text[0] in FIRST_OF_NUMBERS):
            try:
                node.value = plain_value(text)
            except NumberTooLargeError:
                message = "the number is larger than JavaScript can hold"
                self.source.report(node, "number", message, "put it in quotes if it is text")
        self._put(node)

    def _start(self, event: Any) -> None:
        node = Branch(is_mapping=event.__class__ is yaml.MappingStartEvent, event=event)
        self._refuse_as_key(node, "a mapping or a list")
        if len(self.open) >= self.limits.depth:
            self._stop(node, "too-deep", f"nested more than {self.limits.depth} levels deep")
        self._take_properties(node, event)
        self._put(node)
        self.open.append(node)

    def _refuse_as_key(self, node: Node, what: str) -> None:
        if self.open and self.key is None and isinstance(self.open[-1].items, dict):
            self._stop(node, "key", f"a key has to be text, not {what}")

    def _end(self, event: Any) -> None:
        node = self.open.pop()
        node.close(event.end_mark)
        if self.open:
            self.open[-1].size += node.size

    def _alias(self, event: Any) -> None:
        node = _at(event)
        self._refuse_as_key(node, "an alias")
        target = self.anchors.get(event.anchor)
        if target is None:
            names = ", ".join(f"`&{name}`" for name in self.anchors) or "none"
            message = f"there is no anchor `&{event.anchor}` above; anchors so far: {names}"
            self._stop(node, "alias", message, "a text that begins with `*` needs quotes")
            return
        if any(target is branch for branch in self.open):
            self._stop(node, "alias", f"`*{event.anchor}` stands inside of what it repeats")
        self.repeats += target.size
        if self.repeats > self.limits.repeats:
            message = f"aliases repeat more than {self.limits.repeats:,} values"
            self._stop(node, "alias", message)
        self.open[-1].size += target.size
        self._put(target)

    def _take_properties(self, node: Node, event: Any) -> None:
        if event.tag is not None:
            hint = "to make a number or a word a text, put it in quotes"
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._stop(node, "tag", f"tags (`{tag}`) are not used here", hint)
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def _put(self, node: Node) -> None:
        if not self.open:
            self.source.root = node
            return
        parent = self.open[-1]
        items = parent.items
        if isinstance(items, list):
            items.append(node)
            parent.value.append(node.value)
            return
        key, self.key = self.key, None
        if key is None or items is None:
            return
        name = key.value
        if name in items:
            message = f"the key `{name}` stands here twice; first in line {parent.keys[name].line}"
            self.source.report(key, "duplicate-key", message, "keep one of the two")
            return
        items[name] = node
        parent.keys[name] = key
        parent.value[name] = node.value


def _at(event: Any) -> Node:
    return Node(None, event.start_mark, event.end_mark)
