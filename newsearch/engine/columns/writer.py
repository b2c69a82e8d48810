"""Documents -> one segment file. Text becomes numbers as documents arrive; one radix sort a field makes postings of them."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns import record
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    FORM_FIELD,
    KEYWORD_FIELDS,
    MISSING_DAY,
    NAME_FIELDS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
    width_of,
)
from newsearch.engine.columns.postings import FieldColumns, Run
from newsearch.model import Block, Document

Array = NDArray[Any]

STORED_BLOCK = 1 << 14
"""Bytes of records that are compressed together: the least that one hit costs to show."""
STORED_LEVEL = 3
_EPOCH = date(1970, 1, 1).toordinal()
_APART = 0xFFFFFFFF
"""Stands in a token column where a position is left empty."""
_PIECES_APART = array("I", [_APART] * 8)
"""Between a title and its alternates, a body and its captions, two authors: no phrase reaches across."""


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
            ends = np.cumsum([len(data) for data in records], dtype="<u4").tobytes()
            raw = struct.pack("<I", len(records)) + ends + b"".join(records)
            self.add_block(self._compressor.compress(raw), len(records))

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
    """The occurrences of one field: ids of terms, document after document."""

    def __init__(self) -> None:
        self.ids = array("I")
        self.sizes = array("I")
        """Positions a document takes, those left empty included."""
        self.apart = False

    def add(self, pieces: Sequence[array[int]]) -> None:
        """The next document's words. Pieces after the first start eight positions further on."""
        before = len(self.ids)
        for number, piece in enumerate(pieces):
            if number:
                self.ids.extend(_PIECES_APART)
                self.apart = True
            self.ids.extend(piece)
        self.sizes.append(len(self.ids) - before)


class SegmentWriter:
    """Collects documents and writes them as one segment."""

    def __init__(self, path: Path, analyzer: Analyzer, names: Analyzer) -> None:
        self.path = path
        self._analyzer = analyzer
        self._names = names
        self._name_ids: dict[str, array[int]] = {}
        self._file = SectionFile(path)
        self._stored = StoredBlocks(self._file)
        self._words = {field: _Words() for field in TEXT_FIELDS + NAME_FIELDS}
        self._keywords: dict[str, list[str]] = {field: [] for field in KEYWORD_FIELDS}
        self._values: dict[str, list[str]] = {name: [] for name in VALUE_COLUMNS}
        self._authors: list[tuple[str, ...]] = []
        self._days = array("i")
        self._numbers = array("I")

    @property
    def doc_count(self) -> int:
        return self._stored.count

    @property
    def occurrences(self) -> int:
        """Words held in memory."""
        return sum(len(words.ids) for words in self._words.values())

    def add(self, document: Document) -> None:
        """Take the next document."""
        block = document.block
        self._stored.add(record.encode(document))
        self._add_text(block, document.language)
        self._add_names(document)
        self._keywords["kind"].append(block.kind)
        self._keywords["lang"].append(document.language or "")
        self._keywords["id"].append(document.id)
        self._keywords["path"].append(document.path)
        self._values["outlet"].append(block.outlet or "")
        self._values["kind"].append(block.kind)
        self._values["language"].append(document.language or "")
        self._values["agency"].append(block.agency or "")
        self._authors.append(block.authors)
        self._days.append(_day_number(block))
        self._numbers.append(document.number)

    def _add_text(self, block: Block, language: str | None) -> None:
        ids = self._analyzer.ids
        titles = [block.title] if block.title else []
        titles += [other.value for other in block.alternates if other.field == "title"]
        self._words["title"].add([ids(title, language) for title in titles])
        bodies = [text for text in (block.body, block.standfirst, *block.captions) if text]
        self._words["body"].add([ids(text, language) for text in bodies])

    def _add_names(self, document: Document) -> None:
        block = document.block
        self._words["author"].add([self._name(author) for author in block.authors])
        self._words["outlet"].add([self._name(block.outlet)] if block.outlet else [])
        self._words["agency"].add([self._name(block.agency)] if block.agency else [])
        places = (document.path, document.member) if document.member else (document.path,)
        self._words["file"].add([self._name(place) for place in places])

    def _name(self, name: str) -> array[int]:
        ids = self._name_ids.get(name)
        if ids is None:
            ids = self._name_ids[name] = self._names.ids(name, None)
        return ids

    def finish(self) -> None:
        """Write the segment and make it durable. The writer is used up."""
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
        file.put("docs", struct.pack("<Q", self.doc_count))
        for field in TEXT_FIELDS:
            used = self._write_words(field, self._analyzer)
            if field == "body":
                self._write_forms(used)
        for field in NAME_FIELDS:
            self._write_words(field, self._names)
        for field in KEYWORD_FIELDS:
            write_keywords(file, field, self._keywords[field])
        file.put("day", self._days.tobytes())
        put_numbers(file, "number.numbers", np.array(self._numbers, np.uint32))
        for name in VALUE_COLUMNS:
            write_values(file, name, self._values[name])
        self._write_authors()
        file.finish()

    def _write_words(self, field: str, analyzer: Analyzer) -> Array:
        words = self._words[field]
        ids = np.frombuffer(words.ids, np.uint32) if len(words.ids) else np.zeros(0, np.uint32)
        sizes = np.array(words.sizes, np.int64)
        docs = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        positions = np.arange(len(ids), dtype=np.uint32) - np.repeat(
            (np.cumsum(sizes) - sizes).astype(np.uint32), sizes
        )
        if words.apart:
            kept = ids != _APART
            ids, docs, positions = ids[kept], docs[kept], positions[kept]
            sizes = np.bincount(docs, minlength=len(sizes))
        used = np.flatnonzero(np.bincount(ids, minlength=len(analyzer.terms)))
        terms, ranks = ranked(analyzer.terms, used)
        columns = FieldColumns(self._file, field)
        columns.add(sorted_run(terms, ranks[ids], docs, positions))
        write_lengths(self._file, field, columns, sizes)
        return used

    def _write_forms(self, used: Array) -> None:
        known = np.zeros(len(self._analyzer.terms), np.bool_)
        known[used] = True
        present = known.tolist()
        terms = self._analyzer.terms
        forms = sorted(f"{form} {terms[number]}" for form, number in self._analyzer.forms if present[number])
        write_forms(self._file, forms)

    def _write_authors(self) -> None:
        names = sorted({author for authors in self._authors for author in authors})
        ordinals = {name: number for number, name in enumerate(names)}
        ends = np.cumsum([len(authors) for authors in self._authors])
        flat = np.array([ordinals[author] for authors in self._authors for author in authors], np.int64)
        put_numbers(self._file, "author.ends", ends)
        put_numbers(self._file, "author.ordinals", flat)
        put_values(self._file, "author", names)


