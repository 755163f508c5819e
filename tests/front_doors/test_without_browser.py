"""What the command does before, or without, any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.browser.finding import find
from harness.scenario.schema import FILE

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = {
    "syntax.yaml": ("scenario: [a\n", "problem[yaml"),
    "verb.yaml": (
        "scenario: Verb\nhost: {html: x}\nsteps: [{flipp: }]\n",
        "verb.yaml:3:10: problem[",
    ),
    "missing.yaml": (
        "scenario: Missing\nhost: {file: none.html}\nsteps: [{refresh: }]\n",
        "fixtures/pages/none.html does not exist",
    ),
    "outside.yaml": (
        "scenario: Outside\nhost: {file: ../../secret.html}\nsteps: [{refresh: }]\n",
        "leads out of fixtures/pages/",
    ),
}


@pytest.fixture
def mistaken(empty_project: Any) -> Any:
    for name, (text, _) in MISTAKES.items():
        empty_project.write(f"scenarios/{name}", text)
    empty_project.write("scenarios/good.yaml", "scenario: x\nhost: {html: x}\nsteps: [{stop: }]\n")
    return empty_project


@pytest.mark.parametrize("verb", ["run", "lint"])
def test_all_problems_of_all_files_are_told_and_nothing_is_run(mistaken: Any, verb: str) -> None:
    done = mistaken.harness(verb, "scenarios")
    assert done.status == 4
    for _, message in MISTAKES.values():
        assert message in done.err
    assert "hint: did you mean `flip`?" in done.err
    assert ("4 problems; nothing was run" if verb == "run" else "4 problems\n") in done.err
    assert "Traceback" not in done.text
    assert not (mistaken.root / ".harness").exists()


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_pytest_tells_the_same_problems_and_runs_nothing(
    mistaken: Any, workers: tuple[str, ...]
) -> None:
    mistaken.write("test_other.py", "def test_other(): pass\n")
    done = mistaken.pytest(*workers)
    for _, message in MISTAKES.values():
        assert message in done.text
    assert "1 passed" not in done.text
    assert "INTERNALERROR" not in done.text
    assert "Traceback" not in done.text
    assert done.status == 4


def test_lint_counts_what_is_well(project: Any, called: Any) -> None:
    done = called(project, "lint", "scenarios")
    assert (done.status, done.out) == (0, "3 scenarios, no problems\n")


def test_nothing_to_do_has_a_status_of_its_own(empty_project: Any, called: Any) -> None:
    (empty_project.root / "scenarios").mkdir()
    for verb in ("run", "lint"):
        done = called(empty_project, verb, "scenarios")
        assert (done.status, done.text) == (5, "no scenarios found\n")


def test_schema_prints_the_schema_that_ships(empty_project: Any, called: Any) -> None:
    done = called(empty_project, "schema")
    assert (done.status, done.out) == (0, FILE.read_text(encoding="utf-8"))


def test_list_prints_the_chosen_ids_in_their_order(project: Any, called: Any) -> None:
    good = "scenarios/good.yaml::The page says shop"
    done = called(project, "run", "--list")
    assert done.status == 0
    assert done.out.splitlines() == [
        "scenarios/bad.yaml::The page says closed@chromium",
        "scenarios/embedded.yaml::The widget loads@chromium",
        f"{good}[device=desktop]@chromium",
        f"{good}[device=phone]@chromium",
    ]
    more = called(
        project,
        "run",
        "--list",
        "-t",
        "smoke",
        "-k",
        "not widget",
        "--order",
        "reverse",
        "scenarios",
    )
    assert more.out.splitlines() == [
        f"{good}[device=phone]@chromium",
        f"{good}[device=desktop]@chromium",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("-k", "nothing"), 5, "no run fits what was chosen"),
        (("-k", "a and"), 4, "-k a and: a word is missing"),
        (("--order", "random"), 4, "say file, reverse or shuffle:SEED"),
        (("scenarios/bad.yaml::Another",), 4, "the file has no such run"),
        (("scenarios/none.yaml",), 4, "none.yaml"),
        (("--nonsense",), 4, "--nonsense"),
        (("-n", "0"), 4, "0 is not in the range"),
        (("--output", "fixtures/pages/shop.html/x"), 4, "cannot be written: "),
        (("--browser-path", "/nonexistent"), 4, "--browser-path names /nonexistent"),
    ],
)
def test_a_command_that_cannot_be_meant_says_why(
    project: Any,
    called: Any,
    arguments: tuple[str, ...],
    status: int,
    message: str,
) -> None:
    done = called(project, "run", *arguments)
    assert done.status == status
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("harness", "run", "-n", "2"),
        ("harness", "install"),
        ("pytest", "scenarios"),
        ("pytest", "scenarios", "-n", "2"),
    ],
)
def test_without_a_browser_nothing_begins(project: Any, arguments: tuple[str, ...]) -> None:
    done = project.python("-m", *arguments, HARNESS_BROWSER_PATH="/nonexistent")
    assert "HARNESS_BROWSER_PATH names /nonexistent, which is not an executable file" in done.text
    assert "INTERNALERROR" not in done.text
    assert done.status == 4


def test_a_browser_that_does_not_start_is_no_browser(empty_project: Any) -> None:
    empty_project.write("scenarios/a.yaml", "scenario: A\nhost: {html: x}\nsteps: [{refresh: }]\n")
    fake: Path = empty_project.write(
        "fake", "#!/bin/sh\necho 'libnss3.so: not found' >&2\nexit 127\n"
    )
    fake.chmod(0o755)
    for workers in ((), ("-n", "2")):
        done = empty_project.harness("run", "--browser-path", str(fake), *workers)
        assert done.status == 4
        why = f"the browser does not start: {fake} (named by --browser-path)"
        assert f"{why} ended with exit status 127\n  it said: libnss3.so: not found\n" in done.err
        assert "hint: it lacks a library: `harness install` gets what it needs" in done.err
        assert "--no-sandbox" not in done.err  # the sandbox was off, and is not what is wrong
        assert "Traceback" not in done.err


def test_a_browser_that_crashes_as_it_starts_is_started_again(empty_project: Any) -> None:
    empty_project.write("scenarios/a.yaml", "scenario: A\nhost: {html: x}\nsteps: [{refresh: }]\n")
    crashes_once: Path = empty_project.write(
        "crashes_once",
        f"#!/bin/sh\nmkdir {empty_project.root}/crashed 2>/dev/null && kill -SEGV $$\n"
        f'exec "{find().path}" "$@"\n',
    )
    crashes_once.chmod(0o755)
    done = empty_project.harness("run", "--browser-path", str(crashes_once))
    assert (empty_project.root / "crashed").is_dir()
    assert done.status == 0, done.text


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_driver_that_does_not_start_is_no_defect(project: Any, workers: tuple[str, ...]) -> None:
    done = project.harness("run", *workers, PLAYWRIGHT_NODEJS_PATH="/bin/false")
    assert done.status == 4
    assert "Playwright's driver does not start: /bin/false ended" in done.err
    assert "Traceback" not in done.err


def test_doctor_tells_what_is_there_and_what_lacks(project: Any, called: Any) -> None:
    done = called(project, "doctor")
    assert done.status == 0
    for what in ("Python", "playwright", "browser", "output folder", "loopback port"):
        assert f"ok   {what} " in done.out
    lacking = called(project, "doctor", HARNESS_BROWSER_PATH="/nonexistent")
    assert lacking.status == 4
    assert "lack browser" in lacking.out


def test_help_ends_well(empty_project: Any, called: Any) -> None:
    done = called(empty_project, "run", "-h")
    assert (done.status, done.err) == (0, "")


def test_show_of_something_else_is_refused(project: Any, called: Any) -> None:
    done = called(project, "show", "scenarios/good.yaml")
    assert done.status == 4
    assert "Traceback" not in done.err


def test_output_that_nobody_reads_to_its_end_is_no_defect(project: Any) -> None:
    done = project.python(
        "-c",
        "import subprocess, sys\n"
        "one = subprocess.Popen([sys.executable, '-m', 'harness', 'schema'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "one.stdout.close()\n"
        "print(one.stderr.read().decode())",
    )
    assert "defect" not in done.text
