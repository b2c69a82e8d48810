"""Several segments -> one, without their deleted documents and without reading a text again.

Dictionaries are merged a range of terms at a time, so that memory is bounded by the range and not by the segments.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    BLOCK_HEAD,
    FORM_FIELD,
    KEYWORD_FIELDS,
    NAME_FIELDS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
)
from newsearch.engine.columns.postings import FieldColumns, Run
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.writer import (
    StoredBlocks,
    finish_keywords,
    put_numbers,
    put_values,
    write_forms,
    write_lengths,
)

Array = NDArray[Any]

_RANGE_BYTES = 3 << 20
"""Packed postings of a range of terms; about 40 times as much is held while they are merged."""
_WIDTHS = np.array([1, 2, 4, 0], np.int64)
_FREQ_WIDTHS = np.array([0, 1, 2, 4], np.int64)


class _Part(NamedTuple):
    """A segment on its way into another."""

    segment: SegmentReader
    live: Array
    """Numbers of the documents that stay."""
    numbers: Array
    """New number of each document; what a deleted one has does not matter."""
    kept: NDArray[np.bool_] | None
    """Which documents stay; None for all."""


def merge_segments(segments: Sequence[SegmentReader], path: Path) -> tuple[int, int]:
    """Write the documents of `segments` that are not deleted as one segment; (documents, sum of their digests)."""
    parts = list(_parts(segments))
    file = SectionFile(path)
    try:
        count = sum(len(part.live) for part in parts)
        digest = _write(file, parts, count)
        file.finish()
    except BaseException:
        file.abandon()
        raise
    return count, digest


def _parts(segments: Sequence[SegmentReader]) -> Iterator[_Part]:
    base = 0
    for segment in segments:
        kept = None if segment.deleted is None else ~segment.deleted
        live = np.arange(segment.doc_count) if kept is None else np.flatnonzero(kept)
        numbers = np.zeros(segment.doc_count, np.uint32)
        numbers[live] = np.arange(base, base + len(live), dtype=np.uint32)
        yield _Part(segment, live, numbers, kept)
        base += len(live)


def _write(file: SectionFile, parts: Sequence[_Part], count: int) -> int:
    stored = StoredBlocks(file)
    for part in parts:
        _copy_stored(stored, part)
    stored.finish()
    file.put("docs", struct.pack("<Q", count))
    for field in TEXT_FIELDS + NAME_FIELDS:
        columns = _merge_field(file, parts, field)
        lengths = np.concatenate([part.segment.lengths(field)[part.live] for part in parts])
        write_lengths(file, field, columns, lengths)
    for field in KEYWORD_FIELDS:
        finish_keywords(_merge_field(file, parts, field))
    write_forms(file, sorted({term for part in parts for term, _ in part.segment.terms_from(FORM_FIELD)}))
    file.put("day", np.concatenate([part.segment.column("day")[part.live] for part in parts]).astype("<i4").tobytes())
    put_numbers(file, "number.numbers", np.concatenate([part.segment.column("number")[part.live] for part in parts]))
    digests = np.concatenate([part.segment.column("digest")[part.live].astype(np.uint64) for part in parts])
    put_numbers(file, "digest.numbers", digests)
    _merge_bands(file, parts)
    for name in VALUE_COLUMNS:
        _merge_values(file, parts, name)
    _merge_authors(file, parts)
    return int(digests.sum(dtype=np.uint64))


def _copy_stored(stored: StoredBlocks, part: _Part) -> None:
    """Blocks without deleted documents as they are, the records of others anew."""
    segment = part.segment
    for first, count, packed in segment.stored_blocks():
        kept = None if part.kept is None else part.kept[first : first + count]
        if kept is None or kept.all():
            stored.close_block()
            stored.add_block(packed, count)
        else:
            for place in np.flatnonzero(kept).tolist():
                stored.add(segment.stored_bytes(first + place))


# Dictionaries


class _Slice(NamedTuple):
    """Consecutive terms of a segment's field, with where their numbers lie."""

    terms: list[str]
    frequencies: Array
    occurrences: Array
    docs_at: Array
    docs_width: Array
    freqs_at: Array
    freqs_width: Array
    positions_at: Array
    positions_bits: Array

    def part(self, first: int, last: int) -> _Slice:
        return _Slice(self.terms[first:last], *(column[first:last] for column in self[1:]))


def _merge_field(file: SectionFile, parts: Sequence[_Part], field: str) -> FieldColumns:
    columns = FieldColumns(file, field)
    for slices in _ranges([part.segment for part in parts], field):
        columns.add(_merged(parts, slices, with_positions=field not in KEYWORD_FIELDS))
    return columns


