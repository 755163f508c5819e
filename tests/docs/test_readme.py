"""What the README shows is what happens."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
REWRITE = bool(os.environ.get("HARNESS_REWRITE_GOLDEN"))
FLIP = "flip.yaml"


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def shown_output(name: str) -> str:
    found = re.search(
        rf"<!-- output: {name} -->\n```text\n(.*?)^```$",
        README.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert found, f"the README has no output block {name}"
    return found[1]


def normalised(output: str) -> str:
    """Without what differs from machine to machine and from time to time."""
    output = re.sub(r"chromium [\d.]+", "chromium VERSION", output)
    output = re.sub(r"run-\d{4}", "run-NUMBER", output)
    output = re.sub(r" *\d+\.\d+ s\b", " TIME", output)
    output = re.sub(r"✓ passed +TIME", "✓ passed     TIME", output)
    output = re.sub(r"✗ failed +TIME", "✗ failed     TIME", output)
    lines = [line.rstrip() for line in output.strip().splitlines()]
    progress = sorted(line for line in lines if line.startswith(("✓", "✗")))
    rest = iter(progress)
    return "\n".join(next(rest) if line.startswith(("✓", "✗")) else line for line in lines) + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the README's scenarios."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "scenarios").mkdir()
    shutil.copytree(ROOT / "fixtures" / "pages", folder / "fixtures" / "pages")
    shutil.copytree(ROOT / "fixtures" / "widgets", folder / "fixtures" / "widgets")
    for number, text in enumerate(blocks("yaml")):
        name = FLIP if number == 0 else f"more{number}.yaml"
        (folder / "scenarios" / name).write_text(text, encoding="utf-8")
    return folder


def harness(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness", *arguments]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command,
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


def compare(name: str, output: str) -> None:
    if REWRITE:
        text = "\n".join(line.rstrip() for line in output.strip().splitlines()) + "\n"
        readme = README.read_text(encoding="utf-8")
        block = f"<!-- output: {name} -->\n```text\n"
        readme = re.sub(
            re.escape(block) + r".*?^```$",
            lambda _: f"{block}{text}```",
            readme,
            count=1,
            flags=re.MULTILINE | re.DOTALL,
        )
        README.write_text(readme, encoding="utf-8")
    assert normalised(output) == normalised(shown_output(name))


def test_the_first_scenario_has_twelve_lines() -> None:
    assert len(blocks("yaml")[0].strip().splitlines()) == 12


def test_every_scenario_of_the_readme_passes(project: Path) -> None:
    done = harness(project, "run", "-q")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_passing_output_is_what_is_printed(project: Path) -> None:
    done = harness(project, "run", f"scenarios/{FLIP}")
    assert done.returncode == 0
    compare("passing", done.stdout)


def test_the_failing_output_is_what_is_printed(project: Path) -> None:
    written = ["fixtures/widgets/generate.py", "build", "onchange-wrong-word"]
    subprocess.run([sys.executable, *written], cwd=project, check=True)
    widget = "build/onchange-wrong-word"
    done = harness(project, "run", f"scenarios/{FLIP}", "-k", "left", "--widget", widget)
    assert done.returncode == 1
    compare("failing", done.stdout)


def test_the_two_commands_are_the_ones_that_ci_relies_on() -> None:
    commands = [block.strip() for block in blocks("sh")]
    assert commands == [
        "python -m pip install . && harness run",
        "python -m pip install -e '.[test]' && python -m pytest",
    ]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python -m pytest" in script


@pytest.mark.parametrize(
    "target", re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
)
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_table_of_dependencies_is_complete() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[><=\[ ]", one)[0].lower() for one in project["dependencies"]}
    section = README.read_text(encoding="utf-8").partition("## Dependencies")[2]
    told = {
        name.strip().lower()
        for row in re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
        for name in row.split(",")
    }
    assert needed <= told


def test_a_verb_as_the_readme_adds_it_is_declared_and_acts() -> None:
    from harness.browser.verbs import VERBS, host_page, verb
    from harness.scenario import verbs as declared

    tree = ast.parse(blocks("python")[0])
    entry = eval(compile(ast.Expression(tree.body[0].value), "README", "eval"), vars(declared))  # noqa: S307 - the README's own text
    module = ast.Module(tree.body[1:], type_ignores=[])
    names = {**vars(host_page), "verb": verb}
    try:
        exec(compile(module, "README", "exec"), names)  # noqa: S102 - the README's own text
        assert entry.name in VERBS
        assert entry.name not in declared.VERBS, (
            "the README should show a verb that is not there yet"
        )
    finally:
        VERBS.pop(entry.name, None)


def test_a_matcher_as_the_readme_adds_it_matches() -> None:
    from harness import patterns
    from harness.patterns import matchers

    matcher = eval(blocks("python")[1], vars(matchers))  # noqa: S307 - the README's own text
    matchers.WORDS[matcher.name] = matcher
    try:
        assert patterns.is_match({"n": "$even"}, {"n": 4})
        assert not patterns.is_match({"n": "$even"}, {"n": 3})
    finally:
        del matchers.WORDS[matcher.name]


def test_a_report_as_the_readme_adds_it_can_be_written(tmp_path: Path) -> None:
    from collections.abc import Iterable

    from harness.judging.verdict import RunResult, Verdict

    names: dict[str, object] = {"Path": Path, "Iterable": Iterable, "RunResult": RunResult}
    exec(blocks("python")[2], names)  # noqa: S102 - the README's own text
    result = RunResult("a.yaml::A@chromium", "a.yaml", 1, "A", (), Verdict("passed"), 0.1)
    names["write_list"](tmp_path / "list.txt", [result])  # type: ignore[operator]
    assert (tmp_path / "list.txt").read_text() == "passed a.yaml::A@chromium\n"
