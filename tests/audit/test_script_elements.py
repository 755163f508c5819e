"""Script elements that browsers run, and those that they do not run."""

from __future__ import annotations

import pytest
from examining import findings_of
from snippets import HOOK, LOADER, PAGE, PLAIN, SNIPPET, found, script, text_at


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
