"""Exit statuses, those of pytest; `LOST` is for runs whose evidence could not be kept whole."""

from __future__ import annotations

PASSED, FAILED, INTERRUPTED, DEFECT, UNUSABLE, NOTHING = range(6)
LOST = DEFECT
