"""Names that the snippet shares with the rest of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.literals import text_of, walk
from harness.audit.rule import Hit, Rules
from harness.audit.scripts import declares, enclosing_functions
from harness.widget_api import GLOBAL, HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Script

RULES = Rules("policy")
_OWN = frozenset({GLOBAL, HOOK, "", "this"})


@RULES.rule(
    "page-global-overwritten",
    "warning",
    "The snippet leaves the page's own globals alone.",
    rests_on="browsers: a `var` outside of functions is a property of window; observed: the "
    "published snippet makes its element inside of a function",
    why="The snippet gives a value to a name that a script before it uses for something else. What "
    "reads that name later gets a script element.",
    remedy="put the snippet's lines into a function that is called at once",
    example="(function () {\n  var l = document.createElement('script');\n  l.async = true;\n"
    "  l.src = 'https://app.livechatoo.com/js/web.min.js';\n"
    "  var s = document.getElementsByTagName('script')[0];\n"
    "  s.parentNode.insertBefore(l, s);\n})();",
)
def page_global_overwritten(evidence: Evidence) -> Iterator[Hit]:
    """Report globals that the snippet sets, and that the page has set before and reads later."""
    reading = evidence.reading
    bringing = {id(script): script for script, _, _ in reading.loader_strings}
    for script in bringing.values():
        found: dict[str, tuple[Assignment, Assignment]] = {}
        for one in script.assignments:
            if one.path not in found and _is_global(one):
                other = _before(reading.scripts, script, one.path)
                if other is not None and _is_read_later(reading.scripts, script, one.path):
                    found[one.path] = (one, other)
        if found:
            names = [f"`{name}`" for name in sorted(found)]
            listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
            proofs = tuple(
                Proof("source", f"{other.spot.place}: {text_of(other.node)[:100]}")
                for _, other in found.values()
            )
            first = next(iter(found.values()))[0]
            yield Hit(f"the snippet overwrites the page's {listed}", first.spot, proofs)


def _is_global(one: Assignment) -> bool:
    """Whether a name that is given a value is one of window's."""
    if one.path in _OWN or "." in one.path or one.script.is_module or one.way == "lexical":
        return False
    if one.way != "set":
        return not one.is_nested
    return not any(declares(around, one.path) for around in enclosing_functions(one.node))


def _before(scripts: list[Script], snippet: Script, name: str) -> Assignment | None:
    """Where a script before the snippet gives a global this name."""
    for script in scripts:
        if script.order < snippet.order and script.how != "handler":
            for one in script.assignments:
                if one.path == name and _is_global(one):
                    return one
    return None


def _is_read_later(scripts: list[Script], snippet: Script, name: str) -> bool:
    """Whether something reads a global after the snippet has run, and before it is set anew."""
    for script in scripts:
        if script is snippet:
            continue
        is_after = script.order > snippet.order or script.how == "handler"
        for node in walk(script.root):
            if node.type != "identifier" or text_of(node) != name:
                continue
            around = enclosing_functions(node)
            if _is_target(node):
                if is_after and not around and script.how != "handler":
                    return False
            elif (is_after or around) and not any(declares(one, name) for one in around):
                return True
    return False


def _is_target(node: Node) -> bool:
    """Whether an identifier is one that is given a value, and not read."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "variable_declarator":
        return parent.child_by_field_name("name") == node
    return parent.type == "assignment_expression" and parent.child_by_field_name("left") == node
