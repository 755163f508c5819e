"""Every limit of time that the harness sets for its browser, driver and workers, in seconds.

A run is over at the latest `WHOLE` after its scenario's `timeout`: what cannot be put away by
then in order is killed.
"""

from __future__ import annotations

from typing import Final

LAUNCHING: Final = 15.0
"""For Playwright's driver, or a browser, to start."""

STARTS: Final = 3
"""Starts of a browser or the driver that may fail in a row; then no further one is tried."""

STARTS_TOGETHER: Final = 25.0
"""That starts may take together that fail in a row; then no further one is tried."""

RESPITE: Final = 0.3
"""Before a start that follows on one that failed: what was in its way may be over."""

PREPARING: Final = 5.0
"""For a browser to make a context with a page; it takes a tenth of one."""

CLEANING: Final = 4.0
"""For `finally`, when the run has used up its time."""

PICTURE: Final = 2.0
"""For taking a picture."""

CLOSING: Final = 3.0
"""For closing a context, a browser or a driver in order; then it is killed."""

WHOLE: Final = 9.5
"""Beyond the scenario's `timeout`, for all that is around its steps."""

HOLD: Final = WHOLE - 3.0
"""Beyond the scenario's `timeout`; then a run without a verdict is broken off."""

HURRY: Final = 1.0
"""For closing something when there is no more time."""

ANSWER: Final = 2.0
"""For a browser to say that it is there."""

ATTEMPTS: Final = 3
"""How often a run is begun at which the browser went away; the last time it runs alone."""

BEAT: Final = 1.0
"""Between two beats of a process."""

STUCK: Final = 4.0
"""Of the processor's time, that an event loop may be busy with one thing; then it is broken off."""

STARTING: Final = 30.0
"""For a worker's first beat: it imports much before."""

HELD_UP: Final = 2.0
"""That an event loop may be late; more, and what a run then lacks says nothing of its page."""

SILENCE: Final = 8.0
"""Without a beat, after which a worker is ended from outside."""

LEAVING: Final = 8.0
"""For all workers to put their browsers away; then they are killed."""

REMAINING: Final = 4.0
"""For the processes of an invocation to be gone when it is over."""
