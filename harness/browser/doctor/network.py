"""What the harness needs of the network: this machine's own, and no more."""

from __future__ import annotations

import os
from typing import Final
from urllib.parse import urlsplit

from harness.browser.doctor.line import Line
from harness.browser.loopback import remedy, try_out

_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")


def loopback() -> Line:
    """Whether ports of this machine can be had, and reached."""
    what = "loopback port"
    try:
        port = try_out()
    except OSError as error:
        told = f"none can be used: {error.strerror or error}"
        return Line(what, told, "lack", "the stub host cannot serve its pages", remedy(error))
    return Line(what, f"free ones can be had and reached, such as {port}")


def proxies() -> Line:
    """Which proxies the environment names; runs do not use them."""
    what = "proxy variables"
    named = {
        name: value
        for upper in _PROXIES
        for name in (upper, upper.lower())
        if (value := os.environ.get(name))
    }
    if not named:
        return Line(what, "none are set")
    shown = ", ".join(f"{name}={_without_login(value)}" for name, value in named.items())
    broken = [name for name, value in named.items() if not _is_address(value)]
    if broken:
        so, remedy = "`harness install` may fail", f"set {broken[0]} to an address, or not at all"
        return Line(what, shown, "warn", so, remedy)
    return Line(
        what, f"{shown}; only `harness install` goes by them, real pages by --env's `proxy`"
    )


def _without_login(address: str) -> str:
    scheme, mark, rest = address.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
