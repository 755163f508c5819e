"""Where and when the functions, options, parameters and callbacks of the API apply."""

from __future__ import annotations

from harness.coverage.ground import (
    ALWAYS,
    ATTENDED,
    BAR,
    BEFORE,
    IDLE,
    OF_POPUP,
    SHOWN,
    WINDOWS,
    row,
)
from harness.coverage.places import (
    BUBBLE,
    CHAT,
    FIRST,
    HIDDEN,
    MAXIMIZED,
    MINIMIZED,
    OFFLINE,
    OPEN,
    OWN_PAGE,
    POPUP,
    SMALL,
)
from harness.widget_api import (
    API,
    BASIC,
    CLONING,
    CSS,
    DEPARTMENTS,
    IDENTITY,
    MOBILE,
    OPERATORS,
    PREFILLED,
    PROACTIVE,
    STATUSES,
    TARGETS,
)
from harness.widget_api import POPUP as POPUP_SECTION

_FUNCTIONS = (
    row("embed.init", (*BAR, BUBBLE), ALWAYS, BASIC, "second-init"),
    row(
        "embed.status embed.stop embed.flip embed.reload embed.switch_side",
        (*BAR, BUBBLE),
        ALWAYS,
        BASIC,
    ),
    row("embed.bubble", (MINIMIZED, SMALL, BUBBLE), IDLE, BASIC, "bubble-where"),
    row("embed.page", (*BAR, BUBBLE), ALWAYS, STATUSES),
    row("embed.page=chat", (*BAR, BUBBLE), BEFORE, PROACTIVE),
    row("popup.init popup.status popup.stop popup.close", (POPUP, BUBBLE), OF_POPUP, POPUP_SECTION),
)

_OPTIONS = (
    row("account", (*BAR, OWN_PAGE), ALWAYS, BASIC),
    row("lang", (*SHOWN, OWN_PAGE, BUBBLE), ALWAYS, BASIC),
    row("session_per_host", (OPEN, MINIMIZED, OWN_PAGE), ATTENDED, BASIC),
    row("side", (*SHOWN, BUBBLE), ALWAYS, BASIC),
    row("bubble", (MINIMIZED, SMALL, BUBBLE), IDLE, BASIC, "bubble-where"),
    row("page", (OPEN, MINIMIZED, SMALL, HIDDEN), IDLE, STATUSES, "chat-reopens"),
    row("page=online page=offline", (OPEN,), IDLE, STATUSES, "start-is-collapsed"),
    row(
        "page=start-online page=start-offline",
        (MINIMIZED, SMALL),
        IDLE,
        STATUSES,
        "start-is-collapsed",
    ),
    row("page=hidden", (HIDDEN,), IDLE, STATUSES),
    row("page=mini", (SMALL,), IDLE, STATUSES),
    row("mobile", (OPEN, MINIMIZED, SMALL, OWN_PAGE), ALWAYS, MOBILE),
    row("mobile=true", (SMALL, OWN_PAGE), ALWAYS, MOBILE),
    row("mobile=false", (OPEN, MINIMIZED), ALWAYS, MOBILE),
    row("css_text css_file", (*SHOWN, OWN_PAGE, BUBBLE), ALWAYS, CSS, "css-where"),
    row("c_name c_name_byop c_email c_phone", (*BAR, OWN_PAGE), ALWAYS, PREFILLED),
    row("url_contact url_faq url_privacy", WINDOWS, ALWAYS, PREFILLED, "links-where"),
    row("custom", (OPEN, OWN_PAGE), ATTENDED, IDENTITY, "identity-when"),
    row("departments", (OPEN, MINIMIZED, SMALL, OWN_PAGE), ALWAYS, DEPARTMENTS),
    row("operators", (OPEN, MINIMIZED, SMALL, OWN_PAGE), ALWAYS, OPERATORS),
    row("clone_operators", WINDOWS, IDLE, CLONING, "manual-needs-choice"),
    row("target", BAR, ALWAYS, TARGETS, "target-when"),
)

