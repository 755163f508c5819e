"""The snippet's own lines: how they ask for the loader, and which names they take."""

from __future__ import annotations

import pytest
from snippets import HOOK, LOADER, SNIPPET, found, made, script, text_at


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (made("l.crossOrigin = 'anonymous';"), "l.crossOrigin = 'anonymous'"),
        (made("l.setAttribute('crossorigin', '*');"), "l.setAttribute('crossorigin', '*')"),
        (f"<script>{HOOK}</script><script async crossorigin src={LOADER}></script>", "crossorigin"),
        (
            script(
                "",
                f"{HOOK} var u = '{LOADER}', e = document.createElement('script');\n"
                "e.src = u; e.crossOrigin = ''; e.crossOrigin = 'use-credentials';",
            ),
            "e.crossOrigin = 'use-credentials'",
        ),
        (
            script("", f"{HOOK}\n$('<script>', {{src: '{LOADER}', crossorigin: 'anonymous'}});"),
            "crossorigin: 'anonymous'",
        ),
    ],
)
def test_a_loader_that_is_asked_for_with_cors_is_found(body: str, place: str) -> None:
    findings = found(body, "loader-crossorigin")
    assert text_at(body, findings[-1]) == place


@pytest.mark.parametrize(
    "body",
    [
        made("l.crossOrigin = null;"),
        made("l.crossorigin = 'anonymous';"),  # no property of a script element
        made("l.setAttribute('data-crossorigin', 'x');"),
        made("l.async = true; i.crossOrigin = '';", "var i = new Image();"),
        f"<script crossorigin src=/own.js></script>{script('')}",
        f"<link rel=preconnect crossorigin href={LOADER}>{script('')}",
    ],
)
def test_cors_for_others_is_let_be(body: str) -> None:
    assert found(body, "loader-crossorigin") == []


@pytest.mark.parametrize(
    "body",
    [
        made("l.integrity = 'sha384-x';"),
        made("l.setAttribute('integrity', 'sha384-x');"),
        f"<script>{HOOK}</script><script async integrity=sha384-x src={LOADER}></script>",
    ],
)
def test_a_pinned_loader_is_found_however_it_is_pinned(body: str) -> None:
    assert len(found(body, "loader-integrity")) == 1


FLAT = f"""{HOOK}
var l = document.createElement('script');
l.src = '{LOADER}';
var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s);"""
LEAKING = SNIPPET.replace("var l =", "l =").replace("var s =", "s =")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            f"<script>var s = 1, l = 2;</script><script>{FLAT}</script><script>a(l, s)</script>",
            "`l` and `s`",
        ),
        (f"<script>s = 1</script><script>{FLAT}</script><p onclick='show(s)'>", "`s`"),
        (f"<script>var s = 1; function f() {{ return s; }}</script><script>{FLAT}</script>", "`s`"),
        (f"<script>function l() {{}}</script><script>{FLAT}</script><script>l()</script>", "`l`"),
        (
            f"<script>window.l = {{}}</script><script>{LEAKING}</script><script>l.a()</script>",
            "`l`",
        ),
    ],
)
def test_globals_of_the_page_that_the_snippet_overwrites_are_named(body: str, names: str) -> None:
    (finding,) = found(body, "page-global-overwritten")
    assert finding.message == f"the snippet overwrites the page's {names}"


@pytest.mark.parametrize(
    "body",
    [
        f"<script>var s = 1, l = 2;</script><script>{SNIPPET}</script><script>a(l, s)</script>",
        f"<script>var s = 1; show(s);</script><script>{FLAT}</script>",
        f"<script>{FLAT}</script><script>var s = 1; show(s);</script>",
        f"<script>var s = 1;</script><script>{FLAT}</script><script>s = 2; show(s);</script>",
        f"<script>a.s = 1</script><script>{FLAT}</script><script>show(a.s)</script>",
        script("", "var s = 1;") + script("", FLAT) + script("", "(function (s) { s() })(a)"),
        script("", "(function () { var s = 1; f(function () { s }) })()") + script("", FLAT),
        f"<script type=module>var s = 1; later(() => s)</script><script>{FLAT}</script>",
    ],
)
def test_names_that_nothing_reads_later_are_let_be(body: str) -> None:
    assert found(body, "page-global-overwritten") == []
