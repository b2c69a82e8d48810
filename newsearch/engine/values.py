"""What is known of each block beside its text, as columns over all segments: dates, kinds, authors, lengths."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import ranking
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.memory import keep_freed, keep_large
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.matches import NO_DOCS, Array, Docs, Scores, in_order, ranges, strictly_ascending
from newsearch.engine.slots import Slots
from newsearch.errors import IndexDamaged

_PREPARING_SECONDS = 0.2
"""Spent at most on mapping and checking the segments before the first search: 300 MB if the system has them cached."""


class Values:
    """The blocks of some segments, numbered through."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self.segments = segments
        self.bases: list[int] = np.cumsum([0, *(segment.doc_count for segment in segments)]).tolist()
        self.count = self.bases[-1]
        self.slots = Slots(self.count)

    def prepare(self) -> None:
        """Take now what the first queries would else take piece by piece, in the midst of their work: 60 ms for 37,000
        articles."""
        # Before memory is put at hand: of that, what is kept of the terms would leave too little, and phrases a tenth slower.
        for segment in self.segments:
            for field in TEXT_FIELDS:
                with contextlib.suppress(IndexDamaged):  # it is told to who asks for words
                    segment.places(field)
        keep_freed()
        keep_large()
        # What importing has made is looked through now, 5 ms that would come in the midst of some query; for the next time
        # Python waits until there is a quarter more.
        gc.collect()
        seconds = _PREPARING_SECONDS
        for segment in self.segments:
            seconds = segment.prepare(seconds)

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
                    docs = strictly_ascending([np.searchsorted(offsets, at, side="right") - 1])
                else:
                    docs = np.flatnonzero(np.isin(segment.column(field), wanted))
                found.append(docs + base)
        return in_order(found)

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


def _between(numbers: Docs, first: int, end: int) -> slice:
    """Where the ascending `numbers` are at least `first` and below `end`."""
    low, high = np.searchsorted(numbers, (first, end)).tolist()
    return slice(low, high)


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
