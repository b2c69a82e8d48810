"""Documents -> one segment file. Text becomes numbers as documents arrive; radix sorts make postings of them."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine.analysis import Analyzer, fold
from newsearch.engine.columns import record
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    FORM_FIELD,
    HEAD_SEPARATOR,
    KEYWORD_FIELDS,
    MISSING_DAY,
    NAME_FIELDS,
    PIECES_APART,
    TEXT_FIELDS,
    VALUE_COLUMNS,
    width_of,
)
from newsearch.engine.columns.postings import FieldColumns, Run, position_steps
from newsearch.engine.columns.tokens import TokenReader, coded
from newsearch.model import Block, Document

Array = NDArray[Any]

STORED_BLOCK = 1 << 13
"""Bytes of records that are compressed together: the least that one hit costs to show."""
STORED_LEVEL = 1
"""Level 3 saves 1% of the text and takes half as long again."""
_EPOCH = date(1970, 1, 1).toordinal()
_SORTED = 1 << 20
"""Occurrences that are sorted at once."""
_BYTES_A_WORD = 6
_BATCH = 1 << 20
"""Bytes of text that are turned into ids at once."""


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
    """The occurrences of one field: ids of terms, piece after piece. A document has any number of pieces."""

    def __init__(self, tokens: TokenReader) -> None:
        self._tokens = tokens
        self._texts: list[bytes] = []
        self._languages: list[int] = []
        self._waiting = 0
        self._docs = array("I")
        self._ids: list[Array] = []
        self._sizes: list[Array] = []
        self._count = 0

    @property
    def analyzer(self) -> Analyzer:
        """Whose ids these are."""
        return self._tokens.analyzer

    @property
    def count(self) -> int:
        """Occurrences so far; those of texts that wait are guessed."""
        return self._count + self._waiting // _BYTES_A_WORD

    def add(self, document: int, texts: Iterable[str], language: str | None) -> None:
        """The pieces of a document's field."""
        number = self._tokens.language(language)
        for text in texts:
            data = coded(text)
            self._texts.append(data)
            self._languages.append(number)
            self._docs.append(document)
            self._waiting += len(data)
        if self._waiting > _BATCH:
            self.read()

    def read(self) -> None:
        """Turn the texts that wait into ids."""
        if self._texts:
            ids, sizes = self._tokens.read(self._texts, self._languages)
            self._ids.append(ids)
            self._sizes.append(sizes)
            self._texts, self._languages, self._waiting = [], [], 0
            self._count += len(ids)

    def occurrences(self) -> _Occurrences:
        """All of them; the texts have been read."""
        sizes = np.concatenate(self._sizes) if self._sizes else np.zeros(0, np.int64)
        counts = np.zeros(len(self.analyzer.terms), np.int64)
        for ids in self._ids:
            counts += np.bincount(ids, minlength=len(counts))
        ids = np.concatenate(self._ids) if self._ids else np.zeros(0, np.uint32)
        self._ids, self._sizes = [], []
        return _Occurrences(ids, counts, np.array(self._docs, np.uint32), sizes)


class _Occurrences(NamedTuple):
    """The words of a field, piece after piece."""

    ids: Array
    counts: Array
    """Occurrences of each id."""
    piece_docs: Array
    """Document of each piece."""
    sizes: Array
    """Words of each piece."""

    def runs(self, terms: Sequence[str], ranks: Array) -> Iterator[Run]:
        """Postings, a range of terms at a time: what is sorted together stays in the processor's cache."""
        pieces = np.repeat(np.arange(len(self.sizes), dtype=np.uint32), self.sizes)
        shifts = _first_positions(self.piece_docs, self.sizes) - (np.cumsum(self.sizes) - self.sizes)
        shifts = shifts.astype(np.uint32)
        used = np.flatnonzero(self.counts)
        counts = np.zeros(len(used), np.int64)
        counts[ranks[used]] = self.counts[used]
        of_words = ranks[self.ids]
        for first, last in _cuts(counts):
            places = np.flatnonzero((of_words >= first) & (of_words < last))
            within = (of_words[places] - np.uint32(first)).astype(np.uint16)
            order = np.argsort(within, kind="stable")
            places = places[order]
            piece = pieces[places]
            positions = places.astype(np.uint32) + shifts[piece]
            yield run_of(terms[first:last], within[order], self.piece_docs[piece], positions)


