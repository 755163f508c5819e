"""What the page says of callbacks, and what was observed of the widget."""

from __future__ import annotations

from harness.model.sentence import (
    CALLBACKS,
    FACTS,
    Sentence,
)

_ASKED = (
    "Event fires at the moment when the visitor accepts or declines the invitation to enter"
    " {} before the chat. The {} request before chat must be set up in the administration."
)
_RECORDED = (
    "Event is automatically recorded in your Google Analytics account in the Behavior » Events"
    " section."
)
OF_CALLBACKS = (
    Sentence(
        "onload-each-load",
        "onload",
        "Event fires after loading the Embedded ChatBar. data.page - a status, in which the"
        " Embedded ChatBar appeared, data.online - whether the operator is online.",
    ),
    Sentence(
        "onchange-in-chat",
        "onchange",
        "Event fires when minimizing, restoring or maximizing chat box during a chat: min/res/max.",
    ),
    Sentence(
        "onchatstart-once",
        "onchatstart",
        "Event fires once at the start of the chat, with a ticket and a chat initiator:"
        " 'client', 'operator', 'api', 'trigger'.",
    ),
    Sentence(
        "onchatopened-each-load",
        "onchatopened",
        "Event fires repeatedly after loading the Embedded ChatBar during ongoing chat. The"
        " data.ticket and data.initiator are available like with onchatstart.",
    ),
    Sentence(
        "rating-on-send",
        "onchatrating",
        "Event fires at the moment when the visitor sends a chat rating, with a ticket,"
        " visitor's information, the number of stars, verbal rating and data of the operator,"
        " who was rated.",
    ),
    Sentence(
        "offline-on-send",
        "onofflinemessage",
        "Event fires at the moment when the visitor sends offline message, with the visitor's"
        " information and message. If you are using manual operator assignment, the ID of the"
        " selected operator will also be available.",
    ),
    Sentence(
        "trigger-fires",
        "ontrigger",
        "Event fires at the moment when the trigger is launched, with the trigger's"
        " information (data.id, data.title).",
    ),
    Sentence(
        "trigger-conditions",
        FACTS,
        "Triggers have conditions, by the vendor's own texts: the URL or title of the current or"
        " the previous page (exact, a substring, a regular expression), pages viewed.",
    ),
    Sentence(
        "onnamerequired-answer",
        "onnamerequired",
        _ASKED.format("a name", "name"),
    ),
    Sentence(
        "onemailrequired-answer",
        "onemailrequired",
        _ASKED.format("an email", "email"),
    ),
    Sentence(
        "onphonerequired-answer",
        "onphonerequired",
        _ASKED.format("a phone", "phone"),
    ),
    Sentence(
        "analytics-recorded",
        CALLBACKS,
        _RECORDED,
    ),
    Sentence(
        "chat-carries-messages",
        "onchatstart",
        "A chat is between a visitor and an operator: what one of them writes reaches the other.",
    ),
    Sentence(
        "frame-address",
        FACTS,
        "The loader brings an iframe document at /<account>/client-embed/<lang> of its host.",
    ),
)