def _day_number(block: Block) -> int:
    try:
        day = block.day
    except ValueError:
        return MISSING_DAY
    return day.toordinal() - _EPOCH if day else MISSING_DAY


def ranked(terms: Sequence[str], used: Array) -> tuple[list[str], Array]:
    """The terms of the ids `used` in order, and the rank of each id among them."""
    names = [terms[number] for number in used.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    ranks = np.zeros(len(terms), np.uint32)
    ranks[used[order]] = np.arange(len(order), dtype=np.uint32)
    return [names[number] for number in order], ranks


def _order(ranks: Array) -> Array:
    """Indices that sort `ranks`, stable: radix passes of 16 and 8 bits, 20 ns an occurrence where np.sort takes 60."""
    order = np.argsort(ranks.astype(np.uint16), kind="stable")
    most = int(ranks.max()) if len(ranks) else 0
    if most >> 16:
        high = (ranks >> 16)[order]
        order = order[np.argsort(high.astype(np.uint8 if most < 1 << 24 else np.uint16), kind="stable")]
    return order


def sorted_run(terms: Sequence[str], ranks: Array, docs: Array, positions: Array | None) -> Run:
    """Occurrences in document order -> postings in term order. Every term occurs."""
    order = _order(ranks)
    ranks, docs = ranks[order], docs[order]
    starts_posting = np.ones(len(ranks), np.bool_)
    starts_posting[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(starts_posting)
    freqs = np.diff(firsts, append=len(ranks)).astype(np.uint32)
    return Run(
        terms,
        np.bincount(ranks[firsts], minlength=len(terms)),
        docs[firsts],
        freqs,
        None if positions is None else positions[order],
    )


def write_lengths(file: SectionFile, field: str, columns: FieldColumns, lengths: Array) -> None:
    """The end of a field of words: its dictionary and the documents' lengths."""
    some = lengths[lengths > 0]
    shortest, longest = (int(some.min()), int(some.max())) if len(some) else (0, 0)
    columns.finish(len(some), shortest, longest)
    put_numbers(file, f"{field}.lengths", lengths)


def write_keywords(file: SectionFile, field: str, values: Sequence[str]) -> None:
    """A field whose documents have one term each, or none where the value is empty."""
    clean = [value.replace("\0", "\ufffd") for value in values]
    terms = sorted(set(clean) - {""})
    ranks = {term: rank for rank, term in enumerate(terms)}
    docs = np.array([number for number, value in enumerate(clean) if value], np.uint32)
    columns = FieldColumns(file, field)
    columns.add(sorted_run(terms, np.array([ranks[value] for value in clean if value], np.uint32), docs, None))
    columns.finish(len(docs), min(1, len(docs)), min(1, len(docs)))


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
