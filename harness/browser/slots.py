"""Places for runs in a browser: several at a time, or one that has it to itself."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Slots:
    """So many runs are in flight at a time; while one is alone, no other is."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._busy = 0
        self._lonely = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place among others; those who want to be alone come first."""
        async with self._held(lambda: self._busy < self._count and not self._lonely):
            yield

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A place with nobody beside it."""
        self._lonely += 1
        try:
            async with self._held(lambda: self._busy == 0):
                yield
        finally:
            self._lonely -= 1
            async with self._changed:
                self._changed.notify_all()

    @asynccontextmanager
    async def _held(self, is_free: Callable[[], bool]) -> AsyncIterator[None]:
        async with self._changed:
            await self._changed.wait_for(is_free)
            self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            async with self._changed:
                self._changed.notify_all()
