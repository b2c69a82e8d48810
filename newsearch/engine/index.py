"""An index folder: its newest commit, snapshots to search, a writer to change it. Opening costs a few milliseconds and
imports neither numpy nor whoosh."""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from heapq import merge
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from newsearch.engine.columns.store import SegmentFile
from newsearch.engine.commit import REPAIR, Commit, latest_generation, open_file, read_commit, read_deletions
from newsearch.engine.contract import FileState, Found, Head, Part, Request, Settings
from newsearch.errors import IndexDamaged
from newsearch.model import Document
from newsearch.query import Query

if TYPE_CHECKING:
    from newsearch.engine.analysis import Analyzer
    from newsearch.engine.columns.reader import SegmentReader
    from newsearch.engine.evaluate import Evaluator
    from newsearch.engine.writing import IndexWriter

_LAST = "\U0010ffff"
_OPEN_TRIES = 20
"""Commits that may replace each other while a reader opens the files of one."""


class DiskIndex:
    """An index in a folder; the `Index` of the contract."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.settings: Settings = read_commit(self.path).settings

    def reader(self) -> Snapshot:
        """A snapshot of the newest commit."""
        for _ in range(_OPEN_TRIES):
            commit = read_commit(self.path)
            try:
                return Snapshot(self.path, commit)
            except FileNotFoundError as error:
                # A writer replaced the commit between our two looks; a file missing from the newest one is damage.
                if latest_generation(self.path) == commit.generation:
                    raise IndexDamaged(f"{error.filename} is missing. {REPAIR}") from error
        raise IndexDamaged(f"{self.path} changes faster than it can be opened. Try again later")

    def writer(self, wait: float = 0.0, processes: int = 1) -> IndexWriter:
        """A writer, which holds the index's lock until it commits or cancels.

        With `processes` of more than 1, further processes analyse documents beside this one; what comes out is the same.
        """
        load_writer()
        from newsearch.engine.writing import IndexWriter

        return IndexWriter(self.path, wait, processes=processes)

    def generation(self) -> int:
        """The newest commit's number."""
        return latest_generation(self.path)

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the index, a line each."""
        from newsearch.engine.verify import verify

        return verify(self.path)


class Snapshot:
    """One commit, open for reading; the `Reader` of the contract. Documents of all segments are numbered through."""

    def __init__(self, folder: Path, commit: Commit) -> None:
        self.folder = folder
        self.commit = commit
        self.generation = commit.generation
        self.fingerprint = commit.fingerprint
        self.settings = commit.settings
        self.stores: tuple[SegmentFile, ...] = tuple(_open_segments(folder, commit))
        """The segments, standard library only; `segments` has the same with arrays."""
        self.bases: tuple[int, ...] = tuple(accumulate((s.doc_count for s in self.stores), initial=0))
        """Number of each segment's first document, and the sum at the end."""
        self._catalog = self._mapped_catalog()
        """A later commit takes the file away."""
        self.evaluator: Evaluator | None = None
        """What is worked out once a snapshot; made at the first search."""
        self.block_count = sum(info.documents - info.deleted for info in commit.segments)

    @cached_property
    def segments(self) -> tuple[SegmentReader, ...]:
        """The segments as arrays; the first use imports numpy."""
        from newsearch.engine.columns.reader import SegmentReader

        return tuple(map(SegmentReader.over, self.stores))

    # Searching

    def prepare(self) -> None:
        """Load numpy and prepare the columns."""
        from newsearch.engine import evaluate

        evaluate.prepare(self)

    def search(self, request: Request) -> Found:
        """The answer to one request."""
        from newsearch.engine import evaluate

        return evaluate.search(self, request)

    def parts(self, query: Query) -> tuple[Part, ...]:
        """How each leaf of `query` was read, and what it matches."""
        from newsearch.engine import evaluate

        return evaluate.parts(self, query)

    def tokens(self, text: str, language: str | None) -> Iterable[tuple[int, int, str]]:
        """(start, end, term) for a text of a block, analysed as it was for the index."""
        return self._analyzer.tokens(text, language)

    @cached_property
    def _analyzer(self) -> Analyzer:
        from newsearch.engine.analysis import Analyzer

        return Analyzer(self.settings.stemming)

    def explain(self, query: Query, number: int, related: bool = True) -> tuple[tuple[str, float], ...]:
        """What the score of one block is made of."""
        from newsearch.engine import evaluate

        return evaluate.explain(self, query, number, related)

    # Documents

    def place(self, number: int) -> tuple[SegmentFile, int]:
        """The segment of a document, and the document's number there."""
        if not 0 <= number < self.bases[-1]:
            raise IndexError(number)
        segment = bisect_right(self.bases, number) - 1
        return self.stores[segment], number - self.bases[segment]

    def document(self, number: int) -> Document:
        """The document of a row."""
        segment, local = self.place(number)
        return segment.stored(local)

    def head(self, number: int) -> Head:
        """Id, title and date of the document of a row."""
        segment, local = self.place(number)
        return segment.head(local)

    def _numbered(self, found: Callable[[SegmentFile], Sequence[int]]) -> Iterator[int]:
        """What is found in each segment, numbered through; by arrays if there are any."""
        for base, segment in zip(self.bases, vars(self).get("segments", self.stores), strict=False):
            for local in found(segment):
                yield base + local

    def number_of(self, block_id: str) -> int | None:
        """The number of a block in this snapshot."""
        return max(self._numbered(lambda segment: segment.with_id(block_id)), default=None)

    def numbers_of_file(self, path: str) -> tuple[int, ...]:
        """The blocks of a file, in the order of the page."""
        return tuple(sorted(self._numbered(lambda segment: segment.of_file(path)), key=self._order_in_file))

    def _order_in_file(self, number: int) -> tuple[int, int]:
        segment, local = self.place(number)
        return segment.column_view("number")[local], number

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """(term, blocks that hold it) in order. Blocks deleted but not yet merged away are counted, as in Lucene."""
        streams = [segment.terms_from(field, prefix) for segment in self.stores]
        for term, entries in groupby(merge(*streams), key=lambda pair: pair[0]):
            if not term.startswith(prefix):
                return
            yield term, sum(entry.doc_frequency for _, entry in entries)

    def words(self, field: str, prefix: str) -> set[str]:
        """The terms of `terms`, without counts: of the dictionary only the text is read."""
        found: list[str] = []
        for segment in self.stores:
            for number in range(*segment.block_range(field, prefix, prefix + _LAST)):
                found += segment.block_terms(field, number)
        return {term for term in found if term.startswith(prefix)}

    def near(self, field: str, word: str, distance: int, start: str = "") -> set[str]:
        """Entries of a field's dictionary within `distance` edits of a word that begin with `start`."""
        from newsearch.engine.vocabulary import fuzzy_words

        return set().union(*(fuzzy_words(segment, field, word, distance, start) for segment in self.stores))

    def files(self) -> Iterable[FileState]:
        """The catalog."""
        from newsearch.engine import catalog

        if not self.commit.catalog:
            return []
        path = self.folder / self.commit.catalog
        return catalog.read(path) if self._catalog is None else catalog.decode(self._catalog[:], path)

    def _mapped_catalog(self) -> mmap.mmap | None:
        if not self.commit.catalog:
            return None
        try:
            with open_file(self.folder / self.commit.catalog) as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            if latest_generation(self.folder) != self.commit.generation:
                raise
        except (OSError, ValueError, IndexDamaged):  # an empty file has nothing to map
            pass
        return None  # what is wrong with it is told to who wants it

    def close(self) -> None:
        """Let go of the files; a query that is under way in another thread ends in peace."""
        for segment in self.stores:
            segment.close()


@cache
def load_writer() -> None:
    """Import what writes an index, in memory of its own: it comes once documents wait to be written."""
    from newsearch.engine.apart import apart

    apart(_load_writer)


def _load_writer() -> None:
    import newsearch.engine.schema
    import newsearch.engine.writing  # noqa: F401
    from newsearch.engine.columns.memory import keep_small

    keep_small()


def _open_segments(folder: Path, commit: Commit) -> Iterator[SegmentFile]:
    for info in commit.segments:
        deleted = read_deletions(folder / info.deletions, info.documents) if info.deletions else None
        segment = SegmentFile(folder / info.file, deleted)
        if segment.doc_count != info.documents:
            raise segment.damaged(f"holds {segment.doc_count} documents, its commit says {info.documents}")
        yield segment
