from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.recording import Event, Recording
from harness.report.timeline import show_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import Failure

    Golden = Callable[[str, str], None]


def _of(*rows: tuple[str, dict[str, Any]]) -> Recording:
    events = [Event(number, 1.0, kind, data) for number, (kind, data) in enumerate(rows, start=1)]
    return Recording(events)


@pytest.mark.parametrize(("name", "width"), [("wide", 110), ("narrow", 58)])
def test_a_recording_reads_as_a_timeline(
    name: str, width: int, recording: Recording, failure: Failure, screen: Any, golden: Golden
) -> None:
    here = screen(width=width)
    show_timeline(recording, here.console, failures=[failure])
    golden(f"timeline-{name}.txt", here.text)
    assert all(len(line) <= width for line in here.text.splitlines()[2:])


def test_an_output_without_unicode_gets_plain_signs(
    recording: Recording, screen: Any, golden: Golden
) -> None:
    here = screen(encoding="ascii")
    show_timeline(recording, here.console)
    golden("timeline-ascii.txt", here.text)


def test_only_the_lanes_and_kinds_asked_for_are_shown(recording: Recording, screen: Any) -> None:
    here = screen()
    show_timeline(recording, here.console, only=["callback", "dialog"])
    assert "onchange(" in here.text
    assert "embed.flip(" not in here.text
    assert "step 2" in here.text
    assert "34 events, 5 shown" in here.text


def test_a_filter_that_names_nothing_says_what_there_is(recording: Recording, screen: Any) -> None:
    with pytest.raises(ValueError, match="`calback` is not a lane or a kind of event; there are"):
        show_timeline(recording, screen().console, only=["calback"])


def test_a_recording_that_was_cut_off_says_so(recording: Recording, screen: Any) -> None:
    here = screen()
    show_timeline(Recording(recording.events[:20]), here.console)
    assert "? step 2" in here.text
    assert "the recording stops here: the run was cut off" in here.text


def test_a_failure_of_no_step_stands_at_the_end(
    recording: Recording, failure: Failure, screen: Any
) -> None:
    here = screen()
    general = type(failure)(
        None, "contract", "`onload` fired twice after one `init`", expected="once\nor never"
    )
    show_timeline(recording, here.console, failures=[general])
    assert "the run as a whole\n           ✗ failure[contract]: `onload` fired" in here.text
    assert "             expected: once\n               or never\n" in here.text


def test_a_long_value_says_how_much_of_it_was_cut(screen: Any) -> None:
    recording = _of(("console", {"type": "log", "text": "x" * 1500}))
    short, full = screen(width=400), screen(width=2000)
    show_timeline(recording, short.console)
    show_timeline(recording, full.console, full=True)
    assert f'"{"x" * 80}"… (+1,420 characters)' in short.text
    assert "x" * 1500 in full.text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"$type": "undefined"}, "undefined"),
        ({"$type": "nan"}, "NaN"),
        ({"$type": "-0"}, "-0"),
        ({"$type": "function", "name": "hello"}, "<function hello>"),
        ({"$type": "error", "name": "TypeError", "message": "no"}, "<TypeError: no>"),
        ({"$type": "bigint", "value": "12"}, "<bigint 12>"),
        ({"$type": "cycle"}, "<cycle>"),
        ([[[[[[[[1]]]]]]]], "[[[[[[[…]]]]]]]"),
        ({"a-b": [1, None, True, "x"]}, '{"a-b": [1, null, true, "x"]}'),
        (list(range(14)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (+2 items)]"),
    ],
)
def test_values_read_as_in_javascript(value: Any, text: str, screen: Any) -> None:
    here = screen()
    show_timeline(_of(("saved", {"name": "it", "value": value})), here.console)
    assert f"saved it = {text}\n" in here.text


def test_every_kind_of_event_has_words_and_a_foreign_one_is_shown_as_it_is(screen: Any) -> None:
    here = screen()
    recording = _of(
        ("dialog", {"type": "confirm", "message": "Sure?", "answer": True}),
        ("window", {"action": "opened", "name": "help", "url": "https://shop.example/help"}),
        ("navigation", {"url": "https://shop.example/2", "way": "history"}),
        ("request", {"method": "GET", "host": "a.example", "path": "/", "mock": "identity"}),
        ("policy", {"url": "https://a.example/", "enforced": "img-src *", "reported": "b"}),
        ("check", {"of": "chatbar", "expected": "bar", "recorded": "window"}),
        ("check", {"of": "side", "expected": "left", "recorded": "left"}),
        ("gap", {"missing": 3}),
        ("dropped", {"count": 200}),
        ("trouble", {"what": "the screenshot", "message": "timed out"}),
        ("threw", {"function": "embed.page", "error": {"message": "no"}}),
        ("page_error", {"message": "no", "stack": "f@https://shop.example/:3:4"}),
        ("callback_threw", {"name": "onload", "error": {"$type": "undefined"}}),
        ("call", {"function": "embed.page", "args": {"$type": "truncated"}}),
        ("beam_me_up", {"to": "Scotty"}),
    )
    show_timeline(recording, here.console)
    for words in (
        'confirm "Sure?" answered true',
        'window "help" opened https://shop.example/help',
        "history https://shop.example/2",
        "GET a.example/ without an answer (mock identity)",
        "policy enforced: img-src *; reported: b",
        'check chatbar: "window", expected "bar"',
        'check side: "left"\n',
        "3 events are missing here",
        "200 further events were dropped",
        "trouble with the screenshot: timed out",
        "embed.page threw no\n",
        "uncaught no  at f@https://shop.example/:3:4",
        "onload threw undefined",
        "embed.page(<truncated>)",
        'beam_me_up {to: "Scotty"}',
    ):
        assert words in here.text


def test_no_color_leaves_no_colour(
    recording: Recording, screen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    from rich.console import Console

    here = screen(terminal=True)
    console = Console(file=here.file, force_terminal=True, width=100)
    show_timeline(recording, console)
    assert "\x1b[3" not in here.text
