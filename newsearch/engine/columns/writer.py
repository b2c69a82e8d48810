"""Batches of documents -> one segment file. Radix sorts make postings of the words."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine.columns.batch import STORED_BLOCK, STORED_LEVEL, Batch, Vocabulary, WordColumn, joined_records
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    FORM_FIELD,
    KEYWORD_FIELDS,
    NAME_FIELDS,
    PIECES_APART,
    TEXT_FIELDS,
    VALUE_COLUMNS,
    width_of,
)
from newsearch.engine.columns.postings import FieldColumns, Run, position_steps

Array = NDArray[Any]

_SORTED_WHOLE = 1 << 24
"""Occurrences that are sorted in one go if they have few enough terms: 8 bytes each."""
_SORTED = 1 << 22
"""Occurrences of a range of terms that are sorted at once otherwise: 24 bytes each."""
_PACKED = 1 << 18
"""Occurrences whose postings are made at once: what is worked on stays in the processor's cache."""
_DOCUMENT_WEIGHT = 100
"""What a document without words takes, in words: its id, path and the like are Python's until the segment is written."""


class StoredBlocks:
    """Compresses records into blocks and writes them as they fill; the first sections of a segment."""

    def __init__(self, file: SectionFile) -> None:
        self._file = file
        self._compressor = zstandard.ZstdCompressor(STORED_LEVEL)
        self._records: list[bytes] = []
        self._size = 0
        self._firsts: list[int] = []
        self._places: list[int] = []
        self._in_blocks = 0
        file.start("store.data")

    @property
    def count(self) -> int:
        """Records so far."""
        return self._in_blocks + len(self._records)

    def add(self, data: bytes) -> None:
        self._records.append(data)
        self._size += len(data)
        if self._size >= STORED_BLOCK:
            self.close_block()

    def close_block(self) -> None:
        """Compress and write the open block, if there is one."""
        if self._records:
            records, self._records, self._size = self._records, [], 0
            self.add_block(self._compressor.compress(joined_records(records)), len(records))

    def add_block(self, packed: bytes | memoryview, count: int) -> None:
        """Append a compressed block of `count` records as it is; no block is open."""
        self._firsts.append(self._in_blocks)
        self._places.append(self._file.tell())
        self._file.write(struct.pack("<I", len(packed)))
        self._file.write(packed)
        self._in_blocks += count

    def finish(self) -> None:
        self.close_block()
        self._file.put("store.index", np.array([*self._firsts, *self._places], "<u8").tobytes())


class _Words:
    """The occurrences of one field, from batch to batch, each with the vocabulary that its ids are of."""

    def __init__(self) -> None:
        self._parts: list[tuple[Vocabulary, Array]] = []
        self._docs: list[Array] = [np.zeros(0, np.uint32)]
        self._sizes: list[Array] = [np.zeros(0, np.int64)]
        self.count = 0
        """Occurrences so far."""

    def add(self, column: WordColumn, vocabulary: Vocabulary, first: int) -> None:
        """The words of a batch whose first document is number `first`."""
        if len(column.sizes):
            self._parts.append((vocabulary, column.ids))
            self._docs.append(column.docs + np.uint32(first))
            self._sizes.append(column.sizes)
            self.count += len(column.ids)

    def used(self) -> list[tuple[Vocabulary, Array]]:
        """The occurrences of each id, by vocabulary."""
        counts: dict[int, tuple[Vocabulary, Array]] = {}
        for vocabulary, ids in self._parts:
            _, sums = counts.setdefault(id(vocabulary), (vocabulary, np.zeros(len(vocabulary.terms), np.int64)))
            found = np.bincount(ids)
            sums[: len(found)] += found
        return list(counts.values())

    def occurrences(self, ranks: dict[int, Array], counts: Array) -> _Occurrences:
        """All of them, by the rank of their term; `counts` is how often each occurs. This is used up."""
        high = np.empty(self.count if len(counts) > _LOW else 0, np.uint8)
        low = np.empty(self.count, np.uint16)
        at = 0
        for place, (vocabulary, ids) in enumerate(self._parts):
            found = ranks[id(vocabulary)][ids]
            low[at : at + len(ids)] = found
            if len(high):
                high[at : at + len(ids)] = found >> np.uint32(16)
            at += len(ids)
            self._parts[place] = (vocabulary, np.zeros(0, np.uint32))
        docs, sizes = np.concatenate(self._docs), np.concatenate(self._sizes)
        self._docs, self._sizes = [], []
        return _Occurrences(low, high, counts, docs, sizes)


