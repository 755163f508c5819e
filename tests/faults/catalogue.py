"""All faults, family by family."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults import families

if TYPE_CHECKING:
    from tests.faults.fault import Fault


def faults() -> list[Fault]:
    """Every fault, with its family's name. Raises ValueError when two have one id."""
    found = []
    for module in sorted(pkgutil.iter_modules(families.__path__), key=lambda one: one.name):
        given: list[Fault] = importlib.import_module(f"{families.__name__}.{module.name}").FAULTS
        found += [replace(fault, family=module.name) for fault in given]
    ids = [fault.id for fault in found]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"two faults have one id: {', '.join(twice)}")
    return found
