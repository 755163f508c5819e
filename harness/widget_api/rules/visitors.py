"""The rules of what a page tells of its visitor, and of who may serve them."""

from __future__ import annotations

from harness.widget_api.parts import ApiRule
from harness.widget_api.words import CLONING, DEPARTMENTS, IDENTITY, OPERATORS, PREFILLED, TARGETS

RULES = (
    ApiRule(
        "prefilled-seen",
        PREFILLED,
        "Live chat operators can see chat users together with the name, email and phone of the"
        " logged-in user.",
        ("c_name", "c_email", "c_phone"),
    ),
    ApiRule(
        "name-by-operator",
        PREFILLED,
        "c_name is the name from the visitor's perspective and c_name_byop is the name visible"
        " just by the operator.",
        ("c_name", "c_name_byop"),
    ),
    ApiRule(
        "blank-prefilled",
        PREFILLED,
        "If the user is not logged in, the parameter values may be left blank.",
        ("c_name",),
    ),
    ApiRule(
        "prefilled-in-popup",
        PREFILLED,
        "The parameters can be also used for the popup chat window.",
        ("popup.c_name", "popup.c_email", "popup.c_phone"),
    ),
    ApiRule(
        "links-by-administration",
        PREFILLED,
        "URL addresses for Contact, FAQ and Processing of Personal Data, to be used in the chat"
        " window, can be set up in administration.",
    ),
    ApiRule(
        "links-by-api",
        PREFILLED,
        "However, you can also set up these URL addresses by url_contact, url_faq and url_privacy.",
        ("url_contact", "url_faq", "url_privacy"),
    ),
    ApiRule(
        "consent-before-personal-data",
        PREFILLED,
        "If the URL address for Processing of Personal Data is filled, then the client has to"
        " confirm the consent to the processing of personal data (email or phone) before they are"
        " sent.",
        ("url_privacy",),
    ),
    ApiRule(
        "consent-by-administration",
        PREFILLED,
        "The consent is asked for also when that URL address is filled in administration.",
    ),
    ApiRule(
        "custom-to-api-url",
        IDENTITY,
        "The API URL, where your defined value for custom is sent, is filled in the Settings tab.",
        ("custom",),
    ),
    ApiRule("identity-seen", IDENTITY, "Your API result is seen by the operator.", ("custom",)),
    ApiRule(
        "identity-in-chat",
        IDENTITY,
        "The operator can invite them during a chat to log onto the site and additionally verify"
        " whether their requirements can be accepted.",
        ("custom",),
    ),
    ApiRule(
        "departments-filter",
        DEPARTMENTS,
        "departments defines whose department (de facto operators) should be displayed.",
        ("departments",),
    ),
    ApiRule(
        "departments-empty-means-all",
        DEPARTMENTS,
        "If departments is omitted or empty, all departments are displayed.",
        ("embed.init",),
    ),
    ApiRule(
        "departments-need-setting",
        DEPARTMENTS,
        "In order for departments to be used, department support must be enabled in settings.",
        ("departments",),
    ),
    ApiRule(
        "operators-filter",
        OPERATORS,
        "operators defines which operators should be displayed.",
        ("operators",),
    ),
    ApiRule(
        "operators-empty-means-all",
        OPERATORS,
        "If operators is omitted or empty, all operators are displayed.",
        ("embed.init",),
    ),
    ApiRule(
        "operator-is-chosen",
        CLONING,
        "There is a list of operators from which a visitor selects the operator prior to chatting"
        " or an offline message.",
    ),
    ApiRule(
        "clones-listed",
        CLONING,
        "You can virtually assign operators to other departments as well.",
        ("clone_operators",),
    ),
    ApiRule(
        "clone-makes-department",
        CLONING,
        "If the department does not exist, it will be automatically generated in the list.",
        ("clone_operators",),
    ),
    ApiRule(
        "clones-need-manual",
        CLONING,
        "This function only has a purpose if you use the manual operator assignment.",
        ("clone_operators",),
    ),
    ApiRule(
        "target-marks",
        TARGETS,
        "Visitors who reach a certain target can be highlighted by setting up target pages.",
        ("target",),
    ),
    ApiRule("targets-many", TARGETS, "tracking more targets", ("target",)),
    ApiRule(
        "target-wildcard",
        TARGETS,
        "In the URL, you can use wildcard character *, which replaces 0 or more characters.",
        ("target",),
    ),
)
"""Their rules."""
