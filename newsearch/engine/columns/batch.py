"""Documents -> a batch: all that a segment needs of them, in columns. What costs time is here, and may run in another process:
a batch is plain data that names its terms by the numbers of a vocabulary, and that crosses over as far as it has grown."""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine import contract
from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.bands import bands_of
from newsearch.engine.columns.documents import DocumentColumns, heads_of, pieces_of, records_of
from newsearch.engine.columns.languages import with_languages
from newsearch.engine.columns.layout import (
    CELL_END,
    DOCUMENT_END,
    MISSING_DAY,
    NAME_FIELDS,
    SUM_FIELDS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
)
from newsearch.engine.columns.memory import keep_freed
from newsearch.engine.columns.record import sum_of
from newsearch.engine.columns.tokens import TokenReader
from newsearch.engine.columns.words import BatchPostings, Vocabulary, narrow, sorted_words
from newsearch.engine.stemming import fold
from newsearch.model import Document

Array = NDArray[Any]

STORED_BLOCK = 10_240
"""Bytes of records that are compressed together: the least that one hit costs to show, 20 microseconds."""
STORED_LEVEL = 1
"""Level 3 saves 1% of the text and takes half as long again."""
_KNOWN_TERMS = 300_000
"""Terms after which a dictionary starts afresh, so that it does not grow with the archive: about 60 MB."""
_READ_CHARACTERS = 1 << 20
"""Characters of text that are turned into ids at once."""
_BETWEEN = "\n"
"""Is in no term."""
BETWEEN_PATHS = "\0"
"""Is in no path of any system; a path that has one is that of no file."""
_EPOCH = date(1970, 1, 1).toordinal()


class Growth(NamedTuple):
    """What a vocabulary of another process has more than when it was last told of."""

    vocabulary: str
    """A name that no other vocabulary has."""
    known_terms: int
    """Terms told before."""
    terms: str
    """New ones, with `_BETWEEN` behind each; one text crosses to another process in a tenth of the time that many take."""
    forms: str
    form_terms: array[int]


@dataclass(slots=True)
class Mirror:
    """A vocabulary of another process, as far as it was told."""

    terms: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    form_terms: array[int] = field(default_factory=lambda: array("I"))

    def grow(self, growth: Growth) -> None:
        if len(self.terms) != growth.known_terms:
            raise RuntimeError("a batch of another process is missing")
        self.terms += growth.terms.split(_BETWEEN)[:-1]
        self.forms += growth.forms.split(_BETWEEN)[:-1]
        self.form_terms += growth.form_terms


class Ordinals(NamedTuple):
    """A column of texts that repeat."""

    values: list[str]
    """Each that occurs, "" for a missing one."""
    ordinals: Array
    """Which of the values, as narrow as their number allows."""


@dataclass(slots=True)
class Batch(contract.Batch):
    """Documents, numbered from 0, a number or an entry each unless said otherwise. No object a document: those take memory
    until the segment is written, and time to cross from process to process."""

    texts: Vocabulary | Growth
    names: Vocabulary | Growth
    count: int
    """How many documents."""
    paths: str
    """Joined by `BETWEEN_PATHS`."""
    heads: bytes
    """Joined by `DOCUMENT_END`."""
    sums: dict[str, Array]
    """CRC-32 of ids and of paths."""
    digests: Array
    days: Array
    numbers: Array
    bands: Array
    author_counts: Array
    authors: Ordinals
    """An author each."""
    values: dict[str, Ordinals]
    acronyms: tuple[Array, list[str]]
    """Documents, ascending, and their terms; a document may have several."""
    blocks: list[tuple[bytes, int]]
    """Records compressed together, and how many."""
    words: dict[str, BatchPostings]


