"""What files and folders of scenarios are called."""

from __future__ import annotations

from typing import Final

FOLDER: Final = "scenarios"
"""Where scenarios lie unless others are named; pytest collects those below such a folder."""

SUFFIXES: Final = (".yaml", ".yml")
"""What the names of their files end with."""
