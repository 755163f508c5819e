from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.recording import Event, Recording
from harness.report.event_log import EventLog, normalise, read_events, slug

if TYPE_CHECKING:
    from collections.abc import Iterable

any_text = st.text(st.characters(exclude_categories=()))
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text
any_value = st.recursive(
    leaves.filter(lambda value: value not in {float("inf"), float("-inf")}),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
any_data = st.dictionaries(any_text.filter(lambda key: key != "format"), any_value, max_size=4)
some_events = st.lists(
    st.tuples(
        st.sampled_from(["callback", "step_ended", "console", "kind of tomorrow"]),
        any_data,
        st.integers(0, 10**9).map(lambda thousandths: thousandths / 1000),
        st.none() | any_text,
        st.none() | st.integers(-1, 50),
    ),
    min_size=1,
    max_size=5,
)


def _events(
    rows: Iterable[tuple[str, dict[str, Any], float, str | None, int | None]],
) -> list[Event]:
    return [
        Event(number, time, kind, data, page, page, step)
        for number, (kind, data, time, page, step) in enumerate(rows, start=1)
    ]


def _written(events: Iterable[Event]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with EventLog(Path(folder), "a run") as log:
            for event in events:
                log.append(event)
        return log.path.read_bytes()


@settings(max_examples=60, deadline=None)
@given(some_events)
def test_what_is_written_is_read_back_whatever_the_page_said(rows: Any) -> None:
    events = _events(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        path.write_bytes(_written(events))
        assert read_events(path).events == events


@settings(max_examples=60, deadline=None)
@given(some_events)
def test_a_log_holds_one_line_per_event_and_nothing_a_terminal_obeys(rows: Any) -> None:
    content = _written(_events(rows)).decode()
    assert content.count("\n") == len(rows)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", content
    )


@settings(max_examples=60, deadline=None)
@given(some_events, st.data())
def test_a_log_cut_anywhere_gives_the_events_before_the_cut(rows: Any, data: Any) -> None:
    content = _written(_events(rows))
    cut = data.draw(st.integers(0, len(content)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        path.write_bytes(content[:cut])
        whole = content[:cut].count(b"\n")
        if not whole and content[:cut] != content.partition(b"\n")[0]:
            with pytest.raises(ValueError, match="holds no event"):
                read_events(path)
            return
        events = read_events(path).events
    assert events[:whole] == _events(rows)[:whole]
    assert len(events) <= whole + 1


def test_what_a_finished_step_recorded_survives_a_kill(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from harness.recording import Event
from harness.report.event_log import EventLog
log = EventLog(Path(sys.argv[1]), "a run")
for number, kind in enumerate(["run_started", "callback", "step_ended", "callback"], start=1):
    log.append(Event(number, 0.0, kind, {"filler": "x" * 100}))
os.kill(os.getpid(), 9) if hasattr(os, "fork") else os._exit(9)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, env=environment, check=False).returncode != 0
    (path,) = tmp_path.iterdir()
    kinds = [event.kind for event in read_events(path)]
    assert kinds[:3] == ["run_started", "callback", "step_ended"]


def test_a_log_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    path.write_text('{"seq":1,"time":0,"kind":"run_started","data":{"format":99}}\n')
    with pytest.raises(ValueError, match="has format 99"):
        read_events(path)


def test_a_file_that_is_no_event_log_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello\nworld\n")
    with pytest.raises(ValueError, match="line 1 of the event log is not an event"):
        read_events(path)


@settings(deadline=None)
@given(any_text, any_text)
def test_slugs_are_safe_and_tell_runs_apart(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", slug(one))
    assert len(slug(one * 50) + ".jsonl") <= 120
    assert (slug(one) == slug(other)) == (one == other)


def test_a_slug_can_be_read() -> None:
    name = slug("scenarios/embed/flip.yaml::Flip hides, shows[side=left]@chromium")
    assert re.fullmatch("embed-flip-flip-hides-shows-side-left-chromium-[0-9a-f]{10}", name)
    assert slug("a.yaml::CON@chromium") != slug("a.yaml::con@chromium")


def _recording(time: float, port: int, folder: str) -> Recording:
    stack = (
        f"Error: x\n    at f ({folder}/driver.js:1:2)\n    at g (https://shop.example/a/b.js:3:4)"
    )
    date = {"$type": "date", "value": str(time)}
    data = {
        "url": f"https://127.0.0.1:{port}/a/b",
        "stack": stack,
        "path": f"{folder}/x.png",
        "args": [date, "/a/path/that/is/data"],
    }
    return Recording([Event(1, time, "page_error", data)])


def test_two_runs_of_one_scenario_normalise_to_the_same_bytes() -> None:
    one = normalise(_recording(12.5, 40123, "/home/ann/harness"))
    assert one == normalise(_recording(99.1, 51234, "C:\\Users\\ben\\harness"))
    data = json.loads(one)["data"]
    assert data["url"] == "https://127.0.0.1:PORT/a/b"
    assert data["stack"].endswith(
        "at f (driver.js:1:2)\n    at g (https://shop.example/a/b.js:3:4)"
    )
    assert data["args"] == [{"$type": "date"}, "/a/path/that/is/data"]


@pytest.mark.parametrize("moments", [("0.221 s", "3 ms"), ("12.004 s", "1.2 s")])
def test_times_in_the_words_of_failures_are_normalised(moments: tuple[str, str]) -> None:
    message = f"it came at {moments[0]}, {moments[1]} after the window closed"
    rows = [("run_ended", {"failures": [{"message": message}]}, 1.0, None, None)]
    text = normalise(Recording(_events(rows)))
    assert "it came at TIME, TIME after the window closed" in text


def test_a_different_value_normalises_to_different_bytes(recording: Recording) -> None:
    changed = Recording(list(recording.events))
    last = changed.events[-1]
    changed.events[-1] = Event(last.seq, last.time, last.kind, {"status": "passed"})
    assert normalise(recording) != normalise(changed)


def test_a_log_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    with EventLog(tmp_path, "a run") as log:
        log.append(Event(1, 0.0, "callback"))
        log.flush()
        assert len(read_events(log.path)) == 1
