"""One segment as numpy arrays: what whole-column evaluation, merging and the Whoosh codec work on."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.dictionary import TermEntry
from newsearch.engine.columns.eights import eights
from newsearch.engine.columns.layout import CHUNK, FREQ_BITS, PLAIN_COLUMNS
from newsearch.engine.columns.places import TermPlaces
from newsearch.engine.columns.store import SegmentFile
from newsearch.errors import IndexDamaged

Array = NDArray[Any]
_DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4"), 8: np.dtype("<u8")}
_MADV_POPULATE_READ = 22
"""Linux 5.14; Python has no name for it."""
_PATIENCE = 5
"""A slow disk, or others at work, may make the preparing so many times as long."""
_AT_ONCE = 1 << 20
"""Bytes that are mapped and checked before the clock is looked at."""
_SUMS_SOUGHT = 100
"""Times that a sum is looked for among all before they are sorted, which takes as long as 300 times."""
_MANY_STEPS = 16_384
_CHUNK_BITS = 8 * CHUNK
_LOW_BITS = (np.uint64(1) << np.arange(65, dtype=np.uint64)) - np.uint64(1)
"""[n]: the lowest n bits of a word."""
_PARTS_OF_BYTES = {
    bits: ((np.arange(256)[:, None] >> np.arange(0, 8, bits) & (1 << bits) - 1) + 1)
    .astype(np.uint8)
    .view(_DTYPES[8 // bits])
    .reshape(-1)
    for bits in FREQ_BITS
    if 0 < bits < 8
}
"""Of each byte the numbers of so many bits in it, and one more; a byte each, side by side in one number."""
_EIGHTS = [(np.arange(8) * bits >> 3, (np.arange(8) * bits & 7).astype(np.uint64)) for bits in range(58)]
"""[n]: the byte that each of eight numbers of n bits begins in, and the bits of it before."""


class SegmentReader(SegmentFile):
    """A `SegmentFile` whose postings and columns are arrays. Views of the file are read-only."""

    def __init__(self, path: Path | str, deleted: bytes | None = None) -> None:
        super().__init__(path, deleted)
        self._prepare()

    @classmethod
    def over(cls, file: SegmentFile, deleted: bytes | None = None) -> SegmentReader:
        """Arrays over a file that is open already; both share its map. `deleted` instead of the file's own deletions."""
        reader = cls.__new__(cls)
        reader.__dict__.update(file.__dict__)
        if deleted is not None:
            reader.deleted_bits = deleted
        reader._prepare()
        return reader

    def _prepare(self) -> None:
        bits = self.deleted_bits
        self.deleted: NDArray[np.bool_] | None = None if bits is None else np.frombuffer(bits, np.bool_)
        """One bool a document, True for a deleted one; None when none is deleted."""
        self._lengths: dict[str, Array] = {}
        self._columns: dict[str, Array] = {}
        self.prepared = False
        """Whether everything but the stored documents is known to be as it was written."""
        self._places: dict[str, TermPlaces] = {}
        self._by_sum: dict[str, tuple[Array, Array]] = {}
        """Of ids or paths: documents in order of the sums, and these."""
        self._sums_asked = 0
        self._chunks_left: NDArray[np.bool_] = np.frombuffer(self._unchecked, np.bool_)
        self._bytes: NDArray[np.uint8] = np.frombuffer(self.view, np.uint8)
        self._unaligned: Array = eights(self.view)

    def prepare(self, seconds: float) -> float:
        """Map everything but the stored documents and check it, for at most about so many seconds of processor time; what
        is left of them. Of a file in the system's cache that takes 0.6 ms a MB; touched piece by piece, three times as
        long, in the midst of queries. What is altered is told when it is read."""
        places = [place for name, place in self._sections.items() if name != "store.data"]
        first = min((start for start, _ in places), default=0)
        end = min(max((start + length for start, length in places), default=0), self._end)
        until, late = time.thread_time() + seconds, time.perf_counter() + _PATIENCE * seconds
        for start in range(first // _AT_ONCE * _AT_ONCE, end, _AT_ONCE):
            if time.thread_time() >= until or time.perf_counter() >= late:
                break
            # A system that does not know this advice maps pages as they are touched.
            with contextlib.suppress(OSError, AttributeError):
                self._map.madvise(_MADV_POPULATE_READ, start, min(_AT_ONCE, end - start))
            for chunk in range(start // CHUNK, (min(start + _AT_ONCE, end) + CHUNK - 1) // CHUNK):
                with contextlib.suppress(IndexDamaged):
                    self._check(chunk)
        self.prepared = self._unchecked.find(1, first // CHUNK, (end + CHUNK - 1) // CHUNK) < 0
        return until - time.thread_time()

    def array(self, start: int, count: int, width: int) -> Array:
        """`count` unsigned numbers of the file; without width, the steps of a term that all documents have."""
        if not width:
            steps = np.ones(count, np.uint8)
            steps[:1] = 0
            return steps
        size = count * width
        if not self.prepared:
            self.read(start, size)
        data = self._bytes[start : start + size]
        return data if width == 1 else data.view(_DTYPES[width])

    # Terms

    def places(self, field: str) -> TermPlaces:
        """The whole dictionary of a field, decoded at the first call."""
        found = self._places.get(field)
        if found is None:
            found = self._places[field] = TermPlaces(self, field)
        return found

    def block_places(self, field: str, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where dictionary blocks `first` to `last`, excluding the last, begin among all of them unpacked, and where their
        postings do."""
        terms_at, postings_at, _, _ = self._index(field)
        return np.array(terms_at[first:last], np.int64), np.array(postings_at[first:last], np.int64)

    def first_terms(self, field: str) -> list[bytes]:
        """The first term of each dictionary block."""
        if not self.stat(field).blocks:
            return []
        _, _, ends, text = self._index(field)
        data = bytes(text)
        return [data[start:end] for start, end in pairwise((0, *ends))]

    # Postings

    def postings(self, entry: TermEntry) -> tuple[NDArray[np.uint32], Array]:
        """(documents, ascending uint32; frequencies, uint8 to uint32), a number a document each."""
        if not entry.docs_width:
            return np.arange(entry.doc_frequency, dtype=np.uint32), self.freqs(entry)
        gaps = self.array(entry.docs_at, entry.doc_frequency, entry.docs_width)
        docs = np.add.accumulate(gaps, 0, np.uint32)
        return docs, self.freqs(entry)

    def freqs(self, entry: TermEntry) -> Array:
        """How often the term occurs in each of its documents."""
        return self.frequencies(entry.freqs_at, entry.doc_frequency, entry.freqs_bits)

    def frequencies(self, start: int, count: int, bits: int) -> Array:
        """As many frequencies, which are stored in so many bits."""
        if not bits:
            return np.ones(count, np.uint8)
        if bits < 8:
            data = self.array(start, (count * bits + 7) >> 3, 1)
            parts: Array = _PARTS_OF_BYTES[bits].take(data).view(np.uint8)
            return parts[:count]
        further = self.array(start, count, bits >> 3)
        found: Array = further + further.dtype.type(1)
        return found

    def positions(self, entry: TermEntry) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(offsets, positions): those of the i-th document of `postings` are positions[offsets[i]:offsets[i + 1]]."""
        counts = self.freqs(entry).astype(np.int64)
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        return offsets, running_sums(self.steps(entry, np.arange(offsets[-1])), counts)

    def positions_of(self, entry: TermEntry, places: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(how many, positions) in the documents at `places` of the term's postings; reads no others."""
        freqs = self.freqs(entry)
        starts = (np.cumsum(freqs, dtype=np.int64) - freqs)[places]
        counts = freqs[places].astype(np.int64)
        before = np.cumsum(counts) - counts
        chosen = np.repeat(starts - before, counts) + np.arange(int(counts.sum()))
        return counts, running_sums(self.steps(entry, chosen), counts)

    def words_of(self, places: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The eight bytes from the byte on that each bit of the file lies in. Unchecked."""
        words: NDArray[np.uint64] = self._unaligned[places >> 3]
        return words

    def check_bits(self, at: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """The chunks that lie between bits of the file pass their checksums."""
        if self.prepared:
            return
        chunks, lasts = at // _CHUNK_BITS, (ends - 1) // _CHUNK_BITS
        for more in range(1 + int((lasts - chunks).max(initial=0))):
            further = np.minimum(chunks + more, lasts)
            for chunk in set(further[self._chunks_left[further]].tolist()):
                self._check(chunk)

    def steps_between(self, entry: TermEntry, first: int, end: int) -> NDArray[np.int64]:
        """Steps from position to position, of a term's occurrences `first` to before `end`. Eight of them are a whole number
        of bytes: of each eight, the bytes from each of them on are a row of a view of the file. 4 us and 2 ns a step; from
        some thousand on eight strided views pay, one for each of the eight."""
        bits, skipped = entry.positions_bits, first & 7
        count, start = end - first + skipped, entry.positions_at + (first >> 3) * bits
        if not self.prepared:
            self.read(start, (count * bits + 7) // 8)
        eights = (count + 7) >> 3
        if count > _MANY_STEPS or start + eights * bits + 8 > len(self.view):
            return self._strided_steps(start, bits, count)[skipped:]
        at, shifts = _EIGHTS[bits]
        steps: NDArray[np.uint64] = np.ndarray((eights, bits), "<u8", self.view, start, (bits, 1)).take(at, 1)
        steps >>= shifts
        steps &= _LOW_BITS[bits]
        return steps.reshape(-1)[skipped:count].view(np.int64)

    def _strided_steps(self, start: int, bits: int, count: int) -> NDArray[np.int64]:
        """As many steps from a byte of the file on."""
        steps = np.empty(count, np.uint64)
        for lane in range(min(8, count)):
            share = steps[lane::8]
            bit = lane * bits
            words: NDArray[np.uint64] = np.ndarray((len(share),), "<u8", self.view, start + (bit >> 3), (bits,))
            np.right_shift(words, np.uint64(bit & 7), out=share)
        steps &= _LOW_BITS[bits]
        return steps.view(np.int64)

    def steps(self, entry: TermEntry, chosen: Array) -> NDArray[np.int64]:
        """Steps from position to position, of the occurrences numbered `chosen`; a document's first is from 0."""
        bits = entry.positions_bits
        if not self.prepared:
            self.read(entry.positions_at, (entry.collection_frequency * bits + 7) // 8)
        at = chosen * bits
        at += entry.positions_at << 3
        # Eight bytes from any place on: the trailer keeps them inside the file.
        words = self.words_of(at)
        at &= 7
        words >>= at.view(np.uint64)
        words &= _LOW_BITS[bits]
        return words.view(np.int64)

    def unpacked(self, places: Array, bits: Array, counts: Array) -> NDArray[np.int64]:
        """Of each of many terms, `counts` numbers of `bits` bits from byte `places` on. 0 bits give zeros."""
        if len(places):
            start, end = int(places.min()), int((places + (counts * bits + 7) // 8).max())
            self.read(start, end - start)
        firsts = np.cumsum(counts) - counts
        wide = bits.repeat(counts)
        at = np.arange(len(wide))
        at *= wide
        at += (places * 8 - firsts * bits).repeat(counts)
        words = self.words_of(at)
        at &= 7
        words >>= at.view(np.uint64)
        words &= _LOW_BITS.take(wide)
        numbers: NDArray[np.int64] = words.view(np.int64)
        return numbers

    def lengths(self, field: str) -> Array:
        """Occurrences in the field, a number a document."""
        found = self._lengths.get(field)
        if found is None:
            view = self.length_view(field)
            found = np.asarray(view) if view else np.zeros(self.doc_count, np.uint8)
            self._lengths[field] = found
        return found

    def column(self, name: str) -> Array:
        """A number a document: `day` (int32 days since 1970, `MISSING_DAY`), `number`, `digest`, or the
        ordinals into `values(name)` of `outlet`, `kind`, `language`, `agency` (0 is the missing value)."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._load_column(name)
        return found

    def _load_column(self, name: str) -> Array:
        if name == "day":
            return np.asarray(self.day_view())
        view = self.column_view(name) if name in PLAIN_COLUMNS else self.ordinal_view(name)
        return np.asarray(view) if view else np.zeros(self.doc_count, np.uint8)

    def numbers_with_sum(self, name: str, wanted: int) -> list[int]:
        """Documents whose id or path has a sum, ascending: those of many files are asked for while an index is changed."""
        self._sums_asked += 1
        if self._sums_asked < _SUMS_SOUGHT:
            sought: list[int] = np.flatnonzero(self.column(name) == wanted).tolist()
            return sought
        order, sums = self._by_sum.get(name) or self._sorted_sums(name)
        first, end = sums.searchsorted((wanted, wanted + 1)).tolist()
        found: list[int] = order[first:end].tolist()
        return found

    def _sorted_sums(self, name: str) -> tuple[Array, Array]:
        column = self.column(name)
        order = np.argsort(column, kind="stable").astype(np.uint32)
        found = self._by_sum[name] = order, column[order].astype(np.int64)
        return found

    @cached_property
    def bands(self) -> NDArray[np.uint32]:
        """A row of hashes a document: near-identical blocks share one at its place. All 0 for a block without."""
        return np.frombuffer(self.section("bands"), "<u4").reshape(self.doc_count, -1)

    @cached_property
    def authors(self) -> tuple[NDArray[np.int64], Array]:
        """(offsets, ordinals into `values("author")`): document i has ordinals[offsets[i]:offsets[i + 1]]."""
        offsets = np.zeros(self.doc_count + 1, np.int64)
        counts = self.author_counts()
        if counts:
            np.cumsum(np.asarray(counts), out=offsets[1:])
        view = self.ordinal_view("author")
        return offsets, np.asarray(view) if view else np.zeros(0, np.uint8)


def decoded_positions(
    words_of: Callable[[NDArray[np.int64]], NDArray[np.uint64]],
    begins: NDArray[np.int64],
    bits: NDArray[np.int64] | int,
    counts: NDArray[np.int64],
    ends: NDArray[np.int64],
    shifts: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Positions in some documents, of any terms, one document after the other and decoded at once. Of each document: the
    bit of the file where steps like its own would have to begin for its own to lie where they do in the result, bits of a
    step (or one number for all, a quarter less to do), how many there are (at least one), where they end in the result, and
    what is added to each position, which is changed. `words_of` reads the files, as `SegmentReader.words_of`."""
    if isinstance(bits, int):
        wide: NDArray[np.int64] | int = bits
        places = np.arange(0, int(ends[-1]) * bits, bits)
    else:
        wide = bits.repeat(counts)
        places = np.arange(len(wide))
        places *= wide
    places += begins.repeat(counts)
    words = words_of(places)
    places &= 7
    words >>= places.view(np.uint64)
    words &= _LOW_BITS[wide]
    positions: NDArray[np.int64] = np.add.accumulate(words.view(np.int64))
    # Sums run on from document to document: each document's begin anew.
    shifts[1:] -= positions.take(ends[:-1] - 1)
    positions += shifts.repeat(counts)
    return positions


def running_sums(steps: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Running sums of `steps` that start afresh after each of `counts`, none of which is 0."""
    if not len(steps):
        return steps
    totals = np.cumsum(steps)
    firsts = np.cumsum(counts) - counts
    totals -= np.repeat(totals[firsts] - steps[firsts], counts)
    return totals
