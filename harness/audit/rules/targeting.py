"""The addresses that a target is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.audit.edits import node_replaced, quoted_like, value_replaced
from harness.audit.literals import value_of, walk
from harness.audit.placeholders import is_placeholder
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.reading import Given

RULES = Rules("options")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;|]\s+|\s+|\s*[,;|](?=\*[/\w.]|https?://)")
_LISTED = "give a list, with each target as a text of its own"
_EXAMPLE = "target: ['*yourshop.example/order', '*/basket']"
_BARE = "it begins with neither a scheme nor *"


@RULES.rule(
    "target-never-matches",
    "warning",
    "A target can match an address.",
    rests_on="documented: Targeted sites (* stands for 0 or more characters); assumed: the "
    "pattern is held against the whole address",
    why="Addresses begin with a scheme. A target that begins with neither a scheme nor * matches "
    "none of them, and one with another scheme than the site's misses every page.",
    remedy="begin the target with *, as the vendor's second sample does",
    example=_EXAMPLE,
)
def target_never_matches(evidence: Evidence) -> Iterator[Hit]:
    """Report targets that no address can match."""
    page = urlsplit(evidence.reading.page.url)
    for given in evidence.options:
        if given.name != "target":
            continue
        for one in given.value if isinstance(given.value, list) else [given.value]:
            several = _several(one)
            why = _unmatchable(one, page.scheme, page.netloc) if isinstance(one, str) else None
            if several:
                message = f"the target {one!r} is {len(several)} targets in one text"
                edits = _apart(evidence, given, several)
                yield Hit(message, given.spot, (), _LISTED, edits, _EXAMPLE)
            elif why:
                message = f"the target {one!r} can match no address: {why}"
                edits = _begun(evidence, given, one) if why == _BARE else ()
                yield Hit(message, given.spot, edits=edits)


def _several(target: Any) -> list[str]:
    """The targets that are written as one text, with signs between; none where it is one."""
    if not isinstance(target, str) or is_placeholder(target):
        return []
    parts = [one for one in _BETWEEN.split(target.strip()) if one]
    is_each = all(one.startswith(("/", "*")) or _SCHEME.match(one) for one in parts)
    return parts if len(parts) > 1 and is_each else []


def _apart(evidence: Evidence, given: Given, targets: list[str]) -> tuple[Edit, ...]:
    """A list of the targets of one text, where that text is all."""
    begun = [f"*{one}" if one.startswith("/") else one for one in targets]
    node = given.node
    if node is None or node.type != "string":
        return ()
    written = ", ".join(quoted_like(node, one) for one in begun)
    return value_replaced(evidence, given, f"[{written}]")


def _begun(evidence: Evidence, given: Given, target: str) -> tuple[Edit, ...]:
    """A target with an asterisk before it; nothing where that would not be enough."""
    if given.node is None or given.script is None or " " in target:
        return ()
    script = evidence.owner(given.node, given.script)
    written = (one for one in walk(given.node) if one.type == "string" and value_of(one) == target)
    node = next(written, None)
    return (
        () if node is None else tuple(node_replaced(script, node, quoted_like(node, f"*{target}")))
    )


def _unmatchable(target: str, scheme: str, host: str) -> str | None:
    if not target or is_placeholder(target):
        return None
    if not target.startswith("*") and not _SCHEME.match(target):
        return _BARE
    if " " in target:
        return "addresses hold no blanks"
    own = urlsplit(target)
    if own.scheme and own.scheme != scheme and own.netloc == host:
        return f"the site is served over {scheme}"
    return None
