"""What a long command tells of itself, on a terminal and in a log."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from harness.report.progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _console(*, is_terminal: bool) -> Console:
    file = _Terminal() if is_terminal else io.StringIO()
    return Console(file=file, force_terminal=is_terminal, force_interactive=is_terminal, width=60)


def _text(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_log_gets_a_line_for_each_that_is_done() -> None:
    console = _console(is_terminal=False)
    with Progress(2, console=console) as progress:
        progress.doing("auditing a.html: on a phone")
        progress.done("a.html: 1 error")
        progress.done("b.html: nothing found")
    lines = _text(console).splitlines()
    assert [re.sub(r"\d+ s$", "N s", line) for line in lines] == [
        "[1/2] a.html: 1 error  N s",
        "[2/2] b.html: nothing found  N s",
    ]


def test_a_log_of_a_command_without_end_is_counted_all_the_same() -> None:
    console = _console(is_terminal=False)
    with Progress(console=console) as progress:
        progress.done("sequence 7")
    assert _text(console).startswith("[1] sequence 7")


def test_a_terminal_gets_one_line_that_goes_away() -> None:
    console = _console(is_terminal=True)
    with Progress(3, console=console) as progress:
        progress.doing("auditing a.html")
    text = _text(console)
    assert "auditing a.html" in text
    assert "0/3" in text
    assert "\n" not in text.rstrip("\n").rpartition("\x1b[2K")[2]  # the line is erased at the end


def test_the_live_line_stays_one_line_whatever_is_told() -> None:
    console = _console(is_terminal=True)
    with Progress(1, console=console) as progress:
        progress.doing(f"auditing {'x' * 500}\n\x1b[2J")
    assert "x" * 60 not in _text(console)
    assert "\x1b[2J" not in _text(console)


def test_a_note_stays_on_a_terminal() -> None:
    console = _console(is_terminal=True)
    with Progress(1, console=console) as progress:
        progress.doing("auditing a.html")
        progress.note("a.html is read as windows-1250")
        progress.done("a.html")
    assert "a.html is read as windows-1250\n" in _text(console)


def test_nothing_is_told_when_quiet_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    console = _console(is_terminal=True)
    with Progress(1, console=console, is_quiet=True) as progress:
        progress.doing("auditing")
        progress.note("by the way")
        progress.done("a.html")
        progress.print("the findings")
    assert _text(console) == ""
    assert capsys.readouterr().out == "the findings\n"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_is_printed_goes_to_standard_output_alone(
    capsys: pytest.CaptureFixture[str], *, is_terminal: bool
) -> None:
    console = _console(is_terminal=is_terminal)
    with Progress(1, console=console) as progress:
        progress.print("the findings")
    assert capsys.readouterr().out == "the findings\n"
    assert "the findings" not in _text(console)


def test_the_terminal_is_given_back_when_something_breaks_off() -> None:
    console = _console(is_terminal=True)
    with pytest.raises(KeyboardInterrupt), Progress(1, console=console):
        raise KeyboardInterrupt
    assert "\x1b[?25h" in _text(console)  # the cursor is shown again


def test_colours_that_are_forced_upon_a_log_make_no_live_line() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=60)
    with Progress(1, console=console) as progress:
        progress.doing("auditing a.html")
        progress.done("a.html")
    assert "auditing" not in _text(console)
