"""What browsers say when a policy refuses something, and what findings make of it."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from examining import read

from harness.audit.auditing import judged
from harness.audit.evidence import Evidence
from harness.audit.plans import first_plans
from harness.audit.policies.needs import Inline
from harness.audit.policies.refusals import refusal_of
from harness.audit.policies.standing import standing_policies
from harness.audit.target import Target
from harness.audit.visiting import Visit
from harness.recording import Event, Recording

LOADER = "https://app.livechatoo.com/js/web.min.js"
WORDS = yaml.safe_load(Path(__file__).with_name("refusals.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WORDS)
def test_what_a_browser_says_is_read(name: str) -> None:
    wanted = dict(WORDS[name])
    one = refusal_of(wanted.pop("text"))
    if not wanted:
        assert one is None
        return
    assert one is not None
    assert (one.kind, one.what, one.directive) == (
        wanted["kind"],
        wanted["what"],
        wanted["directive"],
    )
    assert one.address == wanted.get("address", "")
    assert sorted(one.hashes) == wanted.get("hashes", "").split()
    assert one.is_report is wanted.get("is_report", False)


@pytest.mark.parametrize("filling", ["a", "directive: '", "'", "a://", "violates the following "])
def test_a_page_that_says_very_much_is_read_soon(filling: str) -> None:
    """A pattern that tries all ways would take minutes; no time is counted but this test's own."""
    began = process_time()
    for length in (19_000, 1_000_000):
        text = filling * (length // len(filling))
        assert refusal_of(text) is None
        assert refusal_of(f"{text} violates the following directive: 'x'.{text}") is None
        assert refusal_of(f"{text} violates the following directive: 'x{text}") is None
    assert process_time() - began < 2


# --- from visits to findings, without a browser

HTML = """<html>
<head><meta charset="utf-8">{meta}</head>
<body>
<script>livechatooCmd = function () {{ livechatoo.embed.init({{account: 'demo'}}); }};</script>
<script async src="https://app.livechatoo.com/js/web.min.js"></script>
"""
FRAME = {"frames": [{"src": "https://app.livechatoo.com/demo/client-embed/en"}]}
RAN = {"types": {"init": "function", "hook": "function"}, **FRAME}
REFUSED = {"types": {"init": "undefined", "hook": "function"}, "frames": []}


def _visited(
    meta: str = "",
    said: list[tuple[str, str]] | None = None,
    seen: dict[str, Any] | None = None,
    policies: tuple[dict[str, str], ...] = ({}, {}),
) -> Evidence:
    """A page that two have visited, with what the console said and its policies for each."""
    evidence = Evidence(Target("page.html", Path("page.html")), read(HTML.format(meta=meta)))
    for plan, fields in zip(first_plans(None, pictures=False)[:2], policies, strict=True):
        label = next(i for i, act in enumerate(plan.acts) if act.label == "loaded")
        rows: list[tuple[str, dict[str, Any], int]] = [
            *([("policy", {"url": "https://site.example/", **fields}, -1)] if fields else []),
            *(
                ("console", {"type": "error", "text": t, "url": u, "line": 3}, -1)
                for t, u in said or ()
            ),
            ("evaluated", {"value": seen or RAN}, label),
        ]
        events = [Event(i, 0.0, k, d, "main", None, s) for i, (k, d, s) in enumerate(rows, 1)]
        evidence.visits[plan.name] = Visit(plan, Recording(events))
    return evidence


def _policy_findings(evidence: Evidence) -> dict[str, Any]:
    return {one.rule: one for one in judged(evidence).findings if one.rule.startswith("csp-")}


def _loading(directive: str) -> tuple[str, str]:
    text = (
        f"Loading the script '{LOADER}' violates the following Content Security Policy directive: "
        f'"{directive}". The action has been blocked.'
    )
    return text, "https://site.example/"


def _shown(finding: Any) -> list[str]:
    return [proof.text for proof in finding.evidence if proof.kind == "policy"]


def test_a_nonce_that_is_another_in_each_answer_is_not_pasted() -> None:
    directive = "script-src 'self' 'nonce-{}'"
    policies = tuple({"enforced": directive.format(nonce)} for nonce in ("Zm9v", "YmFy"))
    said = [_loading(directive.format("Zm9v"))]
    found = _policy_findings(_visited(said=said, seen=REFUSED, policies=policies))["csp-script-src"]
    assert _shown(found) == [
        "Content-Security-Policy: script-src 'self' 'nonce-…' https://app.livechatoo.com"
    ]


def test_a_nonce_that_stays_the_same_is_pasted() -> None:
    directive = "script-src 'self' 'nonce-Zm9v'"
    policies = ({"enforced": directive}, {"enforced": directive})
    said = [_loading(directive)]
    found = _policy_findings(_visited(said=said, seen=REFUSED, policies=policies))["csp-script-src"]
    assert _shown(found) == [f"Content-Security-Policy: {directive} https://app.livechatoo.com"]


def test_strict_dynamic_gets_a_nonce_and_no_host() -> None:
    directive = "script-src 'nonce-Zm9v' 'strict-dynamic'"
    policies = ({"enforced": directive}, {"enforced": directive})
    said = [_loading(directive)]
    found = _policy_findings(_visited(said=said, seen=REFUSED, policies=policies))["csp-script-src"]
    assert found.remedy == "give the loader's script element the policy's nonce"
    assert _shown(found) == []


def test_only_the_policy_that_refuses_is_widened() -> None:
    policies = ({"enforced": "script-src https:, script-src 'self'"}, {})
    said = [_loading("script-src 'self'")]
    found = _policy_findings(_visited(said=said, seen=REFUSED, policies=policies))["csp-script-src"]
    assert _shown(found) == [
        "Content-Security-Policy: script-src 'self' https://app.livechatoo.com"
    ]


def test_what_one_policy_lets_run_is_not_held_against_another() -> None:
    """The nonce is right for the first; the second knows hashes alone."""
    by_hash = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' https:"
    policies = ({"enforced": f"script-src 'nonce-a' https:, {by_hash}"}, {})
    own = Inline(HTML.partition("<script>")[2].partition("</script>")[0].format()).source
    text = (
        "Executing inline script violates the following Content Security Policy directive "
        f"'{by_hash}'. Either the 'unsafe-inline' keyword, a hash ({own}), or a nonce "
        "('nonce-...') is required to enable inline execution."
    )
    said = [(text, "https://site.example/")]
    found = _policy_findings(_visited(said=said, seen=REFUSED, policies=policies))
    assert _shown(found["csp-inline-script"]) == [f"Content-Security-Policy: {by_hash} {own}"]
    assert "nonce" not in found["csp-inline-script"].remedy


def test_a_policy_that_only_reports_is_no_part_of_what_an_enforced_one_lacks() -> None:
    policies = ({"enforced": "script-src 'self'", "reported": "script-src 'self'"}, {})
    evidence = _visited(said=[_loading("script-src 'self'")], seen=REFUSED, policies=policies)
    found = _policy_findings(evidence)
    assert _shown(found["csp-script-src"]) == [
        "Content-Security-Policy: script-src 'self' https://app.livechatoo.com"
    ]
    refusal = refusal_of(_loading("script-src 'self'")[0])
    assert refusal is not None
    refused = [one.is_report for one in standing_policies(evidence) if one.has_refused(refusal)]
    assert refused == [False]


def test_the_place_is_the_policy_in_the_page() -> None:
    meta = '<meta http-equiv="content-security-policy" content="script-src \'self\'">'
    said = [_loading("script-src 'self'")]
    found = _policy_findings(_visited(meta, said, REFUSED))["csp-script-src"]
    assert (found.place.line, found.place.column) == (2, 29)
    assert found.remedy.startswith("add https://app.livechatoo.com to script-src; ")


def test_a_policy_outside_of_the_head_or_for_nobody_is_none() -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="{}">'
    page = meta.format("script-src *") + "<noscript>" + meta.format("img-src *") + "</noscript>"
    evidence = _visited(page + "</head><body>" + meta.format("style-src *"))
    assert [str(one.policy) for one in standing_policies(evidence)] == ["script-src *"]


def test_what_the_frame_is_refused_by_its_own_policy_is_not_the_pages() -> None:
    said = [(_loading("script-src 'self'")[0], "https://app.livechatoo.com/demo/client-embed/en")]
    assert _policy_findings(_visited(said=said)) == {}


def test_what_is_not_known_is_a_note_where_nothing_was_refused() -> None:
    policies = ({"enforced": "default-src 'self'; script-src *; frame-src *"}, {})
    found = _policy_findings(_visited(policies=policies))
    assert {name: one.severity for name, one in found.items()} == {"csp-beyond-known": "note"}
    room = "'self' https://app.livechatoo.com"
    (shown,) = _shown(found["csp-beyond-known"])
    assert shown.endswith(f"; style-src {room}; img-src {room}; connect-src {room}")


def test_a_policy_that_has_room_gives_no_note() -> None:
    policies = ({"enforced": "default-src 'self' https:", "reported": "default-src 'none'"}, {})
    assert _policy_findings(_visited(policies=policies)) == {}


def test_a_snippet_that_differs_in_each_answer_is_found_by_its_dead_hook() -> None:
    other = Inline("something else").source
    text = (
        "Executing inline script violates the following Content Security Policy directive "
        f"'script-src 'self''. Either the 'unsafe-inline' keyword, a hash ({other}), or a nonce "
        "('nonce-...') is required to enable inline execution."
    )
    dead = {"types": {"init": "undefined", "hook": "undefined"}, "frames": []}
    said = [(text, "https://site.example/")]
    found = _policy_findings(_visited(said=said, seen=dead))
    assert "the snippet that sets" in found["csp-inline-script"].message
    assert "csp-inline-script" not in _policy_findings(_visited(said=said))


HANDLERS = """<button onclick="livechatoo.embed.page('chat')">Ask</button>
<a href="javascript:livechatoo.embed.page('chat')">Ask</a>
<button onclick="other()">Buy</button>"""


def _refused_handler(directive: str) -> tuple[str, str]:
    text = (
        "Executing inline event handler violates the following Content Security Policy directive "
        f"'{directive}'. Either the 'unsafe-inline' keyword, a hash ('sha256-...'), or a nonce "
        "('nonce-...') is required to enable inline execution."
    )
    return text, "https://site.example/"


def test_handlers_and_links_that_call_the_widget_are_found_and_no_others() -> None:
    directive = "script-src 'nonce-a' https:"
    evidence = _visited(
        "</head><body>" + HANDLERS,
        [_refused_handler(directive)],
        policies=({"enforced": directive}, {}),
    )
    found = [one for one in judged(evidence).findings if one.rule == "csp-inline-handler"]
    assert [one.place.line for one in found] == [2, 3]
    assert [one.severity for one in found] == ["warning", "warning"]


def test_links_run_where_attributes_do_not_if_elements_may() -> None:
    policy = "script-src 'unsafe-inline' https:; script-src-attr 'none'"
    evidence = _visited(
        "</head><body>" + HANDLERS,
        [_refused_handler("script-src-attr 'none'")],
        policies=({"enforced": policy}, {}),
    )
    found = [one for one in judged(evidence).findings if one.rule == "csp-inline-handler"]
    assert [one.place.line for one in found] == [2]


def test_a_refused_type_elsewhere_in_the_page_is_not_the_snippets() -> None:
    text = "This document requires 'TrustedHTML' assignment. The policy is report-only, so the x."
    policies = ({"reported": "require-trusted-types-for 'script'; trusted-types a"}, {})
    evidence = _visited(said=[(text, "https://site.example/")], policies=policies)
    assert _policy_findings(evidence) == {}


def test_of_very_many_refusals_a_few_are_told() -> None:
    words = WORDS["chromium of some time ago, a picture with a style in its name"]["text"]
    texts = [
        words.replace("style.png", f"{number}.png").replace(" data:", "") for number in range(50)
    ]
    said = [(text, "https://site.example/") for text in texts]
    policies = ({"enforced": "img-src 'self'"}, {})
    found = judged(_visited(said=said, policies=policies)).findings
    told = [one for one in found if one.rule == "csp-img-src"]
    assert len(told) == 5
    assert {tuple(_shown(one)) for one in told} == {
        ("Content-Security-Policy: img-src 'self' https://app.livechatoo.com",)
    }
