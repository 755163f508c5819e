"""Pages that are to have no chat, and pages among others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from examining import read
from handmade import EMBED, LOAD, init, visit

from harness.audit.auditing import Audit, judged
from harness.audit.evidence import Evidence
from harness.audit.expectation import (
    among_others,
    has_chat,
    is_nowhere,
    is_without_chat,
    without_chat,
)
from harness.audit.target import Target
from harness.commands.command_line import cli

TARGET = Target("page.html", Path("page.html"))
LOADER = '<script async src="https://app.livechatoo.com/js/web.min.js"></script>'


def audit(html: str, *happened: object) -> Audit:
    seen = visit("desktop", LOAD, *happened)  # type: ignore[arg-type]
    return judged(Evidence(TARGET, read(html), {"desktop": seen}))


@pytest.mark.parametrize(
    ("name", "pattern", "is_one"),
    [
        ("https://shop.example/imprint", "/imprint", True),
        ("https://shop.example/legal/terms?v=2", "/legal/*", True),
        ("https://shop.example/", "/legal/*", False),
        ("https://shop.example/imprint/more", "/imprint", False),
        ("pages/imprint.html", "*/imprint.html", True),
        ("https://shop.example/imprint", "https://shop.example/*", True),
    ],
)
def test_pages_without_a_chat_are_named_by_path_or_address(
    name: str, pattern: str, *, is_one: bool
) -> None:
    assert is_without_chat(name, [pattern]) is is_one


def test_nothing_is_wrong_with_a_page_that_is_to_have_no_chat() -> None:
    assert [one.rule for one in audit("<p>Imprint</p>").findings] == ["no-embed"]
    assert without_chat(audit("<p>Imprint</p>")).findings == ()


def test_a_chat_that_is_not_expected_is_told() -> None:
    one = without_chat(audit(EMBED, init()))
    assert has_chat(one)
    assert one.is_unexpected


def test_one_page_of_several_may_have_no_embed() -> None:
    (finding,) = among_others(audit("<p>Imprint</p>")).findings
    assert (finding.rule, finding.severity) == ("no-embed", "note")


def test_several_pages_of_which_none_has_the_embed_are_wrong() -> None:
    bare, chatty = audit("<p>Imprint</p>"), audit(EMBED + LOADER, init())
    assert is_nowhere([bare, bare])
    assert not is_nowhere([bare, chatty])
    assert not is_nowhere([bare])


def test_a_wait_without_its_unit_is_asked_back(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Imprint</p>", encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", str(page), "--wait", "5"])
    assert result.exit_code == 4
    assert "--wait 5: a duration is a number with its unit" in result.output
