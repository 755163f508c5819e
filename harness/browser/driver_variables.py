"""Variables of the environment that change what Node.js and Playwright's driver do.

They are for those who work on Playwright or debug a script of their own. What the harness starts
goes without them: they make a driver that never starts, a page that waits for a debugger, or other
pictures and network than runs are made for. `DEBUG` stays: it only tells.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEDDLING: Final = re.compile(
    r"""
    NODE_ (OPTIONS | CHANNEL_FD | CHANNEL_SERIALIZATION_MODE | DEBUG | DEBUG_NATIVE | V8_COVERAGE
        | INSPECT_RESUME_ON_START)
    | (NPM_CONFIG_)? PWDEBUG (IMPL)?         # Playwright reads npm's settings too
    | (NPM_CONFIG_)? PWTEST_ \w+
    | PW_ (?!LANG_NAME|CLI_DISPLAY) \w+      # these two are the library's own
    | DEBUG_FILE                             # where it cannot be written the driver ends
    | SELENIUM_REMOTE_ \w+
    | PLAYWRIGHT_ (LEGACY_SCREENSHOT | SKIP_NAVIGATION_CHECK | PROXY_BYPASS_FOR_TESTING
        | DISABLE_ \w+)
    """,
    re.VERBOSE,
)


def meddling() -> dict[str, str]:
    """Those that are set to something."""
    return {
        name: value
        for name, value in os.environ.items()
        if value and _MEDDLING.fullmatch(name.upper())
    }


def without_meddling() -> dict[str, str]:
    """The environment without them."""
    left_out = meddling()
    return {name: value for name, value in os.environ.items() if name not in left_out}


@contextmanager
def removed() -> Iterator[None]:
    """Processes that are started in this block do not get them."""
    before = meddling()
    for name in before:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)
