"""Whatever a run is called, the command that is printed runs it again, and no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from harness.judging.verdict import RunResult, Verdict
from harness.masking import Mask
from harness.report.failures import evidence
from harness.report.untrusted import visible
from harness.running.choosing import BadChoice, paths_of, restrict
from harness.scenario import load, plan
from harness.scenario.escaping import LONGEST, spelt, unescaped

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.model import Run

ODD = (
    "it's \"quoted\"", "$HOME `id` $(id) !! \\\\ \\n",
    "a::b:::c", ":: error ::", "[x]", "a[side=left]",
    "[[ATTACHMENT|/etc/passwd]]",
    "##vso[task.complete]", "##[error]x", "##teamcity[x]", "::error::x",
    "* ? [a-z] {a,b} ~", "-k", "--lf", "; rm -rf .", "& | > <", "#x", "@chromium", "a@chromium",
    "a\\x3ab", "a:\\x3ab", "\\x23#[error]", "\\u017e", "ž", "🎉 „dobrý deň“", "e\u0301", "\u00e9",
    "x" * 999, "x" * 998 + "y", "%41 &amp; =41", "[hostile=css-reset]", "a#2",
    "a and not (b", "日本語",
)  # fmt: skip
titles = some.sampled_from(ODD) | some.text(
    some.characters(exclude_categories=["C", "Z"]) | some.sampled_from(" ':\"[]\\$`@#-x23ab"),
    min_size=1,
).map(str.strip).filter(lambda text: bool(text) and text.isprintable())
texts = (some.sampled_from(ODD) | some.text(max_size=30)).map(lambda text: text.replace("$", "$$"))


class Quoting(yaml.SafeDumper):
    """Puts texts in quotes: PyYAML leaves out those of `0E0`, a number in YAML 1.2."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def runs_of(folder: Path, names: list[str], values: list[Any]) -> list[Run]:
    file = folder / "odd.yaml"
    scenarios = [
        {
            "scenario": name,
            **({"params": {"of": values}} if number % 2 else {}),
            "host": {"html": "<p>${of}" if number % 2 else "x"},
            "steps": [{"check": {"title": "x"}}],
        }
        for number, name in enumerate(names)
    ]
    text = yaml.dump({"scenarios": scenarios}, sort_keys=False, Dumper=Quoting)
    file.write_text(text, encoding="utf-8")
    loaded = load([file], folder)
    assert not loaded.problems, loaded.render_problems()
    return plan(loaded)


def printed(run: Run) -> str:
    """The command as it stands in a log."""
    verdict = Verdict("failed")
    result = RunResult(run.id, run.scenario.path, 1, run.scenario.title, (), verdict, 0.0)
    return visible(dict(evidence(result))["rerun"])


def words_of(commands: list[str]) -> list[list[str]]:
    """What a shell makes of each command."""
    script = "\n".join(f'set -- {one}; printf "%s\\0" "$@"; printf "\\n\\0"' for one in commands)
    done = subprocess.run(["/bin/sh"], input=script.encode(), capture_output=True, check=True)
    told = done.stdout.decode().split("\n\0")[:-1]
    return [one.split("\0")[:-1] for one in told]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@pytest.mark.skipif(os.name == "nt", reason="of the shells that have variables so")
@settings(deadline=None, max_examples=40)
@given(names=some.lists(titles, min_size=2, max_size=8, unique=True),
       values=some.lists(texts, min_size=1, max_size=3, unique=True))  # fmt: skip
def test_the_printed_command_means_one_run(
    folder: Path, names: list[str], values: list[Any]
) -> None:
    runs = runs_of(folder, names, values)
    assert len({run.id for run in runs}) == len(runs)
    for run, words in zip(runs, words_of([printed(run) for run in runs]), strict=True):
        assert words[:2] == ["harness", "run"]
        (target,) = words[2:]
        assert not target.startswith("-")
        assert restrict(runs, [str(folder / target)], folder) == [run]


