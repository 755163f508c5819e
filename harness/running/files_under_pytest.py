"""Which files are scenarios to pytest, and how it can call what is in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from harness.filenames import FOLDER, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def is_scenario_file(config: pytest.Config, path: Path) -> bool:
    """Whether a file is one: it lies in a folder of that name, or was asked for."""
    if path.suffix not in SUFFIXES:
        return False
    is_named = any(_names(argument, path) for argument in config.invocation_params.args)
    return is_named or FOLDER in path.parts[:-1]


def scenario_files(config: pytest.Config, argument: str) -> Iterator[Path]:
    """The files that an argument of the command line means."""
    path = Path(argument.partition("::")[0]).resolve()
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    yield from (file for file in found if file.is_file() and is_scenario_file(config, file))


def is_ring(path: Path) -> bool:
    """Whether it is a link among scenarios to a folder that it lies in."""
    if FOLDER not in path.parts[:-1] or not path.is_symlink() or not path.is_dir():
        return False
    return path.parent.resolve().is_relative_to(path.resolve())


def in_environment(name: str) -> str:
    """A name as pytest can set it as an environment variable, which the C locale limits."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("ascii", "backslashreplace").decode()
    return name


def _names(argument: str | os.PathLike[str], path: Path) -> bool:
    named = str(argument).partition("::")[0]
    return named.endswith(SUFFIXES) and Path(named).resolve() == path
