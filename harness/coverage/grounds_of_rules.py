"""Where and when the rules of the vendor's page apply that do not apply where their subjects do."""

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
    AGAIN,
    BUBBLE,
    CHAT,
    FIRST,
    HIDDEN,
    MINIMIZED,
    NEXT,
    OPEN,
    OWN_PAGE,
    POPUP,
    SMALL,
    TAB,
)
from harness.widget_api import (
    BASIC,
    CALLBACKS,
    CLONING,
    CSS,
    DEPARTMENTS,
    IDENTITY,
    IMPLEMENTING,
    MOBILE,
    OPERATORS,
    PREFILLED,
    PROACTIVE,
    STATUSES,
)
from harness.widget_api import POPUP as POPUP_SECTION

GROUNDS = (
    row("loader-async", (OPEN, MINIMIZED, HIDDEN, SMALL), (FIRST, NEXT, TAB), IMPLEMENTING),
    row(
        "init-with-settings options-then-init",
        (OPEN, MINIMIZED, HIDDEN, SMALL),
        (FIRST, AGAIN, NEXT, TAB),
        BASIC,
    ),
    row(
        "session-shared session-per-host",
        (OPEN, MINIMIZED, OWN_PAGE),
        (CHAT, NEXT, TAB),
        BASIC,
    ),
    row("bubble-shows-and-hides", (MINIMIZED, BUBBLE), IDLE, BASIC, "bubble-where"),
    row("popup-after-click", (POPUP,), OF_POPUP, POPUP_SECTION),
    row("bubble-types", (BUBBLE,), OF_POPUP, POPUP_SECTION),
    row("popup-session-shared popup-session-per-host", (POPUP,), (CHAT, NEXT, TAB), POPUP_SECTION),
    row("hidden-is-reachable", (HIDDEN,), ATTENDED, STATUSES),
    row("hidden-is-seen", (HIDDEN,), ALWAYS, STATUSES),
    row("mini-new-page", (SMALL, OWN_PAGE), ALWAYS, STATUSES, "mini-window"),
    row("negated-offline", (OPEN, MINIMIZED, SMALL, BUBBLE), IDLE, STATUSES),
    row("hidden-until-a-click", (HIDDEN,), ALWAYS, STATUSES),
    row("chat-only-by-page", (*BAR, BUBBLE), BEFORE, STATUSES),
    row("css-text css-file", (*SHOWN, OWN_PAGE, POPUP, BUBBLE), ALWAYS, CSS, "css-where"),
    row("automatic-addressing", (*BAR, BUBBLE), IDLE, PROACTIVE, "trigger-not-in-chat"),
    row(
        "proactive-by-click proactive-optional proactive-message proactive-welcome"
        " proactive-assignment proactive-names proactive-own-names operator-called-on-answer",
        (*BAR, OWN_PAGE),
        BEFORE,
        PROACTIVE,
        "mobile-window",
    ),
    row("mobile-tailored mobile-smaller", (SMALL,), ALWAYS, MOBILE),
    row("mobile-no-bubbles", (SMALL,), IDLE, MOBILE),
    row("mobile-new-page", (SMALL, OWN_PAGE), ALWAYS, MOBILE),
    row("prefilled-in-popup", (POPUP,), OF_POPUP, PREFILLED),
    row(
        "links-by-administration links-by-api consent-before-personal-data"
        " consent-by-administration",
        (*WINDOWS, POPUP),
        ALWAYS,
        PREFILLED,
        "links-where",
        "consent-where",
    ),
    row(
        "custom-to-api-url identity-seen identity-in-chat",
        (OPEN, OWN_PAGE, POPUP),
        ATTENDED,
        IDENTITY,
        "identity-when",
    ),
    row(
        "departments-filter departments-empty-means-all departments-need-setting",
        (OPEN, MINIMIZED, SMALL, OWN_PAGE, POPUP),
        ALWAYS,
        DEPARTMENTS,
    ),
    row(
        "operators-filter operators-empty-means-all",
        (OPEN, MINIMIZED, SMALL, OWN_PAGE, POPUP),
        ALWAYS,
        OPERATORS,
    ),
    row(
        "operator-is-chosen clones-listed clone-makes-department clones-need-manual",
        (*WINDOWS, POPUP),
        IDLE,
        CLONING,
        "manual-needs-choice",
        "offline-choice",
    ),
    row("data-types", (*BAR, OWN_PAGE, BUBBLE), ALWAYS, CALLBACKS),
    row("onchatopened-each-load", SHOWN, ATTENDED - {FIRST}, "onchatopened"),
    row("initiator-stays conversions-recorded", SHOWN, ATTENDED - {FIRST}, "onchatopened"),
    row("accepted-and-declined", WINDOWS, BEFORE, CALLBACKS, "ask-when"),
)

"""Those rules."""
