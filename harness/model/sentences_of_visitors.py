"""What the page says of visitors: who they are, and who is there for them."""

from __future__ import annotations

from harness.model.sentence import (
    CLONING,
    DEPARTMENTS,
    IDENTITY,
    OPERATORS,
    PREFILLED,
    TARGETS,
    Sentence,
)

VISITORS = (
    Sentence(
        "prefilled-seen",
        PREFILLED,
        "Live chat operators can then see chat users together with data about them: name,"
        " email and phone.",
    ),
    Sentence(
        "name-by-operator",
        PREFILLED,
        "c_name is the name from the visitor's perspective and c_name_byop is the name"
        " visible just by the operator.",
    ),
    Sentence(
        "links-in-window",
        PREFILLED,
        "URL addresses … to be used in the chat window.",
    ),
    Sentence(
        "consent-before-personal-data",
        PREFILLED,
        "If the URL address for Processing of Personal Data is filled …, then the client has"
        " to confirm the consent to the processing of personal data (email or phone) before"
        " they are sent.",
    ),
    Sentence(
        "identity-seen",
        IDENTITY,
        "The API URL where your defined value for custom was sent … Your API result is seen"
        " by the operator.",
    ),
    Sentence(
        "departments-filter",
        DEPARTMENTS,
        "The JS code can be defined for the section whose department (de facto operators)"
        " should be displayed. If omitted or empty, all departments are displayed.",
    ),
    Sentence(
        "operators-filter",
        OPERATORS,
        "It is possible to define which operators should be displayed. If the operators"
        " parameter is omitted or empty, all operators are displayed.",
    ),
    Sentence(
        "clones-listed",
        CLONING,
        "You can virtually assign operators to other departments as well. If the department"
        " does not exist, it will be automatically generated in the list.",
    ),
    Sentence(
        "target-wildcard",
        TARGETS,
        "In the URL, you can use wildcard character * (asterisk), which replaces 0 or more"
        " characters.",
    ),
)
