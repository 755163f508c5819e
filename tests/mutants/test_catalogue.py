"""The mutants are many, different, real changes, and keep their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.stub import widget_files
from harness.stub.builds import LOADER_PATH
from harness.stub.world import World
from tests.mutants import building, javascript_operators, python_operators
from tests.mutants.catalogue import MODULES, SCRIPTS, catalogue, find, sample, source
from tests.mutants.javascript import parse
from tests.mutants.mutant import named

if TYPE_CHECKING:
    from pathlib import Path

OPERATORS = {
    *("negate", "always", "never", "widen", "narrow", "equality", "prefix", "caseless"),
    *("boundary", "constant", "default", "field", "omit", "order", "precedence", "place"),
}


def test_an_unchanged_widget_is_the_stub_itself() -> None:
    built = building.widget({})
    assert built[LOADER_PATH] == widget_files.loader()
    assert built[building.FRAME_PATH] == widget_files.script()


def test_an_unchanged_world_is_as_the_stub_s_and_no_part_of_it() -> None:
    made = building.world({})
    assert made is not World
    assert made.__name__ == "World"


def test_the_sample_has_every_operator_and_every_file() -> None:
    chosen = sample()
    assert len(chosen) == len({mutant.id for mutant in chosen}) >= 400
    assert {mutant.operator for mutant in chosen} == OPERATORS
    assert {mutant.file for mutant in catalogue().values()} == {*SCRIPTS, *MODULES}


def test_the_same_seed_gives_the_same_sample_and_another_one_another() -> None:
    assert sample(50, 3) == sample(50, 3) == sample(60, 3)[:50]
    assert sample(50, 3) != sample(50, 4)


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_mutant_of_a_script_is_a_script_and_another_one(file: str) -> None:
    for mutant in (one for one in catalogue().values() if one.file == file):
        made = mutant.apply(source(file))
        assert made != source(file), mutant.id
        assert not parse(made).has_error, mutant.id


@pytest.mark.parametrize("file", MODULES)
def test_a_mutant_of_a_module_is_python_and_another_one(file: str) -> None:
    for mutant in (one for one in catalogue().values() if one.file == file):
        made = mutant.apply(source(file))
        assert made != source(file), mutant.id
        compile(made, file, "exec")


def test_names_survive_edits_elsewhere() -> None:
    before = b"function first(a) { if (a) go(); }\nfunction second(b) { if (b) go(); }\n"
    after = before.replace(b"if (a) go();", b"if (a && b) stop();\n  if (c) stop();")
    names = [
        {m.id for m in named("x.js", text, javascript_operators.changes(text)) if "second" in m.id}
        for text in (before, after)
    ]
    assert (
        names[0]
        == names[1]
        == {f"x:second:{one}:1" for one in ("negate", "always", "never", "omit")}
    )


def test_two_mutants_that_meet_are_not_made_at_once() -> None:
    first = next(one for one in catalogue().values() if one.operator == "negate")
    with pytest.raises(ValueError, match="meets another mutant"):
        building.changed([first, first])


def test_a_mutant_is_written_as_a_build(tmp_path: Path) -> None:
    mutant = next(one for one in catalogue().values() if one.language == "javascript")
    building.write(mutant, tmp_path)
    written = (tmp_path / LOADER_PATH.lstrip("/")).read_bytes()
    assert written != widget_files.loader()


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(LookupError, match="no mutant is called loader/api:flip:negate:99"):
        find(["loader/api:flip:negate:99"])


def test_what_a_python_mutant_changes_is_no_docstring_and_no_annotation() -> None:
    text = b'def f(a: "left") -> "right":\n    """left"""\n    return a == "left"\n'
    made = {one.apply(text) for one in named("x.py", text, python_operators.changes(text))}
    assert all(b'a: "left"' in one and b'"""left"""' in one for one in made)
    assert text.replace(b'== "left"', b"== 'right'") in made
