"""What the chain makes of a bar that is there and not in sight."""

from __future__ import annotations

from typing import Any

import pytest
from handmade import EMBED, LOAD, found, init, visit

PAGE = f'{EMBED}<script async src="https://app.livechatoo.com/js/web.min.js"></script>'
FACTS = {
    "ready": "complete",
    "types": {"init": "function", "hook": "function"},
    "frames": [{"src": "https://app.livechatoo.com/demo/client-embed/en", "isShown": False}],
}


def _call(function: str) -> tuple[str, dict[str, Any]]:
    return "call", {"call": 2, "function": function, "args": [], "by": "page"}


@pytest.mark.parametrize(
    ("calls", "is_told"),
    [
        ([], True),
        (["embed.bubble"], True),
        (["embed.page"], False),
        (["embed.flip"], False),
        (["embed.stop"], False),
        (["embed.reload"], False),  # it is being drawn anew
    ],
)
def test_a_hidden_bar_is_told_unless_the_page_has_moved_it(
    calls: list[str], *, is_told: bool
) -> None:
    seen = visit("desktop", LOAD, init(), *map(_call, calls), loaded=FACTS)
    assert bool(found(PAGE, "chat-left-out", seen)) is is_told
