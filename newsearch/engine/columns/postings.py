"""Sorted occurrences -> a field's dictionary and postings in a segment file.

Terms come in runs: whole arrays over many terms at once, so that nothing here costs Python time per posting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    BLOCK_HEAD,
    BLOCK_TERMS,
    DICTIONARY_GROUP,
    EVERY,
    FIELD_STAT,
    FREQ_BITS,
    width_of,
)

Array = NDArray[Any]
_DICTIONARY_LEVEL = 3
_BITS = np.array(FREQ_BITS, np.uint8)
_LARGEST_FREQS = np.array([1, 2, 4, 16, 0xFF, 0xFFFF])
"""For each of `FREQ_BITS`, the largest frequency that it is used for: those of a byte are made numbers of a byte."""
_PACKED = 1 << 16
"""Positions that are packed at once: few enough that what is made of them stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Run:
    """Postings of consecutive terms of a field, term after term."""

    terms: Sequence[str]
    """In order of their code points."""
    doc_frequencies: Array
    """A number a term."""
    docs: Array
    """Documents, ascending within a term."""
    freqs: Array
    """A number a document of `docs`."""
    steps: Array | None
    """From position to position, a document's first from 0; None in a field without positions."""

    def part(self, first: int, last: int) -> Run:
        """The postings of terms `first` to `last`, excluding the last."""
        ends = np.concatenate(([0], np.cumsum(self.doc_frequencies)))
        docs = slice(int(ends[first]), int(ends[last]))
        steps = None
        if self.steps is not None:
            before = int(self.freqs[: docs.start].sum(dtype=np.int64))
            steps = self.steps[before : before + int(self.freqs[docs].sum(dtype=np.int64))]
        return Run(self.terms[first:last], self.doc_frequencies[first:last], self.docs[docs], self.freqs[docs], steps)


def _joined(left: Run | None, right: Run) -> Run:
    if left is None:
        return right
    return Run(
        [*left.terms, *right.terms],
        np.concatenate((left.doc_frequencies, right.doc_frequencies)),
        np.concatenate((left.docs, right.docs)),
        np.concatenate((left.freqs, right.freqs)),
        None if left.steps is None or right.steps is None else np.concatenate((left.steps, right.steps)),
    )


class PackedRun(NamedTuple):
    """A run as the file has it."""

    terms: Sequence[str]
    classes: Array
    bits: Array | None
    frequencies: Array
    occurrences: Array
    streams: list[tuple[bytes, list[int]]]
    """Bytes of each stream, and where each dictionary block ends in them."""


def pack(run: Run) -> PackedRun:
    """A run of at least one term, ready to be written."""
    count = len(run.terms)
    frequencies = run.doc_frequencies.astype(np.int64)
    firsts = np.zeros(count, np.int64)
    np.cumsum(frequencies[:-1], out=firsts[1:])
    occurrences = _sums(run.freqs, firsts, frequencies)
    gaps = _gaps(run.docs, firsts, frequencies)
    gap_codes = _codes(_largest(gaps, firsts, frequencies))
    if run.steps is None and len(gaps):
        gap_codes[(frequencies > 0) & (run.docs[firsts + frequencies - 1] == frequencies - 1)] = EVERY
    freq_codes = _freq_codes(_largest(run.freqs, firsts, frequencies))
    streams = _streams(gaps, gap_codes, frequencies)
    streams.append(_further(run.freqs, freq_codes, frequencies))
    bits = None
    if run.steps is not None:
        starts = np.zeros(count, np.int64)
        np.cumsum(occurrences[:-1], out=starts[1:])
        bits = _bits(_largest(run.steps, starts, occurrences))
        streams.append(_packed(run.steps, starts, bits, occurrences))
    return PackedRun(run.terms, gap_codes | freq_codes << 2, bits, frequencies, occurrences, streams)