_POPUP_OPTIONS = (
    row("popup.lang popup.mode", (POPUP, BUBBLE), OF_POPUP, POPUP_SECTION),
    row("popup.mode=custom", (POPUP,), OF_POPUP, POPUP_SECTION, "popup-custom-opens"),
    row("popup.btype", (BUBBLE,), OF_POPUP, POPUP_SECTION),
    row("popup.account", (POPUP,), OF_POPUP, POPUP_SECTION),
    row("popup.session_per_host", (POPUP,), OF_POPUP - {OFFLINE}, POPUP_SECTION),
    row("popup.css_text popup.css_file", (POPUP,), OF_POPUP, CSS),
    row(
        "popup.c_name popup.c_name_byop popup.c_email popup.c_phone popup.url_contact"
        " popup.url_faq popup.url_privacy",
        (POPUP,),
        OF_POPUP,
        PREFILLED,
    ),
    row("popup.custom", (POPUP,), OF_POPUP - {OFFLINE}, IDENTITY, "identity-when"),
    row("popup.departments", (POPUP,), OF_POPUP, DEPARTMENTS),
    row("popup.operators", (POPUP,), OF_POPUP, OPERATORS),
    row("popup.clone_operators", (POPUP,), OF_POPUP - {CHAT}, CLONING, "manual-needs-choice"),
    row("popup.target", (POPUP,), OF_POPUP, TARGETS, "target-when"),
)

_PROACTIVE = (
    row(
        " ".join(f"proactive.{name}" for name in API.proactive),
        (*BAR, OWN_PAGE),
        BEFORE,
        PROACTIVE,
        "mobile-window",
    ),
)

_CALLBACKS = (
    row("onload", (*BAR, BUBBLE), ALWAYS, "onload", "chat-reopens"),
    row("onload.page=online onload.page=offline", (OPEN,), IDLE, "onload", "start-is-collapsed"),
    row(
        "onload.page=start-online onload.page=start-offline",
        (MINIMIZED, SMALL, BUBBLE),
        IDLE,
        "onload",
        "start-is-collapsed",
    ),
    row("onload.page=hidden", (HIDDEN,), IDLE, "onload"),
    row("onload.page=mini", (SMALL,), IDLE, "onload"),
    row("onload.page=chat", SHOWN, ATTENDED - {FIRST}, "onload", "chat-page"),
    row("onload.online=false", (*BAR, BUBBLE), IDLE, "onload"),
    row("onload.online=true", (*BAR, BUBBLE), ATTENDED, "onload"),
    row("onchange", BAR, ATTENDED, "onchange", "onchange-rule"),
    row("onchange.chat_status=max", (OPEN, MAXIMIZED), ATTENDED, "onchange"),
    row("onchatstart", (*BAR, OWN_PAGE, BUBBLE), ATTENDED, "onchatstart", "mobile-callbacks"),
    row(
        "onchatstart.initiator=client onchatstart.initiator=api",
        WINDOWS,
        ATTENDED,
        "onchatstart",
    ),
    row(
        "onchatstart.initiator=trigger",
        (OPEN, MAXIMIZED),
        ATTENDED,
        "onchatstart",
        "mobile-init-open",
    ),
    row(
        "onchatstart.initiator=operator",
        (*BAR, BUBBLE),
        ATTENDED,
        "onchatstart",
        "initiator-operator",
    ),
    row("onchatopened", SHOWN, ATTENDED - {FIRST}, "onchatopened", "chat-reopens"),
    row("onchatrating", WINDOWS, ATTENDED, "onchatrating", "mobile-callbacks"),
    row(
        " ".join(f"onchatrating.rating={stars}" for stars in range(1, 6)),
        (OPEN, OWN_PAGE),
        (FIRST, CHAT),
        "onchatrating",
    ),
    row("onofflinemessage", WINDOWS, IDLE, "onofflinemessage", "mobile-callbacks"),
    row("ontrigger", (*BAR, BUBBLE), IDLE, "ontrigger", "trigger-not-in-chat"),
    *(
        row(f"on{field}required", WINDOWS, BEFORE, f"on{field}required", "ask-when")
        for field in ("name", "email", "phone")
    ),
)

GROUNDS = (*_FUNCTIONS, *_OPTIONS, *_POPUP_OPTIONS, *_PROACTIVE, *_CALLBACKS)
"""All of them."""
