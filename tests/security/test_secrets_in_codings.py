"""A secret is found in whatever coding a program writes it, and in codings of codings."""

from __future__ import annotations

import base64
import html
import json
import quopri
import random
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from harness.masking import Mask
from harness.masking.reading import MOST, ROOM, hints, readings
from harness.recording import Event
from harness.report.event_log import EventLog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Coding = Callable[[str], str]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


def _escape(text: str) -> str:
    """JavaScript's escape()."""
    kept = "@*_+-./"
    return "".join(
        chr(unit)
        if chr(unit).isascii() and (chr(unit).isalnum() or chr(unit) in kept)
        else f"%{unit:02X}"
        if unit < 256
        else f"%u{unit:04X}"
        for unit in _units(text)
    )


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _around(before: str, after: str) -> Coding:
    return lambda text: base64.b64encode(_bytes(before + text + after)).decode()


CODINGS: dict[str, Coding] = {
    "as it is": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "backwards": lambda text: text[::-1],
    "hexadecimal": lambda text: _bytes(text).hex(),
    "hexadecimal in capitals": lambda text: _bytes(text).hex().upper(),
    "hexadecimal with blanks": lambda text: _bytes(text).hex(" "),
    "hexadecimal with colons": lambda text: _bytes(text).hex(":"),
    r"\x41": lambda text: "".join(f"\\x{byte:02x}" for byte in _bytes(text)),
    "0x41, 0x42": lambda text: ", ".join(f"0x{byte:02x}" for byte in _bytes(text)),
    "0x410x42": lambda text: "".join(f"0x{byte:02X}" for byte in _bytes(text)),
    "%41": lambda text: "".join(f"%{byte:02X}" for byte in _bytes(text)),
    "%41 in small letters": lambda text: "".join(f"%{byte:02x}" for byte in _bytes(text)),
    "address": lambda text: quote(text, safe=""),
    "address twice": lambda text: quote(quote(text, safe=""), safe=""),
    "address three times": lambda text: quote(quote(quote(text, safe=""), safe=""), safe=""),
    "form": quote_plus,
    "escape()": _escape,
    "base64": lambda text: base64.b64encode(_bytes(text)).decode(),
    "base64 behind one byte": _around("a", "zz"),
    "base64 behind two": _around("ab", "z"),
    "base64 behind three": _around("abc", "zzz"),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(_bytes(text)).decode(),
    "base64 in an address": lambda text: quote(base64.b64encode(_bytes(text)).decode(), safe=""),
    "base32": lambda text: base64.b32encode(_bytes(text)).decode(),
    "decimal references": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "hexadecimal references": lambda text: "".join(f"&#x{ord(one):X};" for one in text),
    "markup": html.escape,
    "markup twice": lambda text: html.escape(html.escape(text)),
    r"\u0041": lambda text: "".join(f"\\u{unit:04x}" for unit in _units(text)),
    r"\u0041 in JSON": lambda text: _json("".join(f"\\u{one:04X}" for one in _units(text))),
    r"\U00000041": lambda text: "".join(f"\\U{ord(one):08x}" for one in text),
    r"\u{41}": lambda text: "".join(f"\\u{{{ord(one):x}}}" for one in text),
    r"\101": lambda text: "".join(f"\\{byte:03o}" for byte in _bytes(text)),
    "JSON": _json,
    "JSON in JSON": lambda text: _json(_json(text)),
    "JSON three deep": lambda text: _json(_json(_json(text))),
    "Python": ascii,
    "bytes of Python": lambda text: str(_bytes(text)),
    "UTF-16": lambda text: text.encode("utf-16-le").decode("latin-1"),
    "UTF-16 the other way": lambda text: text.encode("utf-16-be").decode("latin-1"),
    "UTF-16 in hexadecimal": lambda text: text.encode("utf-16-le").hex(),
    "UTF-8 read as Latin-1": lambda text: _bytes(text).decode("latin-1"),
    "quoted-printable": lambda text: quopri.encodestring(_bytes(text), quotetabs=True).decode(),
    "numbers of characters": lambda text: ",".join(str(ord(one)) for one in text),
    "numbers of bytes": lambda text: ", ".join(map(str, _bytes(text))),
    "a list of numbers": lambda text: json.dumps([ord(one) for one in text]),
    "spaced": " ".join,
    "with dashes": "-".join,
}
NESTING = ("address", "JSON", "markup", r"\x41", "%41", "decimal references", r"\u0041", "escape()")
BLIND = ("upper case", "lower case")
"""These lose what tells some characters apart."""

