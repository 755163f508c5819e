"""Names, addresses, sections and values that the vendor's page and public pages use."""

from __future__ import annotations

LOADER_URL = "https://app.livechatoo.com/js/web.min.js"
"""Where the published snippet fetches the loader (facts, Observed 1)."""

WIDGET_HOST = "app.livechatoo.com"
"""The one host that serves everything of the widget (facts, Observed 2)."""

HOOK = "livechatooCmd"
"""The global function that the loader calls once it has run (facts, Observed 1)."""

GLOBAL = "livechatoo"
"""The global object that the loader defines."""

IMPLEMENTING = "Implementing"
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

SECTIONS = (
    *(IMPLEMENTING, BASIC, POPUP, STATUSES, CSS, PROACTIVE, MOBILE, PREFILLED, IDENTITY),
    *(DEPARTMENTS, OPERATORS, CLONING, TARGETS, CALLBACKS, "onload", "onchange", "onchatstart"),
    *("onchatopened", "onchatrating", "onofflinemessage", "ontrigger", "onnamerequired"),
    *("onemailrequired", "onphonerequired"),
)
"""The sections of the vendor's page, in its order; each callback has one of its own name."""

SIDES = ("left", "right")
INITIAL_PAGES = ("start-online", "online", "start-offline", "offline", "hidden", "mini")
"""Values of `init`'s `page` option (Changing statuses)."""

PAGES = (*INITIAL_PAGES, "chat")
"""Values of `embed.page()`; `chat` is not available to `init` (Changing statuses)."""

OFFLINE_OF = {"start-online": "start-offline", "online": "offline"}
"""What a status becomes when no operator is online (Changing statuses)."""

CHAT_STATUSES = ("min", "res", "max")
"""Values of `chat_status` in `onchange` (onchange)."""

INITIATORS = ("client", "operator", "api", "trigger")
"""Values of `initiator` in `onchatstart` and `onchatopened` (onchatstart)."""

POPUP_MODES = ("custom", "bubble")
"""Values of `mode` in `popup.init` (Basic PopUp Window Functions)."""

BUBBLE_TYPES = ("right1", "right2", "right3", "left1", "left2", "left3")
"""Values of `btype` in `popup.init` (Basic PopUp Window Functions)."""
