from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import CHAT, Story, expect, make_run, some, step, told, want

from harness import patterns
from harness.judging.judge import judge
from harness.recording import Event, Recording, decode_lines, encode_line
from harness.scenario.model import Always, Run
from harness.widget_api import API

texts = st.sampled_from(["min", "res", "max", "online", "hidden", "t1", "t2", "client", "$int", ""])
tags = st.sampled_from(["undefined", "nan", "function", "error", "cycle"]).map(
    lambda tag: {"$type": tag}
)
leaves = st.none() | st.booleans() | st.integers(-3, 6) | texts | tags
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["page", "online", "chat_status", "ticket", "initiator", "rating", "name"])
functions = st.sampled_from([*API.functions, "embed.options"])
pages = st.sampled_from(["main", "tab", None])


def kind(
    what: str, /, **data: st.SearchStrategy[Any]
) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.tuples(st.just(what), st.fixed_dictionaries(data))


verbs = st.sampled_from([None, "flip", "eval", "check"])
numbers = st.integers(-1, 3)
callbacks = kind(
    "callback",
    name=st.sampled_from([*API.callbacks, "onother"]),
    args=st.lists(values | st.dictionaries(fields, values, max_size=4), max_size=2),
    registration=st.integers(0, 4),
)
inits = st.lists(
    st.dictionaries(st.sampled_from(["page", *API.callbacks]), values, max_size=4), max_size=1
)
others = st.one_of(
    kind(
        "call",
        call=st.integers(1, 4),
        function=functions,
        args=inits | st.lists(values, max_size=2),
        by=st.sampled_from(["page", "scenario"]),
    ),
    kind("returned", call=st.integers(1, 4), function=functions, value=values),
    kind("threw", call=st.integers(1, 4), function=functions, error=values),
    kind("evaluated", value=values),
    kind("evaluated", error=values),
    kind("check", of=st.sampled_from(["side", "text"]), expected=values, recorded=values),
    kind("navigation", url=texts, way=st.sampled_from(["load", "history"])),
    kind("console", type=st.sampled_from(["log", "error"]), text=texts),
    kind("page_error", name=texts, message=texts, stack=texts),
    kind("saved", name=st.just("ticket"), value=values),
    kind("trouble", what=st.sampled_from(["page", "harness"]), code=texts, message=texts),
    kind("gap", missing=st.integers(1, 9)),
    kind("dropped", count=st.integers(1, 9)),
    kind("acted", index=numbers),
    kind("run_started", run=texts),
    kind("run_ended", status=texts),
    kind("kind of tomorrow"),
)
frames = st.one_of(
    kind("step_started", index=numbers, verb=verbs, within=st.sampled_from([0.0, 0.01, 2.0])),
    kind("step_ended", index=numbers, status=st.sampled_from(["passed", "failed"])),
)
rows = st.tuples(callbacks | others | frames, st.integers(0, 3000), pages, st.none() | numbers)
recordings = st.lists(rows, max_size=30).map(
    lambda found: Recording(
        [
            Event(number, float(time), what, data, page, None, index)
            for number, ((what, data), time, page, index) in enumerate(found, start=1)
        ]
    )
)


def demanding() -> Run:
    """A run with one of everything that can be expected."""
    quiet = [want("onchatrating", "$any", low=0, high=0)]
    order = [want("onload"), some("onchange"), want("onchange", {"chat_status": "max"})]
    first = expect(want("onchatstart", {"ticket": "$str"}), in_order=order, never=quiet)
    return make_run(
        step("flip", 0, expect=first, returns="$absent"),
        step(None, 1, expect=expect(want("call", {"args": []}), some("page_error"))),
        step("eval", 2, throws={"name": "Error"}),
        finally_=(step("check", 3, why="to be sure"),),
        always=Always(never=tuple(quiet), no=("page_error", "console_error")),
    )


RUN = demanding()


@settings(max_examples=60)
@given(recordings)
def test_the_judge_judges_any_events_in_any_order(recording: Recording) -> None:
    verdict = judge(RUN, recording)
    assert verdict.status in {"passed", "failed", "broken"}
    assert bool(verdict.failures) == verdict.is_bad


@settings(max_examples=60)
@given(recordings)
def test_the_same_recording_gives_the_same_verdict(recording: Recording) -> None:
    assert judge(RUN, recording) == judge(demanding(), recording)