def _cuts(counts: Array) -> Iterator[tuple[int, int]]:
    """Ranges of terms of at most `_SORTED` occurrences, if one term alone has no more, and of at most 2**16 terms."""
    ends = np.cumsum(counts)
    first = 0
    while first < len(counts):
        before = int(ends[first - 1]) if first else 0
        last = int(np.searchsorted(ends, before + _SORTED, side="right"))
        last = min(max(last, first + 1), first + (1 << 16))
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
    """Collects documents and writes them as one segment."""

    def __init__(self, path: Path, texts: TokenReader, names: TokenReader) -> None:
        self.path = path
        self._file = SectionFile(path)
        self._stored = StoredBlocks(self._file)
        self._words = {field: _Words(texts) for field in TEXT_FIELDS} | {field: _Words(names) for field in NAME_FIELDS}
        self._keywords: dict[str, list[tuple[int, str]]] = {field: [] for field in KEYWORD_FIELDS}
        self._values: dict[str, list[str]] = {name: [] for name in VALUE_COLUMNS}
        self._authors: list[tuple[str, ...]] = []
        self._days = array("i")
        self._numbers = array("I")
        self._digests = array("Q")
        self._heads: list[bytes] = []
        self._bands: list[tuple[int, ...]] = []

    @property
    def doc_count(self) -> int:
        return self._stored.count

    @property
    def occurrences(self) -> int:
        """Words held in memory."""
        return sum(words.count for words in self._words.values())

    @property
    def digest(self) -> int:
        """Sum of the documents' digests, modulo 2**64."""
        return sum(self._digests) % 2**64

    def add(self, document: Document) -> None:
        """Take the next document."""
        block = document.block
        head, data = record.encode_head(document), record.encode(document)
        for field, words in self._words.items():
            pieces = text_pieces(document, field)
            if pieces:
                words.add(self.doc_count, pieces, document.language if field in TEXT_FIELDS else None)
        for field, values in keywords_of(document).items():
            self._keywords[field] += [(self.doc_count, value) for value in values]
        self._stored.add(data)
        self._heads.append(head)
        self._digests.append(record_digest(head, data))
        self._values["outlet"].append(block.outlet or "")
        self._values["kind"].append(block.kind)
        self._values["language"].append(document.language or "")
        self._values["agency"].append(block.agency or "")
        self._authors.append(block.authors)
        self._days.append(_day_number(block))
        self._numbers.append(document.number)
        self._bands.append(document.bands)

    def seal(self) -> None:
        """No document follows: from here on the segment no longer needs the run's dictionaries to itself."""
        for words in self._words.values():
            words.read()
        self._forms = len(self._words["body"].analyzer.forms)

    def finish(self) -> None:
        """Write the sealed segment and make it durable. May run in another thread. The writer is used up."""
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
        used = [self._write_words(field) for field in TEXT_FIELDS]
        self._write_forms(np.concatenate(used))
        for field in NAME_FIELDS:
            self._write_words(field)
        for field in KEYWORD_FIELDS:
            write_keywords(file, field, self._keywords[field])
        file.put("day", self._days.tobytes())
        put_numbers(file, "number.numbers", np.array(self._numbers, np.uint32))
        put_numbers(file, "digest.numbers", np.array(self._digests, np.uint64))
        put_bands(file, self._bands)
        for name in VALUE_COLUMNS:
            write_values(file, name, self._values[name])
        self._write_authors()
        file.finish()

    def _write_words(self, field: str) -> Array:
        """Write one field; the ids of its terms."""
        words = self._words[field]
        terms = words.analyzer.terms
        found = words.occurrences()
        used = np.flatnonzero(found.counts)
        names, ranks = ranked(terms, used)
        columns = FieldColumns(self._file, field)
        for run in found.runs(names, ranks):
            columns.add(run)
        lengths = np.bincount(found.piece_docs, found.sizes, self.doc_count).astype(np.int64)
        write_lengths(self._file, field, columns, lengths)
        return used

    def _write_forms(self, used: Array) -> None:
        analyzer = self._words["body"].analyzer
        known = np.zeros(len(analyzer.terms), np.bool_)  # a run in another thread may add terms: later than our forms
        known[used] = True
        present = known.tolist()
        terms = analyzer.terms
        forms = sorted(f"{form} {terms[number]}" for form, number in analyzer.forms[: self._forms] if present[number])
        write_forms(self._file, forms)

    def _write_authors(self) -> None:
        names = sorted({author for authors in self._authors for author in authors})
        ordinals = {name: number for number, name in enumerate(names)}
        ends = np.cumsum([len(authors) for authors in self._authors])
        flat = np.array([ordinals[author] for authors in self._authors for author in authors], np.int64)
        put_numbers(self._file, "author.ends", ends)
        put_numbers(self._file, "author.ordinals", flat)
        put_values(self._file, "author", names)


