"""What recordings agree upon is written; what a file says already stays, or is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from imagined import Imagined

from harness.writing.saving import ChangedMeanwhile, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from desk import Desk

    from harness.scenario.model import Run, Step

pytestmark = pytest.mark.usefixtures("without_contract")

START = ("onchatstart", {"ticket": "", "initiator": "client"})
HEAD = "scenario: A\nhost: {file: shop.html}\nsteps:\n"


def by_verb(**events: list[tuple[str, Any]]) -> Imagined:
    return Imagined(lambda _run, step: events.get(step.verb or "", []))


def steps_of(text: str) -> str:
    return text.partition("steps:\n")[2]


def test_a_ticket_is_only_said_to_be_a_text(desk: Desk) -> None:
    desk.put(f"{HEAD}  - visitor: opens\n")
    text = desk.save(desk.written(by_verb(visitor=[START])))
    expected = "    expect: {onchatstart: {ticket: $str, initiator: client}}\n"
    assert steps_of(text) == f"  - visitor: opens\n{expected}"


def test_a_saved_ticket_is_named(desk: Desk) -> None:
    desk.put(
        f"{HEAD}  - visitor: opens\n    expect: [onchatstart]\n"
        "    save: {ticket: onchatstart.ticket}\n  - refresh:\n"
    )
    make = by_verb(visitor=[START], refresh=[("onchatopened", START[1])])
    make.keeps_ticket = True
    text = desk.save(desk.written(make))
    assert steps_of(text).endswith(
        '  - refresh:\n    expect: {onchatopened: {ticket: "${ticket}", initiator: client}}\n'
    )


def test_only_what_all_runs_agree_upon_is_written(desk: Desk) -> None:
    head = HEAD.replace(
        "host: {file: shop.html}",
        "params: {side: [left, right]}\n"
        "host: {file: shop.html, embed: {account: demo, side: '${side}'}}",
    )
    desk.put(f"{head}  - flip:\n  - reload:\n")

    def caused(run: Run, step: Step) -> list[tuple[str, Any]]:
        side = run.params["side"]
        if step.verb == "reload":
            return [("onload", {"page": "online", "online": True})] * (1 + (side == "left"))
        return [("ontrigger", {"id": 5 if side == "left" else 6, "title": side})]

    written = desk.written(Imagined(caused))
    text = desk.save(written)
    assert steps_of(text) == (
        "  - flip:\n    expect: {ontrigger: {id: $int, title: '${side}'}}\n  - reload:\n"
    )
    assert written.remarks == [
        "scenario.yaml::A, step 2: onload is left out: it happened 1 or 2 times"
    ]


def test_one_callback_with_different_data_has_an_order(desk: Desk) -> None:
    desk.put(f"{HEAD}  - flip:\n  - reload:\n")
    make = by_verb(
        flip=[("onchange", {"chat_status": "min"}), ("onchange", {"chat_status": "res"})],
        reload=[("onload", None), ("onload", None), ("onchange", {"chat_status": "max"})],
    )
    assert steps_of(desk.save(desk.written(make))) == (
        "  - flip:\n"
        "    expect:\n"
        "      in_order: [{onchange: {chat_status: min}}, {onchange: {chat_status: res}}]\n"
        "  - reload:\n"
        "    expect:\n"
        "      - onchange: {chat_status: max}\n"
        "      - {onload: {$optional: $any}, times: 2}\n"
    )


def test_what_is_expected_already_stays_and_is_not_repeated(desk: Desk) -> None:
    desk.put(
        f"{HEAD}  - flip:\n  - expect: {{onchange: {{chat_status: $str}}}}  # below\n"
        "  - flip:\n    expect: [onchange]\n  - check: {status: online}\n"
    )
    make = by_verb(flip=[("onchange", {"chat_status": "min"})], check=[START])
    written = desk.written(make)
    assert [one.written for one in written.drafts] == [frozenset()]


def test_a_scenario_that_does_not_pass_is_left_alone(desk: Desk) -> None:
    text = f"{HEAD}  - flip:\n    expect: {{onchange: {{chat_status: max}}}}\n  - reload:\n"
    desk.put(text)
    make = by_verb(flip=[("onchange", {"chat_status": "min"})], reload=[("onload", None)])
    written = desk.written(make)
    assert written.drafts == []
    assert written.has_failed
    assert written.remarks == [
        (
            "scenario.yaml::A@chromium: failed (onchange fired, but with another chat_status); "
            "nothing is written for it"
        )
    ]
    updated = desk.written(make, is_updating=True)
    assert not updated.has_failed
    after = text.replace("max", "min").replace("- reload:\n", "- reload:\n    expect: [onload]\n")
    assert desk.save(updated) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{onchange: {chat_status: max}}  # a", "{onchange: {chat_status: min}}  # a"),
        (
            "\n      onchange:   # a\n        chat_status: max\n      onload:",
            "\n      onchange:   # a\n        chat_status: min\n      onload:",
        ),
        ("[onload, {onchange: {chat_status: max}}]", None),
        ("{onload: null, onchange: {chat_status: min, x: 1}}", None),
        (
            "{onchange: {chat_status: {$in: [res, max]}}}",
            "{onchange: {chat_status: min}}",
        ),
        (
            "{onload: , never: {of: [onchange], for: 1ms}}",
            "{onload: null, onchange: {chat_status: min}}",
        ),
        ("[ontrigger, onload]\n    within: 1s", None),
        ("{onchange: {chat_status: min}, times: 2}", "{onchange: {chat_status: min}}"),
    ],
)
def test_only_what_is_not_met_is_replaced(desk: Desk, before: str, after: str | None) -> None:
    desk.put(f"{HEAD}  - flip:\n    expect: {before}\n  - reload:\n")
    make = by_verb(flip=[("onchange", {"chat_status": "min"}), ("onload", {"page": "chat"})])
    updated = desk.written(make, is_updating=True)
    text = desk.save(updated)
    assert updated.remarks == []
    if after is not None:
        assert steps_of(text) == f"  - flip:\n    expect: {after}\n  - reload:\n"
    again = desk.written(make, is_updating=True)
    assert [one.written for one in again.drafts] == [frozenset()]
    assert not again.has_failed


def test_what_never_happens_any_more_is_taken_out(desk: Desk) -> None:
    desk.put(
        f"{HEAD}  - flip:\n    expect: [onload]\n    why: it does\n"
        "  - {reload: , expect: [onload]}\n"
    )
    updated = desk.written(by_verb(), is_updating=True)
    assert steps_of(desk.save(updated)) == "  - flip:\n    why: it does\n  - {reload: }\n"


def test_returns_is_written_and_replaced(desk: Desk) -> None:
    desk.put(f"{HEAD}  - status:\n  - status:\n    returns: chat   # a\n")
    updated = desk.written(by_verb(), is_updating=True)
    assert steps_of(desk.save(updated)) == (
        "  - status:\n    returns: online\n  - status:\n    returns: online   # a\n"
    )


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("  - &a {flip: }\n  - *a\n", "it stands in several places, by an anchor"),
        ("  - ? flip\n    : null\n", "a key is written with `?`"),
    ],
)
def test_what_cannot_be_extended_safely_is_left_and_told_of(
    desk: Desk, steps: str, why: str
) -> None:
    desk.put(HEAD + steps)
    written = desk.written(by_verb(flip=[("onload", None)]))
    (made,) = written.drafts
    assert made.after.sheet.text == HEAD + steps
    assert written.remarks[0] == f"scenario.yaml::A, step 1: {why}"


def test_values_by_alias_are_no_hindrance(desk: Desk) -> None:
    desk.put(f"{HEAD}  - click: &a b c\n  - click: *a\n  - {{click: *a , why: x}}\n")
    text = desk.save(desk.written(by_verb(click=[("onload", None)])))
    assert steps_of(text) == (
        "  - click: &a b c\n    expect: [onload]\n"
        "  - click: *a\n    expect: [onload]\n"
        "  - {click: *a, expect: [onload] , why: x}\n"
    )


def test_a_file_that_was_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"mine")
    with pytest.raises(ChangedMeanwhile):
        rewrite(file, b"yours", b"new")
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    rewrite(link, b"mine", b"new")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "link.yaml"]
