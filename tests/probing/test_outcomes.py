"""What became of a call, by what was recorded with it and without it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harness.probing import table
from harness.probing.calls import CALLS, EARLY, PHASES, Call
from harness.probing.outcomes import Cell, Seen, cell
from harness.probing.staging import Probe, probes, run_of
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.probing.calls import Phase

FLIP = Call("embed.flip")
PLAIN: dict[str, Any] = {"status": "start-online"}
HIDDEN: dict[str, Any] = {"status": "hidden"}


def seen(*looks: dict[str, Any], **outcome: Any) -> Seen:
    told = {"loads": 0, "returned": None, "threw": None, "at_once": False, **outcome}
    return Seen(told, looks, tuple({} for _ in looks))


def result(phase: Phase, own: Seen, *plain: dict[str, Any]) -> str:
    return cell(Probe(phase, FLIP, is_of_popup=False), own, seen(*plain)).result


def test_every_function_of_the_api_is_called() -> None:
    assert {call.function for call in CALLS} == set(API.functions)


def test_a_call_that_threw_threw_whatever_else_is_seen() -> None:
    assert result("after load", seen(HIDDEN, threw="Error: x"), PLAIN) == "threw"


def test_an_effect_at_once_means_worked() -> None:
    assert result("while loading", seen(PLAIN, at_once=True), PLAIN) == "worked"


def test_an_effect_that_comes_later_was_queued() -> None:
    assert result("while loading", seen(HIDDEN), PLAIN) == "queued"


def test_after_the_load_there_is_nothing_to_queue_for() -> None:
    assert result("after load", seen(HIDDEN), PLAIN) == "worked"


@pytest.mark.parametrize("phase", PHASES)
def test_a_call_without_any_effect_was_ignored(phase: Phase) -> None:
    assert result(phase, seen(PLAIN), PLAIN) == "ignored"


def test_what_comes_with_the_next_init_was_queued() -> None:
    assert result("after stop", seen({"status": ""}, HIDDEN), {"status": ""}, PLAIN) == "queued"


def test_a_value_that_comes_back_means_worked() -> None:
    own = cell(
        Probe("after load", FLIP, is_of_popup=False), seen(PLAIN, returned='"x"'), seen(PLAIN)
    )
    assert (own.result, own.detail) == ("worked", '"x"')


def test_a_call_that_was_never_made_is_not_judged() -> None:
    assert result("before init", Seen(None, (PLAIN,), ({},)), PLAIN) == "not reached"
    assert result("while loading", seen(PLAIN, loads=1), PLAIN) == "not reached"


def test_a_run_that_came_to_no_look_is_not_judged() -> None:
    assert result("after load", seen(), PLAIN) == "not reached"


def test_each_moment_has_a_page_without_the_call() -> None:
    found = probes(CALLS)
    assert all(probe.without in found for probe in found)
    assert len(found) == len(PHASES) * (len(CALLS) + 2)
    assert len({probe.id for probe in found}) == len(found)


@pytest.mark.parametrize("phase", PHASES)
def test_early_calls_stand_in_the_page_and_late_ones_are_steps(phase: Phase) -> None:
    scenario = run_of(Probe(phase, FLIP, is_of_popup=False), ["status"]).scenario
    is_step = any(step.argument == "probe.act()" for step in scenario.steps)
    assert is_step == (phase not in EARLY)
    assert "livechatoo.embed.flip()" in (scenario.host.page.html or "")


CELLS = (
    Cell("embed.flip()", "before load", "threw", "ReferenceError: livechatoo is not defined"),
    Cell("embed.flip()", "after load", "worked", "", {"status": "hidden", "callbacks": []}),
    Cell("embed.status()", "before load", "queued"),
    Cell("embed.status()", "after load", "worked", '"hidden"'),
)


def test_the_table_has_calls_by_phases_and_says_what_was_seen() -> None:
    assert table.as_text(CELLS) == [
        "call            before load  after load",
        "embed.flip()    threw        worked",
        'embed.status()  queued       worked: "hidden"',
        "",
        "threw:",
        "  before load: ReferenceError: livechatoo is not defined (embed.flip())",
        "",
        "seen of it:",
        "  embed.flip(), after load: status hidden, callbacks none",
    ]


def test_the_json_has_a_row_for_each_cell() -> None:
    document = json.loads(table.as_json(CELLS, "stub"))
    assert document["calls"][0]["threw"].startswith("ReferenceError")
    assert document["calls"][1]["changed"] == {"status": "hidden", "callbacks": []}
    assert document["calls"][3]["returned"] == '"hidden"'
