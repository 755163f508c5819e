"""Whether Chromium's own sandbox can work on this machine.

Pages of the project itself are run without it, as Playwright does by default; pages that are
somebody else's never are, unless the user says so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ALLOWED = Path("/proc/sys/kernel/unprivileged_userns_clone")


def lack() -> str | None:
    """Why there is no sandbox; None when there is nothing in its way."""
    if sys.platform != "linux":
        return None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return "not available to root"
    if _says(_ALLOWED, "0"):
        return "not available: user namespaces are turned off"
    return None


def is_told_of(text: str) -> bool:
    """Whether a browser that did not start says that it is for want of a sandbox."""
    words = ("No usable sandbox", "Chromium sandboxing failed", "root without --no-sandbox")
    return any(one in text for one in words)


def _says(file: Path, text: str) -> bool:
    try:
        return file.read_text(encoding="ascii").strip() == text
    except OSError:
        return False
