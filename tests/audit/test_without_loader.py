"""What is left of a page without the loader, as rules see it in visits written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from handmade import EMBED, found, visit

from harness.audit.plans import first_plans
from harness.audit.target import SITE
from harness.widget_api import LOADER_URL

if TYPE_CHECKING:
    from harness.audit.visiting import Visit

FALLBACK = "<p hidden>Call us: 0800</p><script>loader.onerror = show;</script>"


def thrown(line: int) -> tuple[str, dict[str, Any]]:
    stack = f"ReferenceError: livechatoo is not defined\n    at {SITE}:{line}:1"
    return "page_error", {
        "name": "ReferenceError",
        "message": "livechatoo is not defined",
        "stack": stack,
    }


HANDLERS = "<script>\nlivechatoo.embed.page('chat');\nlivechatoo.embed.bubble(true);\n</script>"


@pytest.mark.parametrize(
    ("visits", "rules"),
    [
        (("withheld",), {"breaks-without-loader"}),
        (("refused",), {"breaks-without-loader"}),
        (("foreign",), {"loader-unchecked"}),
        (("withheld", "refused", "foreign"), {"breaks-without-loader"}),
        (("desktop", "foreign"), set()),
        (("desktop", "withheld", "refused"), set()),
    ],
)
def test_an_error_is_laid_at_the_door_of_what_brings_it_about(
    visits: tuple[str, ...], rules: set[str]
) -> None:
    seen = [visit(name, thrown(2)) for name in visits]
    named = {
        rule
        for rule in ("breaks-without-loader", "loader-unchecked")
        if found(HANDLERS, rule, *seen)
    }
    assert named == rules


def test_the_same_error_at_two_places_is_two_findings() -> None:
    seen = [visit("withheld", thrown(2)), visit("foreign", thrown(2), thrown(3))]
    (without,) = found(HANDLERS, "breaks-without-loader", *seen)
    (unchecked,) = found(HANDLERS, "loader-unchecked", *seen)
    assert (without.place.line, unchecked.place.line) == (2, 3)


def test_a_finding_tells_in_which_way_the_loader_failed() -> None:
    (finding,) = found(HANDLERS, "breaks-without-loader", visit("refused", thrown(2)))
    assert "seen when the loader's host answers with status 500" in [
        proof.text for proof in finding.evidence
    ]


LATER = (
    "<script>\nfunction later() {\nlivechatoo.embed.bubble(true);\n}"
    "\nfunction ask() {\nlivechatoo.embed.page('chat');\n}\n</script>"
)


def test_a_call_that_was_seen_to_throw_is_told_once() -> None:
    (finding,) = found(LATER, "loader-unchecked", visit("foreign", thrown(3)))
    assert [edit.replacement for edit in finding.edits] == ["if (window.livechatoo) "]
    unasked = found(LATER, "unguarded-call", visit("foreign", thrown(3)))
    assert [one.place.line for one in unasked] == [6]


def shown(foreign: list[str], *, failing: tuple[list[str], list[str]]) -> list[Visit]:
    """The visits of a page with some lines of text in sight."""
    return [
        visit("desktop", loaded={"lines": ["Shop"]}),
        visit("phone", loaded={"lines": ["Shop"]}),
        visit("withheld", failed={"lines": failing[0]}),
        visit("refused", failed={"lines": failing[1]}),
        visit("foreign", failed={"lines": foreign}),
    ]


CALL = ["Shop", "Call us: 0800"]


def test_a_fallback_that_only_an_error_brings_is_missed() -> None:
    (finding,) = found(FALLBACK, "fallback-missed", *shown(["Shop"], failing=(CALL, CALL)))
    assert finding.excerpt.endswith("loader.onerror = show;</script>")
    assert "'Call us: 0800'" in finding.evidence[0].text


@pytest.mark.parametrize(
    ("html", "foreign", "failing"),
    [
        (FALLBACK, CALL, (CALL, CALL)),  # shown whatever comes
        (FALLBACK, ["Shop"], (CALL, ["Shop"])),  # chance: another teaser each time
        (FALLBACK.replace("0800", "0900"), ["Shop"], (CALL, CALL)),  # not the page's own words
        (FALLBACK.replace("onerror", "onload"), ["Shop"], (CALL, CALL)),  # nothing hears of errors
        (FALLBACK, [], (CALL, CALL)),  # the visit did not come so far
    ],
)
def test_other_texts_are_no_missed_fallback(
    html: str, foreign: list[str], failing: tuple[list[str], list[str]]
) -> None:
    assert found(html, "fallback-missed", *shown(foreign, failing=failing)) == []


def test_text_that_stands_beside_the_widget_too_is_no_fallback() -> None:
    visits = shown(["Shop"], failing=(CALL, CALL))
    visits[1] = visit("phone", loaded={"lines": CALL})
    assert found(FALLBACK, "fallback-missed", *visits) == []


SEEN = {"letters": 100, "written": 120, "isBlank": False}
GONE = {"letters": 0, "written": 120, "isBlank": True}
HANGING = {"ready": "interactive", "loaderEnded": False}


@pytest.mark.parametrize(
    ("held", "failed", "when"),
    [
        (GONE | HANGING, [SEEN, SEEN, SEEN], "while the loader hangs"),
        (GONE | HANGING, [GONE, GONE, GONE], "while the loader hangs"),
        (SEEN | HANGING | {"isBlank": True}, [SEEN, SEEN, SEEN], "while the loader hangs"),
        (SEEN | HANGING, [GONE, SEEN, SEEN], "hangs and then breaks off"),
        (SEEN | HANGING, [SEEN, GONE, SEEN], "answers with status 500"),
        (SEEN | HANGING, [SEEN, SEEN, GONE], "something else comes"),
        (SEEN | HANGING, [SEEN, SEEN, SEEN], None),
        (GONE | HANGING | {"ready": "loading"}, [SEEN, SEEN, SEEN], None),  # not yet read
        (GONE | HANGING | {"loaderEnded": True}, [SEEN, SEEN, SEEN], None),  # it hangs no more
        (GONE | HANGING | {"written": 20}, [SEEN, SEEN, SEEN], None),  # made by a script later
    ],
)
def test_a_hidden_page_is_told_with_what_hides_it(
    held: dict[str, Any], failed: list[dict[str, Any]], when: str | None
) -> None:
    seen = [
        visit("desktop", loaded=SEEN),
        visit("withheld", held=held, failed=failed[0]),
        visit("refused", failed=failed[1]),
        visit("foreign", failed=failed[2]),
    ]
    findings = found(EMBED, "hidden-until-loaded", *seen)
    assert [when in one.message for one in findings if when] == [True] * (when is not None)
    assert len(findings) == (when is not None)


def test_a_ready_handler_waits_for_a_deferred_loader() -> None:
    loader = '<script {} src="https://app.livechatoo.com/js/web.min.js"></script>'
    script = "<script>$(function () { start(); }); $('#menu');</script>"
    for how, count in (("defer", 1), ('type="module"', 1), ("async", 0), ("async defer", 0)):
        assert len(found(loader.format(how) + script, "ready-event-waits")) == count, how


WAITING = "<script>addEventListener('load', start);</script>"
HELD = {
    "ready": "interactive",
    "loadEnded": False,
    "loaderEnded": False,
    "scripts": [{"src": LOADER_URL}],
}
TIMES = {"ready": 40.2, "load": 95.6, "asked": 20, "answered": 30}
SLOW = {"ready": 41.0, "load": 1260.4, "asked": 20, "answered": 1225}


def test_what_waits_for_the_loader_is_told_in_milliseconds() -> None:
    (finding,) = found(
        WAITING,
        "load-event-waits",
        visit("desktop", loaded={"times": TIMES}),
        visit("withheld", held=HELD, failed={"times": SLOW}),
    )
    (proof,) = finding.evidence
    assert proof.text == (
        "the load event comes after 1260 ms where the loader hangs for 1205 ms, "
        "after 96 ms where it comes at once"
    )


@pytest.mark.parametrize(
    "unknown", [{"load": 0}, {"asked": 0, "answered": 0}, {"answered": 0}], ids=str
)
def test_a_time_that_was_not_seen_is_not_told(unknown: dict[str, float]) -> None:
    (finding,) = found(
        WAITING,
        "load-event-waits",
        visit("desktop", loaded={"times": TIMES}),
        visit("withheld", held=HELD, failed={"times": SLOW | unknown}),
    )
    assert [proof.text for proof in finding.evidence] == [
        "as long as the loader hangs, the load event does not come"
    ]


@pytest.mark.parametrize(
    ("script", "is_told"),
    [
        ("addEventListener('load', start);", True),
        ("if (document.readyState != 'complete') addEventListener('load', start);", True),
        ("(function () { onload = start; })();", True),
        ("if (location.hash === '#tour') addEventListener('load', start);", False),
        ("location.hash === '#tour' && addEventListener('load', start);", False),
        ("if (!slow) { start(); } else { addEventListener('load', start); }", False),
        ("b.onclick = function () { addEventListener('load', start); };", False),
        ("function later() { addEventListener('load', start); }", False),
    ],
)
def test_who_may_not_wait_is_not_told_to(script: str, *, is_told: bool) -> None:
    seen = visit("withheld", held=HELD, failed={"times": SLOW})
    page = f"<script>{script}</script>"
    assert (
        bool(found(page, "load-event-waits", visit("desktop", loaded={"times": TIMES}), seen))
        is is_told
    )


@pytest.mark.parametrize(
    "other", [{"loadEnded": True}, {"loaderEnded": True}, {"ready": "loading"}, {"scripts": []}]
)
def test_nothing_waits_for_a_loader_that_holds_nothing_up(other: dict[str, Any]) -> None:
    assert found(WAITING, "load-event-waits", visit("withheld", held=HELD | other)) == []


def test_a_page_gets_the_same_question_in_each_visit_where_the_loader_fails() -> None:
    for consent in (None, "#agree"):
        plans = {one.name: one for one in first_plans(consent, pictures=False)}
        for name in ("withheld", "refused", "foreign"):
            assert [act.label for act in plans[name].acts][-1] == "failed"
            assert any(act.verb == "click" for act in plans[name].acts) is bool(consent)
