"""Consoles that lack characters: what is lacking is escaped, and no command ends because of it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from harness.commands.command_line import cli

if TYPE_CHECKING:
    from pathlib import Path

NAME = "zpráva „dobrý deň“ 🎉"
SCENARIO = f"""scenario: {NAME} → ✓
host: {{html: "<title>Obchod</title>", embed: {{account: demo}}}}
steps:
  - check: {{chatbar: $str}}
"""
BAD = f"scenario: {NAME}\nhost: {{html: x}}\nsteps: [{{krok: ž}}]\n"
WHOLE = [
    ["audit", "--list"],
    ["audit", "--explain", "hook-race"],
    ["audit", "ž→.html"],
    ["run", "--list"],
    ["run", "ž→.yaml"],
    ["assumptions"],
    ["assumptions", "--format", "markdown"],
    ["schema"],
    ["coverage"],
    ["hostile"],
    ["lint", "bad"],
    ["drift", "--against", "ž→.js"],
    ["--help"],
]
NARROW = {
    "cp852": {"PYTHONIOENCODING": "cp852"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "C": {"LC_ALL": "C"},
    "C without UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("úzky")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / f"{NAME}.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "bad").mkdir()
    (folder / "bad" / f"{NAME}.yaml").write_text(BAD, encoding="utf-8")
    return folder


def _ended(
    arguments: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )


def _cases() -> list[object]:
    now = [("cp852", WHOLE[3]), ("ascii", WHOLE[10]), ("C without UTF-8", WHOLE[2])]
    later = pytest.mark.campaign
    return [
        pytest.param(name, words, id=f"{name}: {' '.join(words)}")
        if (name, words) in now
        else pytest.param(name, words, marks=later, id=f"{name}: {' '.join(words)}")
        for name in NARROW
        for words in WHOLE
    ]


@pytest.mark.parametrize(("name", "arguments"), _cases())
def test_a_command_ends_as_it_does_on_a_wide_console(
    name: str, arguments: list[str], project: Path
) -> None:
    wide = _ended(arguments, project, {"PYTHONIOENCODING": "utf-8"})
    narrow = _ended(arguments, project, NARROW[name])
    assert narrow.returncode == wide.returncode, narrow.stderr
    assert b"Traceback" not in narrow.stdout + narrow.stderr
    if name != "C":  # there Python has turned to UTF-8 by itself
        encoding = NARROW[name].get("PYTHONIOENCODING", "ascii")
        assert (narrow.stdout + narrow.stderr).decode(encoding)
    assert len(narrow.stdout.splitlines()) == len(wide.stdout.splitlines())


def test_all_commands_are_tried_or_write_as_one_of_these_does() -> None:
    tried = {words[0] for words in WHOLE}
    alike = {"doctor", "init", "install", "profile", "record", "show", "when-called", "explore"}
    assert set(cli.commands) <= tried | alike


@pytest.mark.parametrize("name", ["cp852", "ascii"])
def test_json_stays_json(name: str, project: Path) -> None:
    ended = _ended(["schema"], project, NARROW[name])
    wide = _ended(["schema"], project, {"PYTHONIOENCODING": "utf-8"})
    assert json.loads(ended.stdout.decode(name)) == json.loads(wide.stdout)


def test_what_is_lacking_is_escaped_as_in_json() -> None:
    code = (
        "import json; from harness.report.untrusted import tolerate_narrow_consoles; "
        "tolerate_narrow_consoles(); "
        "print(json.dumps('aá€🎉\\ud800', ensure_ascii=False)); "
        "import click; click.echo('ž')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    first, second = ended.stdout.decode("ascii").splitlines()
    assert json.loads(first) == "aá€🎉\ud800"
    assert second == "\\u017e"


def test_a_run_with_such_a_name_is_told_and_shown(project: Path) -> None:
    ended = _ended(["run"], project, NARROW["cp852"])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = ended.stdout.decode("cp852")
    assert "dobrý deň" in told
    (log,) = (project / ".harness" / "runs").glob("*/*.jsonl")
    shown = _ended(["show", str(log)], project, NARROW["cp852"])
    assert (shown.returncode, shown.stderr) == (0, b"")


C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NAMED = """scenario: zásielka
tags: [žltá]
within: 200ms
host: {file: ž.html}
steps:
  - check: {title: never}
"""


@pytest.fixture
def named(tmp_path: Path) -> Path:
    for name in ("scenarios", "fixtures/pages"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "scenarios" / "š.yaml").write_text(NAMED, encoding="utf-8")
    (tmp_path / "scenarios" / os.fsdecode(b"\xff.yaml")).write_text(
        NAMED.replace("never", "ž"), encoding="utf-8"
    )
    (tmp_path / "fixtures" / "pages" / "ž.html").write_text("<title>ž", encoding="utf-8")
    return tmp_path


def test_names_and_arguments_are_utf8_in_the_c_locale_too(named: Path) -> None:
    for chosen in (
        ["-k", "zásielka and š"],
        ["-t", "žltá", "scenarios/š.yaml"],
        ["scenarios/š.yaml::zásielka"],
    ):
        ended = _ended(["run", "--list", *chosen], named, C)
        assert ended.stdout == b"scenarios/\\u0161.yaml::z\\u00e1sielka@chromium\n", ended.stderr
    ended = _ended(["run", "--junitxml", "správa.xml"], named, C)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "š.yaml::zásielka" in (named / "správa.xml").read_text(encoding="utf-8")
    (rerun,) = re.findall(rb"rerun: harness (run .*)", ended.stdout)
    again = _ended(shlex.split(rerun.decode("ascii")), named, C)
    assert b"1 failed" in again.stdout
    assert b"passed" not in again.stdout


def test_pytest_runs_such_names_in_the_c_locale(named: Path) -> None:
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "scenarios", "-v"]
    ended = subprocess.run(
        words, cwd=named, env={**os.environ, **C}, capture_output=True, check=False
    )
    assert b"1 failed, 1 passed" in ended.stdout, ended.stdout + ended.stderr
    assert b"::z\\xe1sielka@chromium FAILED" in ended.stdout
    assert b"Traceback" not in ended.stdout + ended.stderr
