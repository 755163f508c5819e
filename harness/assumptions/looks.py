"""Assumptions about what can be seen and measured of the widget from outside.

The vendor's page names functions, options and callbacks; what the widget is made of, what it
says and what it asks servers for is the stub's own, or was observed on public pages.
"""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import BASIC, CSS, IMPLEMENTING

ENTRIES = (
    Assumption(
        "wording",
        BASIC,
        "the words that visitors read which neither the page nor the administration gives are the"
        " stub's: names of buttons and fields, greetings, remarks",
        "the vendor shows no texts of the widget",
        ("lang", "popup.lang"),
    ),
    Assumption(
        "focus-order",
        BASIC,
        "Tab goes from the page to the widget's controls in the order in which they are seen, and"
        " a control that goes away hands the focus to the one that takes its place",
        "keyboards and screen readers need an order; the vendor names none",
    ),
    Assumption(
        "frame-of-its-own",
        IMPLEMENTING,
        "the bar is an iframe element of the host page, with a title that tells of chat",
        "an iframe document was observed on public pages; where it stands was not",
        ("embed.init",),
        side="loader",
    ),
    Assumption(
        "requests-as-observed",
        IMPLEMENTING,
        "the widget asks its host for the frame's document, its style sheet, scripts, texts and"
        " logo, and for ajax.ims whenever it talks to the back end",
        "observed on public pages, of the builds of their time; the vendor's page has the loader"
        " alone",
        ("embed.init",),
        side="loader",
    ),
    Assumption(
        "css-names",
        CSS,
        "css_text and css_file find the widget's parts by the names of HTML elements: button,"
        " header, h2, p",
        "the vendor's page has `...CSS...` where selectors would stand",
        ("css_text", "css_file", "popup.css_text", "popup.css_file", "css-text", "css-file"),
    ),
    Assumption(
        "calls-are-kept",
        BASIC,
        "what is called right after init, before anything of the bar is there, counts as if it"
        " were called then",
        "the vendor says `after initialization`, and not when that is over",
        ("embed.page", "embed.switch_side", "embed.bubble"),
        side="loader",
    ),
    Assumption(
        "inherited-options",
        IMPLEMENTING,
        "options that an object has from its prototype count as its own",
        "the vendor's samples write plain objects",
        ("embed.init", "embed.options"),
        side="loader",
    ),
    Assumption(
        "odd-pages",
        IMPLEMENTING,
        "pages that patch built-ins, take functions off their objects, or hand over options whose"
        " getters throw get their chat all the same, and no error",
        "such pages exist, and the chat must not be what breaks there",
        ("embed.init",),
        side="loader",
    ),
)
"""Their entries."""
