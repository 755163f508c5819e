"""Which referrer policy is in force: the page's last one that browsers know, else its answer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examining import PAGES, audited
from handmade import EMBED, found, visit

from harness.audit.target import Target

if TYPE_CHECKING:
    from pathlib import Path

RULE = "referrer-hidden"


def meta(policy: str, around: str = "{}") -> str:
    return around.format(f'<meta name="Referrer" content="{policy}">')


@pytest.mark.parametrize(
    ("field", "is_hidden"),
    [
        ("no-referrer", True),
        ("Same-Origin", True),
        ("origin, no-referrer", True),
        ("no-referrer, new-word-of-tomorrow", True),
        ("no-referrer, strict-origin-when-cross-origin", False),
        ("never-heard-of", False),
        ("never", False),
        ("", False),
    ],
)
def test_of_an_answer_the_last_word_that_is_known_counts(field: str, *, is_hidden: bool) -> None:
    seen = visit("desktop", ("policy", {"url": "https://site.example/", "referrer": field}))
    findings = found(EMBED, RULE, seen)
    assert [one.evidence[0].text for one in findings] == (
        [f"Referrer-Policy: {field}"] if is_hidden else []
    )


@pytest.mark.parametrize(
    ("head", "is_hidden"),
    [
        (meta("no-referrer"), True),
        (meta(" NEVER "), True),
        (meta("origin") + meta("no-referrer"), True),
        (meta("no-referrer") + meta("origin"), False),
        (meta("no-referrer") + meta("nonsense"), True),
        (meta("no-referrer", "<noscript>{}</noscript>"), False),
        (meta("no-referrer", "<template>{}</template>"), False),
    ],
)
def test_of_a_page_the_last_one_that_is_known_counts(head: str, *, is_hidden: bool) -> None:
    assert bool(found(head + EMBED, RULE)) == is_hidden


def test_the_page_has_the_last_word() -> None:
    seen = visit("desktop", ("policy", {"url": "https://site.example/", "referrer": "no-referrer"}))
    assert found(meta("nonsense") + EMBED, RULE, seen)
    assert not found(meta("strict-origin") + EMBED, RULE, seen)


@pytest.mark.parametrize(("field", "times"), [("no-referrer", 1), ("strict-origin", 0)])
def test_a_browser_hands_the_field_over(tmp_path: Path, field: str, times: int) -> None:
    text = (PAGES / RULE / "right.html").read_text(encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text("\n".join(x for x in text.splitlines() if "referrer" not in x), "utf-8")
    target = Target("page.html", page, headers=(("Referrer-Policy", field),))
    (audit,) = audited({"a": (target, None)}, tmp_path / "out", frozenset({"a"})).values()
    assert [one.rule for one in audit.findings].count(RULE) == times
