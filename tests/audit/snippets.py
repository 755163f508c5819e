"""The published snippet and pages that hold it, for tests of rules about the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def made(line: str, before: str = "") -> str:
    return script(
        "", SNIPPET.replace("l.async = true;", line).replace("(function", before + "(function")
    )
