"""Whatever a file holds, reading it ends soon, raises nothing and names places inside of it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.scenario import Problem, load, render
from harness.scenario import source as reading
from harness.scenario.compile import compile_scenario
from harness.scenario.fixtures import Shelf
from harness.scenario.loading import scenario_nodes
from harness.scenario.problems import split_lines
from harness.scenario.source import LIMITS, Limits, Source, parse, read

HERE = Path(__file__).parent
FILES = sorted((HERE / "accepted").iterdir()) + sorted((HERE / "mistakes").glob("*/*.yaml"))
TEXTS = [file.read_text(encoding="utf-8-sig") for file in FILES]
PIECES = [
    "- ",
    ": ",
    "\n",
    "\n  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "&a",
    "*a",
    "!!x ",
    "#",
    "---\n",
]
PIECES += ["|", ">", "\t", "${", "$", "%", "?", "<<", "\x85", "\u2028", "\r\n", "é", "日", "\x00"]
WORDS = ["scenario", "host", "steps", "expect", "page", "flip", "never", "params", "a", "1", "~"]


def compiled(text: str) -> Source:
    source = parse(text, "file.yaml")
    for node in scenario_nodes(source):
        compile_scenario(source, node, Shelf(HERE / "fixtures"), {})
    return source


def assert_inside(problem: Problem, text: str) -> None:
    lines = split_lines(text)
    assert problem.place is not None
    assert 1 <= problem.place.line <= len(lines)
    assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    assert render(problem, {"file.yaml": text})


@given(st.text(max_size=80))
def test_any_text_is_read_without_raising(text: str) -> None:
    for problem in compiled(text).problems:
        assert_inside(problem, text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=30).map("".join))
@example("? [a]\n: b")
@example("a: |\n  x\n y")
@example("%YAML 3.0\n---\na")
@example("a: !<x> b")
def test_any_text_that_looks_like_yaml_is_read_without_raising(text: str) -> None:
    for problem in compiled(text).problems:
        assert_inside(problem, text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_a_scenario_with_a_random_edit_gives_problems_inside_of_the_file(
    text: str, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 6))
    piece = data.draw(st.sampled_from(["", *PIECES, *WORDS]))
    edited = text[:position] + piece + text[position + length :]
    for problem in compiled(edited).problems:
        assert_inside(problem, edited)


EVERYTHING = parse((HERE / "accepted" / "everything.yaml").read_text(encoding="utf-8"), "x").root
ODD = [None, 3, True, "text", "$int", "${ticket}", "$", [], {}, [[]], {"a": {"b": [1]}}, -1.5]


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(value, (dict, list)):
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(inner for key, item in pairs for inner in paths_in(item, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    if isinstance(value, dict):
        return {k: replaced(v, path[1:], odd) if k == path[0] else v for k, v in value.items()}
    return [replaced(v, path[1:], odd) if k == path[0] else v for k, v in enumerate(value)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_value_of_any_kind_at_any_place_gives_problems_and_no_traceback(
    data: st.DataObject,
) -> None:
    assert EVERYTHING is not None
    path = data.draw(st.sampled_from(paths_in(EVERYTHING.value)))
    odd = data.draw(st.sampled_from(ODD))
    text = json.dumps(replaced(EVERYTHING.value, path, odd), ensure_ascii=False)
    for problem in compiled(text).problems:
        assert_inside(problem, text)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_raising(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("bytes") / "file.yaml"
    file.write_bytes(content)
    source = read(file, "file.yaml")
    for problem in source.problems:
        assert_inside(problem, source.text)


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(b"scenario: caf\xe9\n")
    (problem,) = load([file], tmp_path).problems
    assert (problem.place, problem.code) == (("file.yaml", 1, 14), "encoding")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = load([tmp_path / "none.yaml"], tmp_path).problems
    assert problem.code == "unreadable"


BOMBS = {
    "brackets": "[" * 900_000,
    "braces": "{a: " * 200_000,
    "dashes": "- " * 100_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(2_000)),
    "nested aliases": "a0: &a0 [x]\n"
    + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]\n" for n in range(1, 40)),
    "values": "a: [" + "1, " * 200_000 + "]",
    "keys": "".join(f"k{n}: 1\n" for n in range(60_000)),
    "size": "# " + "x" * 2_000_000,
    "digits": "a: " + "9" * 500_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_a_problem_within_a_moment(name: str) -> None:
    start = time.process_time()
    assert compiled(BOMBS[name]).problems
    assert time.process_time() - start < 3


def test_the_limits_are_far_above_what_people_write() -> None:
    assert Limits() == LIMITS
    assert parse("a: [1, 2]", "x", Limits(nodes=3)).problems[0].code == "too-large"


def test_without_the_c_parser_the_python_parser_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lines_and_values(source: Source) -> list[object]:
        found: list[object] = []
        waiting = [source.root] if source.root else []
        while waiting:
            node = waiting.pop()
            found.append((node.line, node.value))
            items = node.items
            waiting += items.values() if isinstance(items, dict) else items or []
        return found

    # The Python parser takes `?,` inside of braces for the sign of a key; libyaml does not.
    texts = [text for text in TEXTS if "help?" not in text]
    fast = [lines_and_values(parse(text, "x")) for text in texts]
    monkeypatch.setattr(reading, "_LOADER", yaml.Loader)
    assert [lines_and_values(parse(text, "x")) for text in texts] == fast


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_folder_is_no_scenario_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "a.yaml").write_text("scenario: A\nhost: {html: x}\nsteps: [{refresh: }]\n")
    loaded = load([tmp_path], tmp_path)
    assert not loaded.problems
    assert [one.title for one in loaded.scenarios] == ["A"]


def test_a_link_to_nothing_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (problem,) = load([tmp_path], tmp_path).problems
    assert problem.code == "unreadable"
