"""A secret that was cut is found by its pieces, as far as they tell it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from harness.masking import Mask
from harness.masking.finding import DIVISIBLE, PIECE
from harness.recording import Event
from harness.report.event_log import EventLog

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "sk_live_9Xb3fQ7zL1kM"  # noqa: S105 - made up
MASK = Mask({"A": SECRET})
LETTERS = some.characters(min_codepoint=33, max_codepoint=126)
secrets = some.text(LETTERS, min_size=DIVISIBLE, max_size=60)


@settings(deadline=None)
@given(secret=secrets, share=some.floats(0.8, 1))
def test_four_fifths_are_found_anywhere(secret: str, share: float) -> None:
    size = -(-len(secret) * 4 // 5)
    size = max(size, int(len(secret) * share))
    mask = Mask({"A": secret})
    for piece in (secret[:size], secret[-size:]):
        assert mask.text(f"x{piece}x").count("[secret A]") == 1, piece


@settings(deadline=None)
@given(secret=secrets, at=some.integers(1, 60))
def test_the_greater_piece_is_found_at_the_edge_of_a_text(secret: str, at: int) -> None:
    at = min(at, len(secret) - 1)
    least = max(PIECE, len(secret) // 2)
    mask = Mask({"A": secret})
    head, tail = secret[:at], secret[at:]
    if len(head) >= least:
        assert "[secret A]" in mask.text(f"it is {head}")
        assert "[secret A]" in mask.text(json.dumps({"a": f"it is {head}"}))
    if len(tail) >= least:
        assert "[secret A]" in mask.text(f"{tail} it is")
        assert "[secret A]" in mask.text(json.dumps({"a": f"{tail} it is"}))


@pytest.mark.parametrize(
    "around", ["first\n{}", "{}\nlast", '{{"a": "{}"}}', "<p>{}</p>", "a\t{}\tb"]
)
def test_lines_fields_and_elements_have_edges(tmp_path: Path, around: str) -> None:
    with EventLog(tmp_path, "run", MASK) as log:
        for number, piece in enumerate((SECRET[:10], SECRET[10:]), 1):
            log.append(Event(number, 1.0, "console", {"text": around.format(piece)}))
    assert log.path.read_text().count("[secret A]") == 2


def test_a_secret_in_two_events_is_in_neither(tmp_path: Path) -> None:
    with EventLog(tmp_path, "run", MASK) as log:
        for number, piece in enumerate((SECRET[:10], SECRET[10:]), 1):
            log.append(Event(number, 1.0, "console", {"text": piece}))
    text = log.path.read_text()
    assert text.count("[secret A]") == 2
    assert not any(SECRET[at : at + 4] in text for at in range(len(SECRET) - 4))


@pytest.mark.parametrize("cut", ["{}…", "{}...", "{}\N{HORIZONTAL ELLIPSIS} and more"])
def test_six_characters_tell_it_where_an_ellipsis_follows(cut: str) -> None:
    assert MASK.text("it is " + cut.format(SECRET[:6])) == "it is " + cut.replace(
        "{}", "[secret A]"
    )


@pytest.mark.parametrize("size", [16, 18])
def test_a_coding_that_was_cut_is_found(size: int) -> None:
    for written in (SECRET.encode().hex(), base64.b64encode(SECRET.encode()).decode()):
        cut = written[: -(-len(written) * size // 20)]
        assert MASK.text(f"x {cut} x") == "x [secret A] x"


def test_lines_of_a_long_secret_are_found_one_by_one() -> None:
    key = (
        "-----BEGIN KEY-----\n"
        "MIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAAoIBAQ\n"
        "-----END KEY-----"
    )
    mask = Mask({"A": key})
    for line in key.split("\n")[1:3]:
        assert mask.text(f"> {line} <") == "> [secret A] <"


@pytest.mark.parametrize(
    "text",
    [
        f"it is {SECRET[:9]}, it says",  # less than four fifths inside of a text
        f"it is {SECRET[:7]}",  # a small piece at the end of one
        f"x{SECRET[5:15]}x",  # a part of the middle
    ],
)
def test_what_cannot_be_told_is_left(text: str) -> None:
    assert MASK.text(text) == text


@pytest.mark.parametrize("secret", ["password123", "opensesame1"])
def test_short_secrets_are_found_whole_only(secret: str) -> None:
    assert Mask({"A": secret}).text(secret[:9]) == secret[:9]
