"""The postings of terms, those of all segments as one.

What is joined is kept, so that a word costs its segments' dictionaries and gaps once, not once a query.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import ranking
from newsearch.engine.columns.dictionary import TermEntry
from newsearch.engine.columns.layout import TEXT_FIELDS
from newsearch.engine.columns.places import TermPlaces
from newsearch.engine.columns.reader import SegmentReader, running_sums
from newsearch.engine.contract import Settings
from newsearch.engine.matches import (
    NO_DOCS,
    NOTHING,
    Array,
    Docs,
    Matches,
    Scores,
    are_many,
    side_by_side,
    strictly_ascending,
    summed,
    sums,
    united,
    where,
    with_few,
    zeros,
)
from newsearch.engine.values import Values
from newsearch.errors import IndexDamaged

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
_WHOLE = 1_000_000
"""Postings in titles up to which all are decoded at once: 12 bytes and 15 ns each, rare terms 40. What a title gives a new word then
takes 2 microseconds instead of 12."""
_REMEMBERED = 4_000_000
"""Postings that stay decoded, of leaves of few terms: 9 to 13 bytes each, 4 more of those that phrases asked for, at most
68 MB."""


class Part(NamedTuple):
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


class _Whole(NamedTuple):
    """All terms of a field in one segment."""

    places: TermPlaces
    spans: Docs
    """A row a term: where its own begin in `matches`, and where they end."""
    matches: Matches
    """Blocks with pseudo-frequencies."""

    def of(self, term: str) -> Matches | None:
        ordinal = self.places.find(term)
        if ordinal < 0:
            return None
        first, end = self.spans[ordinal].tolist()
        # What is found may be added to.
        return Matches(self.matches.docs[first:end], self.matches.scores[first:end].copy())


class Postings:
    """A term of one field."""

    __slots__ = ("_sums", "age", "bounds", "counts", "docs", "occurrences", "parts", "table")

    def __init__(self, parts: Sequence[Part], docs: Docs, counts: Array) -> None:
        self.parts = parts
        self.docs = docs
        self.counts = counts
        """Occurrences, a number a doc."""
        self.occurrences = parts[-1].before + parts[-1].entry.collection_frequency if parts else 0
        """In all docs."""
        self.age: object = None
        """Of the `positions.Shelf` that knows it, and by which `bounds` and `table` hold."""
        self.bounds: Sequence[tuple[int, int, int]] = ()
        self.table = 0
        self._sums: Array | None = None

    @property
    def field(self) -> str:
        return self.parts[0].entry.field

    def before(self, places: Docs) -> Docs:
        """How many occurrences come before its postings at some places. Sums of all are kept, half as wide as numbers
        mostly are: phrases ask for the same common words."""
        if self.occurrences == len(self.docs):
            return places.copy()
        if self._sums is None:
            narrow = np.int32 if self.occurrences < 1 << 31 else np.int64
            self._sums = np.add.accumulate(self.counts, dtype=narrow)
        found = self._sums.take(places).astype(np.int64)
        found -= self.counts.take(places)
        return found


_UNKNOWN = Postings((), NO_DOCS, NO_DOCS)


class Terms:
    """The terms of the text fields of all blocks."""

    def __init__(self, values: Values, settings: Settings) -> None:
        self._values = values
        self._segments = values.segments
        self._count = values.count
        self._ranks = {field: self._field_rank(settings, field) for field in TEXT_FIELDS}
        self.all_score = all(rank.weight >= ranking.LEAST_WEIGHT for rank in self._ranks.values())
        """Whether an occurrence adds to the score in every field."""
        self._norms: dict[str, Scores] = {}
        self._dictionaries: dict[str, Sequence[TermPlaces]] = {}
        self._whole: dict[str, Sequence[_Whole]] = {}
        """Fields of which all terms are decoded."""
        self._postings: dict[tuple[str, str], Postings | None] = {}
        self._remembered = 0
        self._lock = Lock()

    def prepare(self) -> None:
        """Decode titles, if they are not many, for who goes on asking."""
        # What is altered is told to who asks for words.
        with contextlib.suppress(IndexDamaged, IndexError, ValueError):
            dictionaries = self.dictionaries("title")
            if sum([int(places.rows[:, 0].sum()) for places in dictionaries]) > _WHOLE:
                return
            norm = self.norm("title")
            self._whole["title"] = [
                _whole(base, segment, places, norm)
                for base, segment, places in zip(self._values.bases, self._segments, dictionaries, strict=False)
            ]

    def _field_rank(self, settings: Settings, field: str) -> ranking.FieldRank:
        stats = [segment.stat(field) for segment in self._segments]
        occurrences, documents = sum(s.occurrences for s in stats), sum(s.documents for s in stats)
        return ranking.field_rank(settings, field, occurrences, documents)

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
        parts: list[Part] = []
        place = before = 0
        for number, places in enumerate(self.dictionaries(field)):
            entry = places.entry(term)
            if entry is not None:
                parts.append(Part(number, entry, place, place + entry.doc_frequency, before))
                place += entry.doc_frequency
                before += entry.collection_frequency
        if not parts:
            return None
        docs = np.empty(place, np.int64)
        counts = []
        for number, entry, first, end, _ in parts:
            self._decode(number, entry.docs_at, entry.docs_width, docs[first:end])
            counts.append(self._segments[number].freqs(entry))
        return Postings(parts, docs, counts[0] if len(counts) == 1 else np.concatenate(counts))

    def _decode(self, number: int, at: int, width: int, docs: Docs) -> None:
        """Fill `docs` with as many documents of a segment, whose gaps are stored there."""
        gaps = self._segments[number].array(at, len(docs), width)
        # The ufunc's own method: np.cumsum takes four times as long for a rare word.
        np.add.accumulate(gaps, 0, np.int64, docs)
        if number:
            docs += self._values.bases[number]

    def dictionaries(self, field: str) -> Sequence[TermPlaces]:
        """The dictionary of a field in each segment."""
        found = self._dictionaries.get(field)
        if found is None:
            found = self._dictionaries[field] = [segment.places(field) for segment in self._segments]
        return found

    def _remember(self, key: tuple[str, str], postings: Postings | None) -> None:
        with self._lock:
            self._postings[key] = postings
            self._remembered += len(postings.docs) if postings else 1
            while self._remembered > _REMEMBERED and len(self._postings) > 1:
                dropped = self._postings.pop(next(iter(self._postings)))
                self._remembered -= len(dropped.docs) if dropped else 1

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
        docs, counts = united([Matches(p.docs, p.counts) for p in found], self._count)
        return docs, counts

    def _any_of_many(self, field: str, terms: Sequence[str]) -> tuple[Docs, Array]:
        """As `any_term`, all terms read together and none of them remembered."""
        docs, counts = self._together(self._pieces(field, terms, None))
        return docs, counts

    def _pieces(self, field: str, terms: Sequence[str], norm: Scores | None) -> Iterator[_Piece]:
        for base, segment in zip(self._values.bases, self._segments, strict=False):
            for places in _places(segment, field, terms):
                yield _Piece(base, segment, places, norm)

    def _together(self, pieces: Iterable[_Piece]) -> Matches:
        """The union of the matches of some pieces, whose scores are all above 0 and add up."""
        pieces = tuple(pieces)
        if not are_many(sum([int(piece.places[0].sum()) for piece in pieces]), self._count):
            return summed([NOTHING, *map(_decoded, pieces)])
        total = zeros(self._count)
        for piece in pieces:
            np.add.at(total, *_decoded(piece))
        docs = where(total > 0)
        return Matches(docs, total.take(docs))

    def weighted(self, fields: Sequence[str], terms: Sequence[str]) -> Matches:
        """Blocks that have any of some terms in any of some fields, maybe `Unordered`, with their pseudo-frequencies. Many terms
        only where every field scores (`all_score`)."""
        if len(terms) > BULK:
            return self._together(piece for field in fields for piece in self._pieces(field, terms, self.norm(field)))
        found = [matches for field in fields for matches in self._weighted_in(field, terms)]
        if len(found) == 1:
            return found[0]
        if self._count <= _SMALL and self.all_score:
            # The first is put where it belongs, the others are added: bodies hold more.
            total = sums(found[::-1], self._count)
            docs = where(total > 0)
            return Matches(docs, total.take(docs))
        return self._united(found)

    def _weighted_in(self, field: str, terms: Sequence[str]) -> Iterator[Matches]:
        """Of some terms the blocks of a field that hold them, with pseudo-frequencies."""
        if field in self._whole:
            for term in terms:
                found = [matches for whole in self._whole[field] if (matches := whole.of(term))]
                if found:
                    yield Matches(*(side_by_side(rows) for rows in zip(*found, strict=True))) if found[1:] else found[0]
            return
        norm = self.norm(field)
        for postings in self.postings_of(field, terms):
            frequencies = norm.take(postings.docs)
            np.multiply(postings.counts, frequencies, frequencies)
            yield Matches(postings.docs, frequencies)

    def _united(self, parts: Sequence[Matches]) -> Matches:
        """The union of matches, whose scores are changed, maybe `Unordered`."""
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        *more, total = sorted(parts, key=_length)
        if are_many(sum([len(part.docs) for part in parts]), self._count):
            if len(parts) == 2 and len(more[0].docs) * _FEWER < len(total.docs):
                return with_few(*total, more[0], self._count)
            return united(parts, self._count)
        if len(parts) == 2:
            return self._values.slots.added(total, more[0])
        # Three and more are put together at once.
        docs, scores = (side_by_side(rows) for rows in zip(*parts, strict=True))
        return self._values.slots.merged(docs, scores)

    def weighted_aside(self, field: str, terms: Sequence[tuple[int, int]]) -> Matches:
        """As `weighted`, for a few terms of a field that nobody asked for, each (segment, ordinal): read together, sooner
        if new, and none of them remembered. Of so few blocks that `are_many` whatever the matches, a block comes once for
        each of its terms, in any order, and each time with all of its frequency: to have it once takes twice as long."""
        if not terms:
            return NOTHING
        dictionaries = self.dictionaries(field)
        parts = [(number, *dictionaries[number].place(ordinal)) for number, ordinal in terms]
        size = sum([part[1] for part in parts])
        docs, frequencies = np.empty(size, np.int64), np.empty(size, np.float32)
        first = 0
        for number, frequency, docs_at, docs_width, freqs_at, freqs_bits in parts:
            segment, end = self._segments[number], first + frequency
            self._decode(number, docs_at, docs_width, docs[first:end])
            frequencies[first:end] = segment.frequencies(freqs_at, frequency, freqs_bits) if freqs_bits else 1.0
            first = end
        frequencies *= self.norm(field).take(docs)
        if len(terms) == 1:
            return Matches(docs, frequencies)
        if are_many(0, self._count):
            return Matches(docs, self._values.slots.added_up(docs, frequencies))
        if not are_many(size, self._count):
            return self._values.slots.merged(docs, frequencies).ordered()
        total = zeros(self._count)
        np.add.at(total, docs, frequencies)
        docs = where(total > 0)
        return Matches(docs, total.take(docs))

    def norm(self, field: str) -> Scores:
        """What one occurrence adds to the pseudo-frequency, by block."""
        found = self._norms.get(field)
        if found is None:
            rank = self._ranks[field]
            found = self._values.lengths(field).astype(np.float32) * np.float32(rank.b / rank.average)
            found += np.float32(1.0 - rank.b)
            np.divide(np.float32(rank.weight), found, out=found)
            self._norms[field] = found
        return found


def _length(matches: Matches) -> int:
    return len(matches.docs)


def _places(segment: SegmentReader, field: str, terms: Sequence[str]) -> Iterator[Array]:
    """Where the postings of those of `terms` lie that a field has, at most `_AT_ONCE` postings a piece unless one term
    has more: rows of frequencies, places and widths of docs, places and bits of freqs."""
    places = segment.places(field)
    rows = places.of(places.ordinals(terms))
    if int(rows[0].sum()) <= _AT_ONCE:
        yield rows
        return
    pieces = np.cumsum(rows[0]) // _AT_ONCE
    for piece in strictly_ascending([pieces]).tolist():
        yield rows[:, pieces == piece]


def _whole(base: int, segment: SegmentReader, places: TermPlaces, norm: Scores) -> _Whole:
    """All terms of a field in a segment, decoded."""
    rows = places.of(range(places.count))
    alone = _are_alone(rows)
    order = np.concatenate((where(alone), where(~alone)))
    spans = np.empty((places.count, 2), np.int64)
    spans[order, 1] = np.add.accumulate(rows[0].take(order))
    np.subtract(spans[:, 1], rows[0], spans[:, 0])
    return _Whole(places, spans, _decoded(_Piece(base, segment, rows, norm)))


def _are_alone(places: Array) -> NDArray[np.bool_]:
    """Whether each of some terms is decoded alone: they come first."""
    common: NDArray[np.bool_] = places[0] >= _ALONE
    if len(common) - int(np.count_nonzero(common)) <= _FEW_RARE:
        common[:] = True
    # Of a value that all documents have, no steps are stored.
    common |= places[2] == 0
    return common


def _decoded(piece: _Piece) -> Matches:
    """Blocks and occurrences, term after term, the latter times the field's norm."""
    base, segment, places, norm = piece
    size = int(places[0].sum())
    docs, counts = np.empty(size, np.int64), np.ones(size, np.float32)
    common = _are_alone(places)
    first = 0
    for frequency, docs_at, docs_width, freqs_at, freqs_bits in places[:, common].T.tolist():
        end = first + frequency
        np.add.accumulate(segment.array(docs_at, frequency, docs_width), 0, np.int64, docs[first:end])
        if freqs_bits:
            counts[first:end] = segment.frequencies(freqs_at, frequency, freqs_bits)
        first = end
    if first < size:
        frequencies, docs_at, docs_width, freqs_at, freqs_bits = places[:, ~common]
        docs[first:] = running_sums(segment.unpacked(docs_at, docs_width * 8, frequencies), frequencies)
        kept = freqs_bits > 0
        if kept.any():
            further = segment.unpacked(freqs_at[kept], freqs_bits[kept], frequencies[kept])
            counts[first:][kept.repeat(frequencies)] += further
    if base:
        docs += base
    if norm is not None:
        counts *= norm.take(docs)
    return Matches(docs, counts)
