"""Examples for pages that call the popup: most rules show the bar's calls, which are no help there.

What is called is told by the place of a finding: an option, or the call around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Call
    from harness.audit.sources import Spot

_START = "livechatoo.popup.init({account: 'yourshop', lang: 'en', mode: 'bubble'});"
_HOOKED = f"livechatooCmd = function () {{\n  {_START}\n}};"
_BAR = re.compile(r"livechatoo\.embed\.init\(\{[^{}]*\}\);")
"""A start of the bar, in an example of something around it."""

_OPENED = "livechatoo.popup.init({account: 'yourshop', mode: 'custom'})"
_LONGEST = 100

CALLS = {
    "embed.init": "livechatoo.embed.init({account: 'yourshop', lang: 'en', side: 'right'});",
    "embed.status": "if (window.livechatoo) console.log(livechatoo.embed.status());",
    "embed.stop": "if (window.livechatoo) livechatoo.embed.stop();",
    "embed.flip": "if (window.livechatoo) livechatoo.embed.flip();",
    "embed.bubble": "if (window.livechatoo) livechatoo.embed.bubble(true);",
    "embed.reload": "if (window.livechatoo) livechatoo.embed.reload();",
    "embed.switch_side": "if (window.livechatoo) livechatoo.embed.switch_side('left');",
    "embed.page": "if (window.livechatoo) livechatoo.embed.page('hidden');",
    "popup.init": _START,
    "popup.status": "if (window.livechatoo) console.log(livechatoo.popup.status());",
    "popup.stop": "if (window.livechatoo) livechatoo.popup.stop();",
    "popup.close": "if (window.livechatoo) livechatoo.popup.close();",
}
"""A right call of each function."""

PROACTIVE_CHAT = (
    "if (window.livechatoo) livechatoo.embed.page('chat', {message: 'May I help you?'});"
)
"""A right call of `page` with the parameters of a proactive chat."""

_IDS = (
    "if (window.livechatoo) livechatoo.embed.page('chat', {message: 'May I help you?',\n"
    "  departments: '2,5', operators: '1,3,8'});"
)
OF_PROACTIVE = {"ids-malformed": _IDS}
"""Examples by rule, for a finding at a parameter of a proactive chat."""

OF_POPUP = {
    "unknown-option": _START,
    "option-of-the-other": "livechatoo.embed.init({account: 'yourshop', side: 'left', "
    "page: 'hidden'});",
    "account-missing": _START,
    "account-malformed": _START,
    "sample-left": _START,
    "placeholder-left": _START,
    "lang-code": _START,
    "lang-differs": _START,
    "boolean-as-text": "livechatoo.popup.init({account: 'yourshop', mode: 'bubble', "
    "session_per_host: true});",
    "option-type": "livechatoo.popup.init({account: 'yourshop', mode: 'bubble',\n"
    "  c_phone: '0900 111 222', url_privacy: 'https://yourshop.example/privacy'});",
    "option-value": "livechatoo.popup.init({account: 'yourshop', mode: 'bubble', btype: 'left1'});",
    "ids-malformed": "livechatoo.popup.init({account: 'yourshop', mode: 'bubble', "
    "departments: '2,5'});",
    "call-before-load": _HOOKED,
    "call-before-init": _HOOKED,
    "init-twice": _HOOKED,
    "call-after-stop": _HOOKED,
    "unknown-function": "if (window.livechatoo) livechatoo.popup.close();",
}
"""Examples by rule, for a finding at a call of `popup.…` or at one of its options."""


def example_at(evidence: Evidence, spot: Spot, rule: str, usual: str) -> str:
    """The example for what the page calls at a place, else for what it starts.

    That is the `usual` one for the bar, and where both are started.
    """
    called = called_at(evidence, spot)
    if called.startswith("popup.") and rule in OF_POPUP:
        return OF_POPUP[rule]
    if called == "embed.page" and rule in OF_PROACTIVE:
        return OF_PROACTIVE[rule]
    starts = {one.function for one in evidence.setups}
    return _BAR.sub(_START, usual) if starts == {"popup.init"} else usual


def called_at(evidence: Evidence, spot: Spot) -> str:
    """The widget's function that is called at a place, such as `popup.init`; empty where none is.

    For an option it is the function that the option is given to, wherever it is written.
    """
    given_there = (*evidence.options, *evidence.reading.proactive)
    given = next((one.function for one in given_there if one.spot == spot), "")
    call = call_at(evidence, spot)
    return given or (call.function if call is not None else "")


def call_at(evidence: Evidence, spot: Spot) -> Call | None:
    """The innermost call of a widget's function around a place."""
    around = [call for call in evidence.reading.calls if holds(call.spot, spot)]
    return min(around, key=lambda call: call.spot.length, default=None)


def asked_first(call: str, function: str) -> str:
    """A call behind the question for the widget; only a short one is shown as it is written."""
    is_short = "\n" not in call and len(call) <= _LONGEST
    usual = _OPENED if function == "popup.init" else f"{GLOBAL}.embed.page('chat')"
    return f"if (window.{GLOBAL}) {call if is_short else usual};"


def holds(around: Spot, spot: Spot) -> bool:
    """Whether a place is inside of another one."""
    is_inside = around.start <= spot.start < around.start + around.length
    return around.source is spot.source and is_inside
