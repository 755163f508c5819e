"""Files that are right, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harness.scenario import MISSING, Loaded, Run, load, plan
from harness.scenario.interpolation import Template, UndefinedName, resolve
from harness.scenario.schema import FILE, text
from harness.scenario.source import parse

HERE = Path(__file__).parent
BUNDLED = HERE.parents[1] / "scenarios"
ACCEPTED = sorted((HERE / "accepted").iterdir())
MISTAKES = sorted((HERE / "mistakes").glob("*/scenario.yaml"))

SEEN_BY_THE_SCHEMA = 40
"""How many of the mistakes an editor shows already."""


def loaded(name: str) -> Loaded:
    found = load([HERE / "accepted" / f"{name}.yaml"], HERE, environment={})
    assert found.render_problems() == ""
    return found


def runs(name: str) -> list[Run]:
    return plan(loaded(name))


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.name)
def test_a_file_that_is_right_has_no_problem(file: Path) -> None:
    found = load([file], HERE, environment={})
    assert found.render_problems() == ""
    assert plan(found)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def test_the_shipped_schema_is_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run python -m harness.scenario.schema"


def test_the_schema_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.name)
def test_the_schema_accepts_what_the_harness_accepts(file: Path, schema: dict[str, Any]) -> None:
    root = parse(file.read_text(encoding="utf-8-sig"), file.name).root
    assert root is not None
    jsonschema.Draft202012Validator(schema).validate(root.value)


@pytest.mark.parametrize("folder", ["language", "places"])
def test_editors_accept_what_is_bundled(folder: str, schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    for file in sorted((BUNDLED / folder).iterdir()):
        root = parse(file.read_text(encoding="utf-8"), file.name).root
        assert root is not None
        assert not [error.message for error in validator.iter_errors(root.value)], file.name


def test_the_schema_refuses_a_good_part_of_the_mistakes(schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    roots = [parse(file.read_text(encoding="utf-8"), "x").root for file in MISTAKES]
    refused = [root for root in roots if root and not validator.is_valid(root.value)]
    assert len(refused) >= SEEN_BY_THE_SCHEMA


def test_parameters_make_one_run_for_each_combination_in_declared_order() -> None:
    ids = [run.id.rpartition("language")[1:] and run.id for run in runs("everything")]
    title = "accepted/everything.yaml::A scenario that uses every key of the language"
    assert ids[:3] == [
        f"{title}[side=left,device=desktop,act=opens]@chromium",
        f'{title}[side=left,device=desktop,act={{"says": "Hello"}}]@chromium',
        f"{title}[side=left,device=phone,act=opens]@chromium",
    ]
    assert len(set(ids)) == 8


def test_a_run_has_its_parameters_put_in_with_their_types() -> None:
    run = runs("everything")[1]
    assert run.scenario.host.device == "desktop"
    assert run.scenario.host.embed is not None
    assert run.scenario.host.embed["side"] == "left"
    visits = [step.argument for step in run.scenario.steps if step.verb == "visitor"]
    assert visits[0] == {"says": "Hello"}


def test_a_run_knows_every_host_name_that_it_mentions() -> None:
    assert runs("everything")[0].names == {
        "api.example",
        "app.livechatoo.com",
        "blog.example",
        "cdn.example",
        "shop.example",
    }


def test_a_saved_value_is_put_in_while_the_run_lasts() -> None:
    steps = {step.text: step for step in runs("everything")[0].scenario.steps}
    goto = steps['goto: "/orders/${ticket}"'].argument
    assert isinstance(goto, Template)
    assert resolve(goto, {"ticket": 17}) == "/orders/17"
    with pytest.raises(UndefinedName):
        resolve(goto, {})


def test_only_true_false_null_and_plain_numbers_are_special() -> None:
    scenario = loaded("yaml-1-2").scenarios[0]
    assert all(isinstance(tag, str) for tag in scenario.tags)
    assert scenario.tags[0] == "no"
    assert scenario.host.embed == {
        "account": "demo",
        "lang": "no",
        "c_phone": "+421900123456",
        "c_name": "Null",
        "session_per_host": True,
    }
    expected = [0, -1, 1.5, 1000.0, True, False, None, None, "1", "true", "$str"]
    assert scenario.steps[0].returns == expected


def test_what_is_put_in_is_data_and_never_read_again() -> None:
    first, second = runs("dollars")
    assert first.scenario.host.page.html == "<p>$5 and ${x} and $(function () {})"
    said = [run.scenario.steps[0].argument["says"] for run in (first, second)]
    assert said == ["That is $9, or $5", "That is $9, or $int"]
    patterns = [run.scenario.steps[0].expect.items[0].pattern for run in (first, second)]
    assert patterns == [{"text": "$$str", "type": "$$5"}, {"text": "$$str", "type": "$$int"}]
    assert first.scenario.steps[1].argument == "$('a').length"
    assert first.scenario.steps[1].returns == {"$$key": "$$int"}


def test_a_verb_without_a_value_has_no_argument() -> None:
    scenario = loaded("several").scenarios[0]
    assert scenario.steps[0].argument is MISSING
    assert scenario.steps[0].text == "flip"


def test_defaults_are_filled_in() -> None:
    scenario = loaded("smallest").scenarios[0]
    assert [operator.name for operator in scenario.backend.operators] == ["Alex"]
    assert (scenario.timeout, scenario.within) == (30.0, 5.0)
    assert (scenario.host.until, scenario.host.at) == ("load", "https://shop.example/")
    assert loaded("nobody-online").scenarios[0].backend.operators == ()
    assert loaded("nobody-online").scenarios[0].host.until == "widget"


def test_an_expectation_counts_once_unless_it_says_otherwise() -> None:
    step = next(s for s in runs("everything")[0].scenario.steps if s.label == "proactive")
    counts = [(item.event, item.low, item.high, item.exact) for item in step.expect.items]
    assert counts == [
        ("onchatstart", 1, 1, True),
        ("onload", 1, 1, False),
        ("request", 1, 3, False),
    ]
    assert [item.event for item in step.expect.ordered[0]] == ["onchange", "onchange"]
    assert step.expect.never[0].seconds == pytest.approx(0.3)
    assert [item.event for item in step.expect.never[0].events] == [
        "onchatrating",
        "page_error",
        "console",
    ]
