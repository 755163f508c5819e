"""What a person does on the page and in the widget becomes steps, told by trusted input."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from harness.browser.capturing import capture
from harness.browser.engine import Engine, EngineOptions
from harness.browser.hand import Hand
from harness.browser.profile import button, field
from harness.scenario.model import Step
from harness.scenario.places import Place
from harness.writing.acts import SECRET, Acts
from harness.writing.composing import Head, composed, listed
from harness.writing.recorded import Desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from harness.browser.profile import Control
    from harness.browser.session import Session

PAGE = """<!doctype html><meta charset=utf-8><title>Shop</title>
<a id="more" href="/more">More</a>
<p><button>Add to basket</button> <button>Buy</button>
<button class=x>Same</button><button>Same</button></p>
<form action="/found"><label for=q>Search</label> <input id=q name=q> <button>Go</button></form>
<form onsubmit="return false"><input type=password name=secret>
<label><input type=checkbox id=agree> I agree</label>
<select name=size><option>S<option>M</select><textarea name=note></textarea></form>
<div id=host></div>
<script>
  const shadow = document.getElementById("host").attachShadow({mode: "open"});
  shadow.innerHTML = "<button id=deep>Deep</button>";
  document.querySelector("button").onclick = () => { document.title = "Added"; };
</script>
<!-- livechatoo -->"""

_LATE_TIMERS = """() => {
  const soon = window.setTimeout;
  window.setTimeout = (work, ms, ...rest) => soon(work, (ms || 0) + 60000, ...rest);
  document.forms[0].onsubmit = () => false;
}"""
"""A page that is too busy for its timers, and whose search stays where it is."""


def captured(
    tmp_path: Path, act: Callable[[Session], Awaitable[None]], **embed: Any
) -> tuple[Acts, Desk]:
    desk = Desk(tmp_path / "scenarios" / "a.yaml", "scenarios/a.yaml", {SECRET: "unknown"})
    at = "https://shop.example/"
    host = {
        "html": PAGE,
        "embed": {"account": "demo", **embed},
        "pages": {f"{at}{name}": {"html": "<title>Other</title>"} for name in ("more", "found")},
    }
    (run,) = desk.runs(composed(Head("A", host), listed([{"check": {"url": "$str"}}])))
    acts = Acts(run.scenario.host.at)

    async def work() -> None:
        async with Engine(EngineOptions(tmp_path / "runs", screenshot="off")) as engine:
            await capture(engine, run, acts.hear, act)

    asyncio.run(work())
    return acts, desk


class Visitor(Hand):
    """A hand that waits before each press until the widget has moved, as the verb does."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, Step(0, None, Place("", 1, 1), ""))
        self._calm = session.calm

    async def press(self, control: Control) -> None:
        await self._calm("main")
        await super().press(control)


@pytest.mark.campaign  # two navigations within milliseconds are now and then taken for one
def test_on_the_page(tmp_path: Path) -> None:
    async def act(session: Session) -> None:
        page = session.windows["main"].page
        await page.click("button")
        await page.click("text=Buy")
        await page.click(".x")
        await page.click("#host button")
        await page.type("input[type=password]", "$ecret")
        await page.click("text=I agree")
        await page.focus("select")
        await page.keyboard.press("m")
        await page.type("textarea", "costs ${x}\nor so")
        await page.keyboard.press("Escape")
        await page.type("#q", "shears")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/found*")
        await page.go_back()
        await page.click("#more")
        await page.wait_for_url("**/more")
        await page.reload()
        await page.goto("https://shop.example/?a=1#b")

    acts, desk = captured(tmp_path, act)
    steps = acts.steps
    assert steps == [
        {"click": 'button:text-is("Add to basket")'},
        {"click": 'button:text-is("Buy")'},
        {"click": "button:nth-of-type(3)"},
        {"click": "#deep"},
        {"fill": {'input[name="secret"]': f"${{env.{SECRET}}}"}},
        {"click": "#agree"},
        {
            "eval": "((list) => { list.value = \"M\"; list.dispatchEvent(new Event('change', "
            '{bubbles: true})) })(document.querySelector("select[name=\\"size\\"]"))'
        },
        {"fill": {'textarea[name="note"]': "costs $${x}\nor so"}},
        {"press": "Escape"},
        {"fill": {"#q": "shears"}},
        {"press": {"#q": "Enter"}},
        {"back": None},
        {"click": "#more"},
        {"refresh": None},
        {"goto": "/?a=1#b"},
    ]
    assert acts.has_secret
    _, source = desk.manuscript(composed(Head("A", {"html": PAGE}), listed(steps))).variants()
    assert source.problems == []


