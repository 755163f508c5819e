"""What a widget offers to pages: its functions with their arities, and all else by its type.

A name that begins with `_` is the widget's own business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.scenario.model import Step
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from harness.scenario.model import Run

LABEL = "what the widget offers"
"""Tells the step that looks at the surface from the scenario's own."""

_SCRIPT = f"""((widget) => {{
  const found = {{}};
  const isThing = (value) => value !== null && /^(object|function)$/.test(typeof value);
  const look = (holder, path) => {{
    for (let at = holder; at && at !== Object.prototype && at !== Function.prototype;
         at = Object.getPrototypeOf(at)) {{
      for (const key of Object.getOwnPropertyNames(at)) {{
        const name = path + key;
        if (key === 'constructor' || key[0] === '_' || name in found) continue;
        const value = (Object.getOwnPropertyDescriptor(at, key) || {{}}).value;
        found[name] = typeof value === 'function'
          ? {{type: 'function', arity: value.length}} : {{type: typeof value}};
        if (path === '' && /^(embed|popup)$/.test(key) && isThing(value)) look(value, key + '.');
      }}
    }}
  }};
  if (!isThing(widget)) return null;
  look(widget, '');
  return found;
}})(window.{GLOBAL})"""


def looking_at_surface(run: Run) -> Run:
    """The run with a last step that looks at what the widget offers; it always comes to it."""
    scenario = run.scenario
    taken = [step.index for step in (*scenario.steps, *scenario.finally_)]
    step = Step(
        max(taken, default=-1) + 1, "eval", scenario.place, LABEL, argument=_SCRIPT, label=LABEL
    )
    return replace(run, scenario=replace(scenario, finally_=(*scenario.finally_, step)))
