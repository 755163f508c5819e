"""What is changed in the back end, by the syntax tree of its modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.mutants.mutant import Change
from tests.mutants.words import other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutants.mutant import Seen

Function = (ast.FunctionDef, ast.AsyncFunctionDef)

_TURNED: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is",
    ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
_EDGE: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_LOOKS = frozenset({
    "get", "isinstance", "bool", "any", "all", "len", "set", "text_of", "listed", "option", "known",
    "prefilled", "startswith", "endswith", "str", "lower", "strip", "fits", "isascii", "isdecimal",
    "_assumes", "links", "type", "tuple", "list", "_addressee", "_assigned", "_choices",
    "_has_to_choose", "first", "choices", "is_browser", "has_news", "_passes", "word", "values",
    "_consent", "_asked", "holds", "_is_found", "search", "find", "partition", "split", "replace",
})  # fmt: skip


class Module:
    """A module with its tree, and where its lines begin in bytes."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.tree = ast.parse(source)
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }

    def span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        """Where a node begins and ends."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        start = self._lines[node.lineno - 1] + node.col_offset
        return start, self._lines[end_line - 1] + end_column

    def text(self, node: ast.stmt | ast.expr) -> str:
        """The source of a node."""
        start, end = self.span(node)
        return self.source[start:end].decode()

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """A node and what it is in, from the inside out."""
        one: ast.AST | None = node
        while one is not None:
            yield one
            one = self.parents.get(one)

    def site(self, node: ast.AST) -> ast.stmt | None:
        """The statement that is executed when a node is; None outside of functions."""
        found = None
        for one in self.around(node):
            if isinstance(one, ast.stmt) and found is None and not self._is_elif(one):
                found = one
            if isinstance(one, Function):
                # What a parameter is by default matters as soon as the function runs.
                return one.body[0] if found is one or found is None else found
        return None

    def _is_elif(self, node: ast.stmt) -> bool:
        start, _ = self.span(node)
        return isinstance(node, ast.If) and self.source[start : start + 4] == b"elif"

    def sites(self) -> list[ast.stmt]:
        """Every statement in functions."""
        found = [one for one in ast.walk(self.tree) if isinstance(one, ast.stmt)]
        return [
            one
            for one in found
            if self.site(one) is one and not isinstance(one, (*Function, ast.ClassDef))
        ]

    def within(self, node: ast.AST) -> str:
        """The classes and functions that a node is in."""
        kinds = (ast.ClassDef, *Function)
        names = [one.name for one in self.around(node) if isinstance(one, kinds)]
        return ".".join(reversed(names)) or "module"

    def is_meant(self, node: ast.AST) -> bool:
        """Whether a node does something, which annotations and docstrings do not."""
        for one in self.around(node):
            parent = self.parents.get(one)
            if isinstance(parent, ast.arg) or (
                isinstance(parent, ast.AnnAssign) and one is parent.annotation
            ):
                return False
            if isinstance(parent, Function) and one is parent.returns:
                return False
            if one in getattr(parent, "decorator_list", ()):
                return False
            if isinstance(one, (ast.Raise, ast.JoinedStr)) or _is_type_checking(one):
                return False
        return True


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def changes(source: bytes) -> list[Change]:
    """Every change of a module that the operators make, in the order of the source."""
    module = Module(source)
    found = [
        change
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.stmt, ast.expr)) and module.is_meant(node)
        for change in _of(module, node)
    ]
    return sorted(found, key=lambda change: (change.start, change.end, change.operator))


def _of(module: Module, node: ast.stmt | ast.expr) -> Iterator[Change]:
    if isinstance(node, (ast.If, ast.IfExp)) and not _is_type_checking(node):
        yield from _condition(module, node.test)
    elif isinstance(node, ast.comprehension):
        return
    elif isinstance(node, ast.BoolOp):
        yield from _clauses(module, node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _compare(module, node)
    elif isinstance(node, ast.Constant):
        yield from _constant(module, node)
    elif isinstance(node, ast.Call):
        yield from _call(module, node)
    elif isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign)):
        yield from _statement(module, node)
    for inner in getattr(node, "generators", ()):
        for condition in inner.ifs:
            yield _change(module, "always", condition, "True")
            yield _change(module, "negate", condition, f"(not ({module.text(condition)}))")


def _change(module: Module, operator: str, node: ast.stmt | ast.expr, new: str) -> Change:
    site = module.site(node)
    start, end = module.span(node)
    can_compare = isinstance(node, ast.expr) and site is not None and _is_pure(node)
    seen: Seen = "differs" if can_compare and operator != "negate" else "touched"
    at = None if site is None else module.span(site)[0]
    names = _declared(module, node) if at is None else ()
    span, probe = (start, end), new
    if seen == "differs" and isinstance(node, ast.expr):
        span = module.span(_expression(module, node))
        probe = (
            module.source[span[0] : start] + new.encode() + module.source[end : span[1]]
        ).decode()
    inside = module.within(node)
    return Change(operator, inside, start, end, new.encode(), at, names, seen, probe, span)


def _expression(module: Module, node: ast.expr) -> ast.expr:
    """The largest expression around a node whose value is all that the node has an effect on."""
    around = module.parents.get(node)
    while isinstance(around, (ast.BoolOp, ast.Compare, ast.UnaryOp, ast.IfExp)) and _is_pure(
        around
    ):
        node = around
        around = module.parents.get(node)
    return node


def _declared(module: Module, node: ast.AST) -> tuple[str, ...]:
    """What a constant or a field outside of functions is called."""
    for one in module.around(node):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            return (one.target.id,)
        if isinstance(one, ast.Assign):
            return tuple(name.id for name in one.targets if isinstance(name, ast.Name))
    return ()


def _is_pure(node: ast.expr) -> bool:
    for one in ast.walk(node):
        if isinstance(one, (ast.NamedExpr, ast.Await, ast.Yield)):
            return False
        if isinstance(one, ast.Call):
            name = ast.unparse(one.func).rpartition(".")[2]
            if name not in _LOOKS:
                return False
    return True


def _condition(module: Module, asked: ast.expr) -> Iterator[Change]:
    yield _change(module, "negate", asked, f"(not ({module.text(asked)}))")
    yield _change(module, "always", asked, "True")
    yield _change(module, "never", asked, "False")


def _clauses(module: Module, node: ast.BoolOp) -> Iterator[Change]:
    operator, word = ("widen", " and ") if isinstance(node.op, ast.And) else ("narrow", " or ")
    parts = [f"({module.text(value)})" for value in node.values]
    for left_out in range(len(parts)):
        rest = word.join(parts[:left_out] + parts[left_out + 1 :])
        yield _change(module, operator, node, f"({rest})")
    is_choice = all(isinstance(value, (ast.Call, ast.Name, ast.Attribute)) for value in node.values)
    if operator == "narrow" and is_choice:
        yield _change(module, "precedence", node, f"({word.join(reversed(parts))})")


def _compare(module: Module, node: ast.Compare) -> Iterator[Change]:
    left, right = module.text(node.left), module.text(node.comparators[0])
    kind = type(node.ops[0])
    if kind in _EDGE:
        yield _change(module, "boundary", node, f"({left} {_EDGE[kind]} {right})")
    elif kind in _TURNED:
        yield _change(module, "equality", node, f"({left} {_TURNED[kind]} {right})")
    is_plain = isinstance(node.comparators[0], ast.Constant)
    if kind in {ast.Eq, ast.NotEq} and not is_plain:
        turned = "not " if kind is ast.NotEq else ""
        yield _change(module, "prefix", node, f"({turned}str({left}).startswith(str({right})))")
        sign = "!=" if kind is ast.NotEq else "=="
        lowered = f"(str({left}).lower() {sign} str({right}).lower())"
        yield _change(module, "caseless", node, lowered)
    if kind is ast.In and not is_plain and module.site(node) is not None:
        looked = f"(str({left}) in str({right}))"
        yield _change(module, "prefix", node, looked)


def _constant(module: Module, node: ast.Constant) -> Iterator[Change]:
    parent = module.parents.get(node)
    if isinstance(parent, (ast.Expr, ast.JoinedStr, ast.FormattedValue, ast.Subscript)):
        return
    if isinstance(parent, ast.Dict) and node in parent.keys:
        return
    is_default = isinstance(parent, (ast.AnnAssign, ast.arguments, ast.keyword))
    operator = "default" if is_default else "constant"
    value = node.value
    if isinstance(value, bool):
        yield _change(module, operator, node, str(not value))
    elif isinstance(value, int):
        yield _change(module, operator, node, str(value + 1))
    elif isinstance(value, str) and other(value) is not None:
        yield _change(module, operator, node, repr(other(value)))


def _call(module: Module, node: ast.Call) -> Iterator[Change]:
    """An order turned round, where there is one."""
    name = ast.unparse(node.func)
    if name == "reversed":
        yield _change(module, "order", node, f"list({module.text(node.args[0])})")
    elif name.endswith((".values", ".items")) and not node.args:
        parent = module.parents.get(node)
        if isinstance(parent, (ast.For, ast.comprehension)) and node is parent.iter:
            yield _change(module, "order", node, f"reversed(list({module.text(node)}))")


def _statement(module: Module, node: ast.stmt) -> Iterator[Change]:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_docstring or module.site(node) is None or _is_first_value(node):
        return
    yield _change(module, "omit", node, "pass")


def _is_first_value(node: ast.stmt) -> bool:
    """Whether a statement gives a name its value: without it nothing would run at all."""
    return isinstance(node, ast.Assign) and all(
        isinstance(target, (ast.Name, ast.Tuple)) for target in node.targets
    )
