"""The command as an integrator uses it: in a folder of their own, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from staging import PASSWORD, USER, VISITOR
from table import Case, compared, found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from staging import Staging
    from table import Row

LIMIT = 900
NAME = "staging.test"
PROJECT = """environments:
  staging:
    base_url: {http}
    resolve: {{staging.test: 127.0.0.1}}
    basic_auth: {{user: {user}, password: "${{env.PASSWORD}}"}}
    cookies: [{{name: staging, value: "${{env.SESSION}}"}}]
  secure:
    base_url: {https}
    resolve: {{staging.test: 127.0.0.1, partner.test: 127.0.0.1}}
    certificate_errors: ignored
  next:
    base_url: {next}
    resolve: {{next.staging.test: 127.0.0.1}}
"""
SECRETS = {"PASSWORD": PASSWORD, "SESSION": VISITOR}


@dataclass(frozen=True)
class Ended:
    """What a command said, and with which status."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that it said."""
        return self.out + self.err


def harness(folder: Path, *arguments: str, limit: float = LIMIT, **variables: str) -> Ended:
    """Run the command in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=folder,
        env={**kept, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=limit,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def project_file(folder: Path, staging: Staging) -> None:
    """Write the integrator's project file: the staging server by its ways in."""
    folder.mkdir(parents=True, exist_ok=True)
    text = PROJECT.format(
        http=staging.url(name=NAME),
        https=staging.url(kind="https", name=NAME),
        next=staging.url(name=f"next.{NAME}"),
        user=USER,
    )
    (folder / "harness.yaml").write_text(text, encoding="utf-8")


def audited(
    staging: Staging, chosen: Iterable[Case], folder: Path
) -> Iterator[tuple[Case, list[Row]]]:
    """The cases' lines of the table; those that are looked at alike share a command.

    Where no environment is needed the command runs in an empty folder.
    """
    groups: dict[tuple[str | None, str | None], list[Case]] = {}
    for case in chosen:
        env = "secure" if case.scheme == "https" else case.env
        groups.setdefault((env, case.consent), []).append(case)
    for number, ((env, consent), cases) in enumerate(groups.items()):
        own = folder / str(number)
        own.mkdir(parents=True)
        if env is not None:
            project_file(own, staging)
        for case, target in zip(cases, _targets(staging, cases, own, env, consent), strict=True):
            yield case, compared(case, found_in(target))


def _targets(
    staging: Staging, cases: list[Case], folder: Path, env: str | None, consent: str | None
) -> list[dict[str, Any]]:
    name = NAME if env else "127.0.0.1"
    urls = [staging.url(case.page, case.scheme, name) for case in cases]
    further = [*(("--env", env) if env else ()), *(("--consent", consent) if consent else ())]
    asked = ["audit", *urls, "--format", "json", "--quiet", "--no-sandbox", *further]
    ended = harness(folder, *asked, **SECRETS)
    is_bad = any(one.severity == "error" for case in cases for one in case.wanted)
    try:
        targets: list[dict[str, Any]] = json.loads(ended.out)["targets"]
    except ValueError:
        raise RuntimeError(f"the audit ended with {ended.status}: {ended.text}") from None
    troubles = [trouble for target in targets for trouble in target["troubles"]]
    if ended.status != int(is_bad) or ended.err or troubles:
        sys.stderr.write(f"the audit ended with {ended.status}: {ended.err} {troubles}\n")
    return targets
