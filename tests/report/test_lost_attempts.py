from __future__ import annotations

from harness.report.lost_attempts import sentence


def test_nothing_is_told_where_nothing_was_lost() -> None:
    assert sentence([(), ()]) is None


def test_runs_and_reasons_are_counted() -> None:
    lost = [(), ("the browser ended",), ("the browser ended", "it was stopped")]
    assert sentence(lost) == "2 runs were done again: the browser ended (2), it was stopped (1)"
    assert sentence([("it broke\x1b[31m",)]) == "1 run was done again: it broke\\x1b[31m (1)"
