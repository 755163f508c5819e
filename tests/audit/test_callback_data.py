"""What a page takes from the data of its callbacks is told where it is sure, and only there."""

from __future__ import annotations

import pytest
from examining import findings_of
from handmade import LOAD, found, visit

from harness.audit.fixing import applied
from harness.audit.target import SITE

HEARING = {"unknown-field", "field-value"}


def said_of(callbacks: str, more: str = "") -> list[str]:
    """What the rules point at, in a page that has these callbacks and this script."""
    call = f"livechatoo.embed.init({{account: 'demo', {callbacks}}});"
    html = f"<script>{more}\nlivechatooCmd = function () {{ {call} }};</script>"
    found = [one for one in findings_of(html) if one.rule in HEARING]
    lines = html.split("\n")
    return [
        lines[one.place.line - 1][one.place.column - 1 :][: one.length]
        for one in sorted(found, key=lambda one: one.place)
    ]


def started(body: str) -> str:
    return f"onchatstart: function (data) {{ {body} }}"


@pytest.mark.parametrize(
    ("callbacks", "more", "points"),
    [
        (started("push(data.ticketId);"), "", ["ticketId"]),
        (started("push(data['ticketId']);"), "", ["'ticketId'"]),
        (started("push(data?.ticketId);"), "", ["ticketId"]),
        (started("push(data.chat.ticket);"), "", ["chat"]),
        (started("if (data.ticketId) push(1);"), "", ["ticketId"]),
        (started("if (data.by === 'client') push(1);"), "", ["by"]),
        (started("push(data.email);"), "", ["email"]),
        (started("var t = data.ticketId; push(t);"), "", ["ticketId"]),
        (started("var all = data; push(all.ticketId);"), "", ["ticketId"]),
        (started("var all = data || {}; push(all.ticketId);"), "", ["ticketId"]),
        (started("data = data || {}; push(data.ticketId);"), "", ["ticketId"]),
        (started("var {number} = data; push(number);"), "", ["number"]),
        (started("later(function () { push(data.ticketId); });"), "", ["ticketId"]),
        (started("dataLayer.push(data); push(data.ticketId);"), "", ["ticketId"]),
        (started("push(data.ticketId); enrich(data);"), "", ["ticketId"]),
        ("onchatstart({number}) { push(number); }", "", ["number"]),
        ("onchatstart: ({ticket: {id}, number: n}) => push(id, n)", "", ["number"]),
        ("onchatstart: data => push(data.number)", "", ["number"]),
        ("onchatstart: async (data = {}) => push(data.number)", "", ["number"]),
        ("onchatstart: started", "function started(d) { push(d.number); }", ["number"]),
        ("onchatstart: started", "var started = function (d) { push(d.number); }", ["number"]),
        (started("note(data);"), "function note(d) { push(d.number); }", ["number"]),
        (
            started("note(data); push(data.number);"),
            "function note(d) { push(d.ticket); } note({number: 1});",
            ["number"],
        ),
        ("onchatstart: s, onchatopened: s", "function s(d) { push(d.rating); }", ["rating"]),
        ("onchange: function (e) { push(e.status); }", "", ["status"]),
        ("onchatstart: chat.begin", "class Chat { begin(d) { push(d.number); } }", ["number"]),
        ("onchatstart: chat.begin", "var chat = {begin: d => push(d.number)};", ["number"]),
        ("onchatstart: chat.begin", "chat.begin = function (d) { push(d.number); };", ["number"]),
        (
            "onchatstart: d => chat.begin(d)",
            "var chat = {begin(d) { push(d.number); }};",
            ["number"],
        ),
        (
            "onchatstart: function (d) { this.begin(d); }",
            "Chat.prototype.begin = function (d) { push(d.number); };",
            ["number"],
        ),
    ],
)
def test_a_field_that_is_not_documented_is_told(
    callbacks: str, more: str, points: list[str]
) -> None:
    assert said_of(callbacks, more) == points