class BatchBuilder:
    """Makes batches that share vocabularies. Not for several threads at once."""

    def __init__(self, stemming: bool, beside: ThreadPoolExecutor | None = None) -> None:
        """`beside`: compresses while words are read, where a core is free."""
        keep_freed()
        self._stemming = stemming
        self._beside = beside
        self._compressor = zstandard.ZstdCompressor(STORED_LEVEL)
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._texts = TokenReader(Analyzer(self._stemming))
        self._names = TokenReader(Analyzer(stemming=False))

    def build(self, documents: DocumentColumns) -> Batch:
        """The batch of some documents."""
        if max(len(self._texts.analyzer.terms), len(self._names.analyzer.terms)) > _KNOWN_TERMS:
            self._start_afresh()
        documents = with_languages(documents)
        heads, records = heads_of(documents), records_of(documents)
        raw = list(_Raw.of(records))
        compressing = self._beside.submit(self._compressed, raw) if self._beside else None
        columns = (documents.outlets, documents.kinds, documents.languages, documents.agencies)
        return Batch(
            self._texts.analyzer,
            self._names.analyzer,
            len(heads),
            _joined(documents.paths),
            DOCUMENT_END.join(heads),
            {name: _sums(keys) for name, keys in zip(SUM_FIELDS, (documents.ids, documents.paths), strict=True)},
            np.frombuffer(b"".join(map(_digest, heads, records)), "<u4"),
            np.fromiter(_days(documents.dates), "<i4", len(heads)),
            narrow(np.array(documents.numbers, np.uint32)),
            band_table(_bands(documents)),
            narrow(np.fromiter(map(len, documents.authors), np.int64, len(heads))),
            ordinals_of(list(chain.from_iterable(documents.authors))),
            {name: ordinals_of(values) for name, values in zip(VALUE_COLUMNS, columns, strict=True)},
            _acronyms(documents),
            words={
                **_read_words(self._texts, TEXT_FIELDS, documents),
                **_read_words(self._names, NAME_FIELDS, documents),
            },
            blocks=compressing.result() if compressing else self._compressed(raw),
        )

    def _compressed(self, raw: list[_Raw]) -> list[tuple[bytes, int]]:
        # one call for all: the interpreter's lock is let go once and not once a block
        if not raw:
            return []
        packed = self._compressor.multi_compress_to_buffer([block.data for block in raw])
        return [(packed[place].tobytes(), block.documents) for place, block in enumerate(raw)]


def _bands(documents: DocumentColumns) -> Sequence[Sequence[int]]:
    """The bands of each document, found where nobody has looked for them yet. The title counts where there is no text."""
    texts = zip(documents.bodies, documents.standfirsts, documents.titles, strict=True)
    wanted = [
        body or standfirst or title or ""
        for known, (body, standfirst, title) in zip(documents.bands, texts, strict=True)
        if known is None
    ]
    found = iter(bands_of(wanted))
    return [next(found) if known is None else known for known in documents.bands]


def ordinals_of(texts: Sequence[str | None]) -> Ordinals:
    """A column of texts that repeat, where "" is as good as none."""
    places: dict[str | None, int] = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    ordinals = np.fromiter(map(places.__getitem__, texts), np.uint32, len(texts))
    return Ordinals([text or "" for text in places], narrow(ordinals))


def _joined(paths: Sequence[str]) -> str:
    joined = BETWEEN_PATHS.join(paths)
    if joined.count(BETWEEN_PATHS) < len(paths):
        return joined
    return BETWEEN_PATHS.join([path.replace(BETWEEN_PATHS, "\ufffd") for path in paths])


def _sums(keys: Sequence[str]) -> Array:
    return np.fromiter(map(sum_of, keys), np.uint32, len(keys))


def _read_words(reader: TokenReader, fields: Sequence[str], documents: DocumentColumns) -> dict[str, BatchPostings]:
    """The words of some fields, read in one go."""
    texts: list[str] = []
    of_texts: list[Array] = []
    counts: list[Array] = []
    """How many pieces each document has, field after field."""
    pieces_upto = [0]
    stemmed = fields == TEXT_FIELDS
    count = len(documents.ids)
    of_documents = np.array(
        [reader.language(name) for name in documents.languages] if stemmed else [1] * count, np.int64
    )
    for name in fields:
        found, of_field = pieces_of(documents, name)
        texts += found
        of_texts.append(of_documents.repeat(of_field))
        counts.append(of_field)
        pieces_upto.append(len(texts))
    ids, sizes = map(np.concatenate, zip(*_read(reader, texts, np.concatenate(of_texts)), strict=True))
    upto = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    of_pieces = np.tile(np.arange(count, dtype=np.uint32), len(fields)).repeat(np.concatenate(counts))
    return {
        name: sorted_words(ids[upto[first] : upto[last]], of_pieces[first:last], sizes[first:last], count)
        for name, first, last in zip(fields, pieces_upto, pieces_upto[1:], strict=False)
    }


