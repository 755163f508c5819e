"""What the vendor's page says of the widget beyond its names: one rule for each statement."""

from __future__ import annotations

from harness.widget_api.rules import bar, callbacks, visitors

RULES = (*bar.RULES, *visitors.RULES, *callbacks.RULES)
"""Every rule, in the order of the vendor's page."""
