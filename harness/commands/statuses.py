"""Exit statuses, those of pytest."""

from __future__ import annotations

PASSED, FAILED, INTERRUPTED, DEFECT, UNUSABLE, NOTHING = range(6)
