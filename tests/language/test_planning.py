"""Names, ids and suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scenario import load, plan
from harness.scenario.model import Scenario
from harness.scenario.plan import run_id
from harness.scenario.suggestions import listed, nearest
from harness.scenario.verbs import VERBS
from harness.widget_api import API

SMALL = "scenario: {title}\nhost: {{file: shop.html}}\nsteps: [{{flip: }}]\n"
HERE = Path(__file__).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "fixtures" / "pages").mkdir(parents=True)
    (tmp_path / "fixtures" / "pages" / "shop.html").write_text("<p>Shop", encoding="utf-8")
    (tmp_path / "scenarios" / "embed").mkdir(parents=True)
    return tmp_path


def test_a_directory_is_loaded_in_order_and_each_file_once(project: Path) -> None:
    for name in ("b", "a", "embed/c"):
        text = SMALL.format(title=name)
        (project / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (project / "scenarios" / "notes.txt").write_text("no scenario", encoding="utf-8")
    loaded = load([project / "scenarios", project / "scenarios" / "b.yaml"], project)
    assert loaded.render_problems() == ""
    assert [run.id for run in plan(loaded, "firefox")] == [
        "scenarios/a.yaml::a@firefox",
        "scenarios/b.yaml::b@firefox",
        "scenarios/embed/c.yaml::embed/c@firefox",
    ]


def test_one_bad_file_hides_no_other(project: Path) -> None:
    (project / "scenarios" / "bad.yaml").write_text("scenario: [", encoding="utf-8")
    (project / "scenarios" / "good.yaml").write_text(SMALL.format(title="A"), encoding="utf-8")
    (project / "scenarios" / "worse.yaml").write_text("{}", encoding="utf-8")
    loaded = load([project / "scenarios"], project)
    assert [scenario.title for scenario in loaded.scenarios] == ["A"]
    assert {problem.place.path for problem in loaded.problems if problem.place} == {
        "scenarios/bad.yaml",
        "scenarios/worse.yaml",
    }


def test_a_link_out_of_fixtures_is_refused(project: Path) -> None:
    (project / "secret.html").write_text("secret", encoding="utf-8")
    (project / "fixtures" / "pages" / "link.html").symlink_to(project / "secret.html")
    file = project / "scenarios" / "a.yaml"
    file.write_text(SMALL.format(title="A").replace("shop", "link"), encoding="utf-8")
    assert [problem.code for problem in load([file], project).problems] == ["file-outside"]


def test_the_environment_is_put_in(project: Path) -> None:
    file = project / "scenarios" / "a.yaml"
    text = SMALL.format(title="A").replace("shop.html", "shop.html, at: '${env.SHOP}'")
    file.write_text(text, encoding="utf-8")
    (run,) = plan(load([file], project, {"SHOP": "https://staging.example/$$"}))
    assert run.scenario.host.at == "https://staging.example/$$"
    assert "staging.example" in run.names


SCENARIO: Any = type("S", (), {"path": "a.yaml", "title": "T"})()
PARAM = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(max_size=3))
PARAMS = st.fixed_dictionaries({"a": PARAM, "b": PARAM})


@given(PARAMS, PARAMS)
def test_ids_are_printable_and_differ_when_parameters_do(left: Any, right: Any) -> None:
    first, second = (run_id(SCENARIO, params, "chromium") for params in (left, right))
    assert first.isprintable()
    assert (first == second) == (repr(left) == repr(right))


def test_readable_values_stay_readable_in_an_id() -> None:
    params = {"side": "left", "n": 3, "text": "3", "flag": True, "odd": "a,b]", "at": "/cart x"}
    assert run_id(SCENARIO, params, "chromium") == (
        'a.yaml::T[side=left,n=3,text="3",flag=true,odd="a,b]",at=/cart x]@chromium'
    )


def test_suggestions_are_near_and_otherwise_none() -> None:
    assert nearest("expct", ["expect", "exact"]) == "expect"
    assert nearest("flpi", VERBS) == "flip"
    assert nearest("switchSide", VERBS) == "switch_side"
    assert nearest("teleport", VERBS) is None
    assert nearest("x" * 5000, VERBS) is None


def test_lists_of_names_read_as_people_write_them() -> None:
    assert (listed([]), listed("a"), listed("ab"), listed("abc", "and")) == (
        "",
        "`a`",
        "`a` or `b`",
        "`a`, `b` and `c`",
    )


def test_every_function_of_the_widget_is_a_verb() -> None:
    functions = set(API.functions)
    assert functions == {verb.function for verb in VERBS.values()} - {None, "embed.options"}


def test_a_scenario_is_immutable() -> None:
    (scenario,) = load([HERE / "accepted" / "smallest.yaml"], HERE).scenarios
    assert isinstance(scenario, Scenario)
    with pytest.raises(AttributeError):
        scenario.title = "x"  # type: ignore[misc]
