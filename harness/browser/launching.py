"""How a browser is started, and what a context of each device looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser.options import BrowserOptions
from harness.stub.server import LOOPBACK

__all__ = ["BrowserOptions", "context_arguments", "launch_arguments"]

if TYPE_CHECKING:
    from harness.scenario.model import Host

DESKTOP = (1280, 720)
PHONE = (390, 844)
LANGUAGE = "en-US"
"""The browser's language, unless a scenario's host says otherwise."""

_WITHOUT_SCREEN = ("--in-process-gpu",)
"""Where nothing is shown, painting needs no process of its own: a seventh of a run's time."""

_JS_FLAGS = "--js-flags=--no-enable-lazy-source-positions"
"""V8 else compiles every function on the stack a second time when a stack trace is first taken, and
the recorder takes one as each document begins: half of its start-up."""

_PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{version} Mobile Safari/537.36"
)


def launch_arguments(
    options: BrowserOptions, fingerprint: str, path: str | None, marks: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Keyword arguments for Playwright's launch; `marks` are switches that find its processes."""
    switches = [
        f"--ignore-certificate-errors-spki-list={fingerprint}",
        # Contexts reach their run's port through a proxy; no name is ever looked up.
        f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
        # What does not go by HTTP would not go by the proxy either.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        f"--lang={LANGUAGE}",
        _JS_FLAGS,
        *([] if options.headed else _WITHOUT_SCREEN),
        *options.arguments,
        *marks,
    ]
    given: dict[str, Any] = {
        "headless": not options.headed,
        "args": switches,
        "slow_mo": options.slow_mo,
        "chromium_sandbox": options.has_sandbox,
        # The engine ends the browser itself, in order, whatever signal comes.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    if options.channel:
        given["channel"] = options.channel
    elif path:
        given["executable_path"] = path
    return given


def context_arguments(host: Host, port: int, version: str) -> dict[str, Any]:
    """Keyword arguments for Playwright's new_context; the run's port is the context's proxy."""
    is_phone = host.device == "phone"
    width, height = host.viewport or (PHONE if is_phone else DESKTOP)
    given: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "proxy": {"server": f"http://{LOOPBACK}:{port}", "bypass": "<-loopback>"},
    }
    if (
        host.language
    ):  # an emulated one costs every document a message; the browser's own is LANGUAGE
        given["locale"] = host.language
    if is_phone:
        given |= {
            "is_mobile": True,
            "has_touch": True,
            "device_scale_factor": 2,
            "user_agent": _PHONE_AGENT.format(version=version),
        }
    return given