_LOW = 1 << 16


class _Occurrences(NamedTuple):
    """The words of a field, piece after piece."""

    low: Array
    """Lower 16 bits of the rank of each word's term."""
    high: Array
    """The rest of the rank, if there are more than 2**16 terms."""
    counts: Array
    """Occurrences of each rank."""
    piece_docs: Array
    """Document of each piece."""
    sizes: Array
    """Words of each piece."""

    def runs(self, terms: Sequence[str]) -> Iterator[Run]:
        """Postings, a range of terms at a time."""
        pieces = np.repeat(np.arange(len(self.sizes), dtype=np.uint32), self.sizes)
        shifts = _first_positions(self.piece_docs, self.sizes) - (np.cumsum(self.sizes) - self.sizes)
        shifts = shifts.astype(np.uint32)
        most = _SORTED_WHOLE if len(pieces) <= _SORTED_WHOLE and len(self.counts) <= _LOW else _SORTED
        for first, last in _cuts(self.counts, most, 0, len(self.counts)):
            places = self._places(first, last)
            at = 0
            for start, end in _cuts(self.counts, _PACKED, first, last):
                counts = self.counts[start:end]
                some = places[at : at + int(counts.sum())]
                at += len(some)
                piece = pieces[some]
                positions = some.astype(np.uint32) + shifts[piece]
                yield run_of(terms[start:end], counts, self.piece_docs[piece], positions)

    def _places(self, first: int, last: int) -> Array:
        """The words of terms `first` to `last`, which share the high part of their ranks, term after term."""
        if first == 0 and last == len(self.counts):
            return np.argsort(self.low, kind="stable")
        chosen = self.low >= first % _LOW
        if last % _LOW:
            chosen &= self.low < last % _LOW
        if len(self.high):
            chosen &= self.high == first // _LOW
        places = np.flatnonzero(chosen)
        sorted_places: Array = places[np.argsort(self.low[places], kind="stable")]
        return sorted_places


