"""The sections of a segment that building and merging write alike: records, heads, columns, keywords, the ends of fields of words."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from newsearch.engine.columns.batch import STORED_BLOCK, STORED_LEVEL
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import DOCUMENT_END, FORM_FIELD, HEAD_GROUP, SPARSE, width_of
from newsearch.engine.columns.ordering import repeated_in_order
from newsearch.engine.columns.postings import FieldColumns, Run
from newsearch.engine.columns.words import order_of

Array = NDArray[Any]

_FEW_BYTES = 8
"""Heads that are an eighth of the records stay as they are, and a list of hits takes half the time to show. Of articles they are less,
of short blocks as much as the records."""
_HEAD_LEVEL = 2
"""Six to eight tenths of the time of level 3, which takes as much room: of real heads 1% more or the same, of generated ones 3% less."""
_HEADS_AT_ONCE = 1 << 12
_DICTIONARY = 1 << 14
"""Bytes of the dictionary that heads are compressed with. Half of them take 2% more of 100,000 heads."""
_LEAST_SAMPLE = 1000
"""Heads for which a dictionary pays: it takes as much as it saves of 300."""
HEADS_SAMPLED = 2000
"""Heads that it is made of."""
_SHARED, _SEGMENT = 6, 200
"""Bytes of a match, and of what is taken at once, where the dictionary is made. Given, they need not be searched for: that takes 20 ms."""


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
            self.add_block(self._compressor.compress(DOCUMENT_END.join(records)), len(records))

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


def write_lengths(file: SectionFile, field: str, columns: FieldColumns, lengths: Array) -> None:
    """The end of a field of words: its dictionary and the documents' lengths."""
    some = lengths[lengths > 0]
    shortest, longest = (int(some.min()), int(some.max())) if len(some) else (0, 0)
    columns.finish(len(some), shortest, longest)
    put_numbers(file, f"{field}.lengths", lengths)


def write_keywords(file: SectionFile, field: str, docs: Array, values: Sequence[str]) -> None:
    """A field of documents and their terms, in order of the documents."""
    terms, of_values = repeated_in_order([value.replace("\0", "\ufffd") for value in values])
    write_ranked(file, field, docs, of_values, terms)


def write_ranked(file: SectionFile, field: str, docs: Array, of_values: Array, terms: Sequence[str]) -> None:
    """The same, where values are known by their place among `terms`, each of which occurs."""
    columns = FieldColumns(file, field)
    order = order_of(of_values)
    docs, of_values = docs[order], of_values[order]
    starts_posting = np.ones(len(docs), np.bool_)
    starts_posting[1:] = (docs[1:] != docs[:-1]) | (of_values[1:] != of_values[:-1])
    firsts = np.flatnonzero(starts_posting)
    frequencies = np.bincount(of_values[firsts], minlength=len(terms))
    columns.add(Run(terms, frequencies, docs[firsts], np.diff(firsts, append=len(docs)), None))
    columns.finish()


def write_forms(file: SectionFile, forms: Sequence[str]) -> None:
    """The dictionary of `form stem` pairs, without postings."""
    nothing = np.zeros(0, np.uint32)
    columns = FieldColumns(file, FORM_FIELD)
    columns.add(Run(forms, np.zeros(len(forms), np.int64), nothing, nothing, None))
    columns.finish()


def put_values(file: SectionFile, name: str, values: Iterable[str]) -> None:
    """The list of values that ordinals of a column point into."""
    coded = [value.encode("utf-8", "surrogatepass") for value in values]
    ends = np.cumsum([len(code) for code in coded], dtype="<u4")
    file.put(f"{name}.values", struct.pack("<I", len(coded)), ends.tobytes(), b"".join(coded))


def put_all(file: SectionFile, name: str, values: Array) -> None:
    """Numbers, each as wide as the largest needs; the first byte is the width."""
    width = width_of(int(values.max(initial=0)))
    file.put(name, bytes((width,)), values.astype(f"<u{width}").tobytes())


def put_numbers(file: SectionFile, name: str, values: Array) -> None:
    """A number a document. If most documents have the same, that is said once, and which ones have another."""
    usual = _usual(values)
    others = np.flatnonzero(values != usual)
    width = width_of(int(values.max(initial=0)))
    if len(others) * (4 + width) >= len(values) * width:
        put_all(file, name, values)
        return
    narrow = f"<u{width}"
    file.put(
        name,
        bytes((SPARSE | width,)),
        int(usual).to_bytes(width, "little"),
        struct.pack("<I", len(others)),
        others.astype("<u4").tobytes(),
        values[others].astype(narrow).tobytes(),
    )


def _usual(values: Array) -> int:
    """What most values are, if most are the same."""
    middle = len(values) // 2
    return int(np.partition(values, middle)[middle]) if len(values) else 0


def put_heads(file: SectionFile, count: int, sample: Sequence[bytes], heads: Iterable[bytes]) -> None:
    """The heads of `count` documents, whose records were written; some compressed together with a dictionary made of a sample,
    unless they are little beside the records."""
    compressor = None
    if _FEW_BYTES * count * sum(map(len, sample)) >= file.tell() * len(sample):
        known = _head_dictionary(sample)
        file.put("head.dictionary", known.as_bytes() if known else b"")
        compressor = zstandard.ZstdCompressor(_HEAD_LEVEL, dict_data=known, write_dict_id=False)
    sizes = array("I")
    file.start("head.data")
    coming = iter(heads)
    while some := list(islice(coming, _HEADS_AT_ONCE)):
        pieces = _in_groups(some, compressor) if compressor else some
        sizes.extend(map(len, pieces))
        file.write(b"".join(pieces))
    put_all(file, "head.ends", np.cumsum(np.array(sizes, np.int64)))


def _in_groups(heads: Sequence[bytes], compressor: zstandard.ZstdCompressor) -> list[bytes]:
    """Heads, some compressed together."""
    groups: list[bytes | bytearray | memoryview[int]] = [
        DOCUMENT_END.join(heads[first : first + HEAD_GROUP]) for first in range(0, len(heads), HEAD_GROUP)
    ]
    packed = compressor.multi_compress_to_buffer(groups)
    return [packed[number].tobytes() for number in range(len(packed))]


def _head_dictionary(heads: Sequence[bytes]) -> zstandard.ZstdCompressionDict | None:
    """What many heads have in common; None if they are too few for that. 5 ms."""
    if len(heads) < _LEAST_SAMPLE:
        return None
    try:
        return zstandard.train_dictionary(
            _DICTIONARY, list(heads[:: max(1, len(heads) // HEADS_SAMPLED)]), d=_SHARED, k=_SEGMENT
        )
    except zstandard.ZstdError:  # they have too little in common
        return None


def put_bands(file: SectionFile, width: int, tables: Iterable[Array]) -> None:
    """The hashes of all documents, `width` of each, some after some."""
    file.start("bands")
    for table in tables:
        file.write(np.pad(table, ((0, 0), (0, width - table.shape[1]))).astype("<u4").tobytes())
