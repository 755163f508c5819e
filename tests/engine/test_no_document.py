"""Addresses that show no document: nothing in the answer, a file to be saved, an answer cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult

    from .conftest import Lab

PAGE = "<!doctype html><html lang=en><title>Shop</title><h1>Shop</h1>"
SAVED = "{text: 'a;b', headers: {Content-Type: text/csv, Content-Disposition: attachment}}"
ZIP = "{text: PK, headers: {Content-Type: application/zip}}"


def _scenario(step: str, reply: str, link: str = "") -> str:
    return f"""scenario: An address that shows no document
host:
  html: "{PAGE}{link}<!-- livechatoo -->"
  embed: {{account: demo, page: online}}
mocks: [{{at: https://shop.example/thing, reply: {reply}}}]
steps:
  - {step}
  - visitor: {{says: Still here}}
    expect: {{onchatstart: {{initiator: client}}}}
"""


LINK = "<a id=link href=/thing>Thing</a>"
NEW = "<a id=link href=/thing target=_blank>Thing</a>"
CASES = {
    "goto-204": (_scenario("goto: /thing", "{status: 204}"), "the server answers 204"),
    "goto-205": (_scenario("goto: /thing", "{status: 205}"), "the server answers 205"),
    "goto-attachment": (_scenario("goto: /thing", SAVED), "the address is a download"),
    "goto-zip": (_scenario("goto: /thing", ZIP), "the address is a download"),
    "tab-zip": (_scenario("tab: {name: two, at: /thing}", ZIP), "the address is a download"),
    "goto-redirected-to-itself": (
        _scenario("goto: /thing", "{status: 302, headers: {Location: /thing}}"),
        "the page redirects without end",
    ),
    "goto-cut-off": (_scenario("goto: /thing", "{abort: true}"), "the page could not be opened: "),
    "click-attachment": (_scenario('click: "#link"', SAVED, LINK), None),
    "click-204": (_scenario('click: "#link"', "{status: 204}", LINK), None),
    "click-zip-in-a-new-window": (_scenario('click: "#link"', ZIP, NEW), None),
}
BROKEN = {"goto-204", "goto-205", "goto-attachment", "goto-zip", "tab-zip"}
"""What a scenario asks for that cannot be; the others fail for what the server does."""


@pytest.fixture(scope="module")
def results(make_lab: Callable[[], Lab]) -> dict[str, RunResult]:
    return make_lab().run({name: text for name, (text, _) in CASES.items()}, in_flight=4)


@pytest.mark.parametrize("name", [name for name, (_, words) in CASES.items() if words])
def test_it_is_told_in_words(name: str, results: dict[str, RunResult]) -> None:
    verdict = results[name].verdict
    (failure, *_) = verdict.failures
    assert verdict.status == ("broken" if name in BROKEN else "failed")
    assert (CASES[name][1] or "") in failure.message
    assert "ERR_ABORTED" not in failure.message
    assert "Page.goto" not in failure.message
    if name in BROKEN:
        assert failure.hint is not None
        assert "`click` a link to it" in failure.hint


@pytest.mark.parametrize("name", [name for name, (_, words) in CASES.items() if words is None])
def test_who_follows_a_link_to_it_stays_on_the_page(
    name: str, results: dict[str, RunResult]
) -> None:
    assert results[name].verdict.status == "passed", results[name].verdict
