"""Pages that are at work against the recorder, through one engine, each judged for one scenario."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harness.stub.widget_files import loader
from tests.engine.conftest import Lab

if TYPE_CHECKING:
    from collections.abc import Mapping

LOADER = "https://app.livechatoo.com/js/web.min.js"
SNIPPET = (
    "<script>(function () { var s = document.createElement('script'); s.async = true;"
    f" s.src = '{LOADER}'; document.head.appendChild(s); }})();</script>"
)
PRELUDE = """
function fired() { document.documentElement.className = 'fired'; }
var options = {account: 'demo', page: 'online', onload: fired};
function plain() { return {account: 'demo', page: 'online'}; }
function frame(attributes) {
  var made = document.createElement('iframe');
  Object.assign(made, attributes || {});
  return (document.body || document.documentElement).appendChild(made);
}
var raw;
function hold(value) { raw = raw || (value && value.embed && value.embed.init); }
function go() { (raw || livechatoo.embed.init).call(livechatoo.embed, options); }
"""


def page(code: str) -> str:
    """A page that runs this before the widget's loader comes; `hook` is called by that."""
    texts = json.dumps(loader().decode()).replace("</", "<\\/")
    inner = json.dumps(
        "<html><head></head><body><script>livechatooCmd = function () { livechatoo.embed.init("
        "{account: 'demo', page: 'online', onload: function () { TOLD }}); };</script>"
        f"{SNIPPET}</body></html>"
    ).replace("</", "<\\/")
    given = f"var LOADER = {texts}, INNER = {inner};" if "LOADER" in code or "INNER" in code else ""
    brings = "" if "LOADER" in code or "INNER" in code else SNIPPET
    hook = "livechatooCmd = function () { hook(); };" if "function hook" in code else ""
    scripts = f"<script>{PRELUDE}{given}</script><script>{code}\n{hook}</script>"
    return f"<!doctype html><title>Page</title><body><button>Go</button>{scripts}{brings}"


def scenario(code: str, *steps: Any, **more: Any) -> str:
    return json.dumps(
        {
            "scenario": "Attack",
            "timeout": "15s",
            "host": {"html": page(code)},
            "steps": list(steps),
            **more,
        }
    )


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs scenarios by their names, and gives verdicts and recordings by the same names."""

    def run(scenarios: Mapping[str, str]) -> Any:
        lab = Lab(tmp_path_factory.mktemp("lab"))
        names = {f"s{number}": name for number, name in enumerate(scenarios)}
        texts = {short: scenarios[name] for short, name in names.items()}
        return {
            names[short]: (result.verdict, lab.recording(result))
            for short, result in lab.run(texts).items()
        }

    return run