class FieldColumns:
    """Writes one field: runs of terms in order, then `finish`."""

    def __init__(self, file: SectionFile, field: str) -> None:
        self._file = file
        self._field = field
        self._dictionary: list[bytes] = []
        self._dictionary_size = 0
        self._terms_at: list[int] = []
        self._postings_at: list[int] = []
        self._firsts: list[bytes] = []
        self._terms = 0
        self._occurrences = 0
        self._rest: Run | None = None
        """Terms that do not fill a block yet."""
        file.start(f"{field}.postings")

    def add(self, run: Run) -> None:
        """Append the postings of `run`, whose terms sort after all before."""
        run = _joined(self._rest, run)
        whole = len(run.terms) // BLOCK_TERMS * BLOCK_TERMS
        if whole == len(run.terms):
            self._rest = None
            self._write(run)
            return
        self._rest = run.part(whole, len(run.terms))
        self._write(run.part(0, whole))

    def _write(self, run: Run) -> None:
        if len(run.terms):
            self.add_packed(pack(run))

    def add_packed(self, run: PackedRun) -> None:
        """Append postings whose terms sort after all before. Between the first and the last come whole dictionary blocks."""
        self._write_postings(run.streams)
        self._write_dictionary(run.terms, run.classes, run.bits, run.frequencies, run.occurrences - run.frequencies)
        self._terms += len(run.terms)
        self._occurrences += int(run.occurrences.sum())

    def _write_postings(self, streams: list[tuple[bytes, list[int]]]) -> None:
        """Of each dictionary block the parts of all streams, one after another."""
        starts = np.sum([ends for _, ends in streams], axis=0) + self._file.tell()
        self._postings_at += starts[:-1].tolist()
        parts = zip(
            *([data[start:end] for start, end in pairwise(ends)] for data, ends in streams if data), strict=True
        )
        self._file.write(b"".join(chain.from_iterable(parts)))

    def _write_dictionary(
        self, terms: Sequence[str], classes: Array, bits: Array | None, frequencies: Array, more: Array
    ) -> None:
        starts = np.arange(0, len(terms), BLOCK_TERMS)
        widths = [width_of(most) for most in np.maximum.reduceat(frequencies, starts).tolist()]
        more_widths = [width_of(most) if most else 0 for most in np.maximum.reduceat(more, starts).tolist()]
        # bytes are cut in a tenth of the time of arrays, and blocks are many
        counts = {width: frequencies.astype(f"<u{width}").tobytes() for width in set(widths)}
        further = {width: more.astype(f"<u{width}").tobytes() if width else b"" for width in set(more_widths)}
        coded_classes, coded_bits = classes.tobytes(), b"" if bits is None else bits.tobytes()
        for start, width, more_width in zip(starts.tolist(), widths, more_widths, strict=True):
            part = terms[start : start + BLOCK_TERMS]
            end = start + len(part)
            text = "\0".join(part).encode("utf-8", "surrogatepass")
            entry = b"".join(
                (
                    BLOCK_HEAD.pack(len(part), width, more_width, bits is not None, len(text)),
                    coded_classes[start:end],
                    coded_bits[start:end],
                    counts[width][start * width : end * width],
                    further[more_width][start * more_width : end * more_width],
                    text,
                )
            )
            self._terms_at.append(self._dictionary_size)
            self._dictionary.append(entry)
            self._dictionary_size += len(entry)
            self._firsts.append(part[0].encode("utf-8", "surrogatepass"))

    def finish(self, documents: int = 0, shortest: int = 0, longest: int = 0) -> None:
        """Write the dictionary, its index and the field's counts."""
        if self._rest is not None:
            self._write(self._rest)
            self._rest = None
        file = self._file
        self._put_dictionary()
        ends = np.cumsum([len(first) for first in self._firsts], dtype="<u4")
        file.put(
            f"{self._field}.index",
            np.array(self._terms_at, "<u8").tobytes(),
            np.array(self._postings_at, "<u8").tobytes(),
            ends.tobytes(),
            b"".join(self._firsts),
        )
        blocks = len(self._firsts)
        file.put(
            f"{self._field}.stat",
            FIELD_STAT.pack(self._occurrences, documents, self._terms, blocks, shortest, longest),
        )

    def _put_dictionary(self) -> None:
        """The dictionary blocks, some compressed together, and where each frame ends."""
        blocks = self._dictionary
        groups: list[bytes | bytearray | memoryview[int]] = [
            b"".join(blocks[first : first + DICTIONARY_GROUP]) for first in range(0, len(blocks), DICTIONARY_GROUP)
        ]
        frames: list[bytes] = []
        if groups:
            packed = zstandard.ZstdCompressor(_DICTIONARY_LEVEL).multi_compress_to_buffer(groups)
            frames = [packed[number].tobytes() for number in range(len(packed))]
        self._file.put(f"{self._field}.terms", *frames)
        ends = np.cumsum([len(frame) for frame in frames], dtype="<u4")
        self._file.put(f"{self._field}.frames", b"\4", ends.tobytes())


