"""The rules of the embedded bar and the popup: how they come, look, change and go."""

from __future__ import annotations

from harness.widget_api.parts import ApiRule
from harness.widget_api.words import BASIC, CSS, IMPLEMENTING, MOBILE, POPUP, PROACTIVE, STATUSES

RULES = (
    ApiRule(
        "loader-async",
        IMPLEMENTING,
        "The code is asynchronous and will therefore not affect loading your page.",
        ("embed.init",),
    ),
    ApiRule(
        "init-with-settings", BASIC, "initializing directly with settings", ("embed.init", "side")
    ),
    ApiRule("options-then-init", BASIC, "setting up and then initializing", ("embed.init",)),
    ApiRule(
        "session-shared",
        BASIC,
        "Sessions are shared between multiple domains: that is the standard.",
        ("embed.init",),
    ),
    ApiRule(
        "session-per-host",
        BASIC,
        "session_per_host disables standard session sharing between multiple domains.",
        ("session_per_host",),
    ),
    ApiRule("stop-hides", BASIC, "stop() hides the ChatBar.", ("embed.stop",)),
    ApiRule("flip-shows-and-hides", BASIC, "flip() shows/hides the ChatBar.", ("embed.flip",)),
    ApiRule(
        "bubble-shows-and-hides",
        BASIC,
        "show/hide bubble: bubble(true), bubble(false).",
        ("embed.bubble",),
    ),
    ApiRule(
        "reload-reinitializes",
        BASIC,
        'reload() is a reinitialization, useful for websites with "JavaScript History API".',
        ("embed.reload",),
    ),
    ApiRule("side-changes", BASIC, "switch_side() changes the side.", ("embed.switch_side",)),
    ApiRule(
        "popup-after-click",
        POPUP,
        "initializing e.g. after clicking on an image",
        ("popup.init", "popup.mode"),
    ),
    ApiRule(
        "bubble-types",
        POPUP,
        "There are bubbles of the types right1, right2, right3, left1, left2 and left3.",
        ("popup.mode", "popup.btype"),
    ),
    ApiRule(
        "popup-session-shared",
        POPUP,
        "The popup's session is shared across multiple domains: that is the standard.",
        ("popup.init",),
    ),
    ApiRule(
        "popup-session-per-host",
        POPUP,
        "session_per_host disables standard session sharing across multiple domains.",
        ("popup.session_per_host",),
    ),
    ApiRule("popup-stop", POPUP, "stop() hides a bubble and closes a popup.", ("popup.stop",)),
    ApiRule("popup-close", POPUP, "close() only closes a popup.", ("popup.close",)),
    ApiRule(
        "appears-as-asked",
        STATUSES,
        "When initializing, you can specify the default state where a chat should be displayed.",
        ("page", "onload"),
    ),
    ApiRule(
        "hidden-is-reachable",
        STATUSES,
        "A visitor can be reached by the operator even when a 'hidden' chat is not displayed.",
        ("page",),
    ),
    ApiRule(
        "hidden-is-seen",
        STATUSES,
        "The visitor with a 'hidden' chat can be seen in the Visitors tab.",
        ("page",),
    ),
    ApiRule(
        "mini-new-page",
        STATUSES,
        "'mini' is optimized for mobile devices and the ChatBar opens on a new page.",
        (),
    ),
    ApiRule(
        "negated-offline",
        STATUSES,
        "If no operator is online, then 'start-online' negates to 'start-offline' and 'online' to"
        " 'offline'.",
        ("onload",),
    ),
    ApiRule(
        "page-changes-status",
        STATUSES,
        "After initialization, you can also change status.",
        ("embed.page",),
    ),
    ApiRule(
        "hidden-until-a-click",
        STATUSES,
        "When you initialize, leave the chat hidden and, after clicking on the text link or image,"
        " run the desired status.",
        ("page", "embed.page"),
    ),
    ApiRule(
        "chat-only-by-page",
        STATUSES,
        "For page() is also the value 'chat' available, unlike init().",
        ("embed.page",),
    ),
    ApiRule(
        "css-text", CSS, "css_text is used for inline styles in the ChatBar and the PopUp window."
    ),
    ApiRule("css-file", CSS, "css_file is used for an external style."),
    ApiRule(
        "automatic-addressing",
        PROACTIVE,
        "Automatic addressing of visitors can be set up through the administration.",
    ),
    ApiRule(
        "proactive-by-click",
        PROACTIVE,
        "It can be run via the API, to link the chat initiation to, for example, an onclick event.",
        ("embed.page",),
    ),
    ApiRule(
        "proactive-optional",
        PROACTIVE,
        "All parameters of a proactive chat are optional, and so is the second argument.",
        ("embed.page",),
    ),
    ApiRule(
        "operator-called-on-answer",
        PROACTIVE,
        "The operator will be called in only after a visitor responds to the proactive chat by"
        " sending the first message.",
        ("embed.page", "onchatstart"),
    ),
    ApiRule(
        "proactive-message",
        PROACTIVE,
        "message is a message that appears after opening the chat box.",
        ("proactive.message",),
    ),
    ApiRule(
        "proactive-welcome",
        PROACTIVE,
        "When message is omitted, the welcome message of the assigned operator is displayed.",
        ("embed.page",),
    ),
    ApiRule(
        "proactive-assignment",
        PROACTIVE,
        "departments and operators define to whom the chat may be assigned.",
        ("embed.page",),
    ),
    ApiRule(
        "proactive-names",
        PROACTIVE,
        "Department name, operator name and their photo are displayed automatically based on the"
        " assigned operator.",
        ("embed.page",),
    ),
    ApiRule(
        "proactive-own-names",
        PROACTIVE,
        "You can also use your own values for department_name, operator_name and operator_photo.",
        ("proactive.operator_name",),
    ),
    ApiRule(
        "mobile-tailored",
        MOBILE,
        "Livechatoo can automatically tailor the ChatBar for mobile devices.",
        ("embed.init",),
    ),
    ApiRule("mobile-smaller", MOBILE, "The ChatBar is smaller on mobiles.", ("embed.init",)),
    ApiRule("mobile-no-bubbles", MOBILE, "There are no bubbles on mobiles.", ("embed.init",)),
    ApiRule("mobile-new-page", MOBILE, "On mobiles chats open on a new page.", ("embed.init",)),
    ApiRule(
        "mobile-forced",
        MOBILE,
        "To be forced to use or not use mobile mode, set mobile to either true or false.",
        ("mobile",),
    ),
)
"""Their rules."""