def _ranges(segments: Sequence[SegmentReader], field: str) -> Iterator[list[_Slice]]:
    """The field's terms, a range at a time: of each segment the terms from one boundary to the next."""
    streams = [_Stream(segment, field) for segment in segments]
    for boundary in _boundaries(segments, field):
        yield [stream.until(boundary) for stream in streams]


def _boundaries(segments: Sequence[SegmentReader], field: str) -> Iterator[str | None]:
    """Terms that part the dictionary into ranges of about `_RANGE_BYTES`; None at the end."""
    total = sum(segment.section_size(f"{field}.postings") for segment in segments)
    largest = max(segments, key=lambda segment: segment.section_size(f"{field}.postings"))
    places = largest.postings_places(field)
    step = _RANGE_BYTES * largest.section_size(f"{field}.postings") // max(1, total)
    at = places[0] if places else 0
    for block, place in enumerate(places):
        if place - at > step:
            at = place
            yield largest.first_term(field, block)
    yield None


class _Stream:
    """The dictionary of one segment's field, read forwards."""

    def __init__(self, segment: SegmentReader, field: str) -> None:
        self._segment = segment
        self._field = field
        self._blocks = segment.stat(field).blocks
        self._next = 0
        self._rest: list[_Slice] = []

    def until(self, boundary: str | None) -> _Slice:
        """The terms before `boundary`, all that are left for None."""
        taken, self._rest = self._rest, []
        while self._next < self._blocks and (boundary is None or not taken or taken[-1].terms[-1] < boundary):
            taken.append(_block(self._segment, self._field, self._next))
            self._next += 1
        joined = _joined(taken)
        if boundary is None or not joined.terms or joined.terms[-1] < boundary:
            return joined
        cut = next(place for place, term in enumerate(joined.terms) if term >= boundary)
        self._rest = [joined.part(cut, len(joined.terms))]
        return joined.part(0, cut)


def _joined(slices: Sequence[_Slice]) -> _Slice:
    if len(slices) == 1:
        return slices[0]
    terms = [term for part in slices for term in part.terms]
    if not slices:
        return _Slice(terms, *(np.zeros(0, np.int64) for _ in range(8)))
    return _Slice(terms, *(np.concatenate(columns) for columns in list(zip(*slices, strict=True))[1:]))


