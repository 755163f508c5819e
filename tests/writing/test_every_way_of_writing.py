"""Whatever way a file is written: only keys are added, and a second time nothing is."""

from __future__ import annotations

import codecs
import copy
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, make_desk
from hypothesis import given, settings
from hypothesis import strategies as st
from imagined import Imagined

from harness.scenario import load
from harness.scenario.loading import scenario_nodes
from harness.scenario.source import parse

pytestmark = pytest.mark.usefixtures("without_contract")

WORDS = ("flip", "reload", "status", "refresh", "visitor", "click", "eval", "page", "check")
COMMENTS = ("", "   # a remark", " # expect: {onload: {page: chat}}")

EVENTS: dict[str, list[tuple[str, Any]]] = {
    "flip": [("onchange", {"chat_status": "min"})],
    "reload": [("onload", {"page": "chat", "online": True})],
    "status": [],
    "refresh": [
        ("onload", {"page": "chat", "online": True, "undocumented": 1}),
        ("onchatopened", {"ticket": "", "initiator": "client"}),
    ],
    "visitor": [("onchatstart", {"ticket": "", "initiator": "client"})],
    "click": [("onchange", {"chat_status": "min"}), ("onchange", {"chat_status": "res"})],
    "eval": [("ontrigger", {"id": 3, "title": 'Say "a: b", ${x} & $5 #no\nand more'})],
    "page": [("onload", {"page": "online", "online": True})] * 2,
    "check": [("onchange", {"chat_status": "min"})],
}


def caused(_run: Any, step: Any) -> list[tuple[str, Any]]:
    return EVENTS.get(step.verb or "", [])


ARGUMENTS = {
    "flip": ("", "~", "null"),
    "reload": ("",),
    "status": ("", "null"),
    "refresh": ("",),
    "visitor": ("{says: Hi}", "{ says: 'Hi, #1' }", '{"says": "a \\" b"}', "opens"),
    "click": ('"#a, #b"', "a b", "'it''s'"),
    "eval": ("1 + 1", '"a: b"'),
    "page": ("chat", "[chat, {message: Hello}]", "[chat,\n      {message: Hello}]"),
    "check": ("{status: chat}",),
}
BLOCKS = {
    "visitor": (
        "\n{pad}  # inside\n{pad}  says: Hi",
        "\n{pad}    says: >-\n{pad}      two\n{pad}      lines",
    ),
    "page": ("\n{pad}- chat\n{pad}- message: Hello",),
    "eval": (
        " |\n{pad}  1 +\n{pad}  1\n",
        " |+\n{pad}  1\n\n",
        " >-\n{pad}    1 +\n\n{pad}    1",
        " |2-\n{pad}   1",
    ),
    "check": ("\n{pad}  status: chat\n{pad}  # last",),
}


@st.composite
def a_step(draw: st.DrawFn, indent: int) -> str:
    verb = draw(st.sampled_from(WORDS))
    way = draw(st.sampled_from(["flow", "json", "line", "block", "anchor"]))
    comment = draw(st.sampled_from(COMMENTS))
    argument = draw(st.sampled_from(ARGUMENTS[verb]))
    more = draw(st.sampled_from(["", "within: 2s", "why: because", "label: It's, this"]))
    pad = " " * indent
    if way == "json":
        return f'{pad}- {{"{verb}": {_json(verb)}}}{comment}\n'
    if way == "flow":
        inner = f"{verb}: {argument}" + (f", {more}" if more and "," not in more else "")
        closing = draw(st.sampled_from(["}", " }", f"\n{pad}  }}", f", # why\n{pad}  }}"]))
        return f"{pad}- {{{inner}{closing}{comment}\n"
    if way == "block" and verb in BLOCKS:
        argument = draw(st.sampled_from(BLOCKS[verb])).format(pad=pad + "  ")
        first = f"{pad}- {verb}:{argument}\n"
    else:
        anchor = "&here " if way == "anchor" and argument and argument[0] not in "~n" else ""
        first = f"{pad}- {verb}: {anchor}{argument}{comment}\n"
        first = first.replace("&here", f"&a{draw(st.integers(0, 10**9))}")
    after = f"{pad}  {more}{comment}\n" if more else ""
    before = draw(st.sampled_from(["", "\n", f"{pad}# between\n", "# at the margin\n"]))
    return before + first + after


def _json(verb: str) -> str:
    values = {"visitor": '{"says": "Hi"}', "click": '"#a"', "eval": '"1"', "page": '"chat"'}
    return {**values, "check": '{"status": "chat"}'}.get(verb, "null")


@st.composite
def a_file(draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from([0, 2, 4]))
    many = draw(st.integers(1, 2))
    inner = " " * 4 if many > 1 else ""
    pieces = []
    for number in range(many):
        head = (
            f"scenario: Number {number}\n{inner}"
            + draw(st.sampled_from(["", "params: {side: [left, right]}\n" + inner]))
            + "host: {file: shop.html, embed: {account: demo}}\n"
        )
        if "params" in head:
            head = head.replace("account: demo", 'account: demo, side: "${side}"')
        steps = draw(st.lists(a_step(indent + len(inner)), min_size=1, max_size=6))
        text = f"{head}{inner}steps:\n{''.join(steps)}"
        pieces.append(f"  - {text}" if many > 1 else text)
    text = ("scenarios:\n" if many > 1 else "") + "".join(pieces)
    text += draw(st.sampled_from(["", "\n", "# the end", "\n\n# the end\n"])) if many == 1 else ""
    if draw(st.booleans()) and many == 1 and not text.endswith("\n\n"):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _bare(data: Any) -> Any:
    """The data of a file without what is expected."""
    data = copy.deepcopy(data)
    for scenario in data.get("scenarios", [data]):
        for step in scenario["steps"]:
            for name in ("expect", "returns"):
                step.pop(name, None)
    return data


@settings(max_examples=150, deadline=None)
@given(text=a_file(), has_mark=st.booleans())
def test_only_expectations_are_added_and_only_once(text: str, *, has_mark: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder).resolve())
        desk.put(text, has_mark=has_mark)
        if load([desk.file], desk.root).problems:
            return  # such as an alias of nothing: no file that could be run
        before = Path.cwd()
        os.chdir(desk.root)
        try:
            _check(desk, text, has_mark=has_mark)
        finally:
            os.chdir(before)


def _check(desk: Desk, text: str, *, has_mark: bool) -> None:
    first = desk.written(Imagined(caused))
    after = desk.save(first)
    told = {one.partition(", step ")[2] for one in first.remarks}
    assert told == set(), first.remarks
    assert desk.file.read_bytes().startswith(codecs.BOM_UTF8) == has_mark
    assert (b"\r\n" in after.encode()) == ("\r\n" in text)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in text
    assert _bare(parse(after, "x").root.value) == parse(text, "x").root.value
    assert _is_subsequence(text, after)
    for node in scenario_nodes(parse(after, "x")):
        for step in node.value["steps"]:
            verb = next(iter(step))
            assert ("expect" in step) == bool(EVENTS[verb] and verb != "check")
            assert ("returns" in step) == (verb == "status")
    second = desk.written(Imagined(caused))
    assert [one.written for one in second.drafts] == [frozenset()]
    assert second.remarks == []


def _is_subsequence(text: str, after: str) -> bool:
    """Whether nothing of the text was lost or moved."""
    rest = iter(after)
    return all(character in rest for character in text)
