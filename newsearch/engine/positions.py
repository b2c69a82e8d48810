"""Where words stand in blocks: keys of (block, position), of all segments as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.layout import TEXT_FIELDS
from newsearch.engine.columns.reader import decoded_positions
from newsearch.engine.marks import ROW_BITS, Ground, Marks
from newsearch.engine.matches import (
    NO_DOCS,
    Array,
    Docs,
    common,
    firsts_of_runs,
    in_order,
    shared,
    shared_places,
    strictly_ascending,
    where,
)
from newsearch.engine.shelf import Known, Shelf
from newsearch.engine.terms import Part, Postings, Terms
from newsearch.engine.values import Values

_REMEMBERED_KEYS = 8_000_000
"""Places of common words of phrases that stay decoded: 8 bytes each, at most 64 MB."""
_REMEMBERED_MARKS = 1 << 25
"""Bytes of marks of common words that are kept: of ten words in 40,000 articles of 600 words."""
_PLACES_AT_ONCE = 131_072
_MARKED = 64
"""A word that stands at one of so many places is common: marks take no more memory than its keys."""


class Held(NamedTuple):
    """The postings of some words that are of some blocks, term after term."""

    terms: Sequence[Postings]
    words: Docs
    """The word of each term, ascending."""
    cuts: Docs
    """Where each term's begin, and the end."""
    rows: Docs
    """The place of each posting's block among the blocks."""
    places: Docs
    """The place of each posting among all postings of its term."""
    counts: Array
    """Occurrences, of each posting."""

    def cells(self, width: int) -> Docs:
        """The cell of each posting in a table of words and rows, `width` wide."""
        cuts = self.cuts
        found: Docs = (self.words * width).repeat(cuts[1:] - cuts[:-1])
        found += self.rows
        return found

    def chosen(self, places: Docs) -> Held:
        """Those at some ascending places."""
        return Held(
            self.terms,
            self.words,
            places.searchsorted(self.cuts),
            self.rows.take(places),
            self.places.take(places),
            self.counts.take(places),
        )

    def runs(self) -> Iterator[tuple[Part, int, int]]:
        """The parts of terms that postings are of, and where these begin and end."""
        for term, (first, end) in zip(self.terms, pairwise(self.cuts.tolist()), strict=True):
            cuts: list[int] = [end]
            if len(term.parts) > 1:
                inside = self.places[first:end].searchsorted([part.end for part in term.parts])
                cuts = (inside + first).tolist()
            for part, cut in zip(term.parts, cuts, strict=True):
                if first < cut:
                    yield part, first, cut
                first = cut


class Holding(NamedTuple):
    """The postings of a term that are of some rows of blocks."""

    term: Postings
    rows: Docs
    places: Docs
    """The place of each among all postings of the term."""

    @property
    def occurrences(self) -> int:
        """About how often the term stands in these blocks."""
        return len(self.places) * self.term.occurrences // max(1, len(self.term.docs))

    def narrowed(self, kept: Docs, count: int) -> Holding:
        """Those of the rows `kept` of `count`, by their places among these."""
        if len(self.rows) == count:
            return Holding(self.term, np.arange(len(kept)), self.places.take(kept))
        rows, own = common(kept, self.rows, count)
        return Holding(self.term, rows, self.places.take(own))


_NONE_HELD = Held((), NO_DOCS, np.zeros(1, np.int64), NO_DOCS, NO_DOCS, NO_DOCS)


