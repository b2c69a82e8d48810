"""All blocks of a snapshot as one: postings, positions and columns of its segments, joined and numbered through.

What is joined is kept, so that a word costs its segments' dictionaries and gaps once, not once a query.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import ranking
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.places import TermPlaces
from newsearch.engine.columns.reader import SegmentReader, decoded_positions, running_sums
from newsearch.engine.columns.store import TermEntry
from newsearch.engine.contract import Settings
from newsearch.engine.marks import ROW_BITS, Ground, Marks
from newsearch.engine.matches import (
    NO_DOCS,
    NOTHING,
    Array,
    Docs,
    Matches,
    Scores,
    are_many,
    ranges,
    shared,
    shared_places,
    strictly_ascending,
    summed,
    sums,
    united,
    where,
    with_few,
    zeros,
)

_PREPARING_SECONDS = 0.2
"""Spent at most on mapping and checking the segments before the first search: 300 MB if the system has them cached."""
_SMALL = 16_384
"""Blocks up to which a word's fields are added up in an accumulator over all of them. Over 37,000 that is dearer, and its
matches would be numbers of their own, where they share those of the postings."""
_FEWER = 4
"""Postings in titles, so many times fewer than in bodies, are looked up in these one by one."""
_FEW = 32
BULK = 4
"""Terms of one leaf beyond which they are read together, and none of them is remembered."""
_ALONE = 64
"""Postings from which a term is decoded alone, in 3 microseconds and 2 ns each; together with others they take 40 ns each."""
_FEW_RARE = 24
"""Rarer terms up to which each is decoded alone, too: together they take 60 microseconds, however few they are."""
_AT_ONCE = 1_000_000
"""Postings decoded at once: about 60 bytes each."""
_REMEMBERED = 4_000_000
"""Postings, and places, that stay decoded, of leaves of few terms: 13 bytes each, at most 52 MB."""
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


class _Part(NamedTuple):
    """One segment's share of a term's postings."""

    segment: int
    entry: TermEntry
    first: int
    """Place of its first posting among all of the term."""
    end: int
    before: int
    """Occurrences in the parts before it."""


class _Piece(NamedTuple):
    """Some terms of a field in one segment."""

    base: int
    """Number of the segment's first block."""
    segment: SegmentReader
    places: Array
    """As `_places` gives them."""
    norm: Scores | None
    """What an occurrence counts, by block; None for 1."""


