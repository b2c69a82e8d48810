"""Documents -> batches, by this process and by others beside it. What comes out is the same, in the order in which it came in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from newsearch.engine.columns.batch import Batch, BatchBuilder, build_columns_apart
from newsearch.engine.columns.documents import DocumentColumns
from newsearch.engine.contract import Batching
from newsearch.model import Document
from newsearch.workers import new_pool

_AHEAD = 2
"""Batches that each further process has before it; what comes meanwhile is analysed here."""

_MOST_PENDING = 64
"""Batches that may be waiting for an earlier one: some 150 MB."""


class Analysts:
    """This process, and `processes - 1` others that start with the first batch."""

    def __init__(self, batching: Batching, processes: int = 1) -> None:
        stemming, _ = batching
        self._batching = batching
        self._others = max(0, processes - 1)
        self._pool: ProcessPoolExecutor | None = None
        self._beside = ThreadPoolExecutor(1, "compress")
        self._here = BatchBuilder(stemming, self._beside)
        self._pending: deque[tuple[DocumentColumns | None, Batch | Future[Batch]]] = deque()

    def analyse(self, documents: Sequence[Document]) -> Iterator[Batch]:
        """Take some documents; gives the batches that are ready and have none before them that is not."""
        away = sum(isinstance(batch, Future) and not batch.done() for _, batch in self._pending)
        columns = DocumentColumns.of(documents)
        if away < self._others * _AHEAD:
            self._pending.append((columns, self._sent(columns)))
        else:
            self._pending.append((None, self._here.build(columns)))
        yield from self._ready(len(self._pending) > _MOST_PENDING)

    def _sent(self, documents: DocumentColumns) -> Batch | Future[Batch]:
        if self._pool is None:
            self._pool = new_pool(self._others)
        try:
            return self._pool.submit(build_columns_apart, documents, self._batching)
        except BrokenProcessPool:
            return self._alone(documents)

    def _alone(self, documents: DocumentColumns) -> Batch:
        """A process was brought down, as by the system when memory is short: from here on this one does all."""
        self._others = 0
        return self._here.build(documents)

    def _ready(self, wait: bool) -> Iterator[Batch]:
        while self._pending:
            documents, batch = self._pending[0]
            if isinstance(batch, Future) and not wait and not batch.done():
                return
            self._pending.popleft()
            if isinstance(batch, Future):
                assert documents is not None
                try:
                    batch = batch.result()
                except BrokenProcessPool:
                    batch = self._alone(documents)
            yield batch

    def rest(self) -> Iterator[Batch]:
        """All that were not given yet."""
        return self._ready(wait=True)

    def close(self) -> None:
        """Let the other processes go."""
        self._pending.clear()
        self._beside.shutdown()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
