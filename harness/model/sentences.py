"""The sentences of the vendor's page that the model rests on, each with its section."""

from __future__ import annotations

from dataclasses import dataclass

BASIC = "Basic Embedded ChatBar Functions"
POPUP = "Basic PopUp Window Functions"
STATUSES = "Changing statuses"
CSS = "Custom CSS styles"
PROACTIVE = "Interactive chat window opening"
MOBILE = "Optimizing for mobile devices"
PREFILLED = "Pre-filled data"
IDENTITY = "Verifying identity using your API"
DEPARTMENTS = "Different departments in subsites"
OPERATORS = "Different operators in subsites"
CLONING = "Cloning of operators for departments"
TARGETS = "Targeted sites"
CALLBACKS = "Callback events"
FACTS = "Observed of the widget"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that the page says, shortened, mostly in its own words; `id` names it in a find."""

    id: str
    section: str
    text: str


_ASKED = (
    "Event fires at the moment when the visitor accepts or declines the invitation to enter"
    " {} before the chat. The {} request before chat must be set up in the administration."
)
_RECORDED = (
    "Event is automatically recorded in your Google Analytics account in the Behavior » Events"
    " section."
)
_PLAIN = (
    Sentence(
        "init-shows",
        BASIC,
        "initializing directly with settings",
    ),
    Sentence(
        "options-then-init",
        BASIC,
        "setting up and then initializing",
    ),
    Sentence(
        "stop-hides",
        BASIC,
        "hide ChatBar: livechatoo.embed.stop()",
    ),
    Sentence(
        "flip-shows-and-hides",
        BASIC,
        "show/hide ChatBar: livechatoo.embed.flip()",
    ),
    Sentence(
        "bubble-shows-and-hides",
        BASIC,
        "show/hide bubble: bubble : true/false, bubble(true)",
    ),
    Sentence(
        "reload-reinitializes",
        BASIC,
        "reinitialization: livechatoo.embed.reload()",
    ),
    Sentence(
        "side-of-init",
        BASIC,
        "initializing directly with settings: side : 'right'",
    ),
    Sentence(
        "side-changes",
        BASIC,
        "changing the side: livechatoo.embed.switch_side('right')",
    ),
    Sentence(
        "one-bar",
        BASIC,
        "The functions are about the Embedded ChatBar of a page: there is one.",
    ),
    Sentence(
        "session-shared",
        BASIC,
        "session_per_host disables standard session sharing between multiple domains.",
    ),
    Sentence(
        "no-errors",
        "Implementing",
        "The code is asynchronous and will therefore not affect loading your page.",
    ),
    Sentence(
        "popup-after-click",
        POPUP,
        "initializing e.g. after clicking on an image (mode 'custom')",
    ),
    Sentence(
        "popup-bubble",
        POPUP,
        "examples with bubbles (btype: right1, right2, right3, left1, …)",
    ),
    Sentence(
        "popup-stop",
        POPUP,
        "hiding a bubble and closing a popup: livechatoo.popup.stop()",
    ),
    Sentence(
        "popup-close",
        POPUP,
        "only closing a popup: livechatoo.popup.close()",
    ),
    Sentence(
        "appears-as-asked",
        STATUSES,
        "When initializing an Embedded ChatBar, you can specify the default state where a"
        " chat should be displayed.",
    ),
    Sentence(
        "negated-offline",
        STATUSES,
        "If 'start-online' or 'online' is used and no operator is online, then 'start-online'"
        " negates to 'start-offline' and 'online' to 'offline'.",
    ),
    Sentence(
        "hidden-is-seen",
        STATUSES,
        "A visitor can be reached by the operator even when a 'hidden' chat is not displayed"
        " but the visitor can be seen in the Visitors tab.",
    ),
    Sentence(
        "mini-new-page",
        STATUSES,
        "'mini' status is optimized for mobile devices and a Embedded ChatBar opens on a new page.",
    ),
    Sentence(
        "page-changes-status",
        STATUSES,
        "After initialization, you can also change status.",
    ),
    Sentence(
        "same-status-same-look",
        STATUSES,
        "After initialization, you can also change status: it is the same status that init has.",
    ),
    Sentence(
        "css-text",
        CSS,
        "It is possible to include custom CSS styles in the Embedded ChatBar and the PopUp"
        " window: the css_text parameter is used for inline styles.",
    ),
    Sentence(
        "css-file",
        CSS,
        "The css_file parameter is used for an external style.",
    ),
    Sentence(
        "proactive-opens",
        PROACTIVE,
        "To begin the chat, use the livechatoo.embed.page('chat') status change.",
    ),
    Sentence(
        "operator-called-on-answer",
        PROACTIVE,
        "The operator will be called in only after a visitor responds to proactive chat by"
        " sending the first message.",
    ),
    Sentence(
        "proactive-message",
        PROACTIVE,
        "The message parameter is a message that appears after opening the chat box.",
    ),
    Sentence(
        "proactive-welcome",
        PROACTIVE,
        "When this parameter is omitted, the welcome message of the assigned operator is"
        " displayed.",
    ),
    Sentence(
        "proactive-assignment",
        PROACTIVE,
        "The departments and operators parameters serve to define the ID departments or ID"
        " operators, to whom the chat may be assigned.",
    ),
    Sentence(
        "proactive-names",
        PROACTIVE,
        "Department name, operator name and their photo will be displayed automatically based"
        " on the assigned operator, but you can also use your own values.",
    ),
    Sentence(
        "mobile-no-bubbles",
        MOBILE,
        "The Embedded ChatBar is smaller on mobiles, there are no bubbles.",
    ),
    Sentence(
        "mobile-new-page",
        MOBILE,
        "… and chats open on a new page.",
    ),
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

SENTENCES = {sentence.id: sentence for sentence in _PLAIN}
"""All of them, by id."""
