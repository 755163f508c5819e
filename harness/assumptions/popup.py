"""Assumptions about the popup: its window, its bubbles and how it meets the host page."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import POPUP

ENTRIES = (
    Assumption(
        "popup-callbacks",
        POPUP,
        "callbacks given to popup.init do not fire; set to true they fire on the opening page",
        "the vendor shows callbacks with embed.init only",
        ("popup.init",),
        (False, True),
        "loader",
    ),
    Assumption(
        "popup-address",
        POPUP,
        "the window is /ACCOUNT/client-popup/LANG of the widget's host, 400 by 600 pixels",
        "the popup is built as the frame is, whose address was observed",
        ("popup.init", "popup.account", "popup.lang"),
        side="loader",
    ),
    Assumption(
        "popup-mode-default",
        POPUP,
        "without mode, or with another value, mode is custom",
        "it is the vendor's first sample",
        ("popup.mode",),
        side="loader",
    ),
    Assumption(
        "popup-custom-opens",
        POPUP,
        "popup.init with the mode custom opens the window at once",
        "the vendor says initializing e.g. after clicking on an image",
        ("popup.init", "popup.mode", "popup-after-click"),
        side="loader",
    ),
    Assumption(
        "popup-btype-default",
        POPUP,
        "without btype, or with another value, the bubble is right1",
        "it is the first that the vendor lists",
        ("popup.btype",),
        side="loader",
    ),
    Assumption(
        "popup-bubble-shapes",
        POPUP,
        "right1 and left1 are a round button in the lower corner, right2 and left2 a tab at the"
        " middle of the edge, right3 and left3 a card in the lower part",
        "the vendor names six types and shows none",
        ("popup.btype", "bubble-types"),
        side="loader",
    ),
    Assumption(
        "popup-bubble-opens",
        POPUP,
        "a click on the bubble opens the window, and the bubble stays",
        "a bubble without a click would have no use",
        ("popup.mode", "bubble-types"),
        side="loader",
    ),
    Assumption(
        "popup-blocked",
        POPUP,
        "when the browser refuses the window nothing is thrown and the status stays as it was",
        "the API names no error",
        ("popup.init", "popup.status"),
        side="browser",
    ),
    Assumption(
        "popup-shares-session",
        POPUP,
        "the popup and the bar of one account are one visitor with one chat",
        "the vendor says that sessions are shared, and not between what",
        ("popup.init", "popup-session-shared", "popup.session_per_host"),
        side="back end",
    ),
    Assumption(
        "popup-status",
        POPUP,
        "popup.status() is `open` while the window is open, `bubble` while only the bubble "
        "shows, '' otherwise; as a boolean it says whether one of them is there, as an object "
        "it is {page, online}",
        "the vendor verifies the status, and names no value; as embed.status()",
        ("popup.status",),
        side="loader",
    ),
    Assumption(
        "popup-window-reused",
        POPUP,
        "the popup has one window name; popup.init with the mode custom loads an open window "
        "anew, with the mode bubble it closes it",
        "one popup at a time; a window that another page opened is found again",
        (
            "popup.init",
            "popup.mode",
        ),
        side="loader",
    ),
    Assumption(
        "popup-farewell",
        POPUP,
        "what the visitor said is heard, though the popup closes before the back end has answered",
        "a visitor who sees their message in the window has sent it",
        ("popup.close", "popup.stop"),
    ),
    Assumption(
        "popup-bubble-again",
        POPUP,
        "a click on the bubble while the window is open brings the window to the front and "
        "loads nothing",
        "a visitor must not lose what they were writing",
        (
            "popup.mode",
            "bubble-types",
        ),
        side="loader",
    ),
    Assumption(
        "popup-prepared-options",
        POPUP,
        "popup.init without an argument takes popup.options, else the last options, as "
        "embed.init does",
        "the two namespaces are alike",
        ("popup.init",),
        side="loader",
    ),
    Assumption(
        "popup-no-onload",
        POPUP,
        "with popup-callbacks true the popup fires all callbacks but onload and onchange on "
        "the opening page; its events go to Google Analytics only then",
        "onload and onchange are about the chat bar",
        (
            "popup.init",
            "onload",
            "onchange",
        ),
        side="loader",
    ),
    Assumption(
        "popup-handshake",
        POPUP,
        "the popup asks the page that opened it for its options",
        "they may hold what must not stand in an address",
        ("popup.init",),
    ),
    Assumption(
        "window-goes-on-alone",
        POPUP,
        "a popup or new page whose opener does not answer within 1.5 s goes on with the "
        "options that it was told before in this window (kept without email and phone), else "
        "with the account and language of its address",
        "openers go away or cut themselves off, and a reload must not lose the visitor's session",
        (
            "popup.init",
            "mobile-new-page",
            "mini-new-page",
        ),
    ),
)
"""Their entries."""