@pytest.mark.parametrize(
    ("callbacks", "more"),
    [
        (started("push(data.ticket, data.initiator);"), ""),
        (started("push(data.ticket || data.ticketId);"), ""),
        (started("push(data.number || 'none');"), ""),
        (started("push(data.number ?? 'none');"), ""),
        (started("if (data.operator) push(data.operator.id);"), ""),
        (started("if (!data.operator) return; push(data.operator.id);"), ""),
        (started("push(data.operator && data.operator.id);"), ""),
        (started("push(data.operator?.id);"), ""),
        (started("push(data.operator ? data.operator.id : 0);"), ""),
        (started("if (typeof data.number === 'undefined') push(0);"), ""),
        (started("if (data.number !== undefined) push(data.number);"), ""),
        (started("if ('number' in data) push(data.number);"), ""),
        (started("if (data.hasOwnProperty('number')) push(data.number);"), ""),
        (started("if (Object.hasOwn(data, 'number')) push(data.number);"), ""),
        (started("try { push(data.number.id); } catch (e) { push(0); }"), ""),
        (started("var n = data.number; if (n) push(n);"), ""),
        (started("var {number} = data; if (number) push(number);"), ""),
        (started("var {number = 0} = data; push(number);"), ""),
        (started("data.event = 'chat'; push(data.event);"), ""),
        (started("delete data.number;"), ""),
        (started("data = JSON.parse(data); push(data.number);"), ""),
        (started("enrich(data); push(data.number);"), ""),
        (started("Object.assign(data, shop); push(data.number);"), ""),
        (started("enrich(data); push(data.number);"), "function enrich(d) { d.number = 1; }"),
        (started("shop.last = data; push(data.number);"), ""),
        (started("push({data}); push(data.number);"), ""),
        (started("list.forEach(function (data) { push(data.number); });"), ""),
        (started("list.forEach(data => push(data.number));"), ""),
        (started("for (var k in data) push(data[k]);"), ""),
        (started("push(data.toString(), data.hasOwnProperty('ticket'));"), ""),
        (started("push(data.last());"), "Object.prototype.last = function () {};"),
        (started("push(shop.data.number, number.data);"), ""),
        (started("fetch('/chat', {body: JSON.stringify(data)});"), ""),
        ("onload: function (data) { push(data.status, data.operators.length); }", ""),
        ("onload: seen, onchatstart: seen", "function seen(d) { push(d.status); }"),
        ("onchatstart: seen, onchatrating: seen", "function seen(d) { push(d.rating); }"),
        ("onchatstart: seen", "function seen(d) { push(d.number); } seen({number: 1});"),
        ("onchatstart: seen", "function seen(d) { push(d.number); } bus.on('chat', seen);"),
        (
            started("note(data);"),
            "function note(d) { push(d.number); } note({number: 1});",
        ),
        (
            started("push(data.number);"),
            "var init = livechatoo.embed.init; livechatoo.embed.init = function (o) { init(o); };",
        ),
        (started("push(data.number);"), "var own = settings.onchatstart;"),
        (
            "onchatstart: c.begin",
            "class Chat { begin(d) { push(d.number); } } c.begin({number: 1});",
        ),
        (
            "onchatstart: c.begin",
            "class Chat { begin(d) { push(d.number); } } c['begin']({number: 1});",
        ),
        ("onchatstart: a.go", "var a = {go: d => push(d.number)}, b = {go: d => push(d.ticket)};"),
        (
            started("chat.go(data);"),
            "var chat = {go(d) { push(d.number); }}; chat.go({number: 1});",
        ),
        (started("push(event, arguments[0].number);"), ""),
        ("onchatstart: function () { push(data.number); }", "var data = {number: 1};"),
    ],
)
def test_a_page_that_asks_first_or_has_fields_of_its_own_is_told_nothing(
    callbacks: str, more: str
) -> None:
    assert said_of(callbacks, more) == []


def changed(body: str) -> str:
    return f"onchange: function (data) {{ {body} }}"


def given(body: str) -> str:
    return f"onnamerequired: function (data) {{ {body} }}"


def test_a_value_that_has_a_name_is_told() -> None:
    body = started("if (data.initiator === VISITOR) push(1);")
    assert said_of(body, "const VISITOR = 'visitor';") == ["VISITOR"]


@pytest.mark.parametrize(
    ("callbacks", "points"),
    [
        (started("if (data.initiator === 'visitor') push(1);"), ["'visitor'"]),
        (started("if ('visitor' == data.initiator) push(1);"), ["'visitor'"]),
        (started("if (data.initiator !== 'Client') push(1);"), ["'Client'"]),
        (started("if (data.initiator.toLowerCase() === 'visitor') push(1);"), ["'visitor'"]),
        (started("var by = data.initiator; if (by === 'visitor') push(1);"), ["'visitor'"]),
        ("onchatstart: ({initiator}) => initiator === 'visitor' && push(1)", ["'visitor'"]),
        ("onchatstart: ({initiator: by}) => by === 'visitor' && push(1)", ["'visitor'"]),
        (
            started("if (['visitor', 'agent'].includes(data.initiator)) push(1);"),
            ["'visitor'", "'agent'"],
        ),
        (started("push({visitor: 'V', agent: 'A'}[data.initiator]);"), ["visitor", "agent"]),
        (changed("switch (data.chat_status) { case 'minimized': push(1); }"), ["'minimized'"]),
        (changed("if (data.chat_status === 'closed') push(1); else push(2);"), ["'closed'"]),
        (given("if (data.accepted === 'true') push(1);"), ["'true'"]),
        (given("if (data.accepted == 'yes') push(1);"), ["'yes'"]),
        ("onload: function (d) { if (d.online === 'true') push(1); }", ["'true'"]),
        ("onload: function (d) { if (d.page === 'opened') push(1); }", ["'opened'"]),
        ("onchatrating: function (d) { if (d.rating === 10) push(1); }", ["10"]),
        ("onchatrating: function (d) { if (d.rating == 'good') push(1); }", ["'good'"]),
    ],
)
def test_a_value_that_never_comes_is_told(callbacks: str, points: list[str]) -> None:
    assert said_of(callbacks) == points


