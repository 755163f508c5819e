"""What a number was measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from harness.browser.finding import find


def facts() -> list[str]:
    """Lines about date, machine, load and browser."""
    found = find()
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{_cpu()}",
        f"browser: {_browser(found.path)} ({found.source})",
    ]
    if hasattr(os, "getloadavg"):
        lines.append(
            f"load average at the end: {os.getloadavg()[0]:.1f} (the benchmark's own included)"
        )
    return lines


def _browser(path: str) -> str:
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return path
    return done.stdout.strip() or path


def _cpu() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return f" {platform.processor()}".rstrip()
    names = [
        line.partition(":")[2].strip()
        for line in info.read_text().splitlines()
        if line.startswith("model name")
    ]
    return f" ({names[0]})" if names else ""
