"""Assumptions about what visitors give: personal data, consent, ratings, offline messages."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import CALLBACKS, CLONING, IDENTITY, PREFILLED

_ASKED = ("onnamerequired", "onemailrequired", "onphonerequired")

ENTRIES = (
    Assumption(
        "consent-names-travel",
        PREFILLED,
        "c_name and c_name_byop reach the operators without a consent",
        "the consent is stated for email or phone",
        ("c_name", "c_name_byop", "consent-before-personal-data"),
    ),
    Assumption(
        "consent-where",
        PREFILLED,
        "the visitor is asked where an email or a phone would be given, and above the composer"
        " when c_email or c_phone wait for it",
        "the client has to confirm before they are sent",
        ("c_email", "c_phone", "consent-before-personal-data"),
    ),
    Assumption(
        "consent-lasts",
        PREFILLED,
        "a consent holds for the rest of the session",
        "the same question would come again on each page",
        ("consent-before-personal-data",),
        side="back end",
    ),
    Assumption(
        "page-before-visitor",
        PREFILLED,
        "as long as the page gives a name, an email or a phone, it outdoes the one that the visitor"
        " has given before a chat",
        "the site knows who is logged in",
        ("c_name", "c_email", "c_phone", "prefilled-seen"),
        side="back end",
    ),
    Assumption(
        "links-precedence",
        PREFILLED,
        "an address given to init outdoes the one of the administration",
        "it is nearer to the page",
        ("url_contact", "url_faq", "url_privacy", "links-by-api", "links-by-administration"),
        side="back end",
    ),
    Assumption(
        "identity-when",
        IDENTITY,
        "the API URL is called when a chat starts and when an operator asks for it",
        "operators verify a chat user, also once more during a chat",
        ("custom", "custom-to-api-url", "identity-in-chat"),
        side="back end",
    ),
    Assumption(
        "identity-request",
        IDENTITY,
        "the call is a GET of the API URL with custom in its query",
        "the vendor says that the value is sent there, and not how",
        ("custom", "custom-to-api-url"),
        side="back end",
    ),
    Assumption(
        "identity-limits",
        IDENTITY,
        "an answer after 5 s, of more than 64 KiB, with an error status or a redirect is a failure,"
        " which the operator sees with its reason; the chat goes on",
        "a foreign endpoint must not hold a chat up",
        ("identity-seen",),
        side="back end",
    ),
    Assumption(
        "identity-result",
        IDENTITY,
        "the operator sees the answer as it came, decoded when it is JSON",
        "the vendor says that the operator sees the result",
        ("identity-seen",),
        side="back end",
    ),
    Assumption(
        "rating-when",
        "onchatrating",
        "a chat can be rated while it runs, and after its end until the next one starts",
        "the vendor does not say when",
        ("onchatrating", "rating-on-send"),
    ),
    Assumption(
        "rating-setting",
        "onchatrating",
        "ratings are on unless settings.rating is false",
        "the vendor describes the event without a condition",
        ("onchatrating",),
        side="back end",
    ),
    Assumption(
        "rating-needs-stars",
        "onchatrating",
        "a rating is sent with one to five stars; the words are optional",
        "data.rating is from 1 to 5",
        ("onchatrating.rating", "onchatrating.message"),
    ),
    Assumption(
        "rate-again",
        "onchatrating",
        "a chat is rated at most once",
        "a rating is a last word",
        ("onchatrating", "onchatrating-once"),
        (False, True),
        "back end",
    ),
    Assumption(
        "offline-fields",
        "onofflinemessage",
        "an offline message needs an email and a text; name and phone are optional",
        "somebody has to be able to answer it",
        ("onofflinemessage", "offline-on-send"),
    ),
    Assumption(
        "offline-again",
        "onofflinemessage",
        "once an offline message is sent the form is there for another one, with the visitor's"
        " name, email and phone still in it",
        "who writes once may have forgotten something",
        ("onofflinemessage", "offline-on-send"),
    ),
    Assumption(
        "offline-choice",
        CLONING,
        "with manual assignment the offline form has the list of operators too, and choosing is"
        " optional there",
        "a visitor selects the operator prior to an offline message",
        ("onofflinemessage.operator_id", "offline-operator-with-manual", "operator-is-chosen"),
    ),
    Assumption(
        "ask-when",
        CALLBACKS,
        "invitations to enter a name, an email and a phone follow the visitor's first message, in"
        " this order; the message goes out after the last answer",
        "they come before the chat, which the first message starts",
        (
            *_ASKED,
            "name-asked-by-administration",
            "email-asked-by-administration",
            "phone-asked-by-administration",
        ),
    ),
    Assumption(
        "ask-what-is-unknown",
        CALLBACKS,
        "what is prefilled or was given before is not asked for",
        "the visitor has answered already",
        (*_ASKED, "c_name", "c_email", "c_phone"),
        side="back end",
    ),
    Assumption(
        "ask-again",
        CALLBACKS,
        "an invitation that was accepted or declined comes once in a session; set to chat it comes"
        " before each chat",
        "a visitor who has declined has answered",
        _ASKED,
        ("session", "chat"),
        "back end",
    ),
    Assumption(
        "ask-value-checked",
        CALLBACKS,
        "only a value that is not blank, and an email that the browser takes for one, is accepted",
        "data.name is a value",
        ("onnamerequired.name", "onemailrequired.email", "accepted-and-declined"),
    ),
    Assumption(
        "address-only-web",
        PREFILLED,
        "only http and https addresses become links (relative ones against the host page); "
        "another url_privacy asks for consent all the same, without a link; css_file of "
        "another scheme is ignored",
        "a link must not run a script in the frame; consent is asked for rather than not",
        (
            "url_contact",
            "url_faq",
            "url_privacy",
            "css_file",
        ),
        side="loader",
    ),
    Assumption(
        "consent-by-tick",
        PREFILLED,
        "ticking the box is the consent; it is sent at once and the box goes away",
        "nothing that was sent can be unsent",
        ("consent-before-personal-data",),
    ),
    Assumption(
        "invitation-interrupted",
        CALLBACKS,
        "when a chat starts by itself while the visitor is asked for a name, an email or a "
        "phone, the invitation goes and the message returns to the field, unsent",
        "the invitation is for before the chat",
        (
            "onnamerequired",
            "onemailrequired",
            "onphonerequired",
        ),
    ),
    Assumption(
        "asked-fires-when-kept",
        CALLBACKS,
        "on*required fires once the back end has taken the answer, before onchatstart",
        "an answer that was refused was not given",
        (
            "onnamerequired",
            "onemailrequired",
            "onphonerequired",
        ),
    ),
)
"""Their entries."""