@pytest.mark.parametrize(
    "callbacks",
    [
        started("if (data.initiator === 'client') push(1);"),
        started("if (data.initiator === 'client' || data.initiator === 'visitor') push(1);"),
        started("if (!['client', 'visitor'].includes(data.initiator)) push(1);"),
        started("if (data.initiator) push(1);"),
        started("if (data.initiator === '' || data.initiator == null) push(1);"),
        started("if (data.initiator === wanted) push(1);"),
        started("push({client: 'C', visitor: 'V'}[data.initiator] || 'other');"),
        started("if (data.ticket === 'T1') push(1);"),
        started("var by = 'visitor'; by = find(); if (data.initiator === by) push(1);"),
        started("list.map(function (by) { return data.initiator === by; });"),
        started("var by = data.initiator; by = names[by]; if (by === 'visitor') push(1);"),
        started("if (data.initiator + '' === 'client') push(1);"),
        changed("switch (data.chat_status) { case 'min': case 'minimized': push(1); }"),
        changed(
            "switch (data.chat_status) { case 'min': push(1); break; case 'res': push(2); break;"
            " case 'max': push(3); break; case 'closed': push(4); }"
        ),
        changed("if (data.chat_status !== 'min') push(1);"),
        given("if (data.accepted == true) push(1);"),
        given("if (data.accepted === 1 || data.accepted == '1') push(1);"),
        given("if (data.accepted === true || data.accepted === 'true') push(1);"),
        given("if (String(data.accepted) === 'true') push(1);"),
        given("if (data.accepted.toString() === 'true') push(1);"),
        given("if (data.name === 'true') push(1);"),
        "onload: function (d) { if (d.page === 'chat') push(1); }",
        "onchatrating: function (d) { if (d.rating === 5 || d.rating === '5') push(1); }",
        "onchatrating: function (d) { if (d.rating === 0) push(1); }",
        "onchatrating: function (d) { if (d.rating < 1 || d.rating > 5) push(1); }",
    ],
)
def test_a_value_that_can_come_is_not_told(callbacks: str) -> None:
    assert said_of(callbacks) == []


@pytest.mark.parametrize(
    ("function", "used", "says", "mended"),
    [
        (
            "function (data) { push(data.ticketNo.id); }",
            "id",
            "no documented field `ticketNo`",
            "function (data) { push(data.ticket.id); }",
        ),
        (
            "function (event, data) { push(data.ticket); }",
            "ticket",
            "onchatstart gets one argument",
            "function (data) { push(data.ticket); }",
        ),
        (
            "function (event, data) { push(event, data.ticket); }",
            "ticket",
            "onchatstart gets one argument",
            None,
        ),
    ],
)
def test_data_that_is_not_there_is_told_once_where_it_throws(
    function: str, used: str, says: str, mended: str | None
) -> None:
    call = "livechatoo.embed.init({{onchatstart: {}}});"
    page = f"<script>livechatooCmd = function () {{{{ {call} }}}};</script>"
    html = page.format(function)
    column = html.rindex(f".{used}") + 2
    message = f"Cannot read properties of undefined (reading '{used}')"
    stack = f"TypeError: {message}\n    at onchatstart ({SITE}:1:{column})"
    error = {"$type": "error", "name": "TypeError", "message": message, "stack": stack}
    seen = visit("desktop", LOAD, ("callback_threw", {"name": "onchatstart", "error": error}))
    (finding,) = found(html, "callback-throws", seen)
    assert says in finding.message
    assert found(html, "unknown-field", seen) == []
    assert finding.edits == () or applied(html, finding.edits) == page.format(mended)
    assert bool(finding.edits) == (mended is not None)
