"""What the terminal UI asks of the archive, and the thread it asks in: the event loop never waits for an index."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from newsearch.engine.contract import Sort
    from newsearch.model import Document, Hit, Results
    from newsearch.tui.reading import Marks

Answer = TypeVar("Answer")
Facets = Mapping[str, Sequence[tuple[str, int]]]
"""Facet -> (value, blocks), most first; months in order."""


class Archive(Protocol):
    """An open index. Raises NewsearchError when it cannot answer."""

    def search(
        self,
        text: str,
        *,
        within: str = "",
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        typing: bool = False,
    ) -> Results:
        """`within`: a query of the filters alone. With `typing`, the text may be half a query and its last word unfinished."""
        ...

    def counts(self, text: str, within: Mapping[str, str], *, typing: bool = False) -> Facets:
        """How the hits divide by the facets that `within` names, each under the filters that stand there for it. Last
        stands the empty value, if there are blocks that have none."""
        ...

    def why_nothing(self, text: str, within: str = "") -> Why:
        """What of a query without hits matches nothing, and what would."""
        ...

    def warm_up(self) -> None:
        """Load what the first search while typing would have to wait for."""
        ...

    def prepare(self) -> None:
        """Do what a later one would have to wait for."""
        ...

    def show(self, block_id: str) -> Document: ...
    def neighbours(self, document: Document) -> Sequence[Document]:
        """Blocks of the same page, in its order."""
        ...

    def similar(self, block_id: str, limit: int) -> Sequence[Hit]: ...
    def marks(self, document: Document, query: str, *, typing: bool = False) -> Marks: ...
    def generation(self) -> int:
        """The newest commit's number."""
        ...

    def saved(self) -> SavedBook: ...


@dataclass(frozen=True, slots=True)
class Why:
    """Why a query finds nothing."""

    notes: Sequence[str]
    """A line each."""
    instead: str = ""
    """Words that find something within the same filters, or nothing."""


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search finds that was not there when it was last looked at."""

    query: str
    total: int
    """All that it finds."""
    new: tuple[Hit, ...]
    since: str | None
    """When it was last looked at, ISO 8601; None the first time."""


class SavedBook(Protocol):
    """The saved searches, on the open index. Raises NewsearchError."""

    def searches(self) -> Sequence[tuple[str, str]]:
        """(name, query), by name."""
        ...

    def save(self, name: str, query: str) -> None:
        """Keep a query; what it finds now is not new."""
        ...

    def remove(self, name: str) -> None: ...
    def check(self, name: str) -> News:
        """What is new, which is not new the next time."""
        ...


class Newest:
    """Runs the newest request and forgets the ones it overtook, so that a queue of keystrokes never builds up.

    At most one request runs (in `thread`) and one waits: nine keystrokes, 15 ms apart, over an index that takes 300 ms
    cost two searches, and a single keystroke is searched at once.
    """

    def __init__(self, thread: ThreadPoolExecutor, pause: float = 0.0) -> None:
        """`pause`: seconds that a request waits for a newer one before it runs."""
        self._thread = thread
        self._pause = pause
        self._number = 0
        self._running = asyncio.Lock()

    async def ask(self, run: Callable[[], Answer]) -> Answer | None:
        """The answer, or None if a newer request was made in the meantime. Raises what `run` raises, if it is still wanted."""
        self._number += 1
        number = self._number
        await asyncio.sleep(self._pause)
        if number != self._number:
            return None
        async with self._running:
            if number != self._number:
                return None
            loop = asyncio.get_running_loop()
            try:
                answer = await loop.run_in_executor(self._thread, run)
            except Exception:
                if number != self._number:
                    return None
                raise
            return answer if number == self._number else None

    def forget(self) -> None:
        """Drop whatever runs or waits."""
        self._number += 1


async def in_thread(thread: ThreadPoolExecutor, run: Callable[[], Answer]) -> Answer:
    """The answer of something that takes its time, without keeping the event loop."""
    return await asyncio.get_running_loop().run_in_executor(thread, run)
