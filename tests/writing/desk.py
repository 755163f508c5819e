"""A project whose scenario is written by the harness."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.scenario import load, plan
from harness.writing.pins import USUAL, Kind
from harness.writing.proving import Written, write_expectations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.writing.stories import Maker


@dataclass(frozen=True)
class Desk:
    """A folder with one scenario file; paths are told from it."""

    root: Path

    @property
    def file(self) -> Path:
        return self.root / "scenario.yaml"

    def put(self, text: str, *, has_mark: bool = False) -> None:
        mark = codecs.BOM_UTF8 if has_mark else b""
        self.file.write_bytes(mark + text.encode())

    def written(
        self, make: Maker, *, is_updating: bool = False, kinds: Sequence[Kind] = USUAL
    ) -> Written:
        """Drafts for the file; nothing is saved."""
        loaded = load([self.file], self.root)
        assert loaded.render_problems() == ""
        return write_expectations(plan(loaded), make, kinds, is_updating=is_updating)

    def save(self, written: Written) -> str:
        (made,) = written.drafts
        self.file.write_bytes(made.after.sheet.content)
        return made.after.sheet.text


def make_desk(root: Path) -> Desk:
    pages = root / "fixtures" / "pages"
    pages.mkdir(parents=True)
    (pages / "shop.html").write_text("<p>shop", encoding="utf-8")
    return Desk(root)
