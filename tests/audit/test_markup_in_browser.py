"""The reading finds the scripts that Chromium finds, and knows which of them it runs."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markup_cases import PAGES, PIECES, TYPES
from playwright.sync_api import Page, Route, sync_playwright

from harness.audit import parsing
from harness.audit.script_types import address_of, runs
from harness.audit.sources import Source
from harness.browser.finding import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.markup import Document

AT = "https://page.example/"
NAME = re.compile(r"ran\('([^']*)'\)")
UNENDED = re.compile(r"<(?:svg|math)>.*<!--(?!.*--!?>)", re.DOTALL)
"""justhtml 3.16 takes a comment in a drawing that never ends for text; browsers do not."""

_ROW = r"<(?:tr|t[dh]|tbody|thead|tfoot|caption|col|colgroup)\b"
ROW_IN_MATH = re.compile(rf"<math>.*{_ROW}.*<m[ions]>.*{_ROW}", re.DOTALL)
"""justhtml 3.16 lets a row in a formula's text end the formula's own row; browsers do not."""

KEPT = "window.heard = []; window.ran = (name) => { heard.push(name); return true; };"
ASK = """() => {
  const roots = [document];
  const scripts = [];
  const handlers = [];
  while (roots.length) {
    for (const one of roots.shift().querySelectorAll('*')) {
      if (one.shadowRoot) roots.push(one.shadowRoot);
      if (one.hasAttribute('onclick')) handlers.push(one.getAttribute('onclick'));
      if (one.localName !== 'script') continue;
      const namespace = one.namespaceURI.split('/').pop().replace('MathML', 'math')
        .replace('xhtml', 'html');
      const own = [...one.childNodes].filter((node) => node.nodeType === 3 || node.nodeType === 4);
      const text = namespace === 'html' ? one.textContent : own.map((node) => node.data).join('');
      const src = namespace === 'html' ? one.getAttribute('src') :
        one.getAttribute('href') ?? one.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
      scripts.push([namespace, one.getAttribute('type'), src, text]);
    }
  }
  return {scripts, handlers, heard};
}"""
SAY = """(texts) => texts.map((text) => {
  const before = heard.length;
  try { (0, eval)(text); } catch {}
  return heard.slice(before);
})"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find().path)
        page = browser.new_page()
        page.add_init_script(KEPT)
        yield page
        browser.close()


def seen(tab: Page, html: str | bytes, content_type: str = "text/html; charset=utf-8") -> Any:
    """What the browser makes of a page."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if route.request.resource_type == "document":
            route.fulfill(body=html, content_type=content_type)
        else:
            route.fulfill(body=f"ran('{parts.query}')", content_type="text/javascript")

    tab.unroute_all()
    tab.route("**/*", answer)
    tab.goto(AT)
    return tab.evaluate(ASK)


def compare(tab: Page, html: str) -> None:
    document = parsing.read(Source("page.html", AT, html))
    told = seen(tab, html)
    assert sorted(map(json.dumps, told["scripts"])) == sorted(map(json.dumps, listed(document)))
    assert set(told["handlers"]) == {
        one.get("onclick")
        for one in document.elements
        if "onclick" in one.attributes and not one.is_inert
    }
    assert sorted(told["heard"]) == sorted(expected(tab, document)), html


def listed(document: Document) -> list[list[str | None]]:
    """The script elements as the reading has them."""
    return [
        [
            one.namespace,
            one.attributes.get("type"),
            address_of(one),
            re.sub("\r\n?", "\n", document.script(one).text).removeprefix("\0"),
        ]
        for one in document.all("script")
        if not one.is_inert
    ]


def expected(tab: Page, document: Document) -> list[str]:
    """The names that the scripts say which run."""
    named: list[str] = []
    texts: list[str] = []
    for one in document.all("script"):
        address = address_of(one)
        if not runs(one):
            continue
        if address is None:
            texts.append(document.script(one).text)
        elif address.strip():
            named.append(urlsplit(address.strip()).query)
    for names in tab.evaluate(SAY, texts):
        named += names
    return named


EACH = 6
"""Every one of so many pages is tried by default, the others by `-m campaign`."""


def _sampled() -> list[object]:
    return [
        page if not at % EACH else pytest.param(page, marks=pytest.mark.campaign)
        for at, page in enumerate(PAGES)
    ]


@pytest.mark.parametrize("html", _sampled())
def test_tricky_pages_are_read_as_browsers_read_them(tab: Page, html: str) -> None:
    compare(tab, html)


def test_the_types_that_run_are_those_that_browsers_run(tab: Page) -> None:
    elements = [f"<script {one}>ran('{number}')</script>" for number, one in enumerate(TYPES)]
    compare(tab, "<!doctype html>\n" + "\n".join(elements))


@st.composite
def made(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
    numbers = count(1)
    return re.sub(r"\{\}", lambda _: str(next(numbers)), "".join(pieces))


@pytest.mark.parametrize(
    "examples", [12, pytest.param(1500, marks=pytest.mark.campaign)], ids=["few", "many"]
)
def test_pages_made_at_random_are_read_as_browsers_read_them(tab: Page, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(made())
    def held(html: str) -> None:
        assume(not UNENDED.search(html) and not ROW_IN_MATH.search(html))
        compare(tab, html)

    held()
