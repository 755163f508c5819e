"""Widgets and back ends that are made of changed sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fixtures.widgets import back_end
from harness.stub import widget_files
from harness.stub.builds import LOADER_PATH
from harness.stub.widget_files import FALLBACK, FRAME, LOADER
from tests.mutants.catalogue import WIDGET, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.stub.world import World
    from tests.mutants.mutant import Mutant

FRAME_PATH = "/js/merged/client-embed.min.js"


def changed(mutants: Iterable[Mutant]) -> dict[str, bytes]:
    """The sources that mutants change, several of them at once; raises ValueError if two meet."""
    files: dict[str, bytes] = {}
    begin: dict[str, int] = {}
    for mutant in sorted(mutants, key=_from_the_end):
        if mutant.change.end > begin.get(mutant.file, mutant.change.end):
            raise ValueError(f"{mutant.id} meets another mutant")
        begin[mutant.file] = mutant.change.start
        files[mutant.file] = mutant.apply(files.get(mutant.file, source(mutant.file)))
    return files


def _from_the_end(mutant: Mutant) -> tuple[str, int, int]:
    return mutant.file, -mutant.change.start, -mutant.change.end


def widget(changes: Mapping[str, bytes], prelude: str = "") -> dict[str, bytes]:
    """A build of the widget with these scripts in the place of its own."""
    loader = _joined("loader", LOADER, changes, prelude)
    frame = _joined("frame", FRAME, changes, prelude)
    return {LOADER_PATH: loader, FRAME_PATH: frame + widget_files.texts_script(FALLBACK)}


def _joined(folder: str, names: Iterable[str], changes: Mapping[str, bytes], prelude: str) -> bytes:
    """The parts in one function, as `harness.stub.widget_files` puts them together."""
    files = [f"{WIDGET}/{folder}/{name}.js" for name in names]
    parts = [changes.get(file, source(file)).replace(b"'use strict';\n", b"", 1) for file in files]
    head = prelude.encode()
    return b"(function () {\n'use strict';\n\n" + head + b"\n".join(parts) + b"})();\n"


def world(changes: Mapping[str, bytes], **given: object) -> type[World]:
    """A world whose back end is made of these modules; `given` are names that they may use."""
    sources = {Path(file).stem: text.decode() for file, text in changes.items() if _is_module(file)}
    return back_end.edited(sources, **given)


def _is_module(file: str) -> bool:
    return file.endswith(".py")


def write(mutant: Mutant, folder: Path) -> None:
    """Write a mutant of the widget as a folder that `harness run --widget` takes."""
    if mutant.language != "javascript":
        raise ValueError(f"{mutant.id} changes the back end, which is no part of a widget's build")
    for path, content in widget(changed([mutant])).items():
        file = folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
