"""Playwright Test with two workers: what a JavaScript team would write by hand.

The package comes from npm into a cache folder, in the version that is the newest when the
benchmark runs; without a network the newest version in the cache is taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmark.contenders.contender import ByHand, Measured
from tests.benchmark.contenders.pytest_playwright import BY_HAND
from tests.benchmark.journey import count_in

if TYPE_CHECKING:
    from tests.benchmark.command import Finished

PACKAGE = "@playwright/test"
_SECONDS = 180


class PlaywrightTest(ByHand):
    """`npx playwright test` with 2 workers, fully parallel, without traces, pictures and videos."""

    title = "Playwright Test, 2 workers"

    def missing(self) -> str | None:
        for name in ("node", "npm"):
            if shutil.which(name) is None:
                return f"{name} is not on the PATH"
        try:
            _ = self._modules
        except (OSError, subprocess.SubprocessError) as error:
            return f"npm could not get {PACKAGE}: {str(error).splitlines()[0]}"
        return None

    def version(self) -> str:
        return f"{PACKAGE} {self._modules.parent.name}, node {_said('node', '--version')}"

    def command(self, folder: Path) -> list[str | Path]:
        return ["node", folder / "node_modules" / "@playwright" / "test" / "cli.js", "test"]

    def passed(self, finished: Finished) -> int:
        return count_in(finished.text)

    def measure(self, folder: Path, count: int) -> Measured:
        for name in ("journey.spec.ts", "playwright.config.ts"):
            shutil.copy2(BY_HAND / name, folder)
        link = folder / "node_modules"
        if not link.exists():
            link.symlink_to(self._modules, target_is_directory=True)
        return super().measure(folder, count)

    @cached_property
    def _modules(self) -> Path:
        """The node_modules folder that holds it."""
        cache = _cache()
        try:
            wanted = _said("npm", "view", PACKAGE, "version")
        except subprocess.SubprocessError:
            kept = sorted(cache.glob("*/node_modules"), key=lambda path: path.stat().st_mtime)
            if not kept:
                raise
            return kept[-1]
        modules = cache / wanted / "node_modules"
        if not (modules / "@playwright" / "test" / "cli.js").is_file():
            modules.parent.mkdir(parents=True, exist_ok=True)
            _said(
                "npm",
                "install",
                "--prefix",
                str(modules.parent),
                "--no-audit",
                "--no-fund",
                f"{PACKAGE}@{wanted}",
            )
        return modules


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "livechatoo-harness" / "playwright-test"


def _said(*command: str) -> str:
    """What a command says; raises SubprocessError when it fails."""
    found = shutil.which(command[0]) or command[0]
    done = subprocess.run(
        [found, *command[1:]],
        env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    return done.stdout.strip().removeprefix("v")
