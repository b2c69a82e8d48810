"""The door of the engine: what crosses it, and nothing else does. No whoosh, no numpy in a signature.

A second engine is one more package that offers the same. What `newsearch.engine` exports:

- `is_index(path) -> bool`: whether there is an index of ours; cheap, no heavy import
- `open_index(path) -> Index`: raises IndexMissing, IndexDamaged
- `create_index(path, settings) -> Index`: an empty one; raises IndexTrouble if the place is taken or cannot be written
- `rebuild_index(path, settings, wait) -> Writer`: a writer that starts from nothing; its commit replaces all that the
  index at `path` holds, in one step; readers of the old one keep their snapshot
- `build_batch(documents, batching) -> Batch`: documents analysed for a writer of another process
- `languages_of(documents) -> Sequence[str | None]`: the languages that a writer finds for them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, get_args

from newsearch.frozen import dataclass, field
from newsearch.model import Document
from newsearch.query import Query

Batching = tuple[bool, str]
"""What another process must know to analyse documents for a writer: whether words are stemmed, and a name of the run."""
Sort = Literal["relevance", "date", "oldest"]
ANALYSIS = 1
"""Counts the ways to make terms of words, see `analysis` and `stemming`. Of an index made in another way, some would not be found."""
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS = ("outlet", "author", "month", "day", "kind", "language")


@dataclass(frozen=True, slots=True)
class Settings:
    """How an index analyses and ranks; kept with the index. Analysis settings are fixed at its creation."""

    stemming: bool = True
    k1: float = 1.8
    field_weights: Mapping[str, float] = field(default_factory=dict)
    """Field -> weight in BM25F; fields not named keep the engine's default."""
    field_b: Mapping[str, float] = field(default_factory=dict)
    """Field -> length normalisation, 0 to 1."""
    memory_mb: int = 256
    """What a writer may hold before it writes a segment."""


@dataclass(frozen=True, slots=True)
class Request:
    """One search."""

    query: Query
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    facets: tuple[str, ...] = ()
    """Of `FACETS`; counted over all matches in the same pass."""
    group: bool = False
    """Show near-identical blocks as one row. Two blocks are if they share a number of `Document.bands` at its place. Rows
    are taken best first: a block that shares a band with a block of an earlier row joins that row's `more`."""
    recency_days: float | None = None
    """Half-life of a boost for recent blocks, or None for none."""
    related: bool = True
    """Let the order of an any-of query count words that begin like those asked for and, for questions of many words, words
    that the best answers share. What matches stays the same."""


class Row(NamedTuple):
    """A matching block: its number inside this snapshot, its score, and the numbers of the group it stands for."""

    number: int
    score: float
    more: tuple[int, ...] = ()


class Head(NamedTuple):
    """What names a block in a list; a tenth of a document's cost to read."""

    id: str
    title: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[Row, ...]
    row_count: int
    """All rows, of which `rows` is a page."""
    total: int
    """Matching blocks, before grouping, limit and offset."""
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    shared: tuple[str, ...] = ()
    """Words that the best answers share and the query does not name, which counted in the order."""


@dataclass(frozen=True, slots=True)
class Part:
    """How one leaf of a query was read by the analysis, and what it matches on its own."""

    leaf: Query
    field: str | None
    terms: tuple[tuple[str, ...], ...]
    """Index terms by position: a word is one position with its alternatives (stems of several languages, the
    expansions of a prefix); a phrase is several positions."""
    slop: int
    matches: int
    """Blocks that this leaf matches on its own."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What the catalog knows of an indexed file."""

    path: str
    size: int
    mtime_ns: int
    digest: str
    """Hash of the file's bytes."""
    blocks: int
    problem: str = ""
    """Why the file gave no blocks, if it did not."""
    ctime_ns: int = 0
    """When the system last noted a change of the file: no program sets it, as many do the other time. 0: not known, or so late
    that a further change could have the same."""


class Reader(Protocol):
    """A snapshot of one commit; later commits do not change it. Usable from several threads."""

    generation: int
    fingerprint: str
    block_count: int

    def prepare(self) -> None:
        """Do now, for who will ask many questions, what the third search would do first."""
        ...

    def search(self, request: Request) -> Found: ...
    def parts(self, query: Query) -> tuple[Part, ...]: ...
    def tokens(self, text: str, language: str | None) -> Iterable[tuple[int, int, str]]:
        """(start, end, term) for a text of a block: the analysis as at indexing, for finding what to highlight.

        White space always parts terms, so a text may be analysed word by word.
        """
        ...

    def explain(self, query: Query, number: int, related: bool = True) -> tuple[tuple[str, float], ...]:
        """(what, how much of the score) for one block; the amounts add up to its score. `related`: as in `Request`."""
        ...

    def document(self, number: int) -> Document: ...
    def head(self, number: int) -> Head:
        """Of a document: for lists that show no text of it."""
        ...

    def number_of(self, block_id: str) -> int | None: ...
    def numbers_of_file(self, path: str) -> tuple[int, ...]:
        """The blocks of one file, in the order of the page."""
        ...

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """(term, blocks that hold it), in order of the term.

        Besides the fields of a query: `acronym`, two terms for each pair of `Document.acronyms`, each with its first half
        folded and the second as written (`csto=Collective Security Treaty Organization`, `collective security treaty
        organization=CSTO`); `form`, a word of title or body as people type it and its term (`troops troop`), where the
        two differ, without counts.
        """
        ...

    def words(self, field: str, prefix: str) -> set[str]:
        """The terms of `terms`, without counts: a tenth of the cost."""
        ...

    def near(self, field: str, word: str, distance: int, start: str = "") -> set[str]:
        """The terms within `distance` edits (1 or 2) of a word that begin with `start`; of `form`, the pairs whose word is."""
        ...

    def files(self) -> Iterable[FileState]: ...
    def close(self) -> None: ...


class Batch:
    """Documents analysed, as plain data that may be pickled. Opaque."""

    __slots__ = ()


class Writer(Protocol):
    """Changes that become visible together, at `commit`. A context manager: leaving it by an exception cancels."""

    def files(self) -> Iterable[FileState]:
        """The catalog as of the commit that this writer started from."""
        ...

    def add(self, document: Document) -> None:
        """Take a document. One whose language is `model.UNDETERMINED` gets that of its title and body."""
        ...

    @property
    def batching(self) -> Batching:
        """For `build_batch` in another process, whose batches `add_batch` takes."""
        ...

    def add_batch(self, batch: Batch) -> None:
        """Take documents that another process has analysed. Batches of one process come in the order of their making."""
        ...

    def put_file(self, state: FileState) -> None:
        """Record a file in the catalog."""
        ...

    def delete_file(self, path: str) -> int:
        """Forget a file and its blocks; how many blocks that were."""
        ...

    def commit(self) -> int:
        """Make the changes durable and visible; the new generation."""
        ...

    def cancel(self) -> None: ...
    def __enter__(self) -> Writer: ...
    def __exit__(self, *exc: object) -> None: ...


class Index(Protocol):
    path: Path
    settings: Settings

    def reader(self) -> Reader: ...
    def writer(self, wait: float = 0.0, processes: int = 1) -> Writer:
        """With `processes` of more than 1, the documents are analysed by so many, this one among them; what comes out
        is the same. Raises IndexLocked if another writer holds the index for longer than `wait` seconds."""
        ...

    def generation(self) -> int:
        """The newest commit's number, read cheaply: a reader of a smaller one is outdated."""
        ...

    def verify(self) -> tuple[str, ...]:
        """What is wrong, a line each; empty when every checksum and cross-check holds."""
        ...
