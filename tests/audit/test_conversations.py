"""Each callback that a page registers is fired in some visit, and no visit is made for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examining import audited, read
from handmade import LOAD, init, visit

from harness.audit.conversations import conversations
from harness.audit.evidence import Evidence
from harness.audit.target import Target
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.audit.plans import Plan

CASES = Path(__file__).parent / "cases" / "callbacks"


def planned(*names: str, function: str = "embed.init") -> dict[str, Plan]:
    seen = visit("desktop", LOAD, init(*names, function=function))
    evidence = Evidence(Target("page.html", Path("page.html")), read(""), {"desktop": seen})
    return {plan.name: plan for plan in conversations(evidence)}


@pytest.mark.parametrize(
    ("names", "plans"),
    [
        ("", set()),
        ("onload", set()),
        ("onload onchange", {"chat"}),
        ("onchatrating", {"chat"}),
        ("ontrigger", {"chat"}),
        ("onofflinemessage", {"offline"}),
        ("onphonerequired", {"chat", "declining"}),
    ],
)
def test_a_visit_is_made_for_what_the_page_registers_alone(names: str, plans: set[str]) -> None:
    assert planned(*names.split()).keys() == plans


def test_callbacks_of_the_popup_alone_make_no_visit() -> None:
    assert planned("onchatstart", function="popup.init") == {}


def test_the_visitor_is_asked_for_what_the_page_hears_of_alone() -> None:
    plan = planned("onemailrequired")["chat"]
    assert plan.backend.settings == {"ask_email": True}
    assert {"launch", "rate"}.isdisjoint(act.label for act in plan.acts)


def test_every_callback_is_fired(tmp_path: Path) -> None:
    file = CASES / "ok-all-ten.html"
    audit = audited({"page": (Target(file.name, file), None)}, tmp_path)["page"]
    fired = {
        event.data["name"] for one in audit.visits for event in one.recording.of_kind("callback")
    }
    assert fired == API.callbacks.keys()
    answers = {
        (event.data["name"], event.data["args"][0]["accepted"])
        for one in audit.visits
        for event in one.recording.of_kind("callback")
        if event.data["name"].endswith("required")
    }
    assert answers == {
        (f"on{name}required", accepted)
        for name in ("name", "email", "phone")
        for accepted in (True, False)
    }
    assert audit.troubles == ()
