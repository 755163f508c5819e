"""What the scripts of a page say: calls, assignments, strings, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from harness.audit.aliases import Aliases
from harness.audit.literals import FUNCTIONS, parser, path_of, text_of, value_of, walk
from harness.audit.sources import Spot
from harness.widget_api import API, GLOBAL, HOOK

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness.audit.markup import Element
    from harness.audit.references import Passage
    from harness.audit.sources import Source

How = Literal["inline", "external", "handler"]
_CONDITIONAL = frozenset({"if_statement", "ternary_expression", "while_statement"})


@dataclass(eq=False)
class Script:
    """One script of the page: inline, a file of its own site, or an attribute such as `onclick`."""

    source: Source
    passage: Passage
    how: How
    element: Element | None = None
    order: int = 0
    is_module: bool = False

    @property
    def text(self) -> str:
        """What is run."""
        return self.passage.text

    @property
    def offset(self) -> int:
        """Where in the source it begins."""
        return self.passage.places[0]

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.encode("utf-8", "replace")

    @cached_property
    def root(self) -> Node:
        """The syntax tree."""
        return parser().parse(self._bytes).root_node

    def spot(self, node: Node) -> Spot:
        """Where a node stands in the source that the script is from."""
        places = self.passage.places
        start = places[self._characters(node.start_byte)]
        end = places[self._characters(node.end_byte)]
        return Spot(self.source, start, max(1, end - start))

    def _characters(self, count: int) -> int:
        if self.text.isascii():
            return count
        return len(self._bytes[:count].decode("utf-8", "replace"))

    def holds(self, at: int) -> bool:
        """Whether a place of its source is in it."""
        places = self.passage.places
        return places[0] <= at <= places[-1]

    def expression_at(self, at: int) -> Spot | None:
        """What stands at a place of its source: a word, or what an operator joins."""
        node = self.node_at(at)
        if node.parent is None:
            return None
        return self.spot(node if node.is_named else node.parent)

    def node_at(self, at: int) -> Node:
        """The innermost node at a place of its source; the whole where there is none."""
        before = self.text[: bisect_left(self.passage.places, at)].encode("utf-8", "replace")
        return self.root.descendant_for_byte_range(len(before), len(before) + 1) or self.root

    @cached_property
    def aliases(self) -> Aliases:
        """What the script's own names stand for."""
        return Aliases(self.root)

    @cached_property
    def calls(self) -> list[Call]:
        """Every call of a function that has a name or a path of names."""
        found = []
        for node in walk(self.root):
            if node.type in {"call_expression", "new_expression"}:
                callee = node.child_by_field_name("function") or node.child_by_field_name(
                    "constructor"
                )
                path = path_of(callee) or self.aliases.path_of(callee)
                if path:
                    found.append(Call(self, node, path))
        return found

    @cached_property
    def assignments(self) -> list[Assignment]:
        """`a.b = …`, `var a = …` and `function a () {…}`."""
        found = []
        for node in walk(self.root):
            if node.type == "assignment_expression":
                left = node.child_by_field_name("left")
                found.append(
                    Assignment(self, node, path_of(left), node.child_by_field_name("right"), "set")
                )
            elif node.type == "variable_declarator":
                is_var = node.parent is not None and node.parent.type == "variable_declaration"
                way: Way = "var" if is_var else "lexical"
                name = text_of(node.child_by_field_name("name"))
                found.append(Assignment(self, node, name, node.child_by_field_name("value"), way))
            elif node.type == "function_declaration":
                name = text_of(node.child_by_field_name("name"))
                found.append(Assignment(self, node, name, node, "function"))
        return [one for one in found if one.path]

    @cached_property
    def strings(self) -> list[tuple[str, Node]]:
        """The texts of all string literals."""
        return [
            (said if isinstance(said := value_of(node), str) else text_of(node)[1:-1], node)
            for node in walk(self.root)
            if node.type in {"string", "template_string"}
        ]

    @cached_property
    def comments(self) -> list[Node]:
        """All comments."""
        return [node for node in walk(self.root) if node.type in {"comment", "html_comment"}]


Way = Literal["set", "var", "lexical", "function"]