def _cuts(counts: Array, most: int, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the terms `first` to `end` of at most `most` occurrences, if one term alone has no more, none of which crosses a
    multiple of 2**16."""
    ends = np.cumsum(counts)
    while first < end:
        before = int(ends[first - 1]) if first else 0
        last = int(np.searchsorted(ends, before + most, side="right"))
        last = min(max(last, first + 1), first // _LOW * _LOW + _LOW, end)
        yield first, last
        first = last


def _first_positions(piece_docs: Array, sizes: Array) -> Array:
    """Position of each piece's first word in its document: pieces stand `PIECES_APART` positions apart."""
    taken = np.cumsum(sizes + PIECES_APART) - (sizes + PIECES_APART)
    first = np.ones(len(piece_docs), np.bool_)
    first[1:] = piece_docs[1:] != piece_docs[:-1]
    positions: Array = taken - taken[first][np.cumsum(first) - 1]
    return positions


class SegmentWriter:
    """Collects batches of documents and writes them as one segment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = SectionFile(path)
        self._stored = StoredBlocks(self._file)
        self._words = {field: _Words() for field in TEXT_FIELDS + NAME_FIELDS}
        self._keywords: dict[str, tuple[list[Array], list[str]]] = {field: ([], []) for field in KEYWORD_FIELDS}
        self._values: dict[str, list[str]] = {name: [] for name in VALUE_COLUMNS}
        self._authors: list[tuple[str, ...]] = []
        self._days = array("i")
        self._numbers = array("I")
        self._digests = array("Q")
        self._heads: list[bytes] = []
        self._bands: list[tuple[int, ...]] = []
        self._forms: dict[int, int] = {}
        """How many forms of each vocabulary of texts were known when its last batch came."""

    @property
    def doc_count(self) -> int:
        return self._stored.count

    @property
    def weight(self) -> int:
        """What is held in memory, in words."""
        return sum(words.count for words in self._words.values()) + _DOCUMENT_WEIGHT * self.doc_count

    @property
    def digest(self) -> int:
        """Sum of the documents' digests, modulo 2**64."""
        return sum(self._digests) % 2**64

    def add(self, batch: Batch, texts: Vocabulary, names: Vocabulary) -> None:
        """Take the next documents, with the vocabularies of their ids."""
        first = self.doc_count
        for field, words in self._words.items():
            words.add(batch.words[field], texts if field in TEXT_FIELDS else names, first)
        # by another thread the vocabulary may grow later: those forms are not ours
        self._forms[id(texts)] = len(texts.forms)
        for field, (docs, terms) in batch.keywords.items():
            self._keywords[field][0].append(np.array(docs, np.uint32) + np.uint32(first))
            self._keywords[field][1].extend(terms)
        for name, values in batch.values.items():
            self._values[name] += values
        self._authors += batch.authors
        self._days += batch.days
        self._numbers += batch.numbers
        self._digests += batch.digests
        self._heads += batch.heads
        self._bands += batch.bands
        for packed, count in batch.blocks:
            self._stored.add_block(packed, count)

    def finish(self) -> None:
        """Write the segment and make it durable. May run in another thread. The writer is used up."""
        try:
            self._write()
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Remove the unfinished file."""
        self._file.abandon()

    def _write(self) -> None:
        file = self._file
        self._stored.finish()
        put_heads(file, np.array(list(map(len, self._heads)), np.int64), self._heads)
        file.put("docs", struct.pack("<Q", self.doc_count))
        used = list(chain.from_iterable(self._write_words(field) for field in TEXT_FIELDS))
        self._write_forms(used)
        for field in NAME_FIELDS:
            self._write_words(field)
        for field in KEYWORD_FIELDS:
            docs, terms = self._keywords[field]
            write_keywords(file, field, np.concatenate([np.zeros(0, np.uint32), *docs]), terms)
        file.put("day", self._days.tobytes())
        put_numbers(file, "number.numbers", np.array(self._numbers, np.uint32))
        put_numbers(file, "digest.numbers", np.array(self._digests, np.uint64))
        put_bands(file, self._bands)
        for name in VALUE_COLUMNS:
            write_values(file, name, self._values[name])
        self._write_authors()
        file.finish()

    def _write_words(self, field: str) -> list[tuple[Vocabulary, Array]]:
        """Write one field; the ids that occur in it, by vocabulary."""
        words = self._words[field]
        used = words.used()
        names, ranks, counts = ranked(used)
        found = words.occurrences(ranks, counts)
        columns = FieldColumns(self._file, field)
        for run in ahead(found.runs(names)):
            columns.add(run)
        lengths = np.bincount(found.piece_docs, found.sizes, self.doc_count).astype(np.int64)
        write_lengths(self._file, field, columns, lengths)
        return used

    def _write_forms(self, used: Sequence[tuple[Vocabulary, Array]]) -> None:
        counts_of: dict[int, tuple[Vocabulary, Array]] = {}
        for vocabulary, counts in used:
            _, sums = counts_of.setdefault(id(vocabulary), (vocabulary, np.zeros(len(vocabulary.terms), np.int64)))
            sums[: len(counts)] += counts
        forms: set[str] = set()
        for key, (vocabulary, counts) in counts_of.items():
            present, terms = counts.tolist(), vocabulary.terms
            forms.update(
                f"{form} {terms[number]}" for form, number in vocabulary.forms[: self._forms[key]] if present[number]
            )
        write_forms(self._file, sorted(forms))

    def _write_authors(self) -> None:
        names = sorted({author for authors in self._authors for author in authors})
        ordinals = {name: number for number, name in enumerate(names)}
        ends = np.cumsum([len(authors) for authors in self._authors])
        flat = np.array([ordinals[author] for authors in self._authors for author in authors], np.int64)
        put_numbers(self._file, "author.ends", ends)
        put_numbers(self._file, "author.ordinals", flat)
        put_values(self._file, "author", names)


def ahead(runs: Iterator[Run]) -> Iterator[Run]:
    """The same, each made in another thread while the one before it is used: both are work that leaves Python to others."""
    with ThreadPoolExecutor(1, "run") as pool:
        coming = pool.submit(next, runs, None)
        while (run := coming.result()) is not None:
            coming = pool.submit(next, runs, None)
            yield run


def ranked(used: Sequence[tuple[Vocabulary, Array]]) -> tuple[list[str], dict[int, Array], Array]:
    """The terms that occur, in order; by vocabulary the rank of each id among them; and how often each occurs."""
    ids = [np.flatnonzero(counts) for _, counts in used]
    terms = [
        [vocabulary.terms[number] for number in some.tolist()] for (vocabulary, _), some in zip(used, ids, strict=True)
    ]
    names = sorted(set().union(*terms))
    places = dict(zip(names, range(len(names)), strict=True))
    ranks: dict[int, Array] = {}
    totals = np.zeros(len(names), np.int64)
    for (vocabulary, counts), some, own in zip(used, ids, terms, strict=True):
        of_ids = ranks[id(vocabulary)] = np.zeros(len(counts), np.uint32)
        of_ids[some] = np.fromiter(map(places.__getitem__, own), np.uint32, len(own))
        totals[of_ids[some]] += counts[some]
    return names, ranks, totals


def run_of(terms: Sequence[str], counts: Array, docs: Array, positions: Array | None) -> Run:
    """Occurrences, term after term and by document, -> postings. Every term occurs, as often as `counts` says."""
    firsts_of_terms = np.cumsum(counts) - counts
    starts_posting = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=starts_posting[1:])
    starts_posting[firsts_of_terms] = True
    firsts = np.flatnonzero(starts_posting)
    freqs = np.diff(firsts, append=len(docs)).astype(np.uint32)
    return Run(
        terms,
        np.diff(np.searchsorted(firsts, firsts_of_terms), append=len(firsts)),
        docs[firsts],
        freqs,
        None if positions is None else position_steps(positions, freqs),
    )


def write_lengths(file: SectionFile, field: str, columns: FieldColumns, lengths: Array) -> None:
    """The end of a field of words: its dictionary and the documents' lengths."""
    some = lengths[lengths > 0]
    shortest, longest = (int(some.min()), int(some.max())) if len(some) else (0, 0)
    columns.finish(len(some), shortest, longest)
    put_numbers(file, f"{field}.lengths", lengths)


def write_keywords(file: SectionFile, field: str, docs: Array, values: Sequence[str]) -> None:
    """A field of documents and their terms, in order of the documents."""
    clean = [value.replace("\0", "\ufffd") for value in values]
    terms = sorted(set(clean))
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    columns = FieldColumns(file, field)
    of_values = np.fromiter(map(ranks.__getitem__, clean), np.uint32, len(clean))
    order = np.argsort(of_values, kind="stable")
    columns.add(run_of(terms, np.bincount(of_values, minlength=len(terms)), docs[order], None))
    finish_keywords(columns)


def finish_keywords(columns: FieldColumns) -> None:
    """The end of a field of keywords, whose documents have the length 1 to Whoosh."""
    some = min(1, columns.occurrences)
    columns.finish(columns.occurrences, some, some)


def write_forms(file: SectionFile, forms: Sequence[str]) -> None:
    """The dictionary of `form stem` pairs, without postings."""
    nothing = np.zeros(0, np.uint32)
    columns = FieldColumns(file, FORM_FIELD)
    columns.add(Run(forms, np.zeros(len(forms), np.int64), nothing, nothing, None))
    columns.finish()


def write_values(file: SectionFile, name: str, values: Sequence[str]) -> None:
    """A column of one ordinal a document; "" is ordinal 0."""
    distinct = sorted({"", *values})
    ordinals = {value: number for number, value in enumerate(distinct)}
    put_numbers(file, f"{name}.ordinals", np.array([ordinals[value] for value in values], np.int64))
    put_values(file, name, distinct)


def put_values(file: SectionFile, name: str, values: Iterable[str]) -> None:
    """The list of values that ordinals of a column point into."""
    coded = [value.encode("utf-8", "surrogatepass") for value in values]
    ends = np.cumsum([len(code) for code in coded], dtype="<u4")
    file.put(f"{name}.values", struct.pack("<I", len(coded)), ends.tobytes(), b"".join(coded))


def put_numbers(file: SectionFile, name: str, values: Array) -> None:
    """A number a document, as narrow as the largest allows; the first byte is the width."""
    width = width_of(int(values.max()) if len(values) else 0)
    file.put(name, bytes((width,)), values.astype(f"<u{width}").tobytes())


def put_heads(file: SectionFile, sizes: Array, texts: Iterable[Any]) -> None:
    """The heads of all documents (contiguous buffers), and where each ends."""
    put_numbers(file, "head.ends", np.cumsum(sizes))
    file.put("head.text", *texts)


def put_bands(file: SectionFile, rows: Sequence[Sequence[int]]) -> None:
    """Rows of hashes, all as long as the longest; 0 where a document has none."""
    count = max(map(len, rows), default=0)
    table = np.array([[*row, *[0] * (count - len(row))] for row in rows], np.uint32)
    file.put("bands", table.astype("<u4").tobytes())
