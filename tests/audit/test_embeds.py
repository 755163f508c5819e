"""Embeds as integrators write them, wrong and right, as rules about the text see them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from examining import findings_of

if TYPE_CHECKING:
    from harness.audit.finding import Finding

LOADER = "https://app.livechatoo.com/js/web.min.js"
HOOK = "livechatooCmd = function () { livechatoo.embed.init({account: 'demo', lang: 'en'}); };"
PLAIN = f"""(function () {{
  var l = document.createElement('script'); l.async = true;
  l.src = '{LOADER}';
  var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s);
}})();"""
SNIPPET = f"{HOOK}\n{PLAIN}"
PAGE = '<!doctype html>\n<html lang="en"><head><title>a</title></head><body>\n{}\n</body></html>'


def found(body: str, rule: str) -> list[Finding]:
    return [one for one in findings_of(PAGE.format(body)) if one.rule == rule]


def text_at(body: str, finding: Finding) -> str:
    """What stands at a finding's place."""
    line = PAGE.format(body).splitlines()[finding.place.line - 1]
    return line[finding.place.column - 1 :][: finding.length]


def script(attributes: str, text: str = SNIPPET) -> str:
    return f"<script {attributes}>{text}</script>"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (script('type="text/javascript; charset=utf-8"'), 'type="text/javascript; charset=utf-8"'),
        (script("type='text/javascipt'"), "type='text/javascipt'"),
        (script("type=javascript"), "type=javascript"),
        (script("type=' '"), "type=' '"),
        (script('type="text/js" async'), 'type="text/js"'),
        (script('type="application/x-javascript;"'), 'type="application/x-javascript;"'),
        (script('type="text/java-script"'), 'type="text/java-script"'),
        (script('type="text\\javascript"'), 'type="text\\javascript"'),
        (script('type="module/javascript"'), 'type="module/javascript"'),
        (script('type="&quot;text/javascript&quot;"'), 'type="&quot;text/javascript&quot;"'),
        (script('type="text/javascript; x" data-cfasync="false"'), 'type="text/javascript; x"'),
        (script('language="vbscript"'), 'language="vbscript"'),
        (script('language="text/javascript"'), 'language="text/javascript"'),
        (script("nomodule"), "nomodule"),
        (script('for="chat" event="onclick"'), 'for="chat"'),
        (script('for="window" event="onclick"'), 'event="onclick"'),
        (script("type=' module '", PLAIN), "type=' module '"),
        (f"<script type=javascript src={LOADER}></script>", "type=javascript"),
        (script("type=javascript", HOOK) + f"<script src={LOADER}></script>", "type=javascript"),
        (f"<script>{SNIPPET}", "<script>"),
        (f"<script async src='{LOADER}' />", f"<script async src='{LOADER}' />"),
        (script('type="javascript/text"'), 'type="javascript/text"'),
        (f"<script type=\u201dtext/javascript\u201d src=\u201d{LOADER}\u201d></script>", "type="),
    ],
)
def test_a_script_that_no_browser_runs_is_found_at_its_attribute(body: str, place: str) -> None:
    (finding,) = found(body, "script-not-run")
    assert text_at(body, finding).startswith(place)
    assert found(body, "snippet-held-back") == []


@pytest.mark.parametrize(
    "body",
    [
        script(""),
        script("type"),
        script("type=' Text/JavaScript '"),
        script("type=text/x-javascript"),
        script("type=text/javascript1.5 language=vbscript"),
        script("type=text/livescript"),
        script("language=JavaScript1.3"),
        script("type=module", "window." + SNIPPET),
        script("for=window event=onload"),
        script("for=chat"),
        script("type='text&#x2f;javascript'"),
        script("type=text/javascript type=text/plain"),
        # held back, by tools that release it
        script('type="text/plain" data-cookieconsent="marketing"'),
        script('type="text/plain"'),
        script('type="rocketlazyloadscript" data-rocket-type="text/javascript"'),
        script('type="litespeed/javascript" data-i="1"'),
        script('type="javascript/blocked" data-blocked="yes"'),
        script('type="text/x-consent" class="chat"'),
        # data beside a snippet
        script("") + script('type="application/ld+json"', '{"text": "livechatooCmd = 1"}'),
        script("") + script('type="text/template"', SNIPPET),
        # a pair for new browsers and old ones
        script("type=module", SNIPPET) + script("nomodule"),
        script("") + script("nomodule", "var old = true;"),
    ],
)
def test_scripts_that_run_or_wait_to_be_released_are_let_be(body: str) -> None:
    assert found(body, "script-not-run") == []


