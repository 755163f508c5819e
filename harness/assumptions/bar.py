"""Assumptions about the embedded bar: its pages, its places and its life on the host page."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import BASIC, CSS, IMPLEMENTING, PREFILLED, STATUSES

ENTRIES = (
    Assumption(
        "status-is-the-page",
        BASIC,
        "status() returns the current page as text (start-online … chat, hidden); set to `boolean`"
        " it says whether something of the bar is visible, set to `object` it is {page, online}",
        "the page value is the only status that the vendor names",
        ("embed.status", "popup.status"),
        ("page", "boolean", "object"),
        "loader",
    ),
    Assumption(
        "status-empty",
        BASIC,
        "status() is '' before the first init, while the bar is loading, and after stop()",
        "nothing is shown then, and a text stays a text",
        ("embed.status", "embed.stop"),
        side="loader",
    ),
    Assumption(
        "start-is-collapsed",
        STATUSES,
        "start-online and start-offline show the collapsed bar; online, offline and chat the open"
        " window",
        "the names, and that a start page is where one starts from",
        ("page", "embed.page", "appears-as-asked"),
    ),
    Assumption(
        "default-start-online",
        STATUSES,
        "without page, or with a value that init does not allow (chat too), it starts as"
        " start-online",
        "the common case of the vendor's samples",
        ("page", "chat-only-by-page"),
        side="loader",
    ),
    Assumption(
        "default-right",
        BASIC,
        "a side other than left means right",
        "the side that content systems default to",
        ("side", "embed.switch_side"),
        side="loader",
    ),
    Assumption(
        "account-slug",
        BASIC,
        "init without an account of letters, digits, - or _ does nothing; a running bar stays",
        "the account is a path segment; the API names no error",
        ("account", "popup.account"),
        side="loader",
    ),
    Assumption(
        "wrong-values-ignored",
        BASIC,
        "wrong pages, sides, types and unknown options are ignored without an error; before init"
        " and after stop() every function does nothing",
        "the vendor names no error",
        ("embed.init", "embed.page", "embed.switch_side", "embed.bubble", "popup.init"),
        side="loader",
    ),
    Assumption(
        "live-negation",
        STATUSES,
        "when the last operator leaves, start-online and online become start-offline and offline"
        " at once, and back when one comes; nobody online turns chat without a running chat into"
        " offline",
        "the rule is stated for a status in use, not only for its start",
        ("negated-offline",),
        (True, False),
    ),
    Assumption(
        "negation-is-one-way",
        STATUSES,
        "start-offline and offline that were asked for stay, also with operators online",
        "the page was asked for",
        ("page", "embed.page", "negated-offline"),
    ),
    Assumption(
        "flip-hidden",
        BASIC,
        "flip() changes to the page hidden, and back to the page and size before it",
        "the vendor says show/hide ChatBar",
        ("embed.flip", "flip-shows-and-hides"),
    ),
    Assumption(
        "flip-after-hidden",
        BASIC,
        "after init with hidden, flip() shows start-online",
        "there is no page before it to come back to",
        ("embed.flip", "flip-shows-and-hides"),
        ("start-online", "online"),
    ),
    Assumption(
        "second-init",
        BASIC,
        "init while running starts anew and the first one is forgotten; without an argument it"
        " takes embed.options, else the last options",
        "there is one bar on a page",
        ("embed.init", "options-then-init"),
        ("replaces", "ignored"),
        "loader",
    ),
    Assumption(
        "reload-starts-again",
        BASIC,
        "reload() is init with the options of the run: page, side and bubble start again from"
        " them, the session and its chat go on; set to false, page and side stay",
        "the vendor calls it reinitialization",
        ("embed.reload", "reload-reinitializes"),
        (True, False),
        "loader",
    ),
    Assumption(
        "stop-silences",
        BASIC,
        "no callback fires once stop() has returned, until a call brings the bar back",
        "what is hidden for good has nothing to tell",
        ("embed.stop", "stop-hides", "silent-after-stop"),
        side="loader",
    ),
    Assumption(
        "loader-twice",
        IMPLEMENTING,
        "a second copy of the loader keeps the object of the first and calls livechatooCmd only"
        " when it is another function than the one called last",
        "one bar, however often the snippet is pasted",
        ("loader-async",),
        side="loader",
    ),
    Assumption(
        "bubble-default",
        BASIC,
        "without the option the account's setting (settings.bubble, default false) decides, unless"
        " the visitor has dismissed the bubble before",
        "the option must have a default in the administration",
        ("bubble", "embed.bubble"),
    ),
    Assumption(
        "bubble-where",
        BASIC,
        "the bubble shows next to the collapsed bar only, and not during a chat",
        "it invites to a chat that has not begun",
        ("bubble", "embed.bubble"),
    ),
    Assumption(
        "lctpref-content",
        IMPLEMENTING,
        "the cookie lctpref is v1, the side, desktop or phone, and whether the bubble was"
        " dismissed",
        "five characters and a preference are all that was observed",
        side="loader",
    ),
    Assumption(
        "language-fallback",
        BASIC,
        "there are texts in en, sk, cs, de and hu; any other lang shows the first of the choices",
        "the texts are the vendor's",
        ("lang", "popup.lang"),
        ("en", "sk"),
        "back end",
    ),
    Assumption(
        "css-order",
        CSS,
        "with both, css_file applies first and css_text after it",
        "the shorter one is the correction of the longer one",
        ("css_text", "css_file", "css-text", "css-file"),
    ),
    Assumption(
        "css-file-address",
        CSS,
        "css_file is taken relative to the host page; //host/path is fetched over https",
        "the vendor's sample is protocol-relative, and the frame is a page of https",
        ("css_file", "popup.css_file", "css-file"),
    ),
    Assumption(
        "css-where",
        CSS,
        "the styles apply within the frame and the popup's document, never on the host page",
        "the host page has styles of its own",
        ("css_text", "css_file", "popup.css_text", "popup.css_file", "css-text", "css-file"),
    ),
    Assumption(
        "escape-minimizes",
        BASIC,
        "Escape within the open window minimizes it",
        "keyboards need a way out",
    ),
    Assumption(
        "no-focus-theft",
        BASIC,
        "only what the visitor does moves the focus; a message or a trigger never does",
        "visitors may be typing into the host page",
        ("ontrigger",),
    ),
    Assumption(
        "links-where",
        PREFILLED,
        "the links to Contact, FAQ and Processing of Personal Data stand at the foot of the window"
        " and open a new tab that cannot reach back",
        "the vendor says that they are used in the chat window",
        ("url_contact", "url_faq", "url_privacy", "links-by-api", "links-by-administration"),
    ),
    Assumption(
        "reload-reads-anew",
        BASIC,
        "reload() reads the object that init() was given as it is by then; before that only"
        " callbacks are looked up in it",
        "the page of a single-page application has no other way to tell what has changed",
        ("embed.reload", "reload-reinitializes"),
        side="loader",
    ),
    Assumption(
        "argument-alone",
        BASIC,
        "the argument of init() is taken alone: embed.options and earlier arguments fill no gap",
        "the vendor shows the two as two ways, and a second init as none of them",
        ("embed.init", "embed.options", "init-with-settings", "options-then-init"),
        side="loader",
    ),
    Assumption(
        "long-texts",
        BASIC,
        "text options are cut after 10,000 characters (css_text 1,000,000; lang 35), accounts "
        "of more than 100 characters count as none, lists and clone_operators end after 100 "
        "entries; what visitors write has at most 4,000 characters, 200 in a field of one line and "
        "60 for a phone; no character is cut in two",
        "nobody writes that on purpose, and the bar must appear",
        (
            "embed.init",
            "popup.init",
        ),
        side="loader",
    ),
    Assumption(
        "site-styles-win",
        CSS,
        "the widget's own styles are in a cascade layer, so that any rule of css_text or "
        "css_file outdoes them",
        "stronger customization is what they are for",
        (
            "css_text",
            "css_file",
            "css-text",
            "css-file",
        ),
    ),
    Assumption(
        "no-negation-follows-page",
        STATUSES,
        "with live-negation false, who is online counts again when page() asks for a page, "
        "and on the next init",
        "the rule then is about the moment a page is asked for",
        (
            "embed.page",
            "negated-offline",
        ),
        side="loader",
    ),
)
"""Their entries, in the order of the vendor's page where it has one."""
