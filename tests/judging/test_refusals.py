"""Where something of the widget is missing, it is told what the page's policy has refused of it."""

from __future__ import annotations

import pytest
from stories import Story, expect, make_run, step, want

FRAME = "Framing 'https://app.livechatoo.com/' violates the following Content Security Policy"
REFUSED = f"{FRAME} directive: \"frame-src 'self'\". The request has been blocked.\n"
LINE = f"refused: {REFUSED.strip()}"
HINT = "the page's policy may be the cause; `harness audit` says what to add to it"
OTHER = REFUSED.replace("app.livechatoo.com", "ads.example")
REPORTED = REFUSED.replace("following", "following report-only")


def story(*texts: str, kind: str = "error") -> Story:
    """A widget that does not come, and what the console says before that is noticed."""
    here = Story(make_run(step(expect=expect(want("onload")))))
    with here.step(None, index=-1):
        here.load()
        for text in texts:
            here.add("console", type=kind, text=text, url="", line=0)
    with here.step():
        here.acted()
    return here


def test_what_was_refused_of_the_widget_is_told_once_with_the_way_out() -> None:
    failure = story(REFUSED, REFUSED).failure()
    assert failure.instead[-1] == LINE
    assert failure.instead.count(LINE) == 1
    assert failure.hint == HINT


def test_of_many_refusals_the_first_two_are_told() -> None:
    names = [REFUSED.replace("Framing", f"{number}. Framing") for number in range(9)]
    failure = story(*names).failure()
    assert [one[:12] for one in failure.instead if one.startswith("refused")] == [
        "refused: 0. ",
        "refused: 1. ",
    ]


@pytest.mark.parametrize(
    ("text", "kind"), [(OTHER, "error"), (REPORTED, "error"), (REFUSED, "log"), ("oh", "error")]
)
def test_what_refuses_the_widget_nothing_is_not_told(text: str, kind: str) -> None:
    failure = story(text, kind=kind).failure()
    assert (failure.instead, failure.hint) == plain()


def test_what_is_refused_later_is_not_told() -> None:
    here = story()
    here.add("console", type="error", text=REFUSED, url="", line=0)
    failure = here.failure()
    assert (failure.instead, failure.hint) == plain()


def test_a_hint_that_knows_more_stays() -> None:
    here = Story(make_run(step()))
    with here.step(None, index=-1):
        here.add("console", type="error", text=REFUSED, url="", line=0)
    with here.step():
        here.trouble("not-loaded", hint="the loader was never asked for")
    failure = here.failure()
    assert (failure.instead, failure.hint) == ((LINE,), "the loader was never asked for")


def plain() -> tuple[tuple[str, ...], str | None]:
    failure = story().failure()
    return failure.instead, failure.hint