plain = some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40)
letters = some.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["C", "Z"])
western = some.text(letters, min_size=8, max_size=30)
SECRETS = plain | western | some.just("open-sesame-42") | some.just("Žluťoučký kůň €5")


def is_gone(written: str, text: str, further: int = 4) -> bool:
    """Whether no more than the rest of something greater is left of what was written."""
    rest = text.replace("[secret A]", "")
    return "[secret A]" in text and len(rest) <= len(written) // 5 + further


@pytest.mark.parametrize("coding", CODINGS)
@settings(deadline=None, max_examples=25)
@given(secret=SECRETS)
def test_a_secret_is_found_in_a_coding(coding: str, secret: str) -> None:
    written = CODINGS[coding](secret)
    masked = Mask({"A": secret}).text(f"<{written}>")
    further = 10 if "behind" in coding else 4
    assert is_gone(written, masked, further), (written, masked)


@settings(deadline=None, max_examples=150)
@given(secret=SECRETS, inner=some.sampled_from(NESTING), outer=some.sampled_from(NESTING))
def test_a_secret_is_found_in_a_coding_of_a_coding(secret: str, inner: str, outer: str) -> None:
    written = CODINGS[outer](CODINGS[inner](secret))
    masked = Mask({"A": secret}).text(f"<{written}>")
    assert is_gone(written, masked), (written, masked)


@settings(deadline=None, max_examples=50)
@given(secret=SECRETS, coding=some.sampled_from([name for name in CODINGS if name not in BLIND]))
def test_an_event_log_holds_none_and_stays_one(tmp_path_factory: pytest.TempPathFactory,
                                               secret: str, coding: str) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("log")
    written = CODINGS[coding](secret)
    with EventLog(folder, "run", Mask({"A": secret})) as log:
        data = {
            "args": [written, [ord(one) for one in secret], list(secret)],
            written: {str(at): byte for at, byte in enumerate(_bytes(secret))},
        }
        log.append(Event(1, 1.0, "call", data, page=written))
    line = log.path.read_text(encoding="utf-8")
    row = json.loads(line)
    assert is_gone(written, row["page"], 10)
    assert row["data"]["args"][1:] == [["[secret A]"], ["[secret A]"]]
    assert all("[secret A]" in str(part) for part in row["data"].items())


def test_numbers_that_are_secrets_by_chance_leave_an_event_log_readable(tmp_path: Path) -> None:
    with EventLog(tmp_path, "run", Mask({"PIN": "4711"})) as log:
        log.append(Event(4711, 4711.4711, "call", {"line": 4711, "text": "PIN 4711"}))
    row = json.loads(log.path.read_text())
    assert row["data"] == {"line": "[secret PIN]", "text": "PIN [secret PIN]"}
    assert (row["seq"], row["time"]) == (4711, 4711.471)


def test_json_stays_json() -> None:
    mask = Mask({"PIN": "4711"})
    document = json.dumps({"line": 4711, "codes": [ord(one) for one in "4711"], "at": 47110.5})
    assert json.loads(mask.json(document)) == {"line": "[secret PIN]", "codes": ["[secret PIN]"],
                                               "at": 47110.5}  # fmt: skip


def test_ordinary_text_is_left_alone() -> None:
    """Words, identifiers and numbers of logs, with short secrets and long ones."""
    dice = random.Random(1)  # noqa: S311 - a choice of words
    words = ["open", "pass", "word", "status", "10:42:17", "a1b2c3", "https://shop.example/a%20b?x=1",
             "a-b-c-d", "1,2,3,4",
             "o p e n", "&amp;", r"\"q\"", "ticket", "3.14", "e2e4", "=20"]  # fmt: skip
    for secret in (
        "zq7k",
        "8291",
        "test",
        "zebra",
        "hunter2!",
        "tr0ub4dor&3",
        "correct horse battery",
    ):
        mask = Mask({"A": secret})
        for _ in range(400):
            text = " ".join(dice.choices([one for one in words if secret not in one], k=12))
            assert mask.text(text) == text, secret


@pytest.mark.parametrize(
    "text", [r"\\u0025" * 40_000, "%25" * 80_000, "&amp;" * 50_000, "=3D%5c" * 40_000]
)
def test_no_page_keeps_the_harness_reading(text: str) -> None:
    read = [len(one) for one, _ in readings(text, hints(set(text)))]
    assert sum(read) <= ROOM + 4 * len(text)
    assert len(read) <= MOST