@pytest.mark.parametrize(
    "attributes",
    [
        "type=text/plain data-cookieconsent=marketing src=",
        "type=text/plain class=_iub_cs_activate data-suppressedsrc=",
        "type=rocketlazyloadscript data-rocket-src=",
        "class=lazy data-src=",
    ],
)
def test_a_loader_that_waits_to_be_released_is_told_of(attributes: str) -> None:
    body = f"<script>{HOOK}</script><script {attributes}{LOADER}></script>"
    assert [one.rule for one in findings_of(PAGE.format(body))] == ["snippet-held-back"]


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


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- a --!>{script('')}<!-- b -->",
        f"<!-->{script('')}<!-- b -->",
        f"<!--[if !IE]><!-->{script('')}<!--<![endif]-->",
        f"<div><template shadowrootmode=open>{script('')}</template></div>",
        f"<noscript><!-- </noscript>{script('')}",
        f"<style><!-- </style>{script('')}",
        f"<svg>{script('')}</svg>",
        f"{script('')[:-9]}</script foo>",
        f"<script>{SNIPPET}\n//<!-- </script>",
        f"<script>\n<!--\n{SNIPPET}\n//-->\n</script>",
    ],
)
def test_what_browsers_run_is_read(body: str) -> None:
    assert [one.rule for one in findings_of(PAGE.format(body))] == []


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


def made(line: str, before: str = "") -> str:
    return script(
        "", SNIPPET.replace("l.async = true;", line).replace("(function", before + "(function")
    )


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


def options(text: str) -> str:
    return script("", SNIPPET.replace("{account: 'demo', lang: 'en'}", text))


@pytest.mark.parametrize(
    "text",
    [
        "{account: 'demo', lang: 'en' side: 'left'}",
        "{account: 'demo' lang: 'cz', sid: 'left'}",
        "{account: 'demo', lang: 'czech', side 'left'}",
        "{account: 'demo', departments: [2], lang: 'english}",
        "{account: 'Demo Shop', bubble: 'false'",
    ],
)
def test_what_stands_near_a_slip_of_the_pen_is_not_judged(text: str) -> None:
    """The browser's own words about the slip come with a visit."""
    assert findings_of(PAGE.format(options(text))) == []


CALL = "livechatoo.embed.page('chat', {})"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f'<button onclick="{CALL.format("{departments: [2]}")}">', "departments: [2]"),
        (f'<a href="javascript:{CALL.format("{operators: 3}")}">', "operators: 3"),
        (
            f'<p onclick="{CALL.format("{operators: &quot;Jo&quot;}")}">',
            "operators: &quot;Jo&quot;",
        ),
        (
            f"<script>var p = {{departments: '2;5'}}; f = () => {CALL.format('p')}</script>",
            "departments: '2;5'",
        ),
        (f'<b onclick="a &amp;&amp; {CALL.format("{departments: [2]}")}">', "departments: [2]"),
    ],
)
def test_ids_of_a_proactive_chat_are_judged_wherever_they_are_written(
    body: str, place: str
) -> None:
    body += script("")
    (finding,) = found(body, "ids-malformed")
    assert text_at(body, finding) == place


@pytest.mark.parametrize(
    "given", ["{departments: '2,5'}", "{departments: ''}", "{operators: ids}", "{message: '2;5'}"]
)
def test_right_ids_of_a_proactive_chat_are_let_be(given: str) -> None:
    assert found(f'<button onclick="{CALL.format(given)}">' + script(""), "ids-malformed") == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("{account: 'demo', lang: null}", {"lang-code"}),
        ("{account: 'demo', lang: undefined}", {"lang-code"}),
        ("{account: 'demo', lang: ['en']}", {"option-type"}),
        ("{account: 'demo', lang: {code: 'en'}}", {"option-type"}),
        ("{account: 'demo', lang: 7}", {"option-type"}),
        ("{account: 'demo', lang: true}", {"option-type"}),
        ("{account: 'demo', lang: 'en', side: null}", {"option-type"}),
        ("{account: 'demo', lang: 'en', bubble: null}", {"option-type"}),
        ("{account: 'demo', lang: 'en', departments: {a: 1}}", {"ids-malformed"}),
        ("{account: 'demo', lang: 'en', side: undefined}", set()),
        ("{account: 'demo', lang: 'en', c_name: null}", set()),
        ("{account: 'demo', lang: 'en', departments: null}", set()),
        ("{account: 'demo', lang: document.documentElement.lang}", set()),
    ],
)
def test_odd_values_are_told_at_the_option_and_nothing_else(text: str, rules: set[str]) -> None:
    findings = findings_of(PAGE.format(options(text)))
    assert {one.rule for one in findings} == rules
    assert all(one.place.line == 3 for one in findings)