def _gaps(docs: Array, firsts: Array, frequencies: Array) -> Array:
    """Each document less the one before it; the first of a term as it is."""
    gaps = docs.copy()
    gaps[1:] -= docs[:-1]
    starts = firsts[frequencies > 0]
    gaps[starts] = docs[starts]
    return gaps


def _sums(values: Array, firsts: Array, counts: Array) -> Array:
    totals = np.zeros(len(firsts), np.int64)
    some = counts > 0
    if some.any():
        totals[some] = np.add.reduceat(values, firsts[some], dtype=np.int64)
    return totals


def _largest(values: Array, firsts: Array, counts: Array) -> Array:
    """The largest value of each term."""
    most = np.zeros(len(firsts), np.int64)
    some = counts > 0
    if some.any():
        most[some] = np.maximum.reduceat(values, firsts[some])
    return most


def _codes(largest: Array) -> Array:
    """0, 1 or 2 for values that fit 1, 2 or 4 bytes."""
    return (largest > 0xFF).astype(np.uint8) + (largest > 0xFFFF)


def _freq_codes(largest: Array) -> Array:
    """Which of `FREQ_BITS` hold the frequencies of terms whose largest is given."""
    codes: Array = np.searchsorted(_LARGEST_FREQS, largest).astype(np.uint8)
    return codes


def _further(freqs: Array, codes: Array, counts: Array) -> tuple[bytes, list[int]]:
    """How often more than once a term occurs, where it ever does, packed; and where each block of terms ends in it."""
    some = codes > 0
    chosen = freqs[np.repeat(some, counts)] - freqs.dtype.type(1)
    counts = np.where(some, counts, 0)
    return _packed(chosen, np.cumsum(counts) - counts, _BITS[codes], counts)


def _streams(values: Array, codes: Array, counts: Array) -> list[tuple[bytes, list[int]]]:
    """Of each width: the values of the terms of that width as bytes, and where each block of terms ends in them."""
    streams = []
    for code, width in enumerate((1, 2, 4)):
        chosen = codes == code
        sizes = np.where(chosen, counts, 0)
        total = int(sizes.sum())
        if total == len(values):
            data = values.astype(f"<u{width}")
        elif total:
            data = values[np.repeat(chosen, counts)].astype(f"<u{width}")
        else:
            data = np.zeros(0, np.uint8)
        streams.append((data.tobytes(), _block_ends(sizes * width)))
    return streams


def _bits(largest: Array) -> Array:
    """How many bits hold each of `largest`; 1 for 0."""
    bits: Array = np.maximum(np.frexp(largest.astype(np.float64))[1], 1).astype(np.uint8)
    return bits


def _packed(values: Array, starts: Array, bits: Array, counts: Array) -> tuple[bytes, list[int]]:
    """The values of each term in its number of bits, lowest bit first; a term starts on a whole byte."""
    wide = bits.astype(np.int64)
    sizes = (counts * wide + 7) // 8
    total = int(sizes.sum())
    if not len(values):
        return b"", _block_ends(sizes)
    used: Array = counts > 0
    padding: Array = (8 * sizes - counts * wide)[used]
    at = np.zeros(len(values), np.int64)
    at[1:] = np.repeat(wide, counts)[:-1]
    at[starts[used][1:]] += padding[:-1]
    np.cumsum(at, out=at)
    words = np.zeros(total // 8 + 2, "<u8")
    for first in range(0, len(values), _PACKED):
        _or_bits(words, values[first : first + _PACKED].astype(np.uint64), at[first : first + _PACKED])
    return words.view(np.uint8)[:total].tobytes(), _block_ends(sizes)


def _or_bits(words: Array, values: Array, at: Array) -> None:
    """Put `values` at the bit places `at` of `words`; the places ascend and do not overlap."""
    word, shifts = at >> 6, (at & 63).astype(np.uint64)
    firsts = np.flatnonzero(np.diff(word, prepend=-1))
    words[word[firsts]] |= np.bitwise_or.reduceat(values << shifts, firsts)
    lasts = np.append(firsts[1:], len(values)) - 1
    # What the last value of a word has beyond it; in two shifts, because one of 64 would be none.
    words[word[lasts] + 1] |= (values[lasts] >> np.uint64(1)) >> (np.uint64(63) - shifts[lasts])


def _block_ends(sizes: Array) -> list[int]:
    """Running totals of `sizes` at the block boundaries, from 0."""
    starts = np.arange(0, len(sizes), BLOCK_TERMS)
    ends: list[int] = np.concatenate(([0], np.cumsum(np.add.reduceat(sizes, starts)))).tolist()
    return ends