def _read(reader: TokenReader, texts: list[str], languages: Array) -> Iterator[tuple[Array, Array]]:
    """The ids and sizes of texts, a megabyte at a time: a batch may be a whole archive of pages."""
    upto = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    cuts = (np.flatnonzero(np.diff(upto // _READ_CHARACTERS)) + 1).tolist()
    for first, last in pairwise([0, *cuts, len(texts)]):
        yield reader.read(texts[first:last], languages[first:last])


def band_table(rows: Sequence[Sequence[int]]) -> Array:
    """Rows of hashes, all as long as the longest; 0 where a document has none."""
    lengths = np.array(list(map(len, rows)), np.int64)
    table = np.zeros((len(rows), int(lengths.max(initial=0))), np.uint32)
    table[np.arange(table.shape[1]) < lengths[:, None]] = np.fromiter(chain.from_iterable(rows), np.uint32)
    return table


def _acronyms(documents: DocumentColumns) -> tuple[Array, list[str]]:
    """Documents and the terms of their acronyms: each is found by its short and by its long form."""
    docs: list[int] = []
    terms: list[str] = []
    for number, explained in enumerate(documents.acronyms):
        if explained:
            acronyms = {f"{fold(short)}={long}": None for short, long in explained}
            acronyms |= {f"{fold(long)}={short}": None for short, long in explained}
            docs += [number] * len(acronyms)
            terms += acronyms
    return np.array(docs, np.uint32), terms


def record_digest(head: bytes, data: bytes) -> int:
    """32 bits that stand for a document in sums over an index's content: of its head and its record."""
    return int.from_bytes(_digest(head, data), "little")


def _digest(head: bytes, data: bytes) -> bytes:
    return blake2b(CELL_END.join((head, data)), digest_size=4).digest()


def _days(dates: Sequence[str | None]) -> Iterator[int]:
    """The day of each date, each looked at once."""
    return map({text: _day_number(text) for text in set(dates)}.__getitem__, dates)


def _day_number(text: str | None) -> int:
    try:
        return date.fromisoformat(text[:10]).toordinal() - _EPOCH if text else MISSING_DAY
    except ValueError:
        return MISSING_DAY


class _Raw(NamedTuple):
    """Records that are compressed together, as docs/segment-format.md has them."""

    data: bytes
    documents: int

    @classmethod
    def of(cls, records: Iterable[bytes]) -> Iterator[_Raw]:
        block: list[bytes] = []
        size = 0
        for data in records:
            block.append(data)
            size += len(data)
            if size >= STORED_BLOCK:
                yield cls(DOCUMENT_END.join(block), len(block))
                block, size = [], 0
        if block:
            yield cls(DOCUMENT_END.join(block), len(block))


# In other processes


def build_apart(documents: Sequence[Document], batching: contract.Batching) -> Batch:
    """A batch that can be sent to the process whose writer gave `batching`, before those that this process makes later."""
    return build_columns_apart(DocumentColumns.of(documents), batching)


def build_columns_apart(documents: DocumentColumns, batching: contract.Batching) -> Batch:
    """The same for documents that are columns already: they cross to another process in a third of the time."""
    return _builder(batching).build(documents)


class _Sender:
    """A builder whose batches carry what their vocabularies have grown by."""

    def __init__(self, stemming: bool) -> None:
        self._builder = BatchBuilder(stemming)
        self._told: dict[int, tuple[Vocabulary, str, int, int]] = {}
        """By field group: the vocabulary, its name, and how many terms and forms of it were told."""

    def build(self, documents: DocumentColumns) -> Batch:
        batch = self._builder.build(documents)
        return replace(batch, texts=self._growth(0, batch.texts), names=self._growth(1, batch.names))

    def _growth(self, group: int, vocabulary: Vocabulary | Growth) -> Growth:
        assert not isinstance(vocabulary, Growth)
        told, name, terms, forms = self._told.get(group, (None, "", 0, 0))
        if told is not vocabulary:
            name, terms, forms = secrets.token_hex(8), 0, 0
        growth = Growth(
            name,
            terms,
            _BETWEEN.join([*vocabulary.terms[terms:], ""]),
            _BETWEEN.join([*vocabulary.forms[forms:], ""]),
            array("I", vocabulary.form_terms[forms:]),
        )
        self._told[group] = (vocabulary, name, len(vocabulary.terms), len(vocabulary.forms))
        return growth


@lru_cache(maxsize=1)
def _builder(batching: contract.Batching) -> _Sender:
    stemming, _ = batching
    return _Sender(stemming)
