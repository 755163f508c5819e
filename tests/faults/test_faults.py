"""One fault of each kind, as `python -m tests.faults` does them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.campaign import done
from tests.faults.catalogue import faults

if TYPE_CHECKING:
    from tests.faults.fault import Fault

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="processes are found by /proc"
)


@pytest.mark.parametrize("fault", [one for one in faults() if one.in_ci], ids=lambda one: one.id)
def test_what_is_promised_holds_after(fault: Fault) -> None:
    outcome = done(fault)
    assert not outcome.violations, f"{outcome.violations}\n{outcome.output}"
