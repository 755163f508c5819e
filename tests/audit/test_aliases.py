"""Calls of the widget are known by whatever name the script gives it, and by no other."""

from __future__ import annotations

import pytest
from examining import findings_of, read


def functions(code: str) -> list[str]:
    return [call.function for call in read(f"<script>{code}</script>").calls]


@pytest.mark.parametrize(
    "code",
    [
        "window.livechatoo?.embed?.page('mini')",
        "livechatoo['embed'].page('mini')",
        "var lc = window.livechatoo; if (lc) lc.embed.page('mini')",
        "var e = livechatoo.embed, f = e; f.page('mini')",
        "const {embed} = window.livechatoo || {}; embed?.page('mini')",
        "const {embed: {page: go}} = livechatoo; go('mini')",
        "const {embed = null} = window.livechatoo ?? {}; embed.page('mini')",
        "let lc = null; function start() { lc = window.livechatoo; lc.embed.page('mini') }",
        "(function (w, lc) { lc.embed.page('mini') })(window, window.livechatoo)",
        "(w => { w.livechatoo.embed.page('mini') })(window)",
        "(window.livechatoo || {}).embed.page('mini')",
        "const bar = window.livechatoo && livechatoo.embed; bar && bar.page('mini')",
        "var bar = window.livechatoo ? livechatoo.embed : null; bar.page('mini')",
        "const chat = () => window.livechatoo?.embed; chat()?.page('mini')",
        "function chat() { return livechatoo; } chat().embed.page('mini')",
        "window.chat = livechatoo.embed; chat.page('mini')",
        "var livechatoo = window.livechatoo || {}; livechatoo.embed.page('mini')",
    ],
)
def test_a_call_by_another_name_is_one_of_the_widget(code: str) -> None:
    assert functions(code) == ["embed.page"]


@pytest.mark.parametrize(
    "code",
    [
        "var lc = window.livechatoo || otherChat; lc.embed.close()",
        "var lc = livechatoo; function f(lc) { lc.close() }",
        "var lc = livechatoo; { let lc = ownChat(); lc.close() }",
        "var lc = livechatoo; for (const lc of lists) lc.close()",
        "var lc = livechatoo; lc = ownChat(); lc.close()",
        "import lc from './chat.js'; window.livechatoo; lc.close()",
        "const chat = async () => livechatoo; chat().close()",
        "var own = {livechatoo: 1}; own.livechatoo.embed.page('mini')",
        "try { livechatoo } catch (lc) { lc.close() }",
        "var lc = lc || livechatoo; other.lc.close()",
        "var a = b, b = a; window.livechatoo; a.close()",
    ],
)
def test_a_name_that_may_stand_for_something_else_is_not_followed(code: str) -> None:
    assert functions(code) == []


def told(code: str) -> list[str]:
    found = findings_of(f"<script>{code}</script>")
    return [one.message for one in found if one.rule == "unknown-function"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("window.livechatoo?.embed.switchSide('left')", "did you mean `embed.switch_side`?"),
        ("var e = livechatoo.embed; e.Page('mini')", "did you mean `embed.page`?"),
        ("livechatoo.init({account: 'demo'})", "did you mean `embed.init`?"),
        ("livechatoo.close()", "did you mean `popup.close`?"),
        ("livechatoo.embeded.flip()", "did you mean `embed.flip`?"),
        ("livechatoo?.popup?.open?.()", "livechatoo.popup.open, so this call is never made"),
        ("livechatoo.embed.open(a?.b)", "there is no livechatoo.embed.open"),
        ("LiveChatoo.embed.page('mini')", "there is no LiveChatoo; did you mean `livechatoo`?"),
        ("if (window.livechato) livechato.popup.close()", "did you mean `livechatoo`?"),
    ],
)
def test_a_wrong_name_is_told_with_the_right_one(code: str, message: str) -> None:
    (only,) = told(code)
    assert message in only


@pytest.mark.parametrize(
    "code",
    [
        "setTimeout(livechatoo.embed.page.bind(livechatoo.embed, 'mini'), 10)",
        "livechatoo.embed.page.call(livechatoo.embed, 'mini')",
        "livechatoo.embed.options.target.push('*basket')",
        "livechatoo.hasOwnProperty('popup')",
        "livechatoo.embed.own = function () {}; livechatoo.embed.own()",
        "livechatoo.shop = {open: function () {}}; livechatoo.shop.open()",
        "var liveChatoo = {embed: {page: show}}; liveChatoo.embed.page('mini')",
        "import Livechatoo from './chat.js'; Livechatoo.embed.open()",
        "tidioChat.embed.open()",
    ],
)
def test_what_is_no_function_of_the_widget_is_not_taken_for_one(code: str) -> None:
    assert told(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "var lc = window.livechatoo; ask.onclick = function () { if (lc) lc.embed.page('mini') }",
        "ask.onclick = () => { const {embed} = window.livechatoo || {}; embed?.page('mini') }",
        "ask.onclick = () => { const e = window.livechatoo?.embed; if (!e) return; e.flip() }",
    ],
)
def test_a_question_for_the_other_name_is_one_for_the_widget(code: str) -> None:
    assert not [one for one in findings_of(f"<script>{code}</script>") if "asking" in one.message]


@pytest.mark.parametrize("name", ["embed.show", "embed.hide", "popup.open", "chat.init"])
def test_a_name_of_another_meaning_is_not_suggested(name: str) -> None:
    assert told(f"livechatoo.{name}()") == [f"there is no livechatoo.{name}"]


def test_who_listens_is_told_of_callbacks() -> None:
    found = findings_of("<script>livechatoo.embed.on('chatstart', show)</script>")
    (remedy,) = [one.remedy for one in found if one.rule == "unknown-function"]
    assert "`onchatstart`" in remedy
