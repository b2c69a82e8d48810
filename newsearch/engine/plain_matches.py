"""What the words and fields of a query match in one segment, by the standard library alone. `matches` and `phrases` do the same by
arrays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain

from newsearch.engine import ranking
from newsearch.engine.columns.dictionary import TermEntry
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.store import SegmentFile
from newsearch.engine.plan import Words

_REMEMBERED = 64
"""Leaves whose matches a segment keeps: a query's parts are counted after it is answered."""

Scores = dict[int, float]
"""Block of a segment -> its score."""
Asked = Sequence[tuple[int, Sequence[str]]]


class _Norms(dict[int, float]):
    """Length of a field -> what one occurrence adds to the pseudo-frequency of a block, filled as lengths are met."""

    def __init__(self, rank: ranking.FieldRank) -> None:
        super().__init__()
        self._rank = rank

    def __missing__(self, length: int) -> float:
        norm = self[length] = self._rank.norm(length)
        return norm


class PlainSegment:
    """One segment, and what is known of it so far."""

    def __init__(self, file: SegmentFile, ranks: Mapping[str, ranking.FieldRank]) -> None:
        self.file = file
        self._lengths = {field: file.length_view(field) or bytes(file.doc_count) for field in TEXT_FIELDS}
        self._norms = {field: _Norms(ranks[field]) for field in TEXT_FIELDS}
        self._words: dict[tuple[object, ...], Scores] = {}
        self._band_columns: dict[int, Sequence[int]] = {}
        self._positions: dict[tuple[str, tuple[str, ...]], dict[int, list[int]]] = {}

    def entries(self, fields: Sequence[str], terms: Sequence[str] | set[str]) -> Iterator[TermEntry]:
        for field in fields:
            for term in terms:
                if entry := self.file.term(field, term):
                    yield entry

    def length(self, field: str, doc: int) -> int:
        return self._lengths[field][doc]

    def norm(self, field: str, doc: int) -> float:
        """What one occurrence adds to the pseudo-frequency of a block."""
        return self._norms[field][self._lengths[field][doc]]

    @cached_property
    def days(self) -> Sequence[int]:
        return self.file.day_view()

    @cached_property
    def _kinds(self) -> tuple[Sequence[int], list[float]]:
        factors = [ranking.KIND_WEIGHTS.get(kind, 1.0) for kind in self.file.values("kind")]
        return self.file.ordinal_view("kind"), factors

    @cached_property
    def _bands(self) -> memoryview:
        return self.file.section("bands").cast("I")

    @cached_property
    def bands_of_a_block(self) -> int:
        return len(self._bands) // max(self.file.doc_count, 1)

    def band(self, place: int) -> Sequence[int]:
        """One band of every block."""
        found = self._band_columns.get(place)
        if found is None:
            width = self.bands_of_a_block
            found = self._bands[place::width] if place < width else [0] * self.file.doc_count
            self._band_columns[place] = found
        return found

    def kind_factor(self, doc: int) -> float:
        ordinals, factors = self._kinds
        return factors[ordinals[doc]] if ordinals else 1.0

    def without(self, field: str) -> Iterator[int]:
        """Blocks without a value in a field."""
        docs = range(self.file.doc_count)
        if field == "date":
            return (doc for doc in docs if self.days[doc] == MISSING_DAY)
        if field == "author":
            ends = [0, *self.file.author_ends()] if self.file.author_ends() else [0] * (len(docs) + 1)
            return (doc for doc in docs if ends[doc] == ends[doc + 1])
        if field in TEXT_FIELDS:
            return (doc for doc in docs if not self.length(field, doc))
        name = "language" if field == "lang" else field
        values, ordinals = self.file.values(name), self.file.ordinal_view(name)
        return (doc for doc in docs if not ordinals or not values[ordinals[doc]])

    def having(self, field: str, wanted: Sequence[int]) -> Iterator[int]:
        """Blocks with one of some values, by ordinal, in a field."""
        if not wanted:
            return iter(())
        ordinals = self.file.ordinal_view(field)
        places = (at for at, ordinal in enumerate(ordinals) if ordinal in wanted)
        return (bisect_right(self.file.author_ends(), at) for at in places) if field == "author" else places

    # Words

    def words(self, words: Words) -> Scores:
        """Blocks that match, with their pseudo-frequencies."""
        key = words.fields, words.positions, words.slop
        if key not in self._words:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
                self._positions.clear()
            self._words[key] = self._matching(words)
        return self._words[key]

    def _matching(self, words: Words) -> Scores:
        asked = [(offset, terms) for offset, terms in enumerate(words.positions) if terms]
        found: Scores = {}
        for field in words.fields if asked else ():
            if len(asked) == 1:
                counts: Iterator[tuple[int, int]] = self._occurrences(field, asked[0][1])
            else:
                counts = self._in_order(asked, words.slop, partial(self.positions, field))
            if words.scored:
                norms, lengths = self._norms[field], self._lengths[field]
                for doc, count in counts:
                    found[doc] = found.get(doc, 0.0) + count * norms[lengths[doc]]
            else:
                found.update((doc, 0.0) for doc, _ in counts)
        if len(asked) > 1 and words.fields == TEXT_FIELDS:
            for doc, count in self._across_seam(asked, words.slop):
                found[doc] = found.get(doc, 0.0) + count * self.norm("body", doc)
        return found

    def _occurrences(self, field: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
        for entry in self.entries((field,), terms):
            yield from zip(self.file.doc_list(entry), self.file.freq_list(entry), strict=True)

    def positions(self, field: str, terms: Sequence[str]) -> dict[int, list[int]]:
        """Block -> ascending positions of any of `terms` in a field."""
        key = field, tuple(terms)
        if key not in self._positions:
            found: dict[int, list[int]] = {}
            for entry in self.entries((field,), terms):
                for doc, positions in zip(self.file.doc_list(entry), self.file.position_lists(entry), strict=True):
                    found[doc] = sorted(found[doc] + positions) if doc in found else positions
            self._positions[key] = found
        return self._positions[key]

    def _in_order(
        self, asked: Asked, slop: int, places: Callable[[Sequence[str]], dict[int, list[int]]]
    ) -> Iterator[tuple[int, int]]:
        by_position = [(offset, places(terms)) for offset, terms in asked]
        for doc in sorted(set.intersection(*(set(found) for _, found in by_position))):
            count = len(_windows([(offset, found[doc]) for offset, found in by_position], asked, slop))
            if count:
                yield doc, count

    def _across_seam(self, asked: Asked, slop: int) -> Iterator[tuple[int, int]]:
        """(block, matches) that begin in the title and end in the body."""
        above = [self.positions("title", terms) for _, terms in asked]
        below = [self.positions("body", terms) for _, terms in asked]
        opening = set(chain.from_iterable(above if slop else above[:1]))
        for doc in sorted(opening):
            seam = self.length("title", doc)
            places = []
            for (offset, _), a, b in zip(asked, above, below, strict=True):
                inside = [position for position in a.get(doc, ()) if position < seam]
                places.append((offset, inside + [seam + position for position in b.get(doc, ())]))
            if all(positions for _, positions in places):
                windows = _windows(places, asked, slop)
                if count := sum(1 for start, end in windows if start < seam <= end):
                    yield doc, count


def _windows(places: Sequence[tuple[int, list[int]]], asked: Asked, slop: int) -> list[tuple[int, int]]:
    """(first, last) position of each match in one block, as in `evaluate_columns`."""
    if not slop:
        first, starts = places[0]
        others = [(offset - first, set(positions)) for offset, positions in places[1:]]
        last = places[-1][0] - first
        return [(s, s + last) for s in starts if all(s + offset in positions for offset, positions in others)]
    wanted = Counter(tuple(terms) for _, terms in asked)
    by_terms = {tuple(terms): positions for (_, terms), (_, positions) in zip(asked, places, strict=True)}
    found = []
    for start in sorted(set(chain.from_iterable(by_terms.values()))):
        ends = []
        for terms, times in wanted.items():
            at = bisect_left(by_terms[terms], start) + times - 1
            ends.append(by_terms[terms][at] if at < len(by_terms[terms]) else None)
        last_ones = [end for end in ends if end is not None]
        if len(last_ones) == len(ends) and max(last_ones) - start < len(asked) + slop:
            found.append((start, max(last_ones)))
    return found
