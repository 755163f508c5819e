"""`python -m tests.staging [WORD…]`: the table of expected and reported findings.

With words only the cases whose names hold one of them. Ends with 1 on any difference.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from outside import audited
from staging import serving
from table import cases, is_as_expected

if TYPE_CHECKING:
    from table import Row


def main(words: list[str]) -> int:
    """Print the table."""
    chosen = [case for case in cases() if not words or any(word in case.name for word in words)]
    every: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="staging-") as folder:
        root = Path(folder)
        with serving(root / "server") as staging:
            for case, rows in audited(staging, chosen, root / "integrator"):
                every += rows
                print(f"{case.name}: {case.about}", *map(_line, rows), sep="\n", flush=True)
    counts = {state: sum(row.state == state for row in every) for state in _STATES}
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    print(f"{len(chosen)} pages: {told}")
    return 0 if chosen and is_as_expected(every) else 1


_STATES = ("ok", "missing", "not expected")


def _line(row: Row) -> str:
    return f"  {row.state:<12} {row.severity:<7} {row.rule:<24} {row.place:<26} {row.remark}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
