"""`python -m tests.benchmark`: the comparison; `profile` and `startup` are modules beside it."""

from __future__ import annotations

import sys

from tests.benchmark.speed import main

sys.exit(main())
