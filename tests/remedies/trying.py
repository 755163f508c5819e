"""Each rule's remedy, done to the page that breaks it: as its edits say, or by a person's hand.

Where a finding carries edits these are made in `broken.html`. Else the page as somebody mends it
who follows the remedy to the letter is kept beside the broken one, as `mended.html`, with other
files that change in the folder `mended`, `mended.headers` and `mended.consent`.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "audit"))

from examining import PAGES, audited

from harness.audit.fixing import applied, chosen
from harness.audit.rules import all_rules
from harness.audit.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.audit.auditing import Audit

RULES = {rule.id: rule for rule in all_rules()}
_BRIEF = {"options", "calls", "callbacks"}


@dataclass(frozen=True)
class Trial:
    """What became of a rule's remedy: what is left of its findings, and what has come besides."""

    rule: str
    way: str
    left: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the remedy does what it says, and no harm."""
        return not self.left and not self.come and self.way != "none"


def is_by_hand(rule: str) -> bool:
    """Whether the remedy needs a person, so that the mended page is kept."""
    return (PAGES / rule / "mended.html").is_file()


def tried(rules: Iterable[str], output: Path) -> list[Trial]:
    """Mend the rules' broken pages, and audit them again."""
    names = list(rules)
    edited = [name for name in names if not is_by_hand(name)]
    before = _audits({name: _target(name, "broken", output / "before") for name in edited}, output)
    targets = {}
    for name in names:
        target = _target(name, "mended", output / "after")
        if is_by_hand(name) or _is_edited(target, before[name], name):
            targets[name] = target
    after = _audits(targets, output, is_whole=True)
    return [_trial(name, before.get(name), after.get(name)) for name in names]


def _target(name: str, which: str, output: Path) -> Target:
    """A copy of a rule's page, so that files beside it can be changed."""
    folder = output / name
    shutil.copytree(PAGES / name, folder)
    is_mended = which == "mended" and is_by_hand(name)
    if is_mended:
        shutil.copy(folder / "mended.html", folder / "broken.html")
    if is_mended and (folder / "mended").is_dir():
        shutil.copytree(folder / "mended", folder, dirs_exist_ok=True)
    if not is_mended or not (headers := _lines(name, "mended.headers")):
        headers = _lines(name, "broken.headers")
    named = tuple((line.partition(": ")[0], line.partition(": ")[2]) for line in headers)
    served = tuple(
        (line.partition(" ")[0], output / line.partition(" ")[2]) for line in _lines(name, "served")
    )
    return Target(f"{name}/broken.html", folder / "broken.html", served, named)


def _is_edited(target: Target, audit: Audit, name: str) -> bool:
    """Make the edits of the rule's findings; False when there are none."""
    edits = chosen(one for one in audit.findings if one.rule == name)
    for path in {edit.source for edit in edits}:
        file = (target.file or Path()).parent.parent / path
        text = file.read_bytes().decode()
        mended = applied(text, [edit for edit in edits if edit.source == path])
        file.write_bytes(mended.encode())
    return bool(edits)


def _audits(
    targets: dict[str, Target], output: Path, *, is_whole: bool = False
) -> dict[str, Audit]:
    jobs = {
        name: (replace(target), _consent(name, is_mended=is_whole))
        for name, target in targets.items()
    }
    brief = () if is_whole else (name for name in jobs if RULES[name].family in _BRIEF)
    return audited(jobs, output / "runs", frozenset(brief)) if jobs else {}


def _consent(name: str, *, is_mended: bool) -> str | None:
    lines = _lines(name, "mended.consent") if is_mended else []
    return next(iter(lines or _lines(name, "consent")), None)


def _trial(name: str, before: Audit | None, after: Audit | None) -> Trial:
    if after is None:
        return Trial(name, "none", ("no finding carries an edit, and there is no mended.html",))
    known = Counter(
        line.partition(": ")[2] for line in _lines(name, "expected") if "mended: " in line
    )
    known.update(one.rule for one in (before.findings if before else ()))
    left = [one.message for one in after.findings if one.rule == name]
    come = list(after.troubles)
    for one in after.findings:
        if one.severity != "note" and one.rule != name:
            known[one.rule] -= 1
            come += [f"{one.rule}: {one.message}"] if known[one.rule] < 0 else []
    return Trial(name, "page" if before is None else "edits", tuple(left), tuple(come))


def _lines(name: str, file: str) -> list[str]:
    path = PAGES / name / file
    return path.read_text(encoding="utf-8").strip().splitlines() if path.is_file() else []
