"""Words that stand for each other: a constant is swapped with the next one of its group."""

from __future__ import annotations

GROUPS: tuple[tuple[str, ...], ...] = (
    ("start-online", "start-offline", "online", "offline", "hidden", "chat"),
    ("min", "res", "max"),
    ("bar", "mini", "window", "maximized"),
    ("left", "right"),
    ("name", "email", "phone"),
    ("embed", "popup", "page"),
    ("client", "operator", "api", "trigger"),
    ("composer", "ask", "rating"),
    ("c_name", "c_email", "c_phone"),
    ("operators", "departments"),
    ("operator_id", "department_id"),
    ("operator_name", "department_name"),
    ("url_contact", "url_faq", "url_privacy"),
    ("css_file", "css_text"),
    ("url", "title", "host"),
    ("visitor", "operator"),
    ("needed", "given", "none"),
    ("accepted", "declined"),
    ("desktop", "phone"),
    ("manual", "automatic"),
    ("ticket", "initiator"),
    ("id", "number"),
    ("welcome", "message"),
    ("before", "after"),
    ("bubble", "custom"),
    ("mode", "btype"),
    ("onchatstart", "onchatopened"),
)


def other(word: str) -> str | None:
    """The next word of the first group that has this one."""
    for group in GROUPS:
        if word in group:
            return group[(group.index(word) + 1) % len(group)]
    return None
