"""Words of a batch -> its postings, where the words were read; postings of many batches -> those of a segment, term after term.

What costs time a word is done to some 200,000 of them at once, which the processor's cache holds, and in the process that
read them; joining batches moves whole groups, a term's of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from newsearch.engine.columns.layout import BLOCK_TERMS, PIECES_APART, width_of
from newsearch.engine.columns.memory import give_back
from newsearch.engine.columns.postings import Run

Array = NDArray[Any]

_JOINED = 1 << 18
"""Occurrences whose postings are joined and packed at once: what is worked on stays in the processor's cache."""

_HIGH_PARTS = 64
"""Times 65,536 numbers, which are looked for one after another."""

_FREED = 1 << 24
"""Bytes of columns after which their memory is given back: they and what is made of them would be held twice, else."""


class Vocabulary(Protocol):
    """What the ids of a batch stand for. It grows; what is there stays."""

    @property
    def terms(self) -> Sequence[str]:
        """Term by id."""

    @property
    def forms(self) -> Sequence[str]:
        """Words folded but not stemmed, each with a blank and its term, where the two differ."""

    @property
    def form_terms(self) -> Sequence[int]:
        """Ids of the terms of the forms."""


class BatchPostings(NamedTuple):
    """The postings of one field in a batch, term after term. Columns are as narrow as their numbers allow."""

    ids: Array
    """Terms that occur, ascending."""
    frequencies: Array
    """Documents of each term."""
    occurrences: Array
    """Occurrences of each term."""
    docs: Array
    """Documents, numbered in the batch, ascending within a term."""
    freqs: Array
    """A number a document of `docs`."""
    steps: Array
    """From position to position, a document's first from 0."""
    lengths: Array
    """Words of each document of the batch."""


def sorted_words(ids: Array, piece_docs: Array, sizes: Array, documents: int) -> BatchPostings:
    """Postings of words that come piece after piece; `piece_docs` and `sizes` have a piece's document and words."""
    if not len(ids):
        return BatchPostings(ids, _NONE, _NONE, _NONE, _NONE, _NONE, np.zeros(documents, np.uint8))
    places = order_of(ids)
    ids = ids.take(places)
    docs = narrow(piece_docs).repeat(sizes).take(places)
    starts_posting = np.empty(len(ids), np.bool_)
    starts_posting[0] = True
    np.not_equal(ids[1:], ids[:-1], out=starts_posting[1:])
    (of_terms,) = starts_posting.nonzero()
    starts_posting[1:] |= docs[1:] != docs[:-1]
    (of_postings,) = starts_posting.nonzero()
    shifts = _first_positions(piece_docs, sizes) - _starts(sizes)
    positions = shifts.astype(np.int32).repeat(sizes).take(places)
    positions += places
    steps = positions.copy()
    steps[1:] -= positions[:-1]
    steps[of_postings] = positions[of_postings]
    return BatchPostings(
        ids[of_terms],
        _distances(of_postings.searchsorted(of_terms), len(of_postings)),
        _distances(of_terms, len(ids)),
        docs[of_postings],
        _distances(of_postings, len(ids)),
        narrow(steps),
        narrow(np.bincount(piece_docs, sizes, documents)),
    )


_NONE = np.zeros(0, np.uint8)
_WIDTHS = {width: np.dtype(f"<u{width}") for width in (1, 2, 4, 8)}


def narrow(values: Array) -> Array:
    """The same numbers, none of which is negative, in as few bytes as the largest allows."""
    return values.astype(_WIDTHS[width_of(int(values.max(initial=0)))], copy=False)


def _distances(starts: Array, end: int) -> Array:
    """From each start to the next one, and from the last to `end`; narrow."""
    distances = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=distances[:-1])
    distances[-1] = end - starts[-1]
    return narrow(distances)


def order_of(numbers: Array) -> Array:
    """Where the numbers, unsigned and of 32 bits, stand in ascending order, equal ones as they come. numpy sorts 16 bits by radix,
    in 5 ns a number of a batch; 64 bits take 40. It wants 16 bytes a number for that: those of many terms are sorted some terms at a
    time."""
    low = numbers.astype(np.uint16)
    most = int(numbers.max(initial=0)) >> 16
    if not most:
        return np.argsort(low, kind="stable")
    high = (numbers >> np.uint32(16)).astype(np.uint16)
    if most > _HIGH_PARTS:
        places = np.argsort(low, kind="stable")
        return places.take(np.argsort(high.take(places), kind="stable"))
    order = np.empty(len(numbers), np.uint32)
    at = 0
    for part in range(most + 1):
        (places,) = (high == part).nonzero()
        order[at : at + len(places)] = places.take(np.argsort(low.take(places), kind="stable"))
        at += len(places)
    return order


def _first_positions(piece_docs: Array, sizes: Array) -> Array:
    """Position of each piece's first word in its document: pieces stand `PIECES_APART` positions apart."""
    taken = _starts(sizes + PIECES_APART)
    first = np.ones(len(piece_docs), np.bool_)
    first[1:] = piece_docs[1:] != piece_docs[:-1]
    positions: Array = taken - taken[first][first.cumsum() - 1]
    return positions


