"""The world behind the widget: visitors, operators, chats and triggers as a pure state machine.

No clock, no input or output, no chance: numbers come from counters, so two worlds that see
the same actions in the same order are equal. Many threads may use one world; each method
takes `lock` itself, and a caller who needs several in one piece holds it around them.
"""

from __future__ import annotations

from harness.stub.backend.operating import Operating
from harness.stub.backend.people import Department, Operator
from harness.stub.backend.showing import Showing
from harness.stub.backend.state import NotPossible
from harness.stub.backend.talking import Talking
from harness.stub.backend.verifying import Check
from harness.stub.backend.visiting import Visiting

__all__ = ["Backend", "Check", "Department", "NotPossible", "Operator"]


class Backend(Visiting, Talking, Operating, Showing):
    """One world. `version` grows with every change; `changed` is notified each time."""
