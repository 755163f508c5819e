"""What the page says of functions, statuses, styles and phones."""

from __future__ import annotations

from harness.model.sentence import (
    BASIC,
    CSS,
    MOBILE,
    POPUP,
    PROACTIVE,
    STATUSES,
    Sentence,
)

FUNCTIONS = (
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
)
