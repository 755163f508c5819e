"""Assumptions about the widget on phones, and about chats on a page of their own."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import MOBILE, STATUSES

ENTRIES = (
    Assumption(
        "mobile-automatic",
        MOBILE,
        "without mobile, a viewport of at most 480 px or a browser that calls itself mobile is a"
        " phone, decided once at init",
        "the vendor says automatically",
        ("mobile", "mobile-tailored"),
        side="loader",
    ),
    Assumption(
        "mobile-keeps-page",
        MOBILE,
        "on phones the chat bar appears in the page that init asks for, as a smaller bar; it is not"
        " turned into mini",
        "the vendor says that it is smaller, and that mini is optimized for mobile devices",
        ("mobile", "page", "onload", "appears-as-asked"),
        side="loader",
    ),
    Assumption(
        "mobile-window",
        MOBILE,
        "in mobile mode the visitor's opening of the bar opens the chat in a new window;"
        " page('online'), page('offline') and page('chat') try the same and show the window within"
        " the page when the browser refuses; status() is the page that was asked for",
        "chats open on a new page, and browsers open one only for a visitor's act",
        ("mobile", "mobile-new-page", "embed.page"),
        side="loader",
    ),
    Assumption(
        "mini-window",
        STATUSES,
        "the mini button opens the frame's address in a new window; a chat that begins there"
        " counts as begun on the page",
        "the vendor says that it opens on a new page",
        ("page", "embed.page", "mini-new-page"),
    ),
    Assumption(
        "mobile-page-stays",
        MOBILE,
        "the visitor's opening of the bar on a phone changes neither the page nor status() of "
        "the host page; page() does, with the bar collapsed while the chat is on its new page",
        "nothing has changed on the host page",
        (
            "mobile",
            "embed.status",
            "mobile-new-page",
        ),
        side="loader",
    ),
    Assumption(
        "mobile-init-open",
        MOBILE,
        "on phones init with page online or offline shows the window within the page, as no "
        "window may be opened without the visitor; so do an operator's invitation and a "
        "trigger's message",
        "browsers open windows on a visitor's act only",
        (
            "mobile",
            "page",
            "mobile-new-page",
        ),
        side="browser",
    ),
    Assumption(
        "mobile-chat-load",
        MOBILE,
        "a load during a chat shows the collapsed bar on phones",
        "the chat is open on a page of its own",
        (
            "mobile",
            "onchatopened",
        ),
        side="loader",
    ),
    Assumption(
        "mobile-callbacks",
        MOBILE,
        "what the visitor does on the chat's new page (first message, rating, offline "
        "message, answers to invitations) fires the callbacks of the page that opened it, as "
        "long as that page is there",
        "the new page is the page's own chat",
        (
            "mobile",
            "mobile-new-page",
        ),
        side="loader",
    ),
)
"""Their entries."""
