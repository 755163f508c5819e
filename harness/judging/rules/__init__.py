"""The widget's own rules: a rule is added in here, with the section or assumption it rests on.

A rule looks at one stretch of a recording at a time: a document, where a load starts the
widget's life anew; a window, where chats go on from document to document; or the whole run.
A rule of what the vendor's page states has the id that the statement has in `API.rules`,
where there is one.
"""

from __future__ import annotations

from harness.judging.rules import analytics, chats, data, loading
from harness.judging.rules.rule import Breach, Rule, Scope

__all__ = ["RULES", "Breach", "Rule", "Scope"]

RULES = (*data.RULES, *loading.RULES, *chats.RULES, *analytics.RULES)
"""The contract."""
