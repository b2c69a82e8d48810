"""Where words stand in blocks: keys of (block, position), of all segments as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.reader import decoded_positions
from newsearch.engine.marks import ROW_BITS, Ground, Marks
from newsearch.engine.matches import NO_DOCS, Array, Docs, in_order, shared, shared_places, strictly_ascending, where
from newsearch.engine.terms import Part, Postings, Terms
from newsearch.engine.values import Values

_REMEMBERED_KEYS = 8_000_000
"""Places of common words of phrases that stay decoded: 8 bytes each, at most 64 MB."""
_REMEMBERED_MARKS = 1 << 25
"""Bytes of marks of common words that are kept: of ten words in 40,000 articles of 600 words."""
_PLACES_AT_ONCE = 131_072
_MARKED = 64
"""A word that stands at one of so many places is common: marks take no more memory than its keys."""
_ONE_TABLE = 1 << 18
"""Blocks up to which a table of them all, made anew, costs no more than looking some hundred places up."""
_UPWARDS = np.arange(1, 1 << 16, dtype=np.uint16)
"""Fewer blocks than these get a table for each word that is asked for beside others."""
_SOME_PLACES = 8192
"""Up to so many places of a word are decoded whole, and kept, when some are asked for again: 15 us and 7 ns each, beside 45 us
to choose and decode those of the best blocks."""
_POSITION = (1 << ROW_BITS) - 1


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

    def in_both(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> tuple[Docs, Held] | None:
        """The places in `docs` of blocks that hold both of two words, and the postings these have, without words and rows:
        half the operations of `held`. None unless each of two words has one term at most."""
        if len(words) != 2:
            return None
        terms = [list(self._terms.postings_of(field, word)) for word in words]
        if len(terms[0]) > 1 or len(terms[1]) > 1:
            return None
        rows = NO_DOCS
        if len(docs) and terms[0] and terms[1]:
            rows, lefts = shared_places(docs, terms[0][0].docs)
            if len(rows):
                both, rights = shared_places(docs.take(rows), terms[1][0].docs)
                rows, lefts = rows.take(both), lefts.take(both)
        if not len(rows):
            return NO_DOCS, _NONE_HELD
        (left,), (right,) = terms
        cuts = np.array((0, len(rows), 2 * len(rows)))
        counts = np.concatenate((left.counts.take(lefts), right.counts.take(rights)))
        return rows, Held((left, right), NO_DOCS, cuts, NO_DOCS, np.concatenate((lefts, rights)), counts)

    def in_a_row(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> tuple[Docs, Held] | None:
        """The cells, in a table of words in a row and of blocks `docs`, of words whose block also has the word before or the
        word after; and the postings there, without words and rows. None unless each word has one term at most and the
        blocks are not too many to keep a table of them for each."""
        if self._count >= len(_UPWARDS):
            return None
        terms = [list(self._terms.postings_of(field, word)) for word in words]
        if max(map(len, terms)) > 1:
            return None
        width = len(docs)
        table = np.zeros((len(words), width), np.uint16)
        for row, found in zip(table, terms, strict=True):
            for postings in found:
                places = self._keep_places(postings) if postings.places is None else postings.places
                places.take(docs, None, row, "clip")
        wanted = table > 0
        both = wanted[:-1] & wanted[1:]
        wanted[:-1] = both
        wanted[-1] = False
        wanted[1:] |= both
        cells = where(wanted.reshape(-1))
        if not len(cells):
            return cells, _NONE_HELD
        numbers = [number for number, found in enumerate(terms) if found]
        cuts = cells.searchsorted([*(number * width for number in numbers), len(words) * width])
        places = table.reshape(-1).take(cells).astype(np.int64)
        places -= 1
        known = [terms[number][0] for number in numbers]
        counts = [term.counts.take(places[a:b]) for term, (a, b) in zip(known, pairwise(cuts.tolist()), strict=True)]
        return cells, Held(known, NO_DOCS, cuts, NO_DOCS, places, np.concatenate(counts))

    def pair_keys(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> tuple[Docs, Docs, Docs] | None:
        """Where the left of two words stands in the blocks `docs`, the places of these blocks in `docs` and one more, and
        where the right one stands in all blocks. None unless each of two words is one term that has its places kept."""
        if len(words) != 2 or self._count > _ONE_TABLE:
            return None
        terms = [list(self._terms.postings_of(field, word)) for word in words]
        if len(terms[0]) != 1 or len(terms[1]) != 1:
            return None
        kept = self._kept_keys((terms[0][0], terms[1][0]))
        if not kept:
            return None
        left, right = kept
        rows = self._row_of(docs).take(left >> ROW_BITS)
        inside = where(rows)
        return left.take(inside), rows.take(inside), right

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
        cuts = held.cuts.tolist()
        ends = np.add.accumulate(counts)
        kept = self._kept_keys(held.terms)
        lasts = _side_by_side(
            [self._ends(term).take(held.places[a:b]) for term, (a, b) in zip(held.terms, pairwise(cuts), strict=True)]
        )
        lasts -= ends
        shifts = rows << ROW_BITS
        if not kept:
            return self._positions(held, shifts, lasts, counts, ends), ends
        places = lasts.repeat(counts)
        places += np.arange(len(places))
        found = np.empty(len(places), np.int64)
        bounds = [int(ends[cut - 1]) if cut else 0 for cut in cuts]
        for keys, (first, end) in zip(kept, pairwise(bounds), strict=True):
            # All places are inside. To raise, numpy would fill a copy first.
            keys.take(places[first:end], None, found[first:end], "clip")
        found &= _POSITION
        found |= shifts.repeat(counts)
        return found, ends

    def first_places(self, field: str, terms: Sequence[str], docs: Docs) -> Docs:
        """The first position of any of some terms in each of the blocks `docs`; past all positions where none stands."""
        found = np.full(len(docs), 1 << ROW_BITS, np.int64)
        for postings in self._terms.postings_of(field, terms):
            held = _looked_up([postings], NO_DOCS, docs)
            if len(held.rows):
                starts = self._ends(postings).take(held.places) - held.counts
                starts -= np.arange(len(starts))
                none, one = np.zeros(len(starts), np.int64), np.ones(len(starts), np.int64)
                firsts = self._positions(held, none, starts, one, np.arange(1, len(starts) + 1))
                found[held.rows] = np.minimum(found[held.rows], firsts)
        return found

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
        stretches = [
            (self._segments[number], first, end)
            for number, first, end in _stretches((part.segment, first, end) for part, first, end in runs)
        ]
        for segment, first, end in stretches:
            if not segment.prepared:
                stops = begins + ends * bits
                segment.check_bits((stops - counts * bits)[first:end], stops[first:end])
        if len(stretches) == 1:
            return decoded_positions(stretches[0][0].words_of, begins, bits, counts, ends, shifts)
        cuts = [0, *(int(ends[end - 1]) for _, _, end in stretches)]

        def words_of(places: Docs) -> NDArray[np.uint64]:
            return np.concatenate(
                [
                    segment.words_of(places[a:b])
                    for (segment, _, _), (a, b) in zip(stretches, pairwise(cuts), strict=True)
                ]
            )

        return decoded_positions(words_of, begins, bits, counts, ends, shifts)

    def _kept_keys(self, terms: Sequence[Postings]) -> list[Docs]:
        """All places of each of some terms, as keys of blocks' numbers. None at all unless each was asked for before, and so
        will be again, and has not too many to decode them for the few that are wanted."""
        for term in terms:
            if term.keys is None and (term.ends is None or term.occurrences > _SOME_PLACES):
                return []
        return [self._keep_keys(term) if term.keys is None else term.keys for term in terms]

    def _keep_keys(self, postings: Postings) -> Docs:
        found = self._all_keys(postings)
        with self._terms.growing(postings):
            postings.keys = found
        return found

    def _keep_places(self, postings: Postings) -> Array:
        found = np.zeros(self._count, np.uint16)
        found[postings.docs] = _UPWARDS[: len(postings.docs)]
        with self._terms.growing(postings):
            postings.places = found
        return found

    def _ends(self, postings: Postings) -> Docs:
        """How many positions a term has up to each doc, that doc's included."""
        if postings.ends is None:
            postings.ends = np.add.accumulate(postings.counts, 0, np.int64)
        return postings.ends

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
            known = [
                self._all_keys(postings) if postings.keys is None else postings.keys
                for postings in self._terms.postings_of(field, terms)
            ]
            found = strictly_ascending(known)
            self._remember_keys(key, found)
        return found

    def _all_keys(self, postings: Postings) -> Docs:
        """Every place of a term, a piece at a time: what is held meanwhile stays in the processor's cache and needs no new
        memory. Of 2,100,000 places that takes 10 ms, at once 37."""
        ends = self._ends(postings)
        found = np.empty(postings.occurrences, np.int64)
        for part in postings.parts:
            pieces = range(
                part.before + _PLACES_AT_ONCE, part.before + part.entry.collection_frequency, _PLACES_AT_ONCE
            )
            cuts = ends[part.first : part.end].searchsorted(pieces).tolist() if pieces else ()
            for first, end in pairwise((part.first, *(part.first + cut for cut in cuts), part.end)):
                if first == end:
                    continue
                before, after = int(ends[first - 1]) if first else 0, int(ends[end - 1])
                steps = self._segments[part.segment].steps_between(
                    part.entry, before - part.before, after - part.before
                )
                shifts = postings.docs[first:end] << ROW_BITS
                if len(shifts) == len(steps):
                    np.add(steps, shifts, found[before:after])
                    continue
                keys = np.add.accumulate(steps, 0, None, steps)
                # Sums run on from block to block: each block's begin anew.
                shifts[1:] -= keys.take(ends[first : end - 1] - (before + 1))
                np.add(keys, shifts.repeat(postings.counts[first:end]), found[before:after])
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


def _stretches(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Runs of (segment, first, end), those of one segment that follow each other as one."""
    for segment, of_segment in groupby(runs, itemgetter(0)):
        spans = list(of_segment)
        yield segment, spans[0][1], spans[-1][2]
