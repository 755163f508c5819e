"""Files that are taken away while scenarios run: the run is broken, and says which file is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.browser.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Lab

SCENARIO = """
scenario: A page with files
timeout: 5s
host: {file: shop.html, until: load}
mocks:
  - at: "https://api.example/x"
    reply: {file: responses/answer.json, headers: {Access-Control-Allow-Origin: "*"}}
steps:
  - check: {eval: {"[document.title, window.script, window.answer]": [x, 1, 2]}}
    within: 1s
"""
FILES = {
    "pages/shop.html": "<!doctype html><title>x</title><script src=/js/shop.js></script>",
    "pages/js/shop.js": "script = 1; fetch('https://api.example/x').then(() => { answer = 2; });",
    "responses/answer.json": "{}",
}


@pytest.fixture
def lab(make_lab: Callable[[], Lab]) -> Lab:
    made = make_lab()
    for name, text in FILES.items():
        path = made.folder / "fixtures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return made


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Does something when the run's world is made and its page is not yet open."""
    prepare = Session.prepare

    def plant(change: Callable[[], object]) -> None:
        async def prepared(session: Session) -> None:
            await prepare(session)
            change()

        monkeypatch.setattr(Session, "prepare", prepared)

    return plant


def _put_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", ["unlink", "folder"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_breaks_the_run_and_is_named(
    lab: Lab, meanwhile: Callable[[Callable[[], object]], None], name: str, change: str
) -> None:
    file = lab.folder / "fixtures" / name
    meanwhile(lambda: file.unlink() if change == "unlink" else _put_folder(file))
    verdict = lab.run({"one": SCENARIO})["one"].verdict
    told = {one.code: one.message for one in verdict.failures}
    assert verdict.status == "broken", verdict
    assert (
        f"fixtures/{name} was there when the run was planned, and cannot be read: "
        in (told["file-gone"])
    )


def test_files_that_are_gone_with_the_folder_of_work_break_the_run_too(
    lab: Lab,
    meanwhile: Callable[[Callable[[], object]], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, file = tmp_path / "work", lab.folder / "fixtures/pages/shop.html"
    work.mkdir()
    monkeypatch.chdir(work)
    meanwhile(lambda: (work.rmdir(), file.unlink()))
    verdict = lab.run({"one": SCENARIO})["one"].verdict
    assert verdict.status == "broken", verdict
    told = {one.code: one.message for one in verdict.failures}
    assert told["file-gone"].startswith(f"{file.as_posix()} was there when the run was planned")


def test_files_that_stay_pass(lab: Lab) -> None:
    assert lab.run({"one": SCENARIO})["one"].verdict.status == "passed"


def test_a_file_that_was_never_there_is_the_pages_fault(lab: Lab) -> None:
    (lab.folder / "fixtures/pages/js/shop.js").unlink()
    verdict = lab.run({"one": SCENARIO})["one"].verdict
    assert verdict.status == "failed"
    assert "file-gone" not in {one.code for one in verdict.failures}
