"""Widgets that the recorder cannot observe in full, or that have half of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

HOST = "host: {html: <p>Shop</p>, embed: {account: demo}}"

BY_CONST = b"""
const livechatoo = Object.freeze({
  embed: Object.freeze({
    init(options) { setTimeout(() => options.onload({page: "online", online: true}), 0); },
    status: () => "online",
  }),
});
livechatooCmd();
"""
"""What it is given in the snippet is handed over before anybody can see its global."""

HALF = b"""
window.livechatoo = {embed: {
  init(options) { setTimeout(() => options.onload({page: "online", online: true}), 0); },
  page: "not a function",
}};
if (window.livechatooCmd) livechatooCmd();
"""

SCENARIOS = {
    "needs_callbacks": f"""
scenario: It needs callbacks
{HOST}
steps: [{{expect: {{onload: {{page: $str}}}}}}]
""",
    "needs_none": f"""
scenario: It needs none
{HOST}
steps: [{{status: }}, {{check: {{title: ""}}}}]
""",
    "calls_what_is_lacking": f"""
scenario: It calls what is lacking
{HOST}
timeout: 20s
steps: [{{flip: , timeout: 1s}}]
""",
    "calls_what_is_no_function": f"""
scenario: It calls what is no function
{HOST}
steps: [{{page: online, timeout: 1s}}]
""",
    "looks_at_what_is_lacking": f"""
scenario: It looks at what is lacking
{HOST}
steps: [{{check: {{status: online, popup_status: $absent}}}}]
""",
}


def run(lab: Lab, loader: bytes, *names: str) -> dict[str, tuple[str, str]]:
    results = lab.run({name: SCENARIOS[name] for name in names}, loader=loader)
    return {
        name: (
            result.verdict.status,
            result.verdict.failures[0].message if result.verdict.failures else "",
        )
        for name, result in results.items()
    }


def test_a_global_that_only_scripts_see_is_driven_and_what_was_missed_is_told(
    make_lab: Callable[[], Lab],
) -> None:
    told = run(make_lab(), BY_CONST, "needs_callbacks", "needs_none")
    assert told["needs_none"] == ("passed", "")
    status, message = told["needs_callbacks"]
    assert status == "broken"
    assert "the recorder could not observe calls: `livechatoo` is fixed" in message


def test_half_an_api_is_told_by_the_name_of_what_is_lacking(make_lab: Callable[[], Lab]) -> None:
    told = run(make_lab(), HALF, *SCENARIOS)
    assert told["needs_callbacks"] == ("passed", "")
    assert told["calls_what_is_lacking"] == (
        "failed",
        "livechatoo.embed.flip is not there to be called",
    )
    assert told["calls_what_is_no_function"] == (
        "failed",
        "livechatoo.embed.page is not there to be called",
    )
    assert told["looks_at_what_is_lacking"][0] == "failed"
    assert "status" in told["looks_at_what_is_lacking"][1]