def _block(segment: SegmentReader, field: str, number: int) -> _Slice:
    """One dictionary block as columns."""
    terms_at, postings_at = segment.block_places(field, number)
    count, df_width, more_width, with_positions, length = BLOCK_HEAD.unpack(segment.read(terms_at, BLOCK_HEAD.size))
    at = terms_at + BLOCK_HEAD.size
    classes = segment.array(at, count, 1)
    at += count
    bits = (segment.array(at, count, 1) if with_positions else np.zeros(count, np.uint8)).astype(np.int64)
    at += count * with_positions
    frequencies = segment.array(at, count, df_width).astype(np.int64)
    at += count * df_width
    occurrences = frequencies + (segment.array(at, count, more_width) if more_width else 0)
    at += count * more_width
    terms = bytes(segment.read(at, length)).decode("utf-8", "surrogatepass").split("\0")
    docs_width, freqs_width = _WIDTHS[classes & 3], _FREQ_WIDTHS[classes >> 2]
    streams = [np.where(docs_width == width, frequencies * width, 0) for width in (1, 2, 4)]
    streams += [np.where(freqs_width == width, frequencies * width, 0) for width in (1, 2, 4)]
    streams.append((occurrences * bits + 7) // 8)
    sizes = np.array(streams)
    places = (postings_at + np.cumsum(sizes) - sizes.ravel()).reshape(sizes.shape)
    every = np.arange(count)
    return _Slice(
        terms,
        frequencies,
        occurrences,
        places[classes & 3, every],
        docs_width,
        places[2 + np.maximum(classes >> 2, 1), every],
        freqs_width,
        places[6],
        bits,
    )


def _merged(parts: Sequence[_Part], slices: Sequence[_Slice], with_positions: bool) -> Run:
    """The postings of one range of terms, those of the segments one after another within each term."""
    terms = sorted({term for part in slices for term in part.terms})
    ranks = {term: rank for rank, term in enumerate(terms)}
    columns = []
    for part, piece in zip(parts, slices, strict=True):
        of_terms = np.array([ranks[term] for term in piece.terms], np.int64)
        columns.append(_decoded(part, piece, of_terms, with_positions))
    term_of = np.concatenate([column[0] for column in columns])
    docs = np.concatenate([column[1] for column in columns])
    freqs = np.concatenate([column[2] for column in columns])
    frequencies = np.bincount(term_of, minlength=len(terms))
    order = _places(term_of, frequencies)
    steps = None
    if with_positions:
        ordered_freqs = np.empty_like(freqs)
        ordered_freqs[order] = freqs
        starts = (np.cumsum(ordered_freqs, dtype=np.int64) - ordered_freqs)[order]
        before = np.cumsum(freqs, dtype=np.int64) - freqs
        all_steps = np.concatenate([column[3] for column in columns])
        steps = np.empty_like(all_steps)
        steps[np.repeat(starts - before, freqs) + np.arange(len(all_steps))] = all_steps
    used = np.flatnonzero(frequencies)
    if len(used) < len(terms):
        terms = [terms[rank] for rank in used.tolist()]
    return Run(terms, frequencies[used], _put(docs, order), _put(freqs, order), steps)


def _put(values: Array, places: Array) -> Array:
    out = np.empty_like(values)
    out[places] = values
    return out


def _places(term_of: Array, frequencies: Array) -> Array:
    """Where each posting goes: a stable order by term. Both segments and their terms are in order already."""
    order = np.argsort(term_of, kind="stable")
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _decoded(part: _Part, piece: _Slice, ranks: Array, with_positions: bool) -> tuple[Array, Array, Array, Array]:
    """(term, document, frequency) of each posting that stays, and its steps."""
    segment, counts = part.segment, piece.frequencies
    gaps = segment.unpacked(piece.docs_at, piece.docs_width * 8, counts)
    totals = np.cumsum(gaps)
    firsts = np.cumsum(counts) - counts
    docs = totals - np.repeat(totals[firsts] - gaps[firsts], counts) if len(gaps) else gaps
    freqs = segment.unpacked(piece.freqs_at, piece.freqs_width * 8, counts)
    freqs[freqs == 0] = 1
    term_of = np.repeat(ranks, counts)
    steps = np.zeros(0, np.uint32)
    if with_positions:
        steps = segment.unpacked(piece.positions_at, piece.positions_bits, piece.occurrences).astype(np.uint32)
    if part.kept is not None:
        kept = part.kept[docs]
        if with_positions:
            steps = steps[np.repeat(kept, freqs)]
        term_of, docs, freqs = term_of[kept], docs[kept], freqs[kept]
    return term_of, part.numbers[docs], freqs.astype(np.uint32), steps


# Columns


def _merge_values(file: SectionFile, parts: Sequence[_Part], name: str) -> None:
    values = sorted({value for part in parts for value in part.segment.values(name)} | {""})
    merged = np.concatenate([_renumbered(part, name, values)[part.segment.column(name)[part.live]] for part in parts])
    used = np.unique(np.concatenate((np.zeros(1, np.int64), merged)))
    put_numbers(file, f"{name}.ordinals", np.searchsorted(used, merged))
    put_values(file, name, [values[number] for number in used.tolist()])


def _merge_bands(file: SectionFile, parts: Sequence[_Part]) -> None:
    width = max(part.segment.bands.shape[1] for part in parts)
    tables = [part.segment.bands[part.live] for part in parts]
    padded = [np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in tables]
    file.put("bands", np.concatenate(padded).astype("<u4").tobytes())


def _renumbered(part: _Part, name: str, values: Sequence[str]) -> Array:
    places = {value: number for number, value in enumerate(values)}
    return np.array([places[value] for value in part.segment.values(name)], np.int64)


def _merge_authors(file: SectionFile, parts: Sequence[_Part]) -> None:
    values = sorted({value for part in parts for value in part.segment.values("author")})
    flat, counts = [np.zeros(0, np.int64)], []
    for part in parts:
        offsets, ordinals = part.segment.authors
        sizes = np.diff(offsets)
        kept = np.repeat(np.ones(len(sizes), np.bool_) if part.kept is None else part.kept, sizes)
        if len(ordinals):
            flat.append(_renumbered(part, "author", values)[ordinals[kept]])
        counts.append(sizes[part.live])
    merged = np.concatenate(flat)
    used = np.unique(merged)
    put_numbers(file, "author.ends", np.cumsum(np.concatenate(counts)))
    put_numbers(file, "author.ordinals", np.searchsorted(used, merged))
    put_values(file, "author", [values[number] for number in used.tolist()])
