"""Finding and installing browsers, with commands that only pretend."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from harness.browser import finding, installing
from harness.browser.doctor import examine
from harness.browser.finding import BrowserNotFound, Found, candidates, find, version_of
from harness.browser.unstarted import BrowserNotStarted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are shell scripts")


class Machine:
    """A machine with nothing on it but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.downloads = folder / "downloads"
        self.log = folder / "log"
        self.bin.mkdir()
        self.log.touch()

    def command(self, path: Path, script: str = "exit 0") -> Path:
        """A command that notes that it was called, and then does what the script says."""
        path.parent.mkdir(parents=True, exist_ok=True)
        note = f'echo "{path.name} $*" >> {shlex.quote(str(self.log))}'
        path.write_text(f"#!/bin/sh\n{note}\n{script}\n")
        path.chmod(0o755)
        return path

    def browser(self, name: str, version: str = "Chromium 1") -> Path:
        return self.command(self.bin / name, f"echo {version}")

    def making(self, path: Path, script: str = "echo Chromium 1") -> str:
        """The script of an installer that puts a browser there."""
        target = shlex.quote(str(path))
        return (
            f'mkdir() {{ /bin/mkdir -p "$1"; }}; mkdir {shlex.quote(str(path.parent))}\n'
            f"echo '#!/bin/sh' > {target}; echo '{script}' >> {target}; /bin/chmod 755 {target}"
        )

    @property
    def shell(self) -> Path:
        return self.downloads / "chromium_headless_shell-1" / "linux" / "headless_shell"

    def calls(self) -> list[str]:
        """The installing commands that were called."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if not line.endswith("--version")]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(made.bin))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(made.downloads))
    monkeypatch.delenv(finding.VARIABLE, raising=False)
    monkeypatch.setattr(finding, "_MAC", ())
    playwright = made.command(made.bin / "playwright", "echo 'Failed to download'; exit 1")
    monkeypatch.setattr(installing, "_PLAYWRIGHT", [str(playwright)])
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    made.command(made.bin / "apt-get", "echo 'E: Unable to locate'; exit 100")
    return made


def found(told: list[str] | None = None) -> Found:
    return installing.ensure(None, (told if told is not None else []).append)


def test_what_the_user_names_comes_before_everything(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = machine.browser("mine"), machine.browser("other")
    machine.command(machine.shell, "echo Chromium 1")
    monkeypatch.setenv(finding.VARIABLE, str(other))
    assert find(str(mine)) == Found(str(mine), "--browser-path")
    assert find() == Found(str(other), "HARNESS_BROWSER_PATH")
    assert find("mine") == Found(str(mine), "--browser-path")


@pytest.mark.parametrize("is_option", [True, False])
def test_a_named_browser_that_is_not_there_is_an_error_and_nothing_is_installed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, *, is_option: bool
) -> None:
    machine.browser("chromium")
    if not is_option:
        monkeypatch.setenv(finding.VARIABLE, "/nonexistent")
    with pytest.raises(BrowserNotFound, match="names /nonexistent, which is not an executable"):
        installing.ensure("/nonexistent" if is_option else None, print)
    assert machine.calls() == []


def test_downloads_come_before_system_shells_and_those_before_system_browsers(
    machine: Machine,
) -> None:
    for folder, name in (
        ("chromium-9", "chrome"),
        ("chromium_headless_shell-8", "headless_shell"),
        ("chromium_headless_shell-10", "headless_shell"),
        ("firefox-1", "firefox"),
    ):
        machine.command(machine.downloads / folder / "x" / name)
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        machine.browser(name)
    names = ["/".join(Path(one.path).parts[-3:]) for one in candidates()]
    assert names[:3] == [
        "chromium_headless_shell-10/x/headless_shell",
        "chromium_headless_shell-8/x/headless_shell",
        "chromium-9/x/chrome",
    ]
    assert [name.rpartition("/")[2] for name in names[3:]] == [
        "chromium-headless-shell",
        "chromium",
        "google-chrome",
    ]


def test_a_browser_that_does_not_start_is_passed_over(machine: Machine) -> None:
    machine.command(machine.shell, "echo 'libnss3.so: cannot open' >&2; exit 127")
    works = machine.browser("chromium")
    assert found().path == str(works)
    assert version_of(Found(str(works), "")) == "Chromium 1"
    lines = {line.found.partition(":")[0] for line in examine(machine.downloads)}
    assert {"Chromium 1", "does not start"} <= lines


def test_an_installed_browser_that_does_not_start_never_leads_to_an_installation(
    machine: Machine,
) -> None:
    machine.command(machine.shell, "echo 'out of memory' >&2; kill -TRAP $$")
    machine.command(machine.bin / "chromium", "exit 3")
    told: list[str] = []
    for ensured in (found, lambda: installing.install_wanted(told.append)):
        with pytest.raises(BrowserNotStarted) as caught:
            ensured()
        first, said, other, hint = caught.value.lines
        assert first == (
            f"the browser does not start: {machine.shell} (Playwright's download) "
            "was ended by SIGTRAP when it was asked for its version"
        )
        assert "out of memory" in said
        assert (
            f"also: {machine.bin / 'chromium'} (system browser) ended with exit status 3" in other
        )
        assert hint.startswith("  hint: ")
    assert (machine.calls(), told) == ([], [])


def test_who_asks_for_an_installation_gets_what_a_browser_lacks(machine: Machine) -> None:
    machine.command(machine.shell, "echo 'libnss3.so: not found' >&2; exit 127")
    machine.command(machine.bin / "playwright", machine.making(machine.shell))
    told: list[str] = []
    assert installing.install_wanted(told.append).path == str(machine.shell)
    assert "playwright install-deps chromium" in machine.calls()
    assert "does not start" in told[0]


def test_playwrights_shell_is_tried_first_with_the_libraries_that_it_needs(
    machine: Machine,
) -> None:
    machine.command(machine.bin / "playwright", machine.making(machine.shell))
    told: list[str] = []
    assert found(told) == Found(str(machine.shell), "Playwright's download")
    assert machine.calls() == [
        "playwright install --only-shell chromium",
        "playwright install-deps chromium",
    ]
    assert told == ["no browser yet: trying Playwright's headless shell"]


def test_then_the_distributions_packages_are_tried_in_their_order(machine: Machine) -> None:
    chromium = machine.bin / "chromium"
    script = f'case "$*" in *" chromium") {machine.making(chromium)};; *) exit 100;; esac'
    machine.command(machine.bin / "apt-get", script)
    assert found() == Found(str(chromium), "system browser")
    assert machine.calls() == [
        "playwright install --only-shell chromium",
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends chromium-headless-shell",
        "apt-get install -y -q --no-install-recommends chromium",
    ]


def test_a_download_that_cannot_start_is_not_the_end(machine: Machine) -> None:
    machine.command(machine.bin / "playwright", machine.making(machine.shell, "exit 127"))
    shell = machine.bin / "chromium-headless-shell"
    machine.command(machine.bin / "apt-get", machine.making(shell))
    assert found() == Found(str(shell), "system headless shell")


def test_without_being_root_no_packages_are_touched(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(BrowserNotFound):
        found()
    assert machine.calls() == ["playwright install --only-shell chromium"]


def test_when_nothing_helps_the_message_says_what_was_tried_and_what_would_help(
    machine: Machine,
) -> None:
    with pytest.raises(BrowserNotFound) as caught:
        found()
    playwright = machine.bin / "playwright"
    apt = "tried: apt-get install -y -q --no-install-recommends"
    assert str(caught.value) == "no browser was found, and none could be installed"
    assert caught.value.tried == (
        f"tried: {playwright} install --only-shell chromium: ended with 1: Failed to download",
        "tried: apt-get update -q: ended with 100: E: Unable to locate",
        f"{apt} chromium-headless-shell: ended with 100: E: Unable to locate",
        f"{apt} chromium: ended with 100: E: Unable to locate",
        "these would help:",
        "  python -m playwright install --with-deps --only-shell chromium",
        "  apt-get install chromium-headless-shell   (Debian and Ubuntu, as root)",
        "  harness run --browser-path PATH           (a Chromium or Chrome that you have)",
    )


def test_the_doctor_says_what_lacks_and_makes_no_folder(machine: Machine) -> None:
    output = machine.bin / "runs"
    lacks = [line for line in examine(output) if not line.is_well]
    assert "none that starts" in lacks[0].found
    assert str(machine.downloads) in " ".join(line.found for line in lacks)
    assert not output.exists()