@dataclass(eq=False)
class Assignment:
    """A name, or a path of names, that gets a value; `way` tells by which kind of statement."""

    script: Script
    node: Node
    path: str
    value: Node | None
    way: Way

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.script.spot(self.node)

    @property
    def target(self) -> str:
        """The path of the widget's field that gets the value, by whatever name; else empty."""
        left = self.node.child_by_field_name("left")
        is_field = left is not None and left.type in {"member_expression", "subscript_expression"}
        return self.script.aliases.path_of(left) if is_field else ""

    @property
    def is_nested(self) -> bool:
        """Whether it is inside of a function."""
        return bool(enclosing_functions(self.node, inner=False))


@dataclass(eq=False)
class Call:
    """A call, such as `livechatoo.embed.page('chat')`."""

    script: Script
    node: Node
    path: str
    arguments: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        listed = self.node.child_by_field_name("arguments")
        if listed is not None:
            self.arguments = [one for one in listed.named_children if one.type != "comment"]

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.script.spot(self.node)

    @property
    def callee(self) -> Node | None:
        """What is called."""
        return self.node.child_by_field_name("function")

    @cached_property
    def function(self) -> str:
        """`embed.page` for a function of the widget, by whatever name; else empty."""
        is_named = self.path.partition(".")[0] == GLOBAL
        path = self.path if is_named else self.script.aliases.path_of(self.callee)
        return path.partition(".")[2]

    @property
    def _names(self) -> re.Pattern[str]:
        """What a question for the widget holds: its name, or the one that the call goes by."""
        head = re.escape(self.path.partition(".")[0])
        return re.compile(rf"{GLOBAL}|(?<![\w$.]){head}(?![\w$])")

    @cached_property
    def is_guarded(self) -> bool:
        """Whether it is made only where the widget is there: asked for, tried, or called by it."""
        if "?." in text_of(self.callee):
            return True
        names = self._names
        before, node = self.node, self.node.parent
        while node is not None:
            if node.type == "try_statement" and node.child_by_field_name("body") == before:
                return True
            if _asks_first(node, before, names) or _is_called_by_widget(node):
                return True
            if node.type == "statement_block" and _leaves_before(node, before, names):
                return True
            before, node = node, node.parent
        return False


def _asks_first(node: Node, branch: Node, names: re.Pattern[str]) -> bool:
    if node.type in _CONDITIONAL:
        condition = node.child_by_field_name("condition")
        return condition != branch and names.search(text_of(condition)) is not None
    if node.type == "binary_expression":
        left = node.child_by_field_name("left")
        return left != branch and names.search(text_of(left)) is not None
    return False


def _leaves_before(block: Node, statement: Node, names: re.Pattern[str]) -> bool:
    """Whether a block is left before a statement when the widget is not there."""
    for one in block.named_children:
        if one == statement:
            return False
        is_leaving = one.type == "if_statement" and "return" in text_of(one)
        if is_leaving and names.search(text_of(one.child_by_field_name("condition"))):
            return True
    return False


def _is_called_by_widget(node: Node) -> bool:
    """Whether this is the hook's function, or a callback of the widget's."""
    if node.type == "pair":
        return text_of(node.child_by_field_name("key")).strip("'\"") in API.callbacks
    if node.type == "method_definition":
        return text_of(node.child_by_field_name("name")) in API.callbacks
    if node.type == "assignment_expression":
        left = path_of(node.child_by_field_name("left"))
        return left == HOOK or left.rpartition(".")[2] in API.callbacks
    if node.type in {"function_declaration", "variable_declarator"}:
        return text_of(node.child_by_field_name("name")) == HOOK
    return False


def enclosing_functions(node: Node, *, inner: bool = True) -> list[Node]:
    """The functions around a node, the innermost first; without `inner` not the node itself."""
    found = []
    one = node if inner else node.parent
    while one is not None:
        if one.type in FUNCTIONS:
            found.append(one)
        one = one.parent
    return found


def declares(function: Node, name: str) -> bool:
    """Whether a name is a parameter or a variable of a function."""
    listed = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    if listed is not None and any(text_of(one) == name for one in walk(listed)):
        return True
    return any(
        text_of(node.child_by_field_name("name")) == name
        for node in walk(function)
        if node.type in {"variable_declarator", "function_declaration"}
    )