def text_pieces(document: Document, field: str) -> list[str]:
    """What a field of words is made of, piece by piece."""
    block = document.block
    if field == "title":
        return _present(block.title, *(other.value for other in block.alternates if other.field == "title"))
    if field == "body":
        return _present(block.body, block.standfirst, *block.captions)
    if field == "author":
        return _present(*block.authors)
    if field == "outlet":
        return _present(block.outlet)
    if field == "agency":
        return _present(block.agency)
    return _present(document.path, document.member)


def keywords_of(document: Document) -> dict[str, list[str]]:
    """The terms of the keyword fields. An acronym is found by its short and by its long form."""
    acronyms = {f"{fold(short)}={long}": None for short, long in document.acronyms}
    acronyms |= {f"{fold(long)}={short}": None for short, long in document.acronyms}
    return {
        "kind": _present(document.block.kind),
        "lang": _present(document.language),
        "id": _present(document.id),
        "path": _present(document.path),
        "acronym": list(acronyms),
    }


def _present(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def record_digest(head: bytes, data: bytes) -> int:
    """64 bits that stand for a document in sums over an index's content: of its head and its record."""
    digest = blake2b(head, digest_size=8)
    digest.update(HEAD_SEPARATOR)
    digest.update(data)
    return int.from_bytes(digest.digest(), "little")


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


def run_of(terms: Sequence[str], ranks: Array, docs: Array, positions: Array | None) -> Run:
    """Occurrences sorted by the rank of their term, then by document -> postings. Every term occurs."""
    starts_posting = np.ones(len(ranks), np.bool_)
    starts_posting[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(starts_posting)
    freqs = np.diff(firsts, append=len(ranks)).astype(np.uint32)
    return Run(
        terms,
        np.bincount(ranks[firsts], minlength=len(terms)),
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


def write_keywords(file: SectionFile, field: str, values: Sequence[tuple[int, str]]) -> None:
    """A field of (document, term), in order of the documents."""
    clean = [value.replace("\0", "\ufffd") for _, value in values]
    terms = sorted(set(clean))
    ranks = {term: rank for rank, term in enumerate(terms)}
    docs = np.array([number for number, _ in values], np.uint32)
    columns = FieldColumns(file, field)
    of_values = np.array([ranks[value] for value in clean], np.uint32)
    order = np.argsort(of_values, kind="stable")
    columns.add(run_of(terms, of_values[order], docs[order], None))
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
