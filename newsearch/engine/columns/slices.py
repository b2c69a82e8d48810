"""Dictionaries read forwards, a range of terms at a time: terms as lists, and where their postings lie as arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.dictionary import BlockLayout
from newsearch.engine.columns.layout import FREQ_BITS
from newsearch.engine.columns.reader import SegmentReader, running_sums

Array = NDArray[Any]

_RANGE_BYTES = 3 << 20
"""Packed postings of a range of terms; about 40 times as much is held while they are merged."""
_RANGE_BLOCKS = 1024
"""Dictionary blocks of a range, of all segments together."""
_POSTINGS_A_BYTE = 16
"""Occurrences for each byte of a segment, at most: each costs a bit, but for keywords that all documents have."""
_MOST_BITS = 32
"""Of a step from position to position."""
_WIDTHS = np.array([1, 2, 4, 0], np.int64)
_FREQ_BITS = np.array(FREQ_BITS, np.int64)


class Slice(NamedTuple):
    """Consecutive terms of a segment's field. All arrays have a number a term."""

    terms: list[str]
    frequencies: Array
    occurrences: Array
    docs_at: Array
    docs_width: Array
    freqs_at: Array
    freqs_bits: Array
    positions_at: Array
    positions_bits: Array

    def part(self, first: int, last: int) -> Slice:
        """Terms `first` to `last`, excluding the last."""
        return Slice(self.terms[first:last], *(column[first:last] for column in self[1:]))


def ranges(segments: Sequence[SegmentReader], field: str) -> Iterator[list[Slice]]:
    """The field's terms, a range at a time: of each segment those from one boundary to the next."""
    streams = [_Stream(segment, field) for segment in segments]
    for boundary in _boundaries(segments, field):
        yield [stream.until(boundary) for stream in streams]


