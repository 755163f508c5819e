"""How much of the widget's API the recorded runs cover, counted from event logs alone.

An item is a function, an argument's value, an option of the bar or of the popup, an option's
value, a proactive parameter, a callback, a field of its data, a field's value, or a rule of
the vendor's page. Each is in one of three states.

**untouched**: no recording shows it.

**exercised**: a recording shows it, whoever did it and however the run ended: a function was
called; a value was its first argument; an `init` had the option, with the value; page('chat')
had the parameter; a callback fired, its data had the field, with the value. A rule is
exercised when its witness says that its situation arose (`witnesses.py`), or, where it has
none, when all its subjects occurred; a rule that has neither is exercised by a run whose
`about` names it.

**judged**: a run that passed has looked at it:

- a callback by an expectation that it fires (`expect` or `in_order`, at least once);
- a field by such an expectation with the field in its pattern, `$any` and `$absent` aside;
- a field's value by such an expectation that demands this very value;
- a function, an argument's value, an option, an option's value or a proactive parameter when
  the run's `about` names it (or what it is a value of, or a value of it) and something was
  judged while it was in force: an expectation, `returns`, `throws` or a `check`. A function is
  in force from its first call to the end of the run, an argument's value until the next call of
  the function with another, an option until the next init of the window without it;
- a rule when the run's `about` names it and something was judged after its witness; a rule
  that the contract checks on every run, by each run that passed and has its witness.

Each item is counted in its **places** and **phases** as well (`places.py`): in the open window,
minimized, in the popup and so on; on the first load, after `reload()`, in a second tab and so
on. Which of them an item has is data, with the sections and assumptions that it rests on
(`applies.py`); what a run has judged where is told from its recording (`situations.py`,
`cells.py`). A cell is an item with a place, or an item with a phase: the product of all three
would be far too large, so that they are demanded in pairs.

What the contract says of the types of data judges no field. Runs that failed, were broken or
were cut off judge nothing. `about` is the author's word: the count sees that the run did what
it claims and looked at something after it, not that it looked at the right thing.
"""

from __future__ import annotations

from harness.coverage.count import Coverage, Row, counted
from harness.coverage.grid import Grid, GridRow
from harness.coverage.items import ITEMS, Item, Sort
from harness.coverage.judgements import Account, account
from harness.coverage.places import COLUMNS, PHASES, PLACES
from harness.coverage.state import State

__all__ = [
    "COLUMNS",
    "ITEMS",
    "PHASES",
    "PLACES",
    "Account",
    "Coverage",
    "Grid",
    "GridRow",
    "Item",
    "Row",
    "Sort",
    "State",
    "account",
    "counted",
]
