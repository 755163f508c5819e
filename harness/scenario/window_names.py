"""The names of windows that the page opens; tabs have the names that a scenario gives them."""

from __future__ import annotations

import re
from typing import Final

MAIN: Final = "main"
"""The window that a run begins with."""

POPUP: Final = "popup"
"""The window that `popup.init` opens."""

CHAT: Final = "chat"
"""The new page that a chat opens on where the bar is small (Optimizing for mobile devices)."""

_OTHERS = re.compile(r"window[1-9]\d*\Z")


def is_given_by_harness(name: str) -> bool:
    """Whether the harness gives this name to a window that a page opens, `window1` and so on."""
    return name in {POPUP, CHAT} or bool(_OTHERS.match(name))