class Postings:
    """A term of one field."""

    __slots__ = ("counts", "docs", "ends", "keys", "occurrences", "parts", "places")

    def __init__(self, parts: Sequence[_Part], docs: Docs, counts: Array) -> None:
        self.parts = parts
        self.docs = docs
        self.counts = counts
        """Occurrences, a number a doc."""
        self.occurrences = parts[-1].before + parts[-1].entry.collection_frequency if parts else 0
        """In all docs."""
        self.ends: Docs | None = None
        """How many positions it has up to each doc, that doc's included, once that was asked for."""
        self.keys: Docs | None = None
        """Where it stands, as keys of blocks' numbers, once that was worth keeping."""
        self.places: Array | None = None
        """By block: its place among the docs and one more, 0 for blocks that are none; once that was asked for."""

    @property
    def size(self) -> int:
        """What is kept in memory, in postings."""
        keys = 0 if self.keys is None else len(self.keys)
        return len(self.docs) + keys + (0 if self.places is None else len(self.places) // 6)


_UNKNOWN = Postings((), NO_DOCS, NO_DOCS)


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

    def runs(self) -> Iterator[tuple[_Part, int, int]]:
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


class Blocks:
    """The blocks of some segments."""

    def __init__(self, segments: Sequence[SegmentReader], settings: Settings) -> None:
        self.segments = segments
        _keep_memory()
        # What importing numpy has made is looked through now: 0.9 ms that would come in the midst of some query.
        gc.collect(1)
        seconds = _PREPARING_SECONDS
        for segment in segments:
            seconds = segment.prepare(seconds)
        self.bases: list[int] = np.cumsum([0, *(segment.doc_count for segment in segments)]).tolist()
        self.count = self.bases[-1]
        self._ranks = {field: self._field_rank(settings, field) for field in TEXT_FIELDS}
        self.all_score = all(rank.weight >= ranking.LEAST_WEIGHT for rank in self._ranks.values())
        """Whether an occurrence adds to the score in every field."""
        self._norms: dict[str, Scores] = {}
        self._places: dict[str, Sequence[TermPlaces]] = {}
        self._postings: dict[tuple[str, str], Postings | None] = {}
        self._remembered = 0
        self._keys: dict[tuple[str, tuple[str, ...]], Docs] = {}
        self._keys_kept = 0
        self._marks: dict[tuple[str, tuple[str, ...]], Marks] = {}
        self._merged: dict[tuple[str, tuple[str, ...]], int] = {}
        """Keys that were merged with a common word's so far."""
        self._grounds: dict[str, Ground] = {}
        self._lock = Lock()

    def _field_rank(self, settings: Settings, field: str) -> ranking.FieldRank:
        stats = [segment.stat(field) for segment in self.segments]
        occurrences, documents = sum(s.occurrences for s in stats), sum(s.documents for s in stats)
        return ranking.field_rank(settings, field, occurrences, documents)

    # Postings

    def postings_of(self, field: str, terms: Sequence[str]) -> Iterator[Postings]:
        """The postings of those of `terms` that occur in a field."""
        for term in terms:
            found = self._postings.get((field, term), _UNKNOWN)
            if found is _UNKNOWN:
                found = self._read(field, term)
                # The many words of a prefix would push out the words that people ask for.
                if len(terms) <= _FEW:
                    self._remember((field, term), found)
            if found is not None:
                yield found

    def _read(self, field: str, term: str) -> Postings | None:
        parts: list[_Part] = []
        place = before = 0
        for number, places in enumerate(self._dictionaries(field)):
            entry = places.entry(term)
            if entry is not None:
                parts.append(_Part(number, entry, place, place + entry.doc_frequency, before))
                place += entry.doc_frequency
                before += entry.collection_frequency
        if not parts:
            return None
        docs = np.empty(place, np.int64)
        counts = []
        for number, entry, first, end, _ in parts:
            self._decode(number, entry.docs_at, entry.docs_width, docs[first:end])
            counts.append(self.segments[number].freqs(entry))
        return Postings(parts, docs, counts[0] if len(counts) == 1 else np.concatenate(counts))

    def _decode(self, number: int, at: int, width: int, docs: Docs) -> None:
        """Fill `docs` with as many documents of a segment, whose gaps are stored there."""
        gaps = self.segments[number].array(at, len(docs), width)
        # The ufunc's own method: np.cumsum takes four times as long for a rare word.
        np.add.accumulate(gaps, 0, np.int64, docs)
        if number:
            docs += self.bases[number]

    def _dictionaries(self, field: str) -> Sequence[TermPlaces]:
        """The dictionary of a field in each segment."""
        found = self._places.get(field)
        if found is None:
            found = self._places[field] = [segment.places(field) for segment in self.segments]
        return found

    def _remember(self, key: tuple[str, str], postings: Postings | None) -> None:
        with self._lock:
            self._postings[key] = postings
            self._remembered += postings.size if postings else 1
            while self._remembered > _REMEMBERED and len(self._postings) > 1:
                dropped = self._postings.pop(next(iter(self._postings)))
                self._remembered -= dropped.size if dropped else 1

    def occurrences(self, field: str, terms: Sequence[str]) -> int:
        """How often any of some terms stands in a field."""
        return sum(postings.occurrences for postings in self.postings_of(field, terms))

    def any_term(self, field: str, terms: Sequence[str]) -> tuple[Docs, Array]:
        """(docs, occurrences) of any of some terms of a field."""
        if len(terms) > BULK:
            return self._any_of_many(field, terms)
        found = list(self.postings_of(field, terms))
        if len(found) == 1:
            return found[0].docs, found[0].counts
        docs, counts = united([Matches(p.docs, p.counts) for p in found], self.count)
        return docs, counts

    def _any_of_many(self, field: str, terms: Sequence[str]) -> tuple[Docs, Array]:
        """As `any_term`, all terms read together and none of them remembered."""
        docs, counts = self._together(self._pieces(field, terms, None))
        return docs, counts

    def _pieces(self, field: str, terms: Sequence[str], norm: Scores | None) -> Iterator[_Piece]:
        for base, segment in zip(self.bases, self.segments, strict=False):
            for places in _places(segment, field, terms):
                yield _Piece(base, segment, places, norm)

    def _together(self, pieces: Iterable[_Piece]) -> Matches:
        """The union of the matches of some pieces, whose scores are all above 0 and add up."""
        pieces = tuple(pieces)
        if not are_many(sum([int(piece.places[0].sum()) for piece in pieces]), self.count):
            return summed([NOTHING, *map(_decoded, pieces)])
        total = zeros(self.count)
        for piece in pieces:
            np.add.at(total, *_decoded(piece))
        docs = where(total > 0)
        return Matches(docs, total.take(docs))

    def weighted(self, fields: Sequence[str], terms: Sequence[str]) -> Matches:
        """Blocks that have any of some terms in any of some fields, with their pseudo-frequencies. Many terms only where
        every field scores (`all_score`)."""
        if len(terms) > BULK:
            return self._together(piece for field in fields for piece in self._pieces(field, terms, self.norm(field)))
        found = []
        for field in fields:
            norm = self.norm(field)
            for postings in self.postings_of(field, terms):
                frequencies = norm.take(postings.docs)
                np.multiply(postings.counts, frequencies, frequencies)
                found.append(Matches(postings.docs, frequencies))
        if len(found) == 1:
            return found[0]
        if self.count <= _SMALL and self.all_score:
            # The first is put where it belongs, the others are added: bodies hold more.
            total = sums(found[::-1], self.count)
            docs = where(total > 0)
            return Matches(docs, total.take(docs))
        if len(found) == 2:
            few, many = found if len(found[0].docs) < len(found[1].docs) else found[::-1]
            if len(few.docs) * _FEWER < len(many.docs):
                return with_few(*many, few, self.count)
        return united(found, self.count)

    def weighted_aside(self, field: str, terms: Sequence[str]) -> Matches:
        """As `weighted`, for a few terms of a field that nobody asked for: read together, sooner if new, and none
        of them remembered."""
        found = [
            (number, ordinal, places)
            for number, places in enumerate(self._dictionaries(field))
            for ordinal in map(places.find, terms)
            if ordinal >= 0
        ]
        if not found:
            return NOTHING
        parts = [(number, *places.place(ordinal)) for number, ordinal, places in found]
        size = sum([part[1] for part in parts])
        docs, frequencies = np.empty(size, np.int64), np.empty(size, np.float32)
        first = 0
        for number, frequency, docs_at, docs_width, freqs_at, freqs_width in parts:
            segment, end = self.segments[number], first + frequency
            self._decode(number, docs_at, docs_width, docs[first:end])
            frequencies[first:end] = segment.array(freqs_at, frequency, freqs_width) if freqs_width else 1.0
            first = end
        frequencies *= self.norm(field).take(docs)
        if len(terms) == 1:
            return Matches(docs, frequencies)
        if self.count > _SMALL and not are_many(size, self.count):
            return summed([Matches(docs, frequencies)])
        total = zeros(self.count)
        np.add.at(total, docs, frequencies)
        docs = where(total > 0)
        return Matches(docs, total.take(docs))

    def occurrences_in(self, docs: Docs, field: str, words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """[word, place in `docs`]: how often any of the word's terms stands in a field."""
        held = self.held(field, words, docs)
        if not len(held.rows):
            return np.zeros((len(words), len(docs)), np.float32)
        found = np.bincount(held.cells(len(docs)), held.counts, len(words) * len(docs))
        return found.astype(np.float32).reshape(len(words), len(docs))

    def norm(self, field: str) -> Scores:
        """What one occurrence adds to the pseudo-frequency, by block."""
        found = self._norms.get(field)
        if found is None:
            rank = self._ranks[field]
            found = self.lengths(field).astype(np.float32) * np.float32(rank.b / rank.average)
            found += np.float32(1.0 - rank.b)
            np.divide(np.float32(rank.weight), found, out=found)
            self._norms[field] = found
        return found

    # Positions

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
        return [_in_order(parts) for parts in found]

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

    def _kept_keys(self, terms: Sequence[Postings]) -> list[Docs]:
        """All places of each of some terms, as keys of blocks' numbers. None at all unless each was asked for before, and so
        will be again, and has not too many to decode them for the few that are wanted."""
        for term in terms:
            if term.keys is None and (term.ends is None or term.occurrences > _SOME_PLACES):
                return []
        return [self._keep_keys(term) if term.keys is None else term.keys for term in terms]

    def _keep_keys(self, postings: Postings) -> Docs:
        found = self._all_keys(postings)
        with self._lock:
            before = postings.size
            postings.keys = found
            self._grown(postings, before)
        return found

    def _keep_places(self, postings: Postings) -> Array:
        found = np.zeros(self.count, np.uint16)
        found[postings.docs] = _UPWARDS[: len(postings.docs)]
        with self._lock:
            before = postings.size
            postings.places = found
            self._grown(postings, before)
        return found

    def _grown(self, postings: Postings, before: int) -> None:
        entry = postings.parts[0].entry
        if self._postings.get((entry.field, entry.term)) is postings:
            self._remembered += postings.size - before

    def in_a_row(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> tuple[Docs, Held] | None:
        """The cells, in a table of words in a row and of blocks `docs`, of words whose block also has the word before or the
        word after; and the postings there, without words and rows. None unless each word has one term at most and the
        blocks are not too many to keep a table of them for each."""
        if self.count >= len(_UPWARDS):
            return None
        terms = [list(self.postings_of(field, word)) for word in words]
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
        if len(words) != 2 or self.count > _ONE_TABLE:
            return None
        terms = [list(self.postings_of(field, word)) for word in words]
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
        row_of = np.zeros(self.count, narrow)
        row_of[docs] = np.arange(1, len(docs) + 1, dtype=narrow)
        return row_of

    def held(self, field: str, words: Sequence[Sequence[str]], docs: Docs) -> Held:
        """The postings that blocks `docs` have of some words, for each of which any of some terms will do."""
        pairs = [
            (number, postings) for number, terms in enumerate(words) for postings in self.postings_of(field, terms)
        ]
        terms = [postings for _, postings in pairs]
        numbers = np.array([number for number, _ in pairs], np.int64)
        if not terms or not len(docs):
            return _NONE_HELD
        ends = list(accumulate([len(postings.docs) for postings in terms], initial=0))
        # In nanoseconds: a table of all blocks, or a look-up of each of `docs` in each term.
        if self.count // 16 + 3 * ends[-1] <= (4_000 + 15 * len(docs)) * len(terms):
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
        terms = [list(self.postings_of(field, word)) for word in words]
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
            (self.segments[number], first, end)
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

    def first_places(self, field: str, terms: Sequence[str], docs: Docs) -> Docs:
        """The first position of any of some terms in each of the blocks `docs`; past all positions where none stands."""
        found = np.full(len(docs), 1 << ROW_BITS, np.int64)
        for postings in self.postings_of(field, terms):
            held = _looked_up([postings], NO_DOCS, docs)
            if len(held.rows):
                starts = self._ends(postings).take(held.places) - held.counts
                starts -= np.arange(len(starts))
                none, one = np.zeros(len(starts), np.int64), np.ones(len(starts), np.int64)
                firsts = self._positions(held, none, starts, one, np.arange(1, len(starts) + 1))
                found[held.rows] = np.minimum(found[held.rows], firsts)
        return found

    def are_most(self, field: str, terms: Sequence[str], docs: Docs) -> bool:
        """Whether it is cheaper to have all places of some terms than those in blocks `docs`."""
        if (field, tuple(terms)) in self._keys:
            return True
        # In nanoseconds: all places lie side by side in the file, those in some blocks are gathered. Half of what all take
        # is the next phrase's with the word.
        whole, inside = 0.0, 0.0
        for postings in self.postings_of(field, terms):
            whole += 20_000 + 3 * postings.occurrences
            inside += 30_000 + 10 * postings.occurrences * min(1.0, len(docs) / len(postings.docs))
        return whole < inside

    def _is_common(self, field: str, occurrences: int) -> bool:
        """Whether a word that stands so often in a field is worth marks."""
        return occurrences * _MARKED >= sum([segment.stat(field).occurrences for segment in self.segments])

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
                for postings in self.postings_of(field, terms)
            ]
            found = strictly_ascending(known)
            self._remember_keys(key, found)
        return found

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

    def _ground(self, field: str) -> Ground:
        found = self._grounds.get(field)
        if found is None:
            found = self._grounds[field] = Ground.under(self.lengths(field))
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
                steps = self.segments[part.segment].steps_between(part.entry, before - part.before, after - part.before)
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

    def _ends(self, postings: Postings) -> Docs:
        """How many positions a term has up to each doc, that doc's included."""
        if postings.ends is None:
            postings.ends = np.add.accumulate(postings.counts, 0, np.int64)
        return postings.ends

    # Columns

    def _joined(self, column: Callable[[SegmentReader], Array]) -> Array:
        found = [column(segment) for segment in self.segments]
        return found[0] if len(found) == 1 else np.concatenate(found or [NO_DOCS])

    def lengths(self, field: str) -> Array:
        """Terms in a field, by block."""
        return self._joined(lambda segment: segment.lengths(field))

    @cached_property
    def deleted(self) -> NDArray[np.bool_] | None:
        """Whether each block is deleted; None when none is."""
        if all(segment.deleted is None for segment in self.segments):
            return None
        return self._joined(lambda s: np.zeros(s.doc_count, np.bool_) if s.deleted is None else s.deleted)

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Days since 1970-01-01, `MISSING_DAY` where unknown."""
        return self._joined(lambda segment: segment.column("day"))

    @cached_property
    def newest_day(self) -> int:
        return int(self.days.max(initial=MISSING_DAY))

    @cached_property
    def kind_factors(self) -> Scores | None:
        """Factor of each block's score for its kind; None when all are 1."""

        def factors(segment: SegmentReader) -> Scores:
            weights = [ranking.KIND_WEIGHTS.get(kind, 1.0) for kind in segment.values("kind")] or [1.0]
            return np.array(weights, np.float32)[segment.column("kind")]

        joined = self._joined(factors)
        return None if (joined == 1.0).all() else joined

    def kind(self, doc: int) -> str:
        """The kind of a block."""
        number = int(np.searchsorted(self.bases, doc, side="right")) - 1
        segment = self.segments[number]
        return segment.values("kind")[int(segment.column("kind")[doc - self.bases[number]])]

    def absent(self, field: str) -> NDArray[np.bool_]:
        """Whether each block lacks a value in a field."""
        if field == "date":
            return np.equal(self.days, MISSING_DAY)
        if field == "author":
            return self._joined(lambda segment: np.diff(segment.authors[0]) == 0)
        if field in TEXT_FIELDS:
            return np.equal(self.lengths(field), 0)
        name = "language" if field == "lang" else field
        return self._joined(lambda s: np.array([not value for value in s.values(name)] or [True])[s.column(name)])

    def having(self, field: str, among: Callable[[Sequence[str]], list[int]]) -> Docs:
        """Blocks with a value in a field; `among` finds it in a segment's list of values."""
        found = []
        for base, segment in zip(self.bases, self.segments, strict=False):
            if wanted := among(segment.values(field)):
                if field == "author":
                    offsets, ordinals = segment.authors
                    at = np.flatnonzero(np.isin(ordinals, wanted))
                    docs = np.unique(np.searchsorted(offsets, at, side="right") - 1)
                else:
                    docs = np.flatnonzero(np.isin(segment.column(field), wanted))
                found.append(docs + base)
        return _in_order(found)

    def counts(self, facet: str, docs: Docs) -> Mapping[str, int]:
        """Value -> blocks of `docs` with it, for a facet."""
        if facet in ("month", "day"):
            return _dates(self.days[docs], 7 if facet == "month" else 10)
        found: dict[str, int] = {}
        for base, segment in zip(self.bases, self.segments, strict=False):
            inside = docs[_between(docs, base, base + segment.doc_count)] - base
            for value, count in _counted(segment, facet, inside):
                found[value] = found.get(value, 0) + count
        return found


def _keep_memory() -> None:
    """Have glibc's malloc keep up to 64 MB of freed memory for the next arrays: it does once a block of nearly 32 MB, its
    limit, was freed. Each page that is new to the process costs 3 to 5 microseconds on a virtual machine: an array of 300 KB
    made and dropped takes 200 microseconds, kept 20. numpy asks Linux for pages of 2 MB where it makes an array of 4 MB or
    more: what is made and dropped here stays asked for, so that the words that are kept meet one new page where they met
    512. The first 8 MB are touched, in 1.3 ms. Other systems take no notice."""
    np.empty((1 << 25) - (1 << 16), np.uint8)
    np.ones(1 << 20)
    # Side by side on the heap: kept apart they would be one place twice.
    _ = [np.empty(size, np.uint8) for size in (30 << 20, 26 << 20)]


def _places(segment: SegmentReader, field: str, terms: Sequence[str]) -> Iterator[Array]:
    """Where the postings of those of `terms` lie that a field has, at most `_AT_ONCE` postings a piece unless one term
    has more: rows of frequencies, places and widths of docs, places and widths of freqs."""
    places = segment.places(field)
    rows = places.of(places.ordinals(terms))
    if int(rows[0].sum()) <= _AT_ONCE:
        yield rows
        return
    pieces = np.cumsum(rows[0]) // _AT_ONCE
    for piece in np.unique(pieces).tolist():
        yield rows[:, pieces == piece]


def _decoded(piece: _Piece) -> Matches:
    """Blocks and occurrences, term after term, the latter times the field's norm."""
    base, segment, places, norm = piece
    size = int(places[0].sum())
    docs, counts = np.empty(size, np.int64), np.ones(size, np.float32)
    common = places[0] >= _ALONE
    if len(common) - int(np.count_nonzero(common)) <= _FEW_RARE:
        common[:] = True
    first = 0
    for frequency, docs_at, docs_width, freqs_at, freqs_width in places[:, common].T.tolist():
        end = first + frequency
        np.add.accumulate(segment.array(docs_at, frequency, docs_width), 0, np.int64, docs[first:end])
        if freqs_width:
            counts[first:end] = segment.array(freqs_at, frequency, freqs_width)
        first = end
    if first < size:
        frequencies, docs_at, docs_width, freqs_at, freqs_width = places[:, ~common]
        docs[first:] = running_sums(segment.unpacked(docs_at, docs_width * 8, frequencies), frequencies)
        kept = freqs_width > 0
        if kept.any():
            stored = segment.unpacked(freqs_at[kept], freqs_width[kept] * 8, frequencies[kept])
            counts[first:][kept.repeat(frequencies)] = stored
    if base:
        docs += base
    if norm is not None:
        counts *= norm.take(docs)
    return Matches(docs, counts)


def _between(numbers: Docs, first: int, end: int) -> slice:
    """Where the ascending `numbers` are at least `first` and below `end`."""
    low, high = np.searchsorted(numbers, (first, end)).tolist()
    return slice(low, high)


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


def _in_order(parts: Sequence[Docs]) -> Docs:
    if len(parts) == 1:
        return parts[0]
    return np.sort(np.concatenate([NO_DOCS, *parts]))


def _counted(segment: SegmentReader, facet: str, docs: Docs) -> Iterator[tuple[str, int]]:
    if facet == "author":
        offsets, ordinals = segment.authors
        ordinals = ordinals[ranges(offsets[docs], offsets[docs + 1] - offsets[docs])]
    else:
        ordinals = segment.column(facet)[docs]
    counts = np.bincount(ordinals)
    values = segment.values(facet)
    for ordinal in np.flatnonzero(counts).tolist():
        if values[ordinal]:
            yield values[ordinal], int(counts[ordinal])


def _dates(days: Array, length: int) -> Mapping[str, int]:
    """First characters of a date -> blocks that begin so, for days since 1970-01-01."""
    days = days[days != MISSING_DAY]
    found: dict[str, int] = {}
    if len(days):
        first = int(days.min())
        counts = np.bincount(days - first)
        present = np.flatnonzero(counts)
        for day, count in zip(
            map(str, (present + first).astype("datetime64[D]")), counts[present].tolist(), strict=True
        ):
            found[day[:length]] = found.get(day[:length], 0) + count
    return found
