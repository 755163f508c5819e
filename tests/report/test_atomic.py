from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.report.atomic import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.xml"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in path.parent.iterdir()] == ["report.xml"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - its words differ from system to system
        write_whole(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.xml"]