def test_a_click_right_after_enter_is_an_act_of_its_own(tmp_path: Path) -> None:
    async def act(session: Session) -> None:
        page = session.windows["main"].page
        await page.evaluate(_LATE_TIMERS)
        await page.click("text=I agree")
        await page.click("text=Buy")
        await page.type("#q", "shears")
        await page.keyboard.press("Enter")
        await page.click("text=Buy")

    acts, _ = captured(tmp_path, act)
    assert acts.steps == [
        {"click": "#agree"},
        {"click": 'button:text-is("Buy")'},
        {"fill": {"#q": "shears"}},
        {"press": {"#q": "Enter"}},
        {"click": 'button:text-is("Buy")'},
    ]


def test_in_the_widget(tmp_path: Path) -> None:
    async def act(session: Session) -> None:
        visitor = Visitor(session)
        await visitor.press(button("open"))
        await visitor.type(field("message"), "Hello, $5?")
        await visitor.press(button("send"))
        await visitor.type(field("message"), "And again")
        await session.windows["main"].page.keyboard.press("Enter")
        await visitor.press(button("maximize"))
        await visitor.press(button("restore"))
        await visitor.press(button("minimize"))
        await session.windows["main"].page.click("text=Buy")

    acts, _ = captured(tmp_path, act)
    assert acts.steps == [
        {"visitor": "opens"},
        {"visitor": {"says": "Hello, $5?"}},
        {"visitor": {"says": "And again"}},
        {"visitor": "maximizes"},
        {"visitor": "restores"},
        {"visitor": "minimizes"},
        {"click": 'button:text-is("Buy")'},
    ]


def pressed(name: str, *panels: str) -> dict[str, Any]:
    return {"where": "widget", "do": "click", "role": "button", "name": name, "panels": panels}


def typed(name: str, value: str) -> dict[str, Any]:
    return {"where": "widget", "do": "type", "name": name, "value": value}


def chosen(role: str, name: str, *panels: str) -> dict[str, Any]:
    box = {"where": "widget", "do": "choose", "role": role, "checked": True}
    return {**box, "name": name, "panels": panels}


@pytest.mark.parametrize(
    ("rows", "acts"),
    [
        ([typed("Your message", " "), pressed("Send")], []),
        ([pressed("Open chat")], ["opens"]),
        ([chosen("checkbox", "I agree to the processing of my personal data")], ["consents"]),
        ([chosen("radio", "Alex, Orders", "Choose an operator")], [{"picks": "Alex, Orders"}]),
        (
            [pressed("Rate this chat"), chosen("radio", "4 stars"), pressed("Send rating")],
            [{"rates": 4}],
        ),
        (
            [chosen("radio", "1 star"), typed("Your comment", "No"), pressed("Send rating")],
            [{"rates": 1, "message": "No"}],
        ),
        (
            [typed("Name", "Jan"), typed("How can we help?", "Hm"), pressed("Send message")],
            [{"leaves_message": {"name": "Jan", "message": "Hm"}}],
        ),
        (
            [typed("Email", "a@b.example"), pressed("Continue", "Please tell us your email")],
            [{"gives": {"email": "a@b.example"}}],
        ),
        ([pressed("Skip", "Please tell us your name")], [{"declines": "name"}]),
    ],
)
def test_what_a_visitor_does_is_told_in_the_visitors_words(
    rows: list[dict[str, Any]], acts: list[Any]
) -> None:
    heard = Acts("https://shop.example/")
    for row in rows:
        heard.hear(row, "popup")
    assert heard.steps == [{"visitor": act, "in": "popup"} for act in acts]


@pytest.mark.parametrize("act", [{"do": "unknown"}, {"where": "widget", "do": "click"}])
def test_what_is_not_known_is_no_step(act: dict[str, Any]) -> None:
    acts = Acts("https://shop.example/")
    acts.hear(act)
    assert acts.steps == []
