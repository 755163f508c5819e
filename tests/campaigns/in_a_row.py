"""Whether the bundled scenarios pass again and again: `in_a_row.py [TIMES [PATH…]]`.

Runs them with two workers and no retries, ten times unless told otherwise, and prints what
each time ended with and how long it took. Ends at the first time that does not pass.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "harness", "run", "-q", "-n", "2", "--output"]


def main() -> int:
    """Run them; 1 when one time did not pass."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for number in range(1, times + 1):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [*COMMAND, folder, *sys.argv[2:]],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
        took = time.monotonic() - began
        last = (done.stdout or done.stderr).strip().splitlines()[-1:]
        print(f"{number:>3}: exit {done.returncode}, {took:5.1f} s, {' '.join(last)}", flush=True)
        if done.returncode:
            print(done.stdout)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
