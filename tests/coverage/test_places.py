"""In which places and phases items apply and are judged, and how that is told."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from tales import Tale

from harness.assumptions import ASSUMPTIONS
from harness.coverage import COLUMNS, ITEMS, Coverage, Grid, GridRow, State, counted
from harness.coverage.applies import GROUNDS, ground_of
from harness.coverage.places import PHASE_NAMES, PLACE_NAMES
from harness.report.coverage import coverage_json
from harness.report.coverage_places import places_markdown, print_places
from harness.widget_api import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    Telling = Callable[[Tale], Tale]

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "HARNESS_REWRITE_GOLDEN"
TERMINAL = 80


def row(grid: Grid, name: str) -> GridRow:
    (found,) = (row for row in grid.rows if row.item.name == name)
    return found


def judged(tale: Tale, name: str, status: str = "passed") -> set[str]:
    """The places and phases in which a single run judges an item."""
    states = row(counted([tale.account(status)]).grid, name).states
    return {column for column, state in states.items() if state is State.JUDGED}


def loaded(tale: Tale, page: str = "online", **options: object) -> Tale:
    return tale.init(page=page, **options).fires("onload", page=page, online=True)


def enlarged(tale: Tale) -> Tale:
    return loaded(tale).step("visitor", argument="maximizes").ends()


def test_what_is_known_of_places_names_items_and_what_it_rests_on() -> None:
    named = [name for ground in GROUNDS for name in ground.names]
    assert len(named) == len(set(named))
    assert set(named) <= ITEMS.keys()
    known = {*SECTIONS, *ASSUMPTIONS}
    assert all(ground.rests_on and set(ground.rests_on) <= known for ground in GROUNDS)


def test_every_item_applies_somewhere_at_some_time() -> None:
    for item in ITEMS.values():
        ground = ground_of(item)
        assert ground.places <= PLACE_NAMES
        assert ground.phases <= PHASE_NAMES
        assert ground.places, item
        assert ground.phases, item


def test_a_value_applies_where_it_can_be() -> None:
    assert ground_of(ITEMS["page=hidden"]).places == {"hidden"}
    assert "popup" not in ground_of(ITEMS["onchatstart"]).places
    assert ground_of(ITEMS["onchatrating.message"]) is ground_of(ITEMS["onchatrating"])
    assert ground_of(ITEMS["popup.css_text"]).places == {"popup"}


def test_a_call_is_judged_where_it_was_made() -> None:
    tale = enlarged(Tale("embed.switch_side")).call("embed.switch_side", "left").check("side")
    assert judged(tale, "embed.switch_side=left") == {"maximized", "first load"}
    assert not judged(tale, "embed.switch_side=right")


def test_a_call_that_nothing_follows_but_another_is_not_judged() -> None:
    tale = enlarged(Tale("embed.switch_side")).call("embed.switch_side", "left")
    tale.call("embed.flip").call("embed.switch_side", "right").check("side")
    assert judged(tale, "embed.switch_side") == {"hidden", "first load"}


@pytest.mark.parametrize("status", ["failed", "broken"])
def test_a_run_that_did_not_pass_judges_nowhere(status: str) -> None:
    tale = enlarged(Tale("embed.flip")).call("embed.flip").check()
    assert not judged(tale, "embed.flip", status)


def test_who_is_not_about_it_judges_it_nowhere() -> None:
    assert not judged(enlarged(Tale("embed.stop")).call("embed.flip").check(), "embed.flip")


def test_an_option_is_judged_where_it_was_looked_at() -> None:
    tale = loaded(Tale("css_text"), css_text="a {}").check("widget_css")
    tale.call("embed.reload").fires("onload", page="online", online=True).check("widget_css")
    assert judged(tale, "css_text") == {"open", "first load", "reload()"}


def test_a_look_at_another_page_judges_no_option() -> None:
    tale = loaded(Tale("css_text"), css_text="a {}").at("https://shop.example/", page="second")
    tale.step("check", **{"in": "second"}).add("check", page="second", of="side", recorded="left")
    assert not judged(tale.ends(), "css_text")


def test_a_callback_is_judged_where_it_was_expected() -> None:
    tale = loaded(Tale()).fires("onchatstart", ticket="t1", initiator="client")
    tale.step("visitor", argument="maximizes", expect=[{"onchange": {"chat_status": "max"}}])
    tale.fires("onchange", chat_status="max").ends()
    tale.step("flip").call("embed.flip").fires("onchange", chat_status="min").ends()
    assert judged(tale, "onchange") == {"open", "maximized", "first load", "chat"}
    assert not judged(tale, "onchange.chat_status=min")


def test_a_step_without_a_verb_looks_at_what_the_one_before_it_caused() -> None:
    tale = Tale().step("goto")
    loaded(tale, "hidden").ends().step(expect=[{"onload": {"page": "hidden"}}]).ends()
    assert judged(tale, "onload.page=hidden") == {"hidden", "first load"}


def test_what_led_to_a_load_is_no_place_of_it() -> None:
    tale = enlarged(Tale()).step("refresh", expect=[{"onload": {"page": "online"}}])
    loaded(tale.at("https://shop.example/")).ends()
    assert judged(tale, "onload") == {"open", "next page"}


def test_a_rule_is_judged_where_its_function_was() -> None:
    tale = enlarged(Tale("flip-shows-and-hides", "embed.flip"))
    tale.call("embed.flip").check("side").call("embed.flip").check("side")
    assert judged(tale, "flip-shows-and-hides") == {"maximized", "hidden", "first load"}


def test_a_rule_of_the_popup_is_judged_by_the_popups_options() -> None:
    tale = Tale("consent-before-personal-data").popup(url_privacy="https://shop.example/p")
    tale.add("window", action="opened", name="popup", url="")
    tale.step("check", **{"in": "popup"})
    tale.add("check", page="popup", of="consent", recorded="shown").ends()
    assert judged(tale, "consent-before-personal-data") == {"popup", "first load"}


def test_places_and_phases_that_were_met_at_once_are_counted_together() -> None:
    tale = enlarged(Tale("embed.flip")).call("embed.flip").check()
    grid = counted([tale.account()]).grid
    judged_then, known = grid.crossing("maximized", "first load")
    assert 0 < judged_then < known
    assert grid.crossing("maximized", "reload()")[0] == 0


def test_the_run_that_got_furthest_decides() -> None:
    accounts = [
        enlarged(Tale("embed.flip", run="a")).call("embed.flip").check().account("failed"),
        enlarged(Tale("embed.flip", run="b")).call("embed.flip").check().account(),
        enlarged(Tale("embed.flip", run="c")).call("embed.flip").account(),
    ]
    found = row(counted(accounts).grid, "embed.flip")
    assert found.states["maximized"] is State.JUDGED
    assert found.runs["maximized"] == "b"
    assert "maximized" not in found.missing
    assert "popup" not in found.states


def example() -> Coverage:
    good = enlarged(Tale("embed.flip", "embed.switch_side=left", run="scenarios/a.yaml::Good"))
    good.call("embed.switch_side", "left").check().call("embed.flip").call("embed.reload")
    good.fires("onload", page="online", online=True).call("embed.switch_side", "left").check()
    return counted([good.account()])


def shown(*, is_missing: bool) -> str:
    file = io.StringIO()
    print_places(example(), Console(file=file, width=TERMINAL), is_missing=is_missing)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("places.txt", shown(is_missing=False)),
        ("places_missing.txt", shown(is_missing=True)),
        ("places.md", places_markdown(example())),
    ],
)
def test_the_count_by_places_is_told_in_exactly_these_words(name: str, text: str) -> None:
    golden = GOLDEN / name
    if os.environ.get(REWRITE):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8"), f"set {REWRITE}=1 to accept the new text"


def test_the_table_fits_a_terminal_and_every_mark_stands_under_its_head() -> None:
    lines = shown(is_missing=False).splitlines()
    assert max(map(len, lines)) <= TERMINAL
    heads = lines[1], lines[2]
    (line,) = (line for line in lines if line.startswith(" embed.switch_side=left "))
    marks = {"maximized": "●", "first load": "●", "open": "●", "reload()": "●"}
    applies = ground_of(ITEMS["embed.switch_side=left"]).columns
    for column in COLUMNS:
        at = max(f"{head} ".find(f" {column.head} ") + 1 for head in heads)
        mark = marks.get(column.name, "○" if column.name in applies else " ")
        assert line.ljust(TERMINAL)[at] == mark, column


def test_a_terminal_without_unicode_gets_plain_marks() -> None:
    class Plain(io.StringIO):
        encoding = "ascii"

    file = Plain()
    print_places(example(), Console(file=file, width=TERMINAL))
    assert file.getvalue().isascii()


def test_json_holds_every_cell_with_its_run_and_ground() -> None:
    content = json.loads(coverage_json(example()))["places"]
    assert sum(content["totals"].values()) == sum(len(i["states"]) for i in content["items"])
    (item,) = (i for i in content["items"] if i["name"] == "embed.switch_side=left")
    assert item["states"]["maximized"] == "judged"
    assert item["runs"]["maximized"] == "scenarios/a.yaml::Good"
    assert ["maximized", "first load"] in item["judged"]
    assert item["rests_on"] == ["Basic Embedded ChatBar Functions"]
    assert set(content["columns"]) == {column.name for column in COLUMNS}
