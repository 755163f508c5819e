"""Snippets and loaders that stand where nothing runs or loads them, or as a text."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest
from examining import findings_of
from snippets import HOOK, LOADER, PAGE, SNIPPET, found, script, text_at


@pytest.mark.parametrize(
    ("body", "tag"),
    [
        (f"<noscript>{script('')}</noscript>", "noscript"),
        (f"<noembed>{script('')}</noembed>", "noembed"),
        (f"<template>{script('')}</template>", "template"),
        (f"<template shadowrootmode=ajar>{script('')}</template>", "template"),
        (f"<button><template shadowrootmode=open>{script('')}</template></button>", "template"),
        (f"<title>{script('')}</title>", "title"),
        (f"<iframe>{script('')}</iframe>", "iframe"),
        (f"<xmp>{script('')}</xmp>", "xmp"),
        (f"<title>Shop<p>Hello</p>{script('')}", "title"),
        (f"<textarea>Your question{script('')}", "textarea"),
        (f"<plaintext>{script('')}", "plaintext"),
    ],
)
def test_a_snippet_inside_of_what_does_not_run_is_found(body: str, tag: str) -> None:
    (finding,) = found(body, "snippet-inert")
    assert finding.message == f"the snippet is inside of <{tag}>"
    assert text_at(body, finding).startswith("<script")


JOINED = SNIPPET.replace("\n", " ")
BUILT = JOINED.replace("&", "&amp;").replace('"', "&quot;")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f'<div data-html="&lt;script&gt;{BUILT}&lt;/script&gt;"></div>', "data-html="),
        (f'<a href="/faq>FAQ</a> <script>{JOINED}</script><p class="a">b</p>', "href="),
        (f'<a title="FAQ</a> <script>{JOINED}</script>', "title="),
        (f'<input value="{BUILT}">', "value="),
    ],
)
def test_a_snippet_inside_of_an_attribute_is_found(body: str, place: str) -> None:
    (finding,) = found(body, "snippet-inert")
    assert text_at(body, finding).startswith(place)


def test_a_snippet_in_a_style_sheet_that_goes_on_is_found() -> None:
    (finding,) = found(f"<style>p {{margin: 0}}\n<script>{SNIPPET}</script>", "snippet-inert")
    assert finding.message == "the snippet is inside of <style>"


def test_a_comment_that_never_ends_is_a_comment() -> None:
    body = f"<!-- chat <script>{SNIPPET}</script>"
    assert [one.rule for one in findings_of(PAGE.format(body))] == ["snippet-commented-out"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (script(f"async src={LOADER}", HOOK), "livechatooCmd"),
        (f"<script src=/own.js>\n{script('')}", "livechatooCmd"),
        (f"<script src=/own.js/>\n{script('')}", "livechatooCmd"),
        (f"<script>{HOOK}</script><script async scr={LOADER}></script>", "scr="),
        (f"<script>{HOOK}</script><script async href={LOADER}></script>", "href="),
        (f"<script>{HOOK}</script><link rel=script href={LOADER}>", "href="),
        (f"<script>{HOOK}</script><img src={LOADER}>", "src="),
        (f"<script>{HOOK}</script><iframe src={LOADER}></iframe>", "src="),
        (
            script("", f"{HOOK}\nbox.innerHTML = '<script src=\"{LOADER}\"><\\/script>';"),
            "'<script",
        ),
        (
            script(
                "", f"f('b').insertAdjacentHTML('beforeend',\n'<script src={LOADER}><\\/script>');"
            ),
            "'<script",
        ),
        (
            f"<script>{HOOK}\nf('a').outerHTML = `<script src={LOADER}><\\/script>`;</script>",
            "`<script",
        ),
    ],
)
def test_a_loader_where_nothing_loads_it_is_found(body: str, place: str) -> None:
    (finding,) = found(body, "script-not-run")
    assert text_at(body, finding).startswith(place) or place == "livechatooCmd"
    line = PAGE.format(body).splitlines()[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(place)


@pytest.mark.parametrize(
    "body",
    [
        f"{script('')}<a href={LOADER}>its script</a>",
        f"{script('')}<link rel=preload as=script href={LOADER}>",
        f"{script('')}<script src=/own.js>/* no chat here */</script>",
        f"{script('')}<script>box.innerHTML = '<p>livechatooCmd</p>';</script>",
        f"<script>{HOOK} document.write('<script async src={LOADER}><\\/script>');</script>",
        f"<script>{HOOK}</script><script data-src={LOADER} data-lazy></script>",
        f'<button data-call="livechatoo.embed.page">{script("")}',
    ],
)
def test_loaders_that_come_or_are_waited_for_are_let_be(body: str) -> None:
    rules = {one.rule for one in findings_of(PAGE.format(body))}
    assert not rules & {"script-not-run", "snippet-inert", "no-embed"}


@pytest.mark.parametrize("is_coded", [True, False])
def test_a_script_in_a_data_address_is_read(*, is_coded: bool) -> None:
    text = SNIPPET.replace("lang:", "lan:").replace("\n", " ")
    coded = ";base64," + b64encode(text.encode()).decode() if is_coded else "," + quote(text)
    body = f'<script defer src="data:text/javascript{coded}"></script>'
    (finding,) = findings_of(PAGE.format(body))
    assert finding.rule == "unknown-option"
    assert PAGE.format(body).splitlines()[finding.place.line - 1].startswith("<script defer")
    assert (finding.place.column, finding.length) == (body.index("src=") + 1, 1)


def test_the_address_of_the_loader_is_read_as_javascript_writes_it() -> None:
    body = script(
        "", SNIPPET.replace("https://", "http:\\/\\/").replace("com/js/", "com\\/js\\x2f")
    )
    assert len(found(body, "loader-over-http")) == 1


def test_text_under_an_address_is_not_run() -> None:
    body = f"<script src='{LOADER}' async>{HOOK}</script>"
    assert found(body, "unknown-option") == []
    wrong = body.replace("lang:", "lan:")
    assert found(wrong, "unknown-option") == []
    assert len(found(script("", SNIPPET.replace("lang:", "lan:")), "unknown-option")) == 1


ESCAPED = SNIPPET.replace("'", "&#39;")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"<p>&lt;script&gt;{ESCAPED}&lt;/script&gt;</p>", "&lt;script&gt;livechatooCmd"),
        (f"<p>Hello &amp; welcome</p><p>&lt;script&gt;<br>{HOOK}</p>", "livechatooCmd"),
        (SNIPPET, "livechatooCmd"),
        (f"<div>&lt;script async src=&quot;{LOADER}&quot;&gt;&lt;/script&gt;</div>", None),
        (f"<td>&#60;script&#62; {HOOK}", "&#60;script&#62; livechatooCmd"),
    ],
)
def test_a_snippet_that_visitors_read_is_found(body: str, place: str | None) -> None:
    (finding,) = found(body, "snippet-as-text")
    assert place is None or text_at(body, finding) == place


@pytest.mark.parametrize(
    "body",
    [
        f"<pre><code>&lt;script&gt;{ESCAPED}&lt;/script&gt;</code></pre>{script('')}",
        f"<p>&lt;script&gt;{ESCAPED}&lt;/script&gt;</p>{script('')}",
        f"<pre>&lt;script&gt;{ESCAPED}&lt;/script&gt;</pre>",
        f"<textarea>&lt;script&gt;{ESCAPED}&lt;/script&gt;</textarea>",
        "<p>Chat by livechatoo: see livechatooCmd in its manual.</p>",
        f"<p>{LOADER.replace('web', 'other')}</p>",
    ],
)
def test_a_text_about_the_snippet_is_no_snippet(body: str) -> None:
    assert found(body, "snippet-as-text") == []
