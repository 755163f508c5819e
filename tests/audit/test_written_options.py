"""Options and arguments as they are written, right and wrong."""

from __future__ import annotations

import pytest
from examining import findings_of
from snippets import PAGE, SNIPPET, found, script, text_at


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
