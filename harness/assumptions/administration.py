"""Assumptions about what is set up in the administration: targets and triggers."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import TARGETS

ENTRIES = (
    Assumption(
        "target-whole-address",
        TARGETS,
        "a target is compared with the whole address of the page as the browser has it, query,"
        " fragment and percent codes included, letter by letter",
        "wildcards stand for the rest",
        ("target", "target-wildcard"),
        side="back end",
    ),
    Assumption(
        "target-when",
        TARGETS,
        "a target is reached when a page at its address runs init or reload(), or opens the chat on"
        " a page of its own",
        "visitors are seen where the bar is",
        ("target", "target-marks"),
        side="back end",
    ),
    Assumption(
        "target-kept",
        TARGETS,
        "a visitor stays highlighted for the rest of the session; operators see the targets in the"
        " order in which they were reached first",
        "visitors who reach a target get priority from then on",
        ("target", "target-marks", "targets-many"),
        side="back end",
    ),
    Assumption(
        "trigger-conditions",
        "ontrigger",
        "a trigger launches by itself when all conditions that it has hold: address, title,"
        " previous address, seconds on the page, pages viewed, number of chats",
        "the vendor's own texts name such conditions, and not how they join",
        ("ontrigger", "trigger-fires"),
        side="back end",
    ),
    Assumption(
        "trigger-once",
        "ontrigger",
        "a trigger launches once in a session; set to load it may launch on each page load",
        "an invitation that comes again and again drives visitors away",
        ("ontrigger", "trigger-fires"),
        ("session", "load"),
        "back end",
    ),
    Assumption(
        "trigger-not-in-chat",
        "ontrigger",
        "triggers do not launch during a chat",
        "the visitor is being served",
        ("ontrigger", "trigger-fires"),
        side="back end",
    ),
    Assumption(
        "trigger-message",
        "ontrigger",
        "a trigger with a message shows a proactive chat with it; one without only fires the"
        " callback",
        "triggers address visitors, and the page may do so itself",
        ("ontrigger", "automatic-addressing"),
    ),
    Assumption(
        "trigger-here",
        "ontrigger",
        "ontrigger fires on the page whose visit launched the trigger, and on no other",
        "its conditions are those of a page",
        ("ontrigger", "trigger-fires"),
    ),
    Assumption(
        "trigger-shows-hidden",
        "ontrigger",
        "a trigger's message shows the chat on a hidden page as well; on mini it stays a button",
        "as an operator's invitation",
        (
            "ontrigger",
            "automatic-addressing",
        ),
    ),
)
"""Their entries."""
