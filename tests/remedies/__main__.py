"""`python -m tests.remedies [RULE…]`: each rule's remedy, done to its broken page and tried.

`--part 2/4` takes the second quarter of the rules. Ends with 1 when one does not do what it says.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from trying import RULES, tried


def main(words: list[str]) -> int:
    """Print what became of each, and how many there are."""
    chosen = sorted(RULES)
    if words[:1] == ["--part"]:
        part, _, parts = words[1].partition("/")
        chosen = chosen[int(part) - 1 :: int(parts)]
    elif words:
        chosen = [name for name in chosen if name in words]
    with tempfile.TemporaryDirectory(prefix="remedies-") as folder:
        trials = tried(chosen, Path(folder))
    for trial in trials:
        print(f"{'ok  ' if trial.is_good else 'BAD '} {trial.way:<5} {trial.rule}")
        for text in trial.left:
            print(f"       left: {text}")
        for text in trial.come:
            print(f"       come: {text}")
    good = [trial for trial in trials if trial.is_good]
    ways = Counter(trial.way for trial in good)
    told = f"{ways['edits']} by edits, {ways['page']} by hand"
    print(f"rules with a tried remedy: {len(good)} of {len(chosen)} ({told})")
    return 0 if chosen and len(good) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
