"""Nothing odd ends an audit: one rule's fault, or one target's, costs no more than that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from examining import read
from handmade import EMBED, LOAD, PLANS, visit

from harness.audit import auditing
from harness.audit.auditing import judged
from harness.audit.evidence import Evidence
from harness.audit.rule import Rule
from harness.audit.rules import all_rules
from harness.audit.target import Target
from harness.audit.visiting import run_of
from harness.browser.engine import Engine, EngineOptions
from harness.commands.command_line import cli
from harness.recording import Event
from harness.report.event_log import slug
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.rule import Hit

ODD: list[Any] = [
    None,
    {"$type": "undefined"},
    {"$type": "nan"},
    {"$type": "-0"},
    {"$type": "function", "name": "f"},
    {"$type": "error", "name": "E", "message": "m", "stack": ""},
    {"$type": "truncated"},
    {"$type": "symbol"},
    {"$type": "bigint", "value": "1"},
    {"$type": "node", "name": "DIV"},
    {"$type": "object", "class": "Foo", "value": {"a": [1]}},
    {},
    [],
    [["en"]],
    [None, {"$type": "undefined"}],
    {"a": {"b": []}},
    0,
    1.5,
    True,
    "",
    "\ud800",
    "x" * 10_000,
]
"""Values of options as the recorder writes them: of each kind that it knows."""

TARGET = Target("page.html", Path("page.html"))
LANG = '<html lang="en"><meta name="viewport" content="width=device-width">'


def _called(function: str, argument: Any) -> tuple[str, dict[str, Any]]:
    return "call", {"call": 1, "function": function, "args": [argument], "by": "page"}


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:40])
def test_no_rule_fails_at_an_odd_value(value: Any) -> None:
    names = {*API.options, *API.popup_options, *API.callbacks, "strange"}
    every = dict.fromkeys(names, value)
    calls = [_called(name, every) for name in ("embed.init", "popup.init")]
    calls += [_called(f"embed.{name}", value) for name in ("page", "bubble", "switch_side")]
    calls += [_called("embed.init", value), ("call", {"function": "embed.init", "by": "page"})]
    seen = [visit(name, LOAD, *calls) for name in ("desktop", "phone")]
    evidence = Evidence(TARGET, read(LANG + EMBED), {one.plan.name: one for one in seen})
    assert judged(evidence).defects == ()


def _broken(_: Evidence) -> Iterator[Hit]:
    raise TypeError("unhashable")


def test_a_rule_that_fails_costs_that_rule() -> None:
    rules = all_rules()
    bad = Rule("bad", "loading", "error", "", "", "", "", "", _broken)
    evidence = Evidence(TARGET, read("<p>Shop</p>"))
    whole = judged(evidence, rules)
    without = judged(evidence, [bad, *rules])
    assert without.findings == whole.findings
    (defect,) = without.defects
    assert (defect.where, defect.error) == ("rule bad", "TypeError: unhashable")
    assert "_broken" in "".join(defect.trace)


def test_a_target_that_fails_costs_that_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = auditing._reading

    async def failing(engine: Any, target: Target) -> Any:
        if target.name.endswith("second.html"):
            raise RuntimeError("what nobody thought of")
        return await reading(engine, target)

    monkeypatch.setattr(auditing, "_reading", failing)
    names = [str(tmp_path / f"{name}.html") for name in ("first", "second", "third")]
    for name in names:
        Path(name).write_text("<!doctype html><title>Shop</title>", encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", *names])
    assert result.exit_code == 3
    assert result.stdout.count("no-embed") == 2
    assert "second.html: the harness failed at a part of it" in result.stdout
    assert "second.html: the harness itself failed at the audit: RuntimeError" in result.stderr


def test_a_page_that_changes_while_it_is_audited_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "shop.html"
    page.write_text("<!doctype html><title>Shop</title>", encoding="utf-8")
    visit = auditing.visit

    async def changing(*given: Any) -> Any:
        page.write_text("<!doctype html><title>Closed</title>", encoding="utf-8")
        return await visit(*given)

    monkeypatch.setattr(auditing, "visit", changing)
    result = CliRunner().invoke(cli, ["audit", str(page)])
    assert result.exit_code == 4
    assert "the page changed while it was audited" in result.output


def test_an_audit_without_a_whole_visit_has_found_nothing_out(tmp_path: Path) -> None:
    page = tmp_path / "stuck.html"
    page.write_text("<!doctype html><button>Shop</button>", encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", str(page), "--consent", "#nowhere"])
    assert result.exit_code == 4
    assert "no visit was seen to its end" in result.stdout
    assert "nothing found" not in result.stdout


def test_a_visit_is_whole_when_all_of_it_was_done() -> None:
    plan = PLANS["refused"]
    one = visit("refused", LOAD)
    assert not one.is_whole
    for index in range(len(plan.acts)):
        assert not one.is_whole
        one.recording.append(Event(index + 2, 0.0, "acted", {"index": index}, None, None, index))
    assert one.is_whole


def test_audits_of_one_name_in_one_engine_are_filed_apart(tmp_path: Path) -> None:
    names = ("page.html", "page.html", "page.html 2", "page.html")

    async def named() -> list[str]:
        async with Engine(EngineOptions(output=tmp_path)) as engine:
            return [engine.unused(name) for name in names]

    labels = asyncio.run(named())
    target = Target("https://site.example/")
    files = {slug(run_of(replace(target, label=one), PLANS["desktop"]).id) for one in labels}
    assert labels[0] == "page.html"
    assert len(files) == len(labels)
