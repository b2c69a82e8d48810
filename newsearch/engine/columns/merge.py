"""Several segments -> one, without their deleted documents and without reading a text again.

Dictionaries are merged a range of terms at a time, so that memory is bounded by the range and not by the segments.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, compress
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    FORM_FIELD,
    HEAD_GROUP,
    HEAD_GROUP_BITS,
    KEYWORD_FIELDS,
    NAME_FIELDS,
    PLAIN_COLUMNS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
)
from newsearch.engine.columns.postings import FieldColumns, Run
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.section_writers import (
    StoredBlocks,
    put_all,
    put_bands,
    put_heads,
    put_numbers,
    put_values,
    write_forms,
    write_lengths,
)
from newsearch.engine.columns.slices import Slice, all_terms, postings, ranges

Array = NDArray[Any]


_HEADS_SEEN = 1 << 14
"""Heads that are read, before all of them, for a dictionary."""
_BANDS_AT_ONCE = 1 << 16
"""Documents."""
_RANGES_MAPPED = 16
"""Ranges of terms after which the pages of the segments, read once, are no longer held: 50 MB."""


class _Part(NamedTuple):
    """A segment on its way into another."""

    segment: SegmentReader
    live: Array
    """Numbers of the documents that stay."""
    numbers: Array
    """New number of each document; what a deleted one has does not matter."""
    kept: NDArray[np.bool_] | None
    """Which documents stay; None for all."""


def merge_segments(segments: Sequence[SegmentReader], path: Path, unwanted: Event | None = None) -> tuple[int, int]:
    """Write the documents of `segments` that are not deleted as one segment; (documents, sum of their digests). `unwanted`: as of
    a `SectionFile`."""
    parts = list(_parts(segments))
    file = SectionFile(path, unwanted)
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
        part.segment.release_pages()
    stored.finish()
    put_heads(file, count, list(_heads(parts, max(1, count // _HEADS_SEEN))), _heads(parts))
    file.put("docs", struct.pack("<Q", count))
    for field in TEXT_FIELDS + NAME_FIELDS:
        columns = _merge_field(file, parts, field)
        lengths = np.concatenate([part.segment.lengths(field)[part.live] for part in parts])
        write_lengths(file, field, columns, lengths)
    for field in KEYWORD_FIELDS:
        _merge_field(file, parts, field).finish()
    write_forms(file, sorted(set().union(*(all_terms(part.segment, FORM_FIELD) for part in parts))))
    file.put("day", np.concatenate([part.segment.column("day")[part.live] for part in parts]).astype("<i4").tobytes())
    for name in PLAIN_COLUMNS:
        put_numbers(file, f"{name}.numbers", _live(parts, name))
    put_bands(file, max(part.segment.bands.shape[1] for part in parts), _bands(parts))
    for name in VALUE_COLUMNS:
        _merge_values(file, parts, name)
    _merge_authors(file, parts)
    return int(_live(parts, "digest").sum(dtype=np.uint64))


def _live(parts: Sequence[_Part], name: str) -> Array:
    """A column of the documents that stay."""
    return np.concatenate([part.segment.column(name)[part.live] for part in parts])


def _bands(parts: Sequence[_Part]) -> Iterator[Array]:
    """The bands of the documents that stay, some after some: of all at once they would be 150 bytes a document."""
    for part in parts:
        for first in range(0, len(part.live), _BANDS_AT_ONCE):
            yield part.segment.bands[part.live[first : first + _BANDS_AT_ONCE]]


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


def _heads(parts: Sequence[_Part], step: int = 1) -> Iterator[bytes]:
    """The heads of the documents that stay, of each `step`th group."""
    for part in parts:
        for group in range(0, len(part.segment.head_ends()), step):
            heads = part.segment.heads(group)
            if part.kept is None:
                yield from heads
            else:
                first = group << HEAD_GROUP_BITS
                yield from compress(heads, part.kept[first : first + HEAD_GROUP].tolist())


def _merge_field(file: SectionFile, parts: Sequence[_Part], field: str) -> FieldColumns:
    columns = FieldColumns(file, field)
    for number, slices in enumerate(ranges([part.segment for part in parts], field), 1):
        columns.add(_merged(parts, slices, with_positions=field not in KEYWORD_FIELDS))
        if number % _RANGES_MAPPED == 0:
            for part in parts:
                part.segment.release_pages()
    return columns


def _merged(parts: Sequence[_Part], slices: Sequence[Slice], with_positions: bool) -> Run:
    """The postings of one range of terms, those of the segments one after another within each term."""
    terms = list(dict.fromkeys(sorted(chain.from_iterable(piece.terms for piece in slices))))
    ranks = {term: rank for rank, term in enumerate(terms)}
    columns = [_decoded(part, piece, with_positions) for part, piece in zip(parts, slices, strict=True)]
    ranks_of = [np.array(list(map(ranks.__getitem__, piece.terms)), np.int64) for piece in slices]
    frequencies, docs, freqs = _interleaved(
        len(terms), ranks_of, [c.counts for c in columns], [[c.docs, c.freqs] for c in columns]
    )
    steps = None
    if with_positions:
        _, steps = _interleaved(len(terms), ranks_of, [c.occurrences for c in columns], [[c.steps] for c in columns])
    used = np.flatnonzero(frequencies)
    if len(used) < len(terms):
        terms = [terms[rank] for rank in used.tolist()]
    return Run(terms, frequencies[used], docs, freqs, steps)


def _interleaved(size: int, ranks_of: list[Array], counts: list[Array], columns: list[list[Array]]) -> list[Array]:
    """Numbers a term of each segment, and those columns with the numbers of a term side by side."""
    totals = np.zeros(size, np.int64)
    before = []
    for ranks, numbers in zip(ranks_of, counts, strict=True):
        before.append(totals[ranks])
        totals[ranks] += numbers
    starts = np.cumsum(totals) - totals
    merged = [np.empty(int(totals.sum()), column.dtype) for column in columns[0]]
    for ranks, numbers, earlier, values in zip(ranks_of, counts, before, columns, strict=True):
        shifts = starts[ranks] + earlier - (np.cumsum(numbers) - numbers)
        places = np.repeat(shifts, numbers) + np.arange(len(values[0]))
        for out, column in zip(merged, values, strict=True):
            out[places] = column
    return [totals, *merged]


class _Decoded(NamedTuple):
    """The postings of a slice that stay, term after term."""

    counts: Array
    """Documents a term."""
    occurrences: Array
    docs: Array
    """New numbers."""
    freqs: Array
    steps: Array


def _decoded(part: _Part, piece: Slice, with_positions: bool) -> _Decoded:
    counts, occurrences = piece.frequencies, piece.occurrences
    docs, freqs, steps = postings(part.segment, piece, with_positions)
    if part.kept is not None:
        kept = part.kept[docs]
        if with_positions:
            steps = steps[np.repeat(kept, freqs)]
        terms = np.repeat(np.arange(len(counts)), counts)[kept]
        docs, freqs = docs[kept], freqs[kept]
        counts = np.bincount(terms, minlength=len(counts))
        occurrences = np.bincount(terms, freqs, len(counts)).astype(np.int64)
    return _Decoded(counts, occurrences, part.numbers[docs], freqs, steps)


# Columns


def _merge_values(file: SectionFile, parts: Sequence[_Part], name: str) -> None:
    values = sorted({value for part in parts for value in part.segment.values(name)} | {""})
    merged = np.concatenate([_renumbered(part, name, values)[part.segment.column(name)[part.live]] for part in parts])
    _put_used(file, name, values, merged, put_numbers, kept=1)


def _put_used(
    file: SectionFile,
    name: str,
    values: Sequence[str],
    ordinals: Array,
    put: Callable[[SectionFile, str, Array], None],
    kept: int,
) -> None:
    """Ordinals, and those of the values that they use; the first `kept` stay."""
    used = np.bincount(ordinals, minlength=len(values)) > 0
    used[:kept] = True
    put(file, f"{name}.ordinals", (np.cumsum(used) - 1)[ordinals])
    put_values(file, name, compress(values, used.tolist()))


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
    put_numbers(file, "author.counts", np.concatenate(counts))
    _put_used(file, "author", values, merged, put_all, kept=0)
