"""Bytes are read as the text that browsers make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from harness.audit.decoding import (
    charset_of,
    codec_of_page,
    declared,
    decode_page,
    decode_script,
)
from harness.audit.encoding_labels import CODECS, codec_of
from harness.browser.finding import find

if TYPE_CHECKING:
    from collections.abc import Iterator

SAID = "<p>Včelařství Žár, cena 5 €"
PADDING = "<!--" + "x" * 1100 + "-->"


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find().path)
        yield browser.new_page()
        browser.close()


def page(meta: str, codec: str = "cp1250") -> bytes:
    return f"<!doctype html>{meta}<title>a</title>{SAID}".encode(codec, "replace")


PAGES = [
    (page("<meta charset=windows-1250>"), "text/html"),
    (page("<meta charset='cp1250'>"), "text/html"),
    (page("<META CHARSET = WINDOWS-1250 >"), "text/html"),
    (page('<meta http-equiv=content-type content="text/html; charset=windows-1250">'), "text/html"),
    (page("<meta charset=nonsense><meta charset=windows-1250>"), "text/html"),
    (page("<!-- <meta charset=utf-8> --><meta charset=windows-1250>"), "text/html"),
    (page("<!--><meta charset=windows-1250>"), "text/html"),
    (page("<script>'<meta charset=windows-1250>'</script>"), "text/html; charset=windows-1252"),
    (page(PADDING + "<meta charset=windows-1250>"), "text/html"),
    (page(PADDING + "<link rel=a><style>b</style><meta charset=windows-1250>"), "text/html"),
    (page("<meta charset=utf-8>", "utf-8"), "text/html"),
    (page("<meta charset=utf-16>", "utf-8"), "text/html"),
    (page("<meta charset=windows-1250>"), "text/html; charset=utf-8"),
    (page("<meta charset=windows-1250>", "utf-8"), 'text/html; charset="utf-8"'),
    (page("<meta charset=utf-8>"), "text/html; charset=windows-1250"),
    (page("<meta charset=utf-8>"), "text/html;charset=iso-8859-2"),
    (page("<meta charset=utf-8>", "utf-8"), "text/html; charset=nonsense"),
    (page("<meta charset=latin2>", "utf-8-sig"), "text/html; charset=windows-1250"),
    (page("<meta charset=latin2>", "utf-16"), "text/html"),
    (b"\xfe\xff" + page("", "utf-16-be"), "text/html; charset=utf-8"),
    (page("<meta charset=shift_jis>", "cp932"), "text/html"),
    (page("<meta charset=gb2312>", "gb18030"), "text/html"),
    (page("<meta charset=koi8-r>", "koi8-r"), "text/html"),
    (page("<meta charset=iso-8859-9>", "cp1254"), "text/html"),
]


@pytest.mark.parametrize(("data", "content_type"), PAGES)
def test_a_page_is_decoded_as_browsers_do(tab: Page, data: bytes, content_type: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=data, headers={"Content-Type": content_type})

    tab.unroute_all()
    tab.route("**/*", answer)
    tab.goto("https://page.example/")
    shown = tab.evaluate("document.querySelector('p').textContent")
    assert decode_page(data, content_type).partition("<p>")[2] == shown


@pytest.mark.parametrize(
    "meta",
    [
        '<meta content="text/html; charset=windows-1250">',
        "<meta name=a content='charset=windows-1250'>",
        "<meta charset=nonsense>",
        "<!-- <meta charset=windows-1250> -->",
        f"{PADDING}<p><meta charset=windows-1250>",
    ],
)
def test_a_page_that_does_not_say_is_left_to_what_browsers_take(meta: str) -> None:
    """Chromium guesses then, by the words of the page."""
    assert declared(page(meta)) is None
    assert codec_of_page(page(meta)) == "cp1252"


def test_browsers_know_every_label(tab: Page) -> None:
    ask = "(labels) => labels.map((label) => new TextDecoder(label).encoding)"
    names = dict(zip(CODECS, tab.evaluate(ask, list(CODECS)), strict=True))
    kinds: dict[str, set[str]] = {}
    for label, name in names.items():
        kinds.setdefault(CODECS[label], set()).add(name)
    # One codec serves for both where they differ in what is written only, or in the direction.
    assert {frozenset(one) for one in kinds.values() if len(one) > 1} == {
        frozenset({"gbk", "gb18030"}),
        frozenset({"iso-8859-8", "iso-8859-8-i"}),
    }


def test_a_script_is_in_the_encoding_of_its_page_unless_something_says_otherwise() -> None:
    text = "c_name: 'Šárka'"
    old = text.encode("cp1250")
    assert decode_script(old, "cp1250") == text
    assert decode_script(text.encode(), "cp1250", "text/javascript; charset=utf-8") == text
    assert decode_script(text.encode("utf-8-sig"), "cp1250") == text
    assert decode_script(old, "utf-8", "text/javascript; charset=windows-1250") == text


@pytest.mark.parametrize("label", ["utf-7", "", "x", "windows-1249"])
def test_labels_that_browsers_do_not_know_are_passed_over(label: str) -> None:
    assert codec_of(label) is None
    assert charset_of(f"text/html; charset={label}") is None
