"""Builds of a widget: a loader's file, or a folder of files in the stub's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.stub.backend import Backend
from harness.stub.builds import LOADER_PATH, NoLoader, read_build
from harness.stub.widget_endpoints import WidgetEndpoints

if TYPE_CHECKING:
    from pathlib import Path

    from harness.stub.exchange import Answer


def folder(root: Path, **files: str) -> Path:
    for name, text in {"js/web.min.js": "loader()", **files}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def get(root: Path, path: str) -> Answer:
    return WidgetEndpoints(Backend(), read_build(root)).respond("GET", path, "", {}, b"")


def test_a_file_is_the_loader_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.js").write_bytes(b"mine()")
    assert get(tmp_path / "mine.js", LOADER_PATH).body == b"mine()"
    assert get(tmp_path / "mine.js", "/css/client-embed/global.css").status == 200


def test_the_files_of_a_folder_are_served_at_their_paths(tmp_path: Path) -> None:
    root = folder(tmp_path, **{"line/line.html": "<p>line", "js/more.js": "more()"})
    assert get(root, LOADER_PATH).body == b"loader()"
    answer = get(root, "/line/line.html")
    assert (answer.status, answer.body) == (200, b"<p>line")
    assert dict(answer.headers)["Content-Type"] == "text/html; charset=utf-8"


def test_what_is_not_in_the_folder_is_the_stubs(tmp_path: Path) -> None:
    root = folder(tmp_path, **{"css/client-embed/global.css": "p {}"})
    assert get(root, "/css/client-embed/global.css").body == b"p {}"
    assert get(root, "/js/merged/client-embed.min.js").status == 200


def test_what_lies_beside_the_folders_is_not_served(tmp_path: Path) -> None:
    root = folder(tmp_path, **{"profile.yaml": "profile: mine"})
    assert get(root, "/profile.yaml").status == 404


def test_a_folder_without_a_loader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoLoader, match=r"has its loader at js/web\.min\.js"):
        read_build(tmp_path)
