"""Blocks that hold words beside or near each other: in one field, or from the title into the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain, pairwise

import numpy as np

from newsearch.engine.columns.layout import TEXT_FIELDS
from newsearch.engine.marks import ROW_BITS
from newsearch.engine.matches import (
    NO_DOCS,
    Array,
    Docs,
    common,
    distinct,
    firsts_of_runs,
    in_order,
    member_of,
    shared,
    strictly_ascending,
)
from newsearch.engine.positions import Holding, Positions
from newsearch.engine.terms import Postings, Terms
from newsearch.engine.values import Values

Asked = Sequence[tuple[int, Sequence[str]]]
"""(offset in the phrase, the terms that will do there)."""
_MANY = 20_000
"""Places, of which some are decoded in 0.2 ms. If there are more, and most places of a common word among them, all of these
are decoded and kept for the next phrase."""
_CELLS = 1 << 21
"""Cells of a table that is quicker than merging rows of keys: those of most short blocks that have a phrase's words."""
_POSITION = (1 << ROW_BITS) - 1

_Words = Sequence[tuple[int, Sequence[Holding]]]
"""(offset in the phrase, where the terms that will do there are held)."""


class Phrases:
    """The blocks of some segments that phrases stand in."""

    def __init__(self, values: Values, terms: Terms, positions: Positions) -> None:
        self._values = values
        self._terms = terms
        self._positions = positions

    def in_field(self, field: str, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """(docs, occurrences) in one field, of at least two words."""
        docs, words = self._holding(field, asked)
        if not len(docs):
            return NO_DOCS, NO_DOCS
        if slop:
            starts, _ = _windows(asked, slop, lambda terms: self._positions.keys(field, terms, docs))
            return _counted(docs, starts >> ROW_BITS)
        if sum([held.occurrences for _, some in words for held in some]) > _MANY:
            _, *others = sorted(asked, key=lambda pair: self._terms.occurrences(field, pair[1]))
            if any(self._positions.are_most(field, terms, docs) for _, terms in others):
                return self._of_many(field, asked, docs)
        rows, counts = _runs(self._in_a_row(words, len(docs))[0])
        return docs.take(rows), counts

    def _holding(self, field: str, asked: Asked) -> tuple[Docs, _Words]:
        """The blocks that hold a term for every position, anywhere in the field, and where these are among the postings
        of their terms."""
        postings = [list(self._terms.postings_of(field, terms)) for _, terms in asked]
        order = sorted(range(len(asked)), key=lambda number: sum([len(term.docs) for term in postings[number]]))
        docs = _once([term.docs for term in postings[order[0]]])
        found: dict[int, list[Holding]] = {}
        for number in order:
            if not len(docs):
                return NO_DOCS, ()
            found[number] = [self._among(docs, term) for term in postings[number]]
            kept = _once([held.rows for held in found[number]])
            if len(kept) < len(docs):
                for each, some in found.items():
                    found[each] = [held.narrowed(kept, len(docs)) for held in some]
                docs = docs.take(kept)
        return docs, [(offset, found[number]) for number, (offset, _) in enumerate(asked)]

    def _among(self, docs: Docs, term: Postings) -> Holding:
        """Where some blocks are among the postings of a term."""
        if docs is term.docs:
            every = np.arange(len(docs))
            return Holding(term, every, every)
        return Holding(term, *common(docs, term.docs, self._values.count))

    def _in_a_row(self, words: _Words, count: int, seams: Docs | None = None) -> tuple[Docs, Docs]:
        """Where all words stand at their offsets, in some of `count` rows: row and position. With `seams`, bodies go on where
        titles end, there in each row."""
        holdings = [held for _, some in words for held in some]
        positions, keys, ends = self._positions.standing(holdings)
        if seams is not None:
            _put_together(holdings, positions, seams.take(keys), ends)
        # Keys are cells in a table of rows and of places that a phrase may begin at, `most` further on.
        most = words[-1][0]
        width = int(positions.max()) + most + 1
        keys *= width
        keys += positions
        owns, first = [], 0
        for offset, some in words:
            own = keys[ends[first] : ends[first + len(some)]]
            own += most - offset
            if len(some) > 1:
                own.sort(kind="stable")
            owns.append(own)
            first += len(some)
        found, *others = sorted(owns, key=len)
        for own in others:
            if count * width <= _CELLS:
                table = np.zeros(count * width, np.bool_)
                table[found] = True
                found = own[table.take(own)]
            else:
                found = shared(distinct(found), own)
        return found // width, found % width - most

    def _of_many(self, field: str, asked: Asked, docs: Docs) -> tuple[Docs, Array]:
        """(docs, occurrences) of a phrase, of blocks `docs` that have its words: the two rarest words first, and of the
        others no more is decoded than the blocks that are left."""
        rarest, *others = sorted(asked, key=lambda pair: self._terms.occurrences(field, pair[1]))
        marks = [self._positions.marks(field, terms) for _, terms in others]
        both = (rarest, *others[:1]) if marks[0] is None else (rarest,)
        first, *further = self._places(field, [terms for _, terms in both], docs)
        found, counts = strictly_ascending([first]), NO_DOCS
        for (offset, terms), known in zip(others, marks, strict=True):
            # The many places of common words stay as they are kept.
            apart = offset - rarest[0]
            moved = found + apart
            if known is None:
                (places,) = further or self._places(field, [terms], docs)
                found = self._positions.merged(field, terms, moved, places)
            else:
                found = known.among(moved)
            further.clear()
            found -= apart
            docs, counts = _runs(found >> ROW_BITS)
            if not len(docs):
                break
        return docs, counts

    def _places(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> list[Docs]:
        """Where each of `words` stands, in `docs` at least: ascending keys of blocks' numbers."""
        whole = [self._positions.are_most(field, terms, docs) for terms in words]
        few = [terms for terms, most in zip(words, whole, strict=True) if not most]
        within = iter(self._positions.keys(field, few, docs, numbered=True) if few else ())
        return [
            self._positions.whole_keys(field, terms) if most else next(within)
            for terms, most in zip(words, whole, strict=True)
        ]

    # From the title into the body

    def across_seam(self, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """(docs, occurrences) that begin in the title and end in the body: a block reads as its title, then its body."""
        if slop:
            return self._near_seam(asked, slop)
        title, body = TEXT_FIELDS
        docs = self._open_in_title(asked)
        words = []
        for number, (offset, terms) in enumerate(asked if len(docs) else ()):
            above = self._terms.postings_of(title, terms) if number < len(asked) - 1 else ()
            below = self._terms.postings_of(body, terms) if number else ()
            words.append((offset, [self._among(docs, term) for term in chain(above, below)]))
        if not words or not all(any(len(held.rows) for held in some) for _, some in words):
            return NO_DOCS, NO_DOCS
        seams = self._title_lengths.take(docs).astype(np.int64)
        rows, at = self._in_a_row(words, len(docs), seams)
        seams = seams.take(rows)
        # A match begins at the offset of its first word.
        rows, counts = _runs(rows[(at >= -asked[0][0]) & (at + asked[0][0] < seams) & (at + asked[-1][0] >= seams)])
        return docs.take(rows), counts

    def _open_in_title(self, asked: Asked) -> Docs:
        """Blocks with the first word in the title and the last one in the body, no further on than the phrase is long."""
        title, body = TEXT_FIELDS
        docs = _once([term.docs for term in self._terms.postings_of(title, asked[0][1])])
        near = [NO_DOCS]
        for term in self._terms.postings_of(body, asked[-1][1]) if len(docs) else ():
            held = self._among(docs, term)
            if len(held.rows):
                near.append(held.rows[self._positions.firsts(held) < asked[-1][0] - asked[0][0]])
        return docs.take(_once(near))

    def _near_seam(self, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """As `across_seam`, for words near each other in any order."""
        title, body = TEXT_FIELDS
        docs = self._terms.any_term(title, tuple({term for _, terms in asked for term in terms}))[0]
        for _, terms in asked:
            inside = [
                member_of(docs, self._terms.any_term(field, terms)[0], self._values.count) for field in TEXT_FIELDS
            ]
            docs = docs[inside[0] | inside[1]]
        if not len(docs):
            return NO_DOCS, NO_DOCS
        seams = self._title_lengths.take(docs).astype(np.int64)

        def keys(asked: Sequence[Sequence[str]]) -> list[Docs]:
            found = []
            for above, below in zip(
                self._positions.keys(title, asked, docs), self._positions.keys(body, asked, docs), strict=True
            ):
                # Alternate titles stand past the seam, at a distance that no phrase spans.
                inside = above[(above & _POSITION) < seams[above >> ROW_BITS]]
                found.append(in_order([inside, below + seams[below >> ROW_BITS]]))
            return found

        starts, ends = _windows(asked, slop, keys)
        at = seams[starts >> ROW_BITS]
        starts = starts[((starts & _POSITION) < at) & ((ends & _POSITION) >= at)]
        return _counted(docs, starts >> ROW_BITS)

    @cached_property
    def _title_lengths(self) -> Array:
        return self._values.lengths("title")


def _once(parts: Sequence[Docs]) -> Docs:
    """The numbers of some parts, each of which has every number once, ascending."""
    return parts[0] if len(parts) == 1 else distinct(np.concatenate([NO_DOCS, *parts]))


def _put_together(holdings: Sequence[Holding], positions: Docs, seams: Docs, ends: Sequence[int]) -> None:
    """Change positions in titles and bodies to those in the text of both, the one of each seam being the body's first."""
    for held, (first, end) in zip(holdings, pairwise(ends), strict=True):
        if held.term.field == "body":
            positions[first:end] += seams[first:end]
        else:
            # Alternate titles stand past the seam, at a distance that no phrase spans: before all.
            positions[first:end][positions[first:end] >= seams[first:end]] = -1


def _windows(asked: Asked, slop: int, keys: Callable[[Sequence[Sequence[str]]], list[Docs]]) -> tuple[Docs, Docs]:
    """Keys of the first and the last word of each window that holds each position's term and at most `slop` other words,
    one for each occurrence that one can begin with."""
    wanted = Counter(tuple(terms) for _, terms in asked)
    found = dict(zip(wanted, keys(list(wanted)), strict=True))
    starts = distinct(np.concatenate(list(found.values())))
    ends = np.zeros(len(starts), np.int64)
    for terms, times in wanted.items():
        # The times-th occurrence at or after each start; past the last one, a place in no block.
        padded = np.concatenate([found[terms], np.full(times, np.iinfo(np.int64).max)])
        ends = np.maximum(ends, padded[np.searchsorted(found[terms], starts) + times - 1])
    near = ends - starts < len(asked) + slop
    return starts[near], ends[near]


def _runs(numbers: Docs) -> tuple[Docs, Array]:
    """Each of the ascending `numbers` once, and how often it comes."""
    firsts = firsts_of_runs(numbers)
    counts = np.empty_like(firsts)
    np.subtract(firsts[1:], firsts[:-1], counts[:-1])
    counts[-1:] = len(numbers) - firsts[-1:]
    return numbers[firsts], counts


def _counted(docs: Docs, rows: Docs) -> tuple[Docs, Array]:
    """The docs of rows that occur, and how often."""
    counts = np.bincount(rows, minlength=len(docs))
    found = np.flatnonzero(counts)
    return docs[found], counts[found]