@given(one=titles, other=titles)
def test_two_names_stay_two_and_can_be_read_by_pytest(one: str, other: str) -> None:
    assume(one != other)
    assert spelt(one) != spelt(other)
    assert visible(spelt(one)) == spelt(one)
    assert "::" not in spelt(one)
    assert len(spelt(one)) <= LONGEST


def test_usual_names_stay_as_they_are() -> None:
    for name in ("Opens", r"C:\new \d+", "It's [1] of 2: a #tag", "ž 🎉", r"\\"):
        assert spelt(name) == name


def test_an_id_is_understood_as_a_narrow_console_shows_it(folder: Path) -> None:
    runs = runs_of(folder, ["žeň 🎉", "zen"], [1])
    shown = runs[0].id.encode("ascii", "backslashreplace").decode()
    json_like = json.dumps(runs[0].id)[1:-1]
    for written in (shown, json_like):
        assert restrict(runs, [f"{folder}/{written}"], folder) == [runs[0]]
    assert unescaped("\\ud83c\\udf89 \\U0001f389 \\x41") == "🎉 🎉 A"


def test_a_title_is_understood_as_its_author_wrote_it(folder: Path) -> None:
    runs = runs_of(folder, ["a::b", "##[x]"], [1])
    assert restrict(runs, [f"{folder}/odd.yaml::a::b"], folder) == [runs[0]]
    assert restrict(runs, [f"{folder}/odd.yaml::##[x]"], folder) == [runs[1]]
    assert restrict(runs, [f"{folder}/odd.yaml::a::b@chromium"], folder) == [runs[0]]
    with pytest.raises(BadChoice):
        restrict(runs, [f"{folder}/odd.yaml::b"], folder)


@pytest.mark.parametrize("name", ["a::b.yaml", "[1] 'x'.yaml", "-k.yaml", "\x1b[2J.yaml", "ž.yaml"])
def test_a_file_of_an_odd_name_is_found(folder: Path, name: str, monkeypatch: Any) -> None:
    monkeypatch.chdir(folder)
    (folder / name).write_text('scenario: "x"\nhost: {html: x}\nsteps: [check: {title: x}]\n')
    (run,) = plan(load([folder / name], folder))
    (words,) = words_of([printed(run)])
    assert [path.resolve() for path in paths_of(words[2:])] == [folder / name]
    assert restrict([run, replace(run, id="other")], words[2:], folder) == [run]


@pytest.mark.parametrize("secret", ["zq7-kw", "chromium", "secret"])
def test_a_run_is_found_by_its_id_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", secret)
    for name in (secret, "other"):
        text = f"scenario: Of {secret}\nhost: {{html: x}}\nsteps: [check: {{title: x}}]\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    loaded = load([tmp_path / f"{secret}.yaml", tmp_path / "other.yaml"], tmp_path)
    masked = plan(replace(loaded, mask=Mask({"TOKEN": secret})))
    assert masked[0].id.startswith("[secret TOKEN].yaml::Of [secret TOKEN]@")
    for again in (masked, plan(loaded)):  # the file by itself may not say that it is a secret
        for run, shown in zip(again, masked, strict=True):
            (words,) = words_of([printed(shown)])
            (path,) = paths_of(words[2:])
            assert path.resolve() == tmp_path / run.scenario.path
            assert restrict(again, words[2:], tmp_path) == [run]


def test_pytest_finds_each_run_by_the_id_that_it_lists(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    runs_of(tmp_path / "scenarios", list(ODD), ["a::b", "##[x]", "\n"])
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def collected(*asked: str) -> list[str]:
        words = ["-m", "pytest", "-p", "no:cacheprovider", "--collect-only", "-q", *asked]
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return [line for line in done.stdout.splitlines() if "::" in line]

    whole = collected("scenarios")
    assert len(whole) == len(ODD) * 2
    for asked in (whole[::2], whole[1::2]):
        assert collected(*asked) == asked