class FieldWords:
    """The postings of one field, batch after batch, each with the vocabulary that its ids are of."""

    def __init__(self) -> None:
        self._parts: list[tuple[Vocabulary, BatchPostings]] = []
        self._firsts: list[int] = []
        """The segment's number of each batch's first document."""
        self._lengths: list[Array] = [np.zeros(0, np.uint8)]
        self.count = 0
        """Occurrences so far."""

    def add(self, part: BatchPostings, vocabulary: Vocabulary, first: int) -> None:
        """The postings of a batch whose first document is number `first`."""
        self._lengths.append(part.lengths)
        if len(part.ids):
            self._parts.append((vocabulary, part))
            self._firsts.append(first)
            self.count += len(part.steps)

    def lengths(self) -> Array:
        """Words of each document."""
        return np.concatenate(self._lengths)

    def mark(self, found: dict[int, tuple[Vocabulary, NDArray[np.bool_]]]) -> None:
        """Add to `found` which terms of each vocabulary occur."""
        for vocabulary, part in self._parts:
            _, occur = found.setdefault(id(vocabulary), (vocabulary, np.zeros(len(vocabulary.terms), np.bool_)))
            occur[part.ids] = True

    def joined(self, ranks: dict[int, Array], terms: int) -> JoinedWords:
        """All of them, by the rank of their term among some `terms`. This is used up."""
        of_groups = np.concatenate([np.zeros(0, np.uint32), *(ranks[id(v)][part.ids] for v, part in self._parts)])
        occur = np.zeros(terms, np.bool_)
        occur[of_groups] = True
        of_groups = (np.cumsum(occur, dtype=np.uint32) - np.uint32(1)).take(of_groups)
        order = order_of(of_groups)
        parts = [part for _, part in self._parts]
        firsts = np.repeat(np.array(self._firsts, np.uint32), [len(part.ids) for part in parts])
        self._parts = []
        columns = [list(column) for column in zip(*(part[1:6] for part in parts), strict=True)] or [[]] * 5
        parts.clear()
        return JoinedWords(
            np.flatnonzero(occur),
            of_groups.take(order),
            order.astype(np.uint32, copy=False),
            firsts,
            *(_used_up(column) for column in columns),
        )


def occurring(fields: Iterable[FieldWords]) -> list[tuple[Vocabulary, NDArray[np.bool_]]]:
    """Which terms of each vocabulary occur in some fields."""
    found: dict[int, tuple[Vocabulary, NDArray[np.bool_]]] = {}
    for field in fields:
        field.mark(found)
    return list(found.values())


def _used_up(columns: list[Array]) -> Array:
    """One column of many, which are let go one by one."""
    joined = np.empty(sum(map(len, columns)), np.result_type(np.uint8, *columns))
    at = len(joined)
    freed = 0
    while columns:
        column = columns.pop()
        joined[at - len(column) : at] = column
        at -= len(column)
        freed += column.nbytes
        del column
        if freed > _FREED:
            give_back()
            freed = 0
    return joined


class JoinedWords:
    """Groups, each the postings of one term in one batch, and their order in the segment."""

    def __init__(
        self,
        terms: Array,
        ranks: Array,
        order: Array,
        firsts: Array,
        frequencies: Array,
        occurrences: Array,
        docs: Array,
        freqs: Array,
        steps: Array,
    ) -> None:
        """`terms` that occur, by their ranks among others. `ranks` among these of all groups, ascending, and the group of each,
        `order`; all else by group: what is added to its documents, how many it has, its occurrences."""
        self.terms = terms
        self._order = order
        self._firsts = firsts
        self._frequencies = frequencies
        self._occurrences = occurrences
        self._docs_at = _starts(frequencies, np.uint32)
        self._steps_at = _starts(occurrences, np.uint32)
        self._docs = docs
        self._freqs = freqs
        self._steps = steps
        ends_term = np.ones(len(ranks), np.bool_)
        ends_term[:-1] = ranks[1:] != ranks[:-1]
        self._of_terms = np.concatenate((np.zeros(1, np.int64), np.flatnonzero(ends_term) + 1))
        """Where the groups of each term start in `order`, and where the last one's end."""

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of terms, each of whole dictionary blocks and of at most `_JOINED` occurrences if one block has no more."""
        terms = len(self._of_terms) - 1
        bounds = [*range(0, terms, BLOCK_TERMS), terms]
        starts = self._of_terms[bounds[:-1]]
        of_blocks = np.add.reduceat(self._occurrences.take(self._order), starts, dtype=np.int64) if terms else starts
        upto = [0, *np.cumsum(of_blocks).tolist()]
        first = 0
        for block in range(1, len(bounds)):
            if block == len(bounds) - 1 or upto[block + 1] - upto[first] > _JOINED:
                yield bounds[first], bounds[block]
                first = block

    def run(self, terms: Sequence[str], first: int, last: int) -> Run:
        """The postings of the terms `first` to `last`, which are `terms`."""
        bounds = self._of_terms[first : last + 1]
        groups = self._order[bounds[0] : bounds[-1]]
        frequencies, occurrences = self._frequencies[groups], self._occurrences[groups]
        postings = _places(self._docs_at[groups], frequencies)
        docs = self._docs.take(postings).astype(np.uint32, copy=False)
        docs += np.repeat(self._firsts[groups], frequencies)
        steps = self._steps.take(_places(self._steps_at[groups], occurrences))
        of_terms = np.add.reduceat(frequencies, bounds[:-1] - bounds[0], dtype=np.int64)
        return Run(terms[first:last], of_terms, docs, self._freqs.take(postings), steps)


def _starts(sizes: Array, dtype: DTypeLike = np.int64) -> Array:
    """Where each of some neighbours starts."""
    ends = sizes.cumsum(dtype=dtype)
    ends -= sizes
    return ends


def _places(starts: Array, sizes: Array) -> Array:
    """The places from each start, as many as its size says."""
    ends = np.cumsum(sizes, dtype=np.int64)
    places = np.repeat(starts + sizes - ends, sizes)
    places += np.arange(len(places))
    return places
