"""Lets the tests import `accounts`, the builder of recordings to compare."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
