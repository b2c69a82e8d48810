"""Batches of documents -> one segment file."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, compress, islice
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.batch import Batch, Ordinals
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import (
    DOCUMENT_END,
    KEYWORD_FIELDS,
    NAME_FIELDS,
    SUM_FIELDS,
    SUM_MASKS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
)
from newsearch.engine.columns.memory import give_back
from newsearch.engine.columns.ordering import in_order
from newsearch.engine.columns.postings import FieldColumns, pack
from newsearch.engine.columns.section_writers import (
    HEADS_SAMPLED,
    StoredBlocks,
    put_all,
    put_bands,
    put_heads,
    put_numbers,
    put_values,
    write_forms,
    write_keywords,
    write_lengths,
    write_ranked,
)
from newsearch.engine.columns.words import FieldWords, Vocabulary, occurring

Array = NDArray[Any]
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_Used = tuple[Vocabulary, NDArray[np.bool_]]
"""A vocabulary, and which of its terms occur."""

_COLUMNS_OF = {"kind": "kind", "lang": "language"}
"""Keywords that are values of a column as well."""
_THREADS = 2
"""That join and pack postings at once."""
_AHEAD = 8
"""Pieces of work that wait for them or for being written: some 10 MB. On a busy machine each of the three has to wait its turn."""
_DOCUMENT_WEIGHT = 40
"""What a document without words takes, in words: its head, path and the like, some 100 bytes until the segment is written, and
again as objects while it is."""


class SegmentWriter:
    """Collects batches of documents and writes them as one segment."""

    def __init__(self, path: Path, unwanted: Event | None = None) -> None:
        """`unwanted`: as of a `SectionFile`."""
        self.path = path
        self._file = SectionFile(path, unwanted)
        self._stored = StoredBlocks(self._file)
        self._words = {field: FieldWords() for field in TEXT_FIELDS + NAME_FIELDS}
        self._acronyms: tuple[list[Array], list[str]] = [], []
        self._values: dict[str, list[Ordinals]] = {name: [] for name in VALUE_COLUMNS}
        self._author_counts: list[Array] = []
        self._authors: list[Ordinals] = []
        self._days: list[Array] = []
        self._numbers: list[Array] = []
        self._digests: list[Array] = []
        self._sums: dict[str, list[Array]] = {name: [] for name in SUM_FIELDS}
        self._heads: list[bytes] = []
        """Joined by `DOCUMENT_END`, some after some."""
        self._bands: list[Array] = []
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
        return sum(int(digests.sum(dtype=np.uint64)) for digests in self._digests) % 2**64

    def add(self, batch: Batch, texts: Vocabulary, names: Vocabulary) -> None:
        """Take the next documents, with the vocabularies of their ids."""
        first = self.doc_count
        for field, words in self._words.items():
            words.add(batch.words[field], texts if field in TEXT_FIELDS else names, first)
        # by another thread the vocabulary may grow later: those forms are not ours
        self._forms[id(texts)] = len(texts.forms)
        docs, terms = batch.acronyms
        self._acronyms[0].append(docs + np.uint32(first))
        self._acronyms[1].extend(terms)
        for name, values in batch.values.items():
            self._values[name].append(values)
        self._author_counts.append(batch.author_counts)
        self._authors.append(batch.authors)
        self._days.append(batch.days)
        self._numbers.append(batch.numbers)
        self._digests.append(batch.digests)
        for name, sums in batch.sums.items():
            self._sums[name].append(sums)
        if batch.count:
            self._heads.append(batch.heads)
        self._bands.append(batch.bands)
        for packed, count in batch.blocks:
            self._stored.add_block(packed, count)

    def finish(self) -> None:
        """Write the segment and make it durable. May run in another thread. The writer is used up."""
        try:
            self._write()
        except BaseException:
            self.abandon()
            raise
        self._let_go()

    def _let_go(self) -> None:
        """Forget what is written: a merge that comes next would have it beside its own."""
        self._heads, self._bands = [], []
        give_back()

    def abandon(self) -> None:
        """Remove the unfinished file."""
        self._file.abandon()

    def _write(self) -> None:
        file = self._file
        self._stored.finish()
        texts = occurring(self._words[field] for field in TEXT_FIELDS)
        with ThreadPoolExecutor(1, "terms") as beside:
            terms = beside.submit(ranked, texts)
            forms = beside.submit(lambda: in_order(self._forms_of(texts))[0])
            every = max(1, self.doc_count // HEADS_SAMPLED)
            put_heads(file, self.doc_count, list(islice(self._split_heads(), 0, None, every)), self._split_heads())
            file.put("docs", struct.pack("<Q", self.doc_count))
            self._write_words(TEXT_FIELDS, *terms.result())
            write_forms(file, forms.result())
        names = occurring(self._words[field] for field in NAME_FIELDS)
        self._write_words(NAME_FIELDS, *ranked(names))
        values = {name: joined_ordinals(self._values.pop(name), "") for name in VALUE_COLUMNS}
        for field in KEYWORD_FIELDS:
            self._write_keywords(field, values)
        file.put("day", in_one(self._days).astype("<i4").tobytes())
        put_numbers(file, "number.numbers", in_one(self._numbers))
        put_numbers(file, "digest.numbers", in_one(self._digests))
        for name, sums in self._sums.items():
            put_numbers(file, f"{name}.numbers", in_one(sums) & np.uint32(SUM_MASKS[name]))
        put_bands(file, max((table.shape[1] for table in self._bands), default=0), self._bands)
        for name in VALUE_COLUMNS:
            put_numbers(file, f"{name}.ordinals", values[name].ordinals)
            put_values(file, name, values[name].values)
        self._write_authors()
        file.finish()

    def _write_words(self, fields: Sequence[str], terms: Sequence[str], ranks: dict[int, Array]) -> None:
        """Write fields that share their vocabularies, whose terms that occur are `ranked`."""
        for field in fields:
            self._write_field(field, terms, ranks)

    def _write_field(self, field: str, terms: Sequence[str], ranks: dict[int, Array]) -> None:
        words = self._words[field]
        joined = words.joined(ranks, len(terms))
        own = [terms[rank] for rank in joined.terms.tolist()]
        columns = FieldColumns(self._file, field)
        for run in ahead(lambda bounds: pack(joined.run(own, *bounds)), joined.ranges()):
            columns.add_packed(run)
        write_lengths(self._file, field, columns, words.lengths())

    def _forms_of(self, used: Sequence[_Used]) -> list[str]:
        """The forms of the terms that occur."""
        forms: list[str] = []
        for vocabulary, occur in used:
            known = self._forms[id(vocabulary)]
            present = occur[np.array(vocabulary.form_terms[:known], np.uint32)]
            forms += compress(vocabulary.forms[:known], present.tolist())
        return forms

    def _split_heads(self) -> Iterator[bytes]:
        return chain.from_iterable(heads.split(DOCUMENT_END) for heads in self._heads)

    def _write_keywords(self, field: str, values: dict[str, Ordinals]) -> None:
        if field == "acronym":
            write_keywords(self._file, field, in_one(self._acronyms[0]), self._acronyms[1])
            return
        names, ordinals = values[_COLUMNS_OF[field]]
        docs = np.flatnonzero(ordinals).astype(np.uint32)
        write_ranked(self._file, field, docs, ordinals[docs] - 1, names[1:])

    def _write_authors(self) -> None:
        names, ordinals = joined_ordinals(self._authors)
        put_numbers(self._file, "author.counts", in_one(self._author_counts))
        put_all(self._file, "author.ordinals", ordinals)
        put_values(self._file, "author", names)


def joined_ordinals(parts: Sequence[Ordinals], *more: str) -> Ordinals:
    """One column of many, whose values are in order; `more` are among them, whether they occur or not."""
    names = sorted({*more}.union(*(part.values for part in parts)))
    ranks = dict(zip(names, range(len(names)), strict=True))
    tables = [np.fromiter(map(ranks.__getitem__, part.values), np.uint32, len(part.values)) for part in parts]
    ordinals = [table[part.ordinals] for table, part in zip(tables, parts, strict=True)]
    return Ordinals(names, np.concatenate([np.zeros(0, np.uint32), *ordinals]))


def in_one(parts: Sequence[Array]) -> Array:
    """One column of some, as wide as the widest."""
    return np.concatenate([np.zeros(0, np.uint8), *parts])


def ahead(make: Callable[[_Given], _Made], given: Iterable[_Given]) -> Iterator[_Made]:
    """What `make` makes of each, in order, by two other threads: for work that leaves Python to others."""
    with ThreadPoolExecutor(_THREADS, "pack") as pool:
        coming: deque[Future[_Made]] = deque()
        for each in given:
            coming.append(pool.submit(make, each))
            if len(coming) > _AHEAD:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def ranked(used: Sequence[_Used]) -> tuple[list[str], dict[int, Array]]:
    """The terms that occur, in order; and by vocabulary the rank of each id among them."""
    ids = [np.flatnonzero(occur) for _, occur in used]
    terms, found = in_order(
        [vocabulary.terms[number] for (vocabulary, _), some in zip(used, ids, strict=True) for number in some.tolist()]
    )
    ranks: dict[int, Array] = {}
    first = 0
    for (vocabulary, occur), some in zip(used, ids, strict=True):
        of_ids = ranks[id(vocabulary)] = np.zeros(len(occur), np.uint32)
        of_ids[some] = found[first : first + len(some)]
        first += len(some)
    return terms, ranks