def _boundaries(segments: Sequence[SegmentReader], field: str) -> Iterator[str | None]:
    """Terms that part the dictionary into ranges of bounded size; None at the end."""
    sizes = [segment.section_size(f"{field}.postings") for segment in segments]
    blocks = [segment.stat(field).blocks for segment in segments]
    largest = segments[max(range(len(segments)), key=lambda number: (blocks[number], sizes[number]))]
    places = largest.postings_places(field)
    step = _RANGE_BYTES * largest.section_size(f"{field}.postings") // max(1, sum(sizes))
    most = max(1, _RANGE_BLOCKS * len(places) // max(1, sum(blocks)))
    first = 0
    for block, place in enumerate(places):
        if block > first and (place - places[first] > step or block - first >= most):
            first = block
            yield largest.first_term(field, block)
    yield None


def all_terms(segment: SegmentReader, field: str) -> list[str]:
    """Every term, in order, without its postings."""
    return segment.dictionary(field).split("\0") if segment.stat(field).terms else []


class _Stream:
    """The dictionary of one segment's field."""

    def __init__(self, segment: SegmentReader, field: str) -> None:
        self._segment = segment
        self._field = field
        self._blocks = segment.stat(field).blocks
        self._next = 0
        self._rest: Slice | None = None

    def until(self, boundary: str | None) -> Slice:
        """The terms before `boundary`, all that are left for None."""
        first = self._next
        if self._rest is None or boundary is None or not self._rest.terms or self._rest.terms[-1] < boundary:
            while self._next < self._blocks and (
                boundary is None or self._segment.first_term(self._field, self._next) < boundary
            ):
                self._next += 1
        found = read_blocks(self._segment, self._field, first, self._next)
        if self._rest is not None:
            found = _joined(self._rest, found)
        cut = len(found.terms) if boundary is None else bisect_left(found.terms, boundary)
        self._rest = found.part(cut, len(found.terms))
        return found.part(0, cut)


def _joined(left: Slice, right: Slice) -> Slice:
    columns = [np.concatenate(pair) for pair in zip(left[1:], right[1:], strict=True)]
    return Slice([*left.terms, *right.terms], *columns)


def read_blocks(segment: SegmentReader, field: str, first: int, last: int) -> Slice:
    """Dictionary blocks `first` to `last`, excluding the last."""
    if first == last:
        return Slice([], *(np.zeros(0, np.int64) for _ in range(8)))
    terms: list[str] = []
    classes, bits = bytearray(), bytearray()
    frequencies, further, counts = [], [], []
    for number in range(first, last):
        block = segment.dictionary_block(field, number)
        at = BlockLayout(block)
        classes += block[at.classes : at.bits]
        bits += block[at.bits : at.frequencies] or bytes(at.count)
        frequencies.append(np.frombuffer(block, f"<u{at.frequency_width}", at.count, at.frequencies))
        more = f"<u{at.more_width}" if at.more_width else None
        further.append(np.frombuffer(block, more, at.count, at.more) if more else np.zeros(at.count, np.uint8))
        terms += bytes(block[at.text : at.end]).decode("utf-8", "surrogatepass").split("\0")
        counts.append(at.count)
    places_of_blocks = np.array(segment.postings_places(field)[first:last], np.int64)
    found = _located(
        terms,
        np.frombuffer(bytes(classes), np.uint8),
        np.frombuffer(bytes(bits), np.uint8).astype(np.int64),
        np.concatenate(frequencies).astype(np.int64),
        np.concatenate(further).astype(np.int64),
        np.array(counts, np.int64),
        places_of_blocks,
    )
    _check(segment, field, found)
    return found


def _check(segment: SegmentReader, field: str, found: Slice) -> None:
    """Raises IndexDamaged for numbers that a stranger may have made up to have memory filled with what no file holds."""
    frequencies, occurrences, most = found.frequencies, found.occurrences, _POSTINGS_A_BYTE * len(segment.view)
    if (
        (
            (frequencies < 0) | (frequencies > segment.doc_count) | (occurrences < frequencies) | (occurrences > most)
        ).any()
        or int(occurrences.sum()) > most
        or (found.positions_bits > _MOST_BITS).any()
    ):
        raise segment.damaged(f"has postings of {field} that make no sense")


class Postings(NamedTuple):
    """The postings of a slice, term after term."""

    docs: Array
    """A number a document of a term, ascending within it."""
    freqs: Array
    steps: Array
    """From position to position, a number an occurrence; the first of a document from 0. Empty without positions."""


def postings(segment: SegmentReader, piece: Slice, with_positions: bool) -> Postings:
    """The postings of consecutive terms."""
    counts = piece.frequencies
    gaps = segment.unpacked(piece.docs_at, piece.docs_width * 8, counts)
    every = piece.docs_width == 0
    if every.any():
        gaps += every.repeat(counts)
        gaps[(np.cumsum(counts) - counts)[every]] = 0
    docs = running_sums(gaps, counts[counts > 0])
    freqs = np.ones(len(docs), np.uint32)
    several = piece.freqs_bits > 0
    freqs[several.repeat(counts)] += segment.unpacked(
        piece.freqs_at[several], piece.freqs_bits[several], counts[several]
    ).astype(np.uint32)
    steps = np.zeros(0, np.uint32)
    if with_positions:
        steps = segment.unpacked(piece.positions_at, piece.positions_bits, piece.occurrences).astype(np.uint32)
    return Postings(docs, freqs, steps)


def _located(
    terms: list[str], classes: Array, bits: Array, frequencies: Array, further: Array, counts: Array, blocks_at: Array
) -> Slice:
    """Works out where each term's numbers lie: five streams a block, in each the terms one after another."""
    occurrences = frequencies + further
    docs, freq_bits = classes & 3, _FREQ_BITS[classes >> 2]
    sizes = np.zeros((5, len(terms)), np.int64)
    every = np.arange(len(terms))
    sizes[docs, every] = frequencies * _WIDTHS[docs]
    sizes[3] = (frequencies * freq_bits + 7) // 8
    sizes[4] = (occurrences * bits + 7) // 8
    firsts = np.cumsum(counts) - counts
    before = np.cumsum(sizes, axis=1) - sizes
    of_blocks = np.add.reduceat(sizes, firsts, axis=1)
    streams_at = blocks_at + np.cumsum(of_blocks, axis=0) - of_blocks
    places = before + np.repeat(streams_at - before[:, firsts], counts, axis=1)
    return Slice(
        terms,
        frequencies,
        occurrences,
        places[docs, every],
        _WIDTHS[docs],
        places[3],
        freq_bits,
        places[4],
        bits,
    )
