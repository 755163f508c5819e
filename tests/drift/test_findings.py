"""Many differences as few findings, what they overturn, and how both are told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from accounts import Account, compared

from harness.drift.explaining import Experiments, Pair, explained
from harness.drift.findings import Compared, Finding, findings, mark_silence
from harness.drift.printing import lines
from harness.drift.report import Report
from harness.drift.widgets import BadWidget, Widget, assuming, widget
from harness.scenario.model import Host, HostPage, Run, Scenario, Step
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.drift.explaining import Try
    from harness.recording import Recording

STUB = Widget("stub", "the stub")
BUILD = Widget("build.js", "build.js")
SMALL = {"chat_status": "min"}


def run(name: str) -> Run:
    place = Place("s.yaml", 1, 1)
    page = HostPage("https://shop.example/", place, html="")
    return Run(name, Scenario(name, "s.yaml", place, Host(page), (Step(0, "flip", place, "flip"),)))


def one(name: str, a: Account, b: Account) -> Compared:
    return Compared(name, tuple(compared(a, b)))


def flips(status: object, *, fires: bool = True) -> Account:
    account = Account().step("flip")
    if fires:
        account.fires("onchange", SMALL)
    return account.step("status").returns("embed.status", status)


def test_the_same_difference_in_many_runs_is_one_finding_with_their_count() -> None:
    runs = [one(f"run {n}", flips("chat"), flips(status=True)) for n in range(40)]
    (finding,) = findings(runs)
    assert len(finding.runs) == 40
    assert finding.examples == {('"chat" (string)', "true (boolean)"): 40}


def test_what_never_comes_first_may_follow_from_what_does() -> None:
    found = findings([one("run", flips("chat"), flips("hidden", fires=False))])
    assert [(finding.spot.area, finding.may_follow) for finding in found] == [
        ("callback", False),
        ("return", True),
    ]
    alone = one("another run", flips("chat"), flips("hidden"))
    again = findings([one("run", flips("chat"), flips("hidden", fires=False)), alone])
    assert not any(finding.may_follow for finding in again)


def test_requests_that_always_differ_together_are_one_finding() -> None:
    a = Account().asks("/a.js").asks("/a.css").asks("/both")
    b = Account().asks("/both").asks("/b.js")
    found = findings([one("run", a, b)])
    assert [finding.subjects for finding in found] == [["GET /a.js", "GET /a.css"], ["GET /b.js"]]


def test_a_callback_that_never_fires_in_several_runs_differs_from_the_vendors_page() -> None:
    heard = (frozenset({"onchange"}), frozenset[str]())
    runs = [
        Compared(name, tuple(compared(flips("chat"), flips("chat", fires=False))), heard=heard)
        for name in ("run", "another")
    ]
    found = findings(runs)
    mark_silence(found, runs, ways=1)
    assert found[0].broken is not None
    assert (found[0].broken.by, found[0].broken.section) == ("b", "onchange")


def test_a_callback_missing_at_a_single_act_may_be_a_matter_of_an_assumption() -> None:
    heard = (frozenset({"onchange"}), frozenset[str]())
    runs = [
        Compared(name, tuple(compared(flips("chat"), flips("chat", fires=False))), heard=heard)
        for name in ("run", "another")
    ]
    found = findings(runs)
    mark_silence(found, runs)
    assert found[0].broken is None


def test_one_run_without_a_callback_is_no_proof_that_it_never_fires() -> None:
    heard = (frozenset({"onchange"}), frozenset[str]())
    difference = compared(flips("chat"), flips("chat", fires=False))
    runs = [Compared("run", tuple(difference), heard=heard)]
    found = findings(runs)
    mark_silence(found, runs, ways=1)
    assert found[0].broken is None


def tried(a: Account, b: Account, outcomes: dict[tuple[str, object], Account]) -> list[Finding]:
    """The findings of one run, with what the stub does under each choice; else as by default."""
    first, second = a.done(), b.done()
    pair = Pair(run("run"), first, second)
    outcomes_done = {choice: account.done() for choice, account in outcomes.items()}

    async def trying(tries: Sequence[Try]) -> dict[Try, Recording]:
        return {made: outcomes_done.get(made[1][-1], first) for made in tries}

    from harness.drift.comparing import differences

    found = findings([Compared("run", differences(first, second))])
    return asyncio.run(explained(found, Experiments({"run": pair}, "a", trying)))


def test_the_assumption_is_named_whose_choice_makes_the_difference_go_away() -> None:
    (finding,) = tried(
        flips("chat"),
        flips("chat", fires=False),
        {
            ("flip-fires-onchange", False): flips("chat", fires=False),
            ("page-fires-onchange", False): flips("chat"),
        },
    )
    assert finding.overturned is not None
    assert (finding.overturned.assumption, finding.overturned.choice) == (
        "flip-fires-onchange",
        False,
    )
    assert finding.overturned.or_else == ()


def test_a_choice_that_makes_another_difference_is_not_the_cause() -> None:
    (finding,) = tried(
        flips("chat"),
        flips("chat", fires=False),
        {("flip-fires-onchange", False): flips(status=True, fires=False)},
    )
    assert finding.overturned is None
    assert "onchange-rule" in finding.in_question


def test_two_causes_in_one_run_are_told_apart() -> None:
    found = tried(
        flips("chat"),
        flips(status=True, fires=False),
        {
            ("flip-fires-onchange", False): flips("chat", fires=False),
            ("status-is-the-page", "boolean"): flips(status=True),
        },
    )
    assert {
        finding.spot.subject: finding.overturned.assumption
        for finding in found
        if finding.overturned
    } == {"onchange": "flip-fires-onchange", "embed.status": "status-is-the-page"}


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (STUB, BUILD, "the stub is stale"),
        (BUILD, STUB, "the stub is stale"),
        (Widget("old.js", "old.js"), BUILD, "the widget changed"),
    ],
)
def test_what_a_difference_means_depends_on_who_differs(a: Widget, b: Widget, said: str) -> None:
    found = findings([one("run", flips("chat"), flips(status=True))])
    report = Report(a, b, [], found)
    assert report.said(found[0]) == said


def test_a_broken_rule_of_the_vendors_page_is_told_of_the_one_who_breaks_it() -> None:
    wrong = Account().fires("onload", {"page": "online", "online": "yes"})
    right = Account().fires("onload", {"page": "online", "online": True})
    found = findings([one("run", wrong, right)])
    report = Report(STUB, BUILD, [], found)
    assert report.said(found[0]) == "the stub differs from the vendor's page"


def test_a_report_never_says_failed_and_names_what_is_overturned() -> None:
    found = tried(
        flips("chat"),
        flips("chat", fires=False),
        {("flip-fires-onchange", False): flips("chat", fires=False)},
    )
    report = Report(STUB, BUILD, [found[0].instances[0][0]], found)
    assert list(lines(report)) == [
        "A is the stub, B is build.js",
        "",
        "1. the stub is stale: onchange, at embed.flip  (1 run)",
        "   section onchange",
        "   overturned: flip-fires-onchange — flip() during a chat fires onchange",
        "   it does as with the choice false",
        '     A: once, with {chat_status: "min"}',
        "     B: not at all",
        "   in run",
        "",
        "1 difference in 1 of 1 run; overturned: flip-fires-onchange",
    ]
    as_json = report.as_json()
    assert as_json["overturned"] == [
        {
            "assumption": "flip-fires-onchange",
            "statement": "flip() during a chat fires onchange",
            "choices": ["false"],
        }
    ]
    assert "fail" not in str(as_json)


def test_the_stub_can_be_named_with_another_choice() -> None:
    named = widget("stub:ids=text,trigger-once=load")
    assert named.assume == {"ids": "text", "trigger-once": "load"}
    assert not named.is_plain_stub
    assert assuming(run("run"), named.assume).scenario.backend.assume == named.assume


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("stbu", "did you mean `stub`?"),
        ("stub:id=text", "did you mean `ids`?"),
        ("stub:ids=words", "ids is `number` or `text`"),
        ("nowhere.js", "no such file"),
    ],
)
def test_a_widget_that_nobody_knows_is_refused_with_a_hint(given: str, message: str) -> None:
    with pytest.raises(BadWidget, match=message.replace("?", r"\?")):
        widget(given)