@settings(max_examples=60)
@given(recordings)
def test_a_recording_that_went_through_its_log_gives_the_same_verdict(recording: Recording) -> None:
    lines = [encode_line(event) for event in recording]
    assert judge(RUN, decode_lines(lines)) == judge(RUN, recording)


def paths_of(value: Any, path: str = "") -> list[tuple[str, tuple[Any, ...]]]:
    """Each leaf of a value: its path as differences name it, and the keys that lead to it."""
    if isinstance(value, dict) and "$type" not in value:
        inside = [(patterns.values.child(path, key), key, item) for key, item in value.items()]
    elif isinstance(value, list):
        inside = [(patterns.values.child(path, n), n, item) for n, item in enumerate(value)]
    else:
        return [(path, ())]
    return [
        (name, (key, *keys))
        for deeper, key, item in inside
        for name, keys in paths_of(item, deeper)
    ]


def changed(value: Any, keys: tuple[Any, ...], leaf: Any) -> Any:
    if not keys:
        return leaf
    copy = value.copy()
    copy[keys[0]] = changed(value[keys[0]], keys[1:], leaf)
    return copy


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.text(max_size=4).filter(lambda key: key != "$type"), inner, min_size=1, max_size=3
        )
    ),
    max_leaves=8,
)
data = st.dictionaries(
    st.text(min_size=1, max_size=4).filter(lambda key: key != "$type"), plain, min_size=1
)


@settings(max_examples=60)
@given(data, st.data())
def test_changing_one_leaf_of_a_recorded_callback_fails_at_exactly_that_path(
    recorded: dict[str, Any], draw: st.DataObject
) -> None:
    expected = expect(want("onsomething", patterns.quote(recorded), exact=True))
    assert told(expected, ("onsomething", recorded, 5)).codes() == []
    path, keys = draw.draw(st.sampled_from(paths_of(recorded)))
    other = draw.draw(st.sampled_from([{"$type": "nan"}, 0.5, "another"]))
    found = told(expected, ("onsomething", changed(recorded, keys, other), 5)).failure()
    assert found.code == "not-matched"
    assert str(found.expected).startswith(f"{path}: ")
    assert str(found.recorded).startswith(f"{path}: ")
    assert "\n" not in str(found.recorded)


harmless = st.one_of(
    kind("console", type=st.just("log"), text=texts),
    kind("hook", action=st.just("read")),
    kind("request", host=texts, path=texts, status=st.just(200)),
    kind("analytics", via=st.just("dataLayer"), args=st.lists(values, max_size=2)),
    kind("screenshot", path=texts),
    kind("dialog", type=st.just("alert"), message=texts, answer=st.just("accept")),
    kind("callback", name=st.just("onother"), args=st.lists(values, max_size=1)),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 12), harmless, st.integers(0, 3000)), max_size=8))
def test_events_that_no_expectation_names_never_turn_passed_into_failed(
    extra: list[tuple[int, tuple[str, dict[str, Any]], int]],
) -> None:
    good = told(expect(want("onchatstart", CHAT), never=[want("onload")]), ("onchatstart", CHAT, 5))
    events = list(good.recording.events)
    for position, (what, more), time in extra:
        events.insert(position, Event(0, float(time), what, more, "main", None, 0))
    numbered = [
        Event(number, event.time, event.kind, event.data, event.page, None, event.step)
        for number, event in enumerate(events, start=1)
    ]
    assert judge(good.run, Recording(numbered)).status == good.verdict().status == "passed"


@pytest.mark.parametrize("position", range(1, 12))
def test_leaving_out_an_event_never_makes_the_judge_raise(position: int) -> None:
    story = told(expect(want("onchatstart", CHAT)), ("onchatstart", CHAT, 5))
    kept = Recording()
    for event in story.recording:
        if event.seq != position:
            number = len(kept) + 1
            kept.append(
                Event(number, event.time, event.kind, event.data, event.page, None, event.step)
            )
    assert judge(story.run, kept).status in {"passed", "failed", "broken"}


def test_a_story_is_a_well_formed_recording() -> None:
    story = Story().open()
    assert decode_lines(map(encode_line, story.recording)) == story.recording
