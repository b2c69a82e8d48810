"""What is known of the terms that were asked for lately, side by side in a few large arrays, so that postings of several terms are
looked up in one operation."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.memory import own_zeros
from newsearch.engine.matches import Array
from newsearch.engine.terms import Postings

_UPWARDS = np.arange(1, 1 << 16, dtype=np.uint16)
"""Fewer blocks than these get a table for each word that is asked for beside others."""
_BOUNDS = 1 << 22
"""Postings whose bounds are kept, mostly 4 bytes each, and"""
_TABLED = 1 << 24
"""blocks in tables, 2 bytes each: 16 and 32 MB, of memory that is new where it is filled. In arrays of their own, scattered
over memory, tables of 37,000 blocks cost 50 us a word for pages of 4 KB."""
_NARROW = 1 << 31
"""Occurrences of all terms of a field up to which bounds are narrow: they take two thirds of the time where memory is new."""
_NEW_BOUNDS, _NEW_TABLES, _NEW_TABLED = 1 << 19, 256, 1 << 23
"""Bounds, tables, and blocks in tables at most, that are touched before they are needed: up to 2 and 16 MB, in 3 ms. Of 37,000
blocks that is room for 225 words; with half of it the slowest tenth of queries for five new words took 6 % longer."""
_NEW_POSTINGS = 64
"""Of so many words a block the bounds are touched: snapshots of small indexes take no more memory than these need."""


Span = tuple[int, int, int]
"""Of a term and a segment: where the term's begin among the bounds of a `Shelf`; bits of a step from position to position; the
bit of the file where the steps of all segments would have to begin for its own to lie where they do."""


class Known(NamedTuple):
    """What is known of some terms."""

    bounds: Array
    """How many positions terms have up to each posting: of a term one more than postings, the first is 0."""
    spans: Sequence[Span]
    """Of each term, by segment."""
    tables: NDArray[np.uint16]
    """[row, block]: the place of a block among the postings of a term and one more, 0 for blocks that are none."""
    rows: Sequence[int]
    """Of each term."""


class Shelf:
    """All that is known. When there is no more room, all is forgotten."""

    def __init__(self, segments: int, blocks: int, occurrences: int) -> None:
        """`occurrences`: of all terms of a field, at most."""
        self._blocks = blocks
        self._number = np.int32 if occurrences < _NARROW else np.int64
        self._none = [(0, 0, 0)] * segments
        self._lock = Lock()
        self.tabled = 0 < blocks < len(_UPWARDS)
        """Whether there are tables."""
        self._clear(0, 0)

    def _clear(self, bounds: int, tables: int) -> None:
        """Forget all, and have room for so much at least."""
        self._bounds: Array = own_zeros(max(bounds, _BOUNDS), self._number)
        self._bounds_used = 0
        rows = max(tables, _TABLED // self._blocks) + 1 if self.tabled else 1
        # The first is of terms that are nowhere.
        self._tables: NDArray[np.uint16] = own_zeros(rows * self._blocks, np.uint16).reshape(rows, self._blocks)
        self._tables_used = 1
        self._age = object()
        # The first pages, of 160 us each and up to 5 ms on a virtual machine, are not left to some query.
        self._bounds[: min(_NEW_BOUNDS, _NEW_POSTINGS * self._blocks)] = 0
        self._tables.reshape(-1)[: min(_NEW_TABLES * self._blocks, _NEW_TABLED)] = 0

    def known(self, terms: Sequence[Postings | None]) -> Known:
        """What is known of some terms; None stands for one that is nowhere."""
        with self._lock:
            asked = [term for term in terms if term]
            new = [term for term in asked if term.age is not self._age or (self.tabled and not term.table)]
            if new:
                self._add(new, asked, self.tabled)
            return Known(
                self._bounds,
                [span for term in terms for span in (term.bounds if term else self._none)],
                self._tables,
                [term.table if term else 0 for term in terms],
            )

    def ends(self, term: Postings) -> Array:
        """How many positions a term has up to each doc, that doc's included."""
        with self._lock:
            if term.age is not self._age:
                self._add([term], [term], False)
            first = term.bounds[0][0] + 1
            return self._bounds[first : first + len(term.docs)]

    def _add(self, new: Sequence[Postings], asked: Sequence[Postings], tabled: bool) -> None:
        room = len(self._bounds) - self._bounds_used
        if _size(new) > room or (tabled and self._tables_used + len(new) > len(self._tables)):
            new = asked
            self._clear(_size(new), len(new))
        for term in dict.fromkeys(new):
            if term.age is not self._age:
                self._add_bounds(term)
            if tabled:
                term.table, self._tables_used = self._tables_used, self._tables_used + 1
                self._tables[term.table][term.docs] = _UPWARDS[: len(term.docs)]

    def _add_bounds(self, term: Postings) -> None:
        first, self._bounds_used = self._bounds_used, self._bounds_used + len(term.docs) + 1
        self._bounds[first] = 0
        np.add.accumulate(term.counts, 0, self._number, self._bounds[first + 1 : self._bounds_used])
        spans = [(first, 0, 0)] * len(self._none)
        for segment, entry, _, _, before in term.parts:
            spans[segment] = first, entry.positions_bits, 8 * entry.positions_at - before * entry.positions_bits
        term.age, term.bounds, term.table = self._age, spans, 0


def _size(terms: Sequence[Postings]) -> int:
    return sum([len(term.docs) + 1 for term in terms])
