"""The one command that checks everything: `python .ci/check.py [--fast | --without-tests]`.

Formatting, lint, strict types, import contracts, the harness's own linter on its own
scenarios, the scenarios themselves, and the inner tests with their coverage
(neither with --fast; no tests with --without-tests, since `python -m pytest` has them all).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]

CHECKS = [
    ("format", [*PYTHON, "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [*PYTHON, "ruff", "check", "--quiet", "."]),
    ("types", [*PYTHON, "mypy"]),
    (
        "imports",
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-logo",
        ],
    ),
    ("scenario lint", [*PYTHON, "harness", "lint", "scenarios"]),
]
# The rooms that are pure or need no browser: what their own tests leave out is seen here, and
# `python -m pytest` runs all tests.
INSIDE = [
    f"tests/{room}"
    for room in (
        "assumptions",
        "coverage",
        "judging",
        "language",
        "project",
        "report",
        "stub_host",
        "stub_widget",
    )
]
COVERED = ",".join(
    f"harness/{room}/*"
    for room in (
        "assumptions",
        "coverage",
        "judging",
        "patterns",
        "project",
        "report",
        "scenario",
        "stub",
        "widget_api",
    )
)
SCENARIOS = [
    ("scenarios", [*PYTHON, "harness", "run", "-n", "2", "scenarios"]),
    (
        "coverage of the API",
        [*PYTHON, "harness", "coverage", "--missing", "--fail-under=100", "--fail-under-places=96"],
    ),
]
TESTS = [
    ("tests", [*PYTHON, "coverage", "run", "-m", "pytest", "-q", *INSIDE]),
    ("coverage", [*PYTHON, "coverage", "combine", "--quiet"]),
    (
        "coverage",
        [
            *PYTHON,
            "coverage",
            "report",
            "--skip-covered",
            f"--include={COVERED}",
            "--fail-under=90",
        ],
    ),
]


def main() -> int:
    """Run all checks, tell each one's result and time; 1 when one of them failed."""
    failed: list[str] = []
    chosen = CHECKS if "--fast" in sys.argv else CHECKS + SCENARIOS
    if not {"--fast", "--without-tests"} & set(sys.argv):
        chosen = chosen + TESTS
    for name, command in chosen:
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, check=False)
        seconds = time.monotonic() - began
        print(
            f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True
        )
        if done.returncode:
            failed.append(name)
    print("all checks passed" if not failed else f"failed: {', '.join(dict.fromkeys(failed))}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
