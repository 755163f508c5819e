"""`did you mean`: the name that somebody probably wanted to write."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOREIGN_LIMIT = 40


def nearest(given: str, choices: Iterable[str]) -> str | None:
    """The choice that is few enough edits away from what was given, if there is one."""
    if len(given) > _FOREIGN_LIMIT:
        return None
    wanted = _normal(given)
    allowed = max(1, len(wanted) // 3)
    best: tuple[int, str] | None = None
    for choice in choices:
        if abs(len(choice) - len(given)) > allowed + 1:
            continue
        edits = _edits(wanted, _normal(choice))
        if edits <= allowed and (best is None or edits < best[0]):
            best = (edits, choice)
    return best[1] if best else None


def _normal(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def _edits(left: str, right: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def did_you_mean(given: str, choices: Iterable[str]) -> str | None:
    """The hint of a message, if there is a name to suggest."""
    choice = nearest(given, choices)
    return f"did you mean `{choice}`?" if choice else None


def one_of(names: Iterable[str], label: str = "one of: ") -> str:
    """Names after a label, in lines that are not too long."""
    return "\n".join(textwrap.wrap(label + ", ".join(names), 84, break_on_hyphens=False))


def listed(names: Iterable[str], conjunction: str = "or") -> str:
    """Names as people list them: `a`, `b` or `c`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:  # noqa: PLR2004 - a list of one needs no conjunction
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"