class Positions:
    """The positions of terms."""

    def __init__(self, values: Values, terms: Terms) -> None:
        self._values = values
        self._terms = terms
        self._segments = values.segments
        self._count = values.count
        self._keys: dict[tuple[str, tuple[str, ...]], Docs] = {}
        self._keys_kept = 0
        self._marks: dict[tuple[str, tuple[str, ...]], Marks] = {}
        occurrences = [sum([segment.stat(field).occurrences for segment in self._segments]) for field in TEXT_FIELDS]
        self._shelf = Shelf(len(self._segments), self._count, max(occurrences))
        self._merged: dict[tuple[str, tuple[str, ...]], int] = {}
        """Keys that were merged with a common word's so far."""
        self._grounds: dict[str, Ground] = {}
        self._lock = Lock()

    # In some blocks

    def held(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> Held:
        """The postings that blocks `docs` have of some words, for each of which any of some terms will do."""
        pairs = [
            (number, postings)
            for number, terms in enumerate(words)
            for postings in self._terms.postings_of(field, terms)
        ]
        terms = [postings for _, postings in pairs]
        numbers = np.array([number for number, _ in pairs], np.int64)
        if not terms or not len(docs):
            return _NONE_HELD
        ends = list(accumulate([len(postings.docs) for postings in terms], initial=0))
        # In nanoseconds: a table of all blocks, or a look-up of each of `docs` in each term.
        if self._count // 16 + 3 * ends[-1] <= (4_000 + 15 * len(docs)) * len(terms):
            rows = self._row_of(docs).take(_side_by_side([postings.docs for postings in terms]))
            places = where(rows > 0)
            rows = rows.take(places).astype(np.int64)
            rows -= 1
            cuts = places.searchsorted(ends)
            counts = _side_by_side([postings.counts for postings in terms]).take(places)
            places -= np.array(ends[:-1]).repeat(cuts[1:] - cuts[:-1])
            return Held(terms, numbers, cuts, rows, places, counts)
        return _looked_up(terms, numbers, docs)

    def beside(
        self, field: str, words: Sequence[Sequence[str]], lefts: Sequence[int], docs: Docs
    ) -> tuple[Docs, Docs] | None:
        """Where each of the words at `lefts` stands, and where the next one does, in those of the blocks `docs` that have
        both: keys of cells, in a table of words and blocks, and positions; those of the next word have the cells of the
        first. None unless each word has one term at most."""
        found = [list(self._terms.postings_of(field, word)) for word in words]
        if max(map(len, found)) > 1:
            return None
        terms = [postings[0] if postings else None for postings in found]
        width = len(docs)
        known = self._shelf.known(terms)
        if self._shelf.tabled:
            table = known.tables.reshape(-1).take(np.array(known.rows)[:, None] * self._count + docs)
        else:
            table = np.array([_places_in(term.docs if term else NO_DOCS, docs) for term in terms])
        both = np.logical_and(table[:-1], table[1:])
        if len(lefts) < len(both):
            both[[left for left in range(len(both)) if left not in lefts]] = False
        cells = where(both.reshape(-1))
        if not len(cells):
            return NO_DOCS, NO_DOCS
        cells = np.concatenate((cells, cells + width))
        keys, middle = self._keys_in(cells, table.reshape(-1).take(cells), known, docs)
        right = keys[middle:]
        right -= width << ROW_BITS
        return keys[:middle], right

    def _keys_in(self, cells: Docs, places: Array, known: Known, docs: Docs) -> tuple[Docs, int]:
        """Keys of postings in some `cells`, in a table of terms and of blocks `docs`, and where those of the second half of
        the cells begin; `places` says which of its term each posting is, from 1 on."""
        spans = cells // len(docs)
        stretches = [(0, len(cells))]
        if len(self._segments) > 1:
            # The segment of each cell, and how many cells follow that are of the same.
            numbers = np.searchsorted(self._values.bases[1:], docs, "right").take(cells % len(docs))
            firsts = firsts_of_runs(numbers)
            sizes = np.diff(firsts, append=len(cells)).tolist()
            stretches = list(zip(numbers.take(firsts).tolist(), sizes, strict=True))
            spans *= len(self._segments)
            spans += numbers
        first, bits, origins = np.array(known.spans).T
        at = first.take(spans)
        at += places
        # Occurrences of each posting's term up to it, and up to the one before.
        stops = known.bounds.take(at).astype(np.int64)
        at -= 1
        counts = stops - known.bounds.take(at)
        ends = np.add.accumulate(counts)
        begins = stops
        begins -= ends
        bits = bits.take(spans)
        begins *= bits
        begins += origins.take(spans)
        keys = self._decoded(stretches, begins, bits, counts, ends, cells << ROW_BITS)
        return keys, int(ends[(len(cells) >> 1) - 1])

    def _row_of(self, docs: Docs) -> Array:
        """By block: its place in `docs` and one more, 0 for all others. Narrow, so that the table of some thousand blocks
        stays in the first cache."""
        narrow = np.int16 if len(docs) < 1 << 15 else np.int64
        row_of = np.zeros(self._count, narrow)
        row_of[docs] = np.arange(1, len(docs) + 1, dtype=narrow)
        return row_of

    def occurrences_in(self, docs: Docs, field: str, words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """[word, place in `docs`]: how often any of the word's terms stands in a field."""
        held = self.held(field, words, docs)
        if not len(held.rows):
            return np.zeros((len(words), len(docs)), np.float32)
        found = np.bincount(held.cells(len(docs)), held.counts, len(words) * len(docs))
        return found.astype(np.float32).reshape(len(words), len(docs))

    def keys(self, field: str, asked: Sequence[Sequence[str]], docs: Docs, numbered: bool = False) -> list[Docs]:
        """Where any of some terms stands in the blocks `docs`, for each of `asked`: ascending keys, of blocks' numbers
        instead of rows in `docs` if `numbered`. All are decoded at once."""
        held = self.held(field, asked, docs)
        found: list[list[Docs]] = [[] for _ in asked]
        if len(held.rows):
            keys, ends = self.keys_of(held, docs[held.rows] if numbered else held.rows)
            cuts = [int(ends[cut - 1]) if cut else 0 for cut in held.cuts.tolist()]
            for number, (first, end) in zip(held.words.tolist(), pairwise(cuts), strict=True):
                found[number].append(keys[first:end])
        return [in_order(parts) for parts in found]

    def keys_of(self, held: Held, rows: Docs) -> tuple[Docs, Docs]:
        """Positions of some postings, with `rows` to make keys of, and where each posting's end."""
        counts = held.counts.astype(np.int64)
        ends = np.add.accumulate(counts)
        starts = _side_by_side(
            [
                self._shelf.ends(term).take(held.places[a:b])
                for term, (a, b) in zip(held.terms, pairwise(held.cuts.tolist()), strict=True)
            ]
        ).astype(np.int64)
        starts -= ends
        return self._positions(held, rows << ROW_BITS, starts, counts, ends), ends

    def standing(self, holdings: Sequence[Holding]) -> tuple[Docs, Docs, list[int]]:
        """Where terms stand in the blocks that hold them, one after the other: positions, the row of each, and where those of
        each term begin, and the end."""
        held = _side_by_side_held(holdings)
        counts = held.counts.astype(np.int64)
        ends = np.add.accumulate(counts)
        starts = _side_by_side([term.before(places) for term, _, places in holdings])
        starts -= ends
        starts += counts
        positions = self._positions(held, np.zeros(len(ends), np.int64), starts, counts, ends)
        return positions, held.rows.repeat(counts), [int(ends[cut - 1]) if cut else 0 for cut in held.cuts.tolist()]

    def firsts(self, holding: Holding) -> Docs:
        """The first position of a term in each block that holds it."""
        held = _side_by_side_held([holding])
        starts = holding.term.before(holding.places)
        starts -= np.arange(len(starts))
        none, one = np.zeros(len(starts), np.int64), np.ones(len(starts), np.int64)
        return self._positions(held, none, starts, one, np.arange(1, len(starts) + 1))

    def _positions(self, held: Held, shifts: Docs, starts: Docs, counts: Docs, ends: Docs) -> Docs:
        """Places of some postings, one document after the other: `starts` says how many positions of the term lie before a
        document's, less those before it in the result, `counts` how many are wanted, `ends` where they end in the result,
        `shifts` what is added to them. `starts` and `shifts` are changed."""
        runs = list(held.runs())
        widths = [part.entry.positions_bits for part, _, _ in runs]
        origins = [8 * part.entry.positions_at - part.before * part.entry.positions_bits for part, _, _ in runs]
        sizes = [end - first for _, first, end in runs]
        bits: Docs | int = widths[0] if len(set(widths)) == 1 else np.array(widths).repeat(sizes)
        begins = starts
        begins *= bits
        begins += origins[0] if len(runs) == 1 else np.array(origins).repeat(sizes)
        return self._decoded(
            _joined((part.segment, end - first) for part, first, end in runs), begins, bits, counts, ends, shifts
        )

    def _decoded(
        self,
        stretches: Sequence[tuple[int, int]],
        begins: Docs,
        bits: Docs | int,
        counts: Docs,
        ends: Docs,
        shifts: Docs,
    ) -> Docs:
        """As `decoded_positions`, where as many documents as `stretches` say are of a segment each."""
        cuts = [0, *accumulate([size for _, size in stretches])]
        segments = [self._segments[number] for number, _ in stretches]
        if not all(segment.prepared for segment in segments):
            stops = begins + ends * bits
            for segment, (first, end) in zip(segments, pairwise(cuts), strict=True):
                segment.check_bits((stops - counts * bits)[first:end], stops[first:end])
        if len(segments) == 1:
            return decoded_positions(segments[0].words_of, begins, bits, counts, ends, shifts)
        edges = [0, *ends.take([cut - 1 for cut in cuts[1:]]).tolist()]

        def words_of(places: Docs) -> NDArray[np.uint64]:
            return np.concatenate(
                [segment.words_of(places[a:b]) for segment, (a, b) in zip(segments, pairwise(edges), strict=True)]
            )

        return decoded_positions(words_of, begins, bits, counts, ends, shifts)

    # In all blocks

    def are_most(self, field: str, terms: Sequence[str], docs: Docs) -> bool:
        """Whether it is cheaper to have all places of some terms than those in blocks `docs`."""
        if (field, tuple(terms)) in self._keys:
            return True
        # In nanoseconds: all places lie side by side in the file, those in some blocks are gathered. Half of what all take
        # is the next phrase's with the word.
        whole, inside = 0.0, 0.0
        for postings in self._terms.postings_of(field, terms):
            whole += 20_000 + 3 * postings.occurrences
            inside += 30_000 + 10 * postings.occurrences * min(1.0, len(docs) / len(postings.docs))
        return whole < inside

    def whole_keys(self, field: str, terms: Sequence[str]) -> Docs:
        """Where any of some terms stands in all blocks: ascending keys (doc << ROW_BITS | position), each once."""
        key = (field, tuple(terms))
        with self._lock:
            found = self._keys.pop(key, None)
            if found is not None:
                # What is asked again stays longest.
                self._keys[key] = found
        if found is None:
            found = strictly_ascending([self._all_keys(postings) for postings in self._terms.postings_of(field, terms)])
            self._remember_keys(key, found)
        return found

    def _all_keys(self, postings: Postings) -> Docs:
        """Every place of a term, a piece at a time: what is held meanwhile stays in the processor's cache and needs no new
        memory. Of 2,100,000 places that takes 10 ms, at once 37."""
        found = np.empty(postings.occurrences, np.int64)
        for part in postings.parts:
            postings_at_once = _PLACES_AT_ONCE * (part.end - part.first) // part.entry.collection_frequency + 1
            after = 0
            for first in range(part.first, part.end, postings_at_once):
                end = min(first + postings_at_once, part.end)
                counts = postings.counts[first:end]
                ends = np.add.accumulate(counts, dtype=np.int64)
                before, after = after, after + int(ends[-1])
                keys = found[part.before + before : part.before + after]
                steps = self._segments[part.segment].steps_between(part.entry, before, after)
                shifts = postings.docs[first:end] << ROW_BITS
                if len(shifts) == len(steps):
                    np.add(steps, shifts, keys)
                    continue
                sums = np.add.accumulate(steps, 0, None, steps)
                # They run on from block to block: each block's begin anew.
                shifts[1:] -= sums.take(ends[:-1] - 1)
                np.add(sums, shifts.repeat(counts), keys)
        return found

    def _remember_keys(self, key: tuple[str, tuple[str, ...]], keys: Docs) -> None:
        with self._lock:
            self._keys_kept += len(keys) if key not in self._keys else 0
            self._keys[key] = keys
            while self._keys_kept > _REMEMBERED_KEYS and self._keys:
                self._keys_kept -= len(self._keys.pop(next(iter(self._keys))))

    def merged(self, field: str, terms: Sequence[str], keys: Docs, places: Docs) -> Docs:
        """Those of `keys` that are among `places`, where some terms stand. What that takes with common words is counted."""
        key = (field, tuple(terms))
        if self._is_common(field, len(places)):
            self._merged[key] = self._merged.get(key, 0) + len(keys) + len(places)
        return shared(keys, places)

    def marks(self, field: str, terms: Sequence[str]) -> Marks | None:
        """The marks of some terms that often stand in a field, once their keys were merged for half as long as marking
        takes: what is asked for often comes again."""
        key = (field, tuple(terms))
        found = self._marks.get(key)
        if found is None and key in self._merged:
            ground, keys = self._ground(field), self.whole_keys(field, terms)
            # In nanoseconds: a merged key takes 1, a cell 0.16, a key to mark 5.
            if 2 * self._merged[key] > ground.size // 6 + 5 * len(keys):
                found = Marks(ground, keys)
                with self._lock:
                    self._marks[key] = found
                    while sum([marks.size for marks in self._marks.values()]) > _REMEMBERED_MARKS:
                        del self._marks[next(iter(self._marks))]
        return found

    def _is_common(self, field: str, occurrences: int) -> bool:
        """Whether a word that stands so often in a field is worth marks."""
        return occurrences * _MARKED >= sum([segment.stat(field).occurrences for segment in self._segments])

    def _ground(self, field: str) -> Ground:
        found = self._grounds.get(field)
        if found is None:
            found = self._grounds[field] = Ground.under(self._values.lengths(field))
        return found


def _side_by_side(parts: Sequence[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _places_in(among: Docs, docs: Docs) -> Docs:
    """The place of each of `docs` and one more, 0 for those that are not there."""
    found = np.zeros(len(docs), np.int64)
    if len(among):
        places = among.searchsorted(docs)
        np.add(places, 1, found, where=among.take(places, mode="clip") == docs)
    return found


def _side_by_side_held(holdings: Sequence[Holding]) -> Held:
    return Held(
        [held.term for held in holdings],
        NO_DOCS,
        np.array(list(accumulate([len(held.rows) for held in holdings], initial=0))),
        _side_by_side([held.rows for held in holdings]),
        _side_by_side([held.places for held in holdings]),
        _side_by_side([held.term.counts.take(held.places) for held in holdings]),
    )


def _looked_up(terms: Sequence[Postings], words: Docs, docs: Docs) -> Held:
    """The postings that blocks `docs` have of the terms of some words, each looked for."""
    pieces = [shared_places(docs, term.docs) for term in terms]
    return Held(
        terms,
        words,
        np.array(list(accumulate([len(rows) for rows, _ in pieces], initial=0))),
        np.concatenate([rows for rows, _ in pieces]),
        np.concatenate([places for _, places in pieces]),
        np.concatenate([term.counts.take(places) for term, (_, places) in zip(terms, pieces, strict=True)]),
    )


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """(segment, documents) that follow each other, those of one segment as one."""
    return [(segment, sum([size for _, size in same])) for segment, same in groupby(stretches, itemgetter(0))]
