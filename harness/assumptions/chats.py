"""Assumptions about chats and the sessions that they live in."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import BASIC, CLONING, DEPARTMENTS, OPERATORS, PROACTIVE, STATUSES

ENTRIES = (
    Assumption(
        "chat-page",
        STATUSES,
        "while a chat runs, online and start-online mean the chat, open and collapsed, and"
        " status() says chat",
        "the chat is what is shown",
        ("embed.page", "embed.status"),
    ),
    Assumption(
        "chat-reopens",
        STATUSES,
        "a load during a chat shows the chat as it was left (min, res, max), whatever page says,"
        " mini excepted; set to false it shows what page says, collapsed",
        "a visitor must not lose a chat by following a link",
        ("page", "onchatopened", "appears-as-asked"),
        (True, False),
    ),
    Assumption(
        "chat-started-here",
        "onchatstart",
        "onchatstart fires on the page where the chat began; other open pages show the chat and"
        " fire nothing",
        "the event fires once",
        ("onchatstart", "onchatstart-once"),
    ),
    Assumption(
        "close-ends",
        STATUSES,
        "closing the window ends a running chat and collapses the bar",
        "a closed chat is over",
        ("embed.page",),
    ),
    Assumption(
        "controls-without-chat",
        STATUSES,
        "a window can be maximized and closed without a chat as well",
        "the vendor speaks of the chat box during a chat",
        ("onchange", "embed.page"),
    ),
    Assumption(
        "operator-ends",
        STATUSES,
        "when the operator ends the chat the window stays open as online, a collapsed one becomes"
        " start-online",
        "the visitor may be reading",
        ("embed.status",),
    ),
    Assumption(
        "hidden-invited",
        STATUSES,
        "an operator's invitation shows the chat, also on a hidden page; a message into a running"
        " chat leaves a hidden one hidden",
        "the visitor can be reached by the operator even when hidden",
        ("page", "hidden-is-reachable"),
    ),
    Assumption(
        "initiator-operator",
        "onchatstart",
        "an operator's invitation starts the chat at once, with the initiator operator",
        "the value is documented, its moment is not",
        ("onchatstart.initiator",),
        side="back end",
    ),
    Assumption(
        "initiator-trigger",
        "onchatstart",
        "a chat that answers a trigger's message has the initiator trigger",
        "the value is documented, its moment is not",
        ("onchatstart.initiator", "ontrigger", "automatic-addressing"),
        side="back end",
    ),
    Assumption(
        "proactive-leaves",
        PROACTIVE,
        "going to another page than chat or hidden, or loading a page, withdraws a proactive chat"
        " that was not answered",
        "nothing was started yet",
        ("embed.page", "operator-called-on-answer"),
    ),
    Assumption(
        "proactive-shows-assigned",
        PROACTIVE,
        "a proactive chat shows the operator who would get it before the visitor has answered",
        "name and photo are displayed automatically based on the assigned operator",
        ("proactive-names", "operator-called-on-answer"),
        side="back end",
    ),
    Assumption(
        "allowed-operators",
        OPERATORS,
        "online means that one of the operators who may take the chat (operators, departments) is"
        " online",
        "others cannot answer this visitor",
        ("operators", "departments", "onload.online", "negated-offline"),
        side="back end",
    ),
    Assumption(
        "assignment-automatic",
        OPERATORS,
        "with automatic assignment the first operator who is online and may take the chat gets it",
        "the vendor does not say who does",
        ("operators", "operators-filter", "departments-filter"),
        side="back end",
    ),
    Assumption(
        "departments-setting",
        DEPARTMENTS,
        "departments count when settings.departments is true, or not given while departments exist",
        "support must be enabled in the settings",
        ("departments", "departments-need-setting"),
        side="back end",
    ),
    Assumption(
        "manual-list",
        CLONING,
        "the list of manual assignment has a row for each operator in each of their departments,"
        " one for an operator without any, and then the clones",
        "the vendor speaks of a list with operators and departments",
        ("clone_operators", "clones-listed", "operator-is-chosen"),
        side="back end",
    ),
    Assumption(
        "manual-needs-choice",
        CLONING,
        "with manual assignment a chat starts only after the visitor has chosen an operator",
        "a visitor selects the operator prior to chatting",
        ("operator-is-chosen",),
    ),
    Assumption(
        "clone-department-id",
        CLONING,
        "a department that exists only through clone_operators has a name and no id",
        "it is generated in the list, not in the administration",
        ("clone-makes-department", "onchatrating.department_id"),
        side="back end",
    ),
    Assumption(
        "lists-of-ids",
        DEPARTMENTS,
        "in a list of ids blanks count for nothing, what is no whole number is left out, and a"
        " list in which nothing is left is empty",
        "the vendor shows whole numbers with commas between",
        (
            *("departments", "departments-filter", "operators", "operators-filter"),
            *("proactive.departments", "proactive.operators"),
        ),
        side="back end",
    ),
    Assumption(
        "proactive-within-page",
        PROACTIVE,
        "a proactive chat goes only to whom both its own lists and the page's options let pass;"
        " where no department is in both, it is in one of its own list",
        "its lists narrow who may take one chat of a page that has narrowed that already",
        ("proactive-assignment", "proactive.departments", "proactive.operators"),
        side="back end",
    ),
    Assumption(
        "clones-within",
        CLONING,
        "only operators of `operators` are cloned; a clone in a department of the account shows"
        " where `departments` lets that department pass, one in a generated department always",
        "a page that names a new department wants it seen",
        ("clone_operators", "clones-listed", "departments", "operators"),
        side="back end",
    ),
    Assumption(
        "clone-names",
        CLONING,
        "names of operators and departments are compared letter by letter; of operators with one"
        " name each is cloned",
        "a name is all that the vendor has for an operator there",
        ("clone_operators", "clones-listed", "clone-makes-department"),
        side="back end",
    ),
    Assumption(
        "session-cookie",
        BASIC,
        "the frame's cookie lcsession holds a token; accounts have separate sessions; with"
        " session_per_host hosts too",
        "a session shared across domains needs a cookie of the widget's host",
        ("session_per_host", "session-shared", "session-per-host"),
        side="back end",
    ),
    Assumption(
        "session-without-cookie",
        BASIC,
        "where that cookie is refused the session lasts as long as the host page, reload()"
        " included",
        "nothing else may identify the visitor",
        ("session-shared",),
        side="browser",
    ),
    Assumption(
        "url-at-init",
        BASIC,
        "operators see the address that the page had at init or reload()",
        "reload() is documented as useful with the History API",
        ("embed.reload", "reload-reinitializes"),
        side="back end",
    ),
    Assumption(
        "visitor-gone",
        STATUSES,
        "a visitor without an open page stays listed, with online: false",
        "operators see who was there",
        ("hidden-is-seen",),
        side="back end",
    ),
    Assumption(
        "choice-offline-disabled",
        CLONING,
        "with manual assignment, operators who are not online can be seen but not picked for "
        "a chat; for an offline message anybody can be picked",
        "nobody would answer",
        ("operator-is-chosen",),
    ),
)
"""Their entries."""
