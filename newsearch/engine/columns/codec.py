"""Our segments behind Whoosh's contracts: stock searchers, matchers and query classes read the same columns.

The slow path, and the reference that the fast one is tested against.
"""

# mypy: disallow-untyped-calls=False

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.matching.mcore import LeafMatcher, ListMatcher, ReadTooFar
from whoosh.reading import TermInfo

from newsearch.engine.columns import record
from newsearch.engine.columns.dictionary import TermEntry
from newsearch.engine.columns.layout import INDEXED_FIELDS, KEYWORD_FIELDS, SUM_FIELDS
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.commit import SegmentInfo, read_deletions
from newsearch.errors import IndexTrouble

_WHOLE = KEYWORD_FIELDS + SUM_FIELDS
_READ_ONLY = "Whoosh's own writer cannot add to this index. Use newsearch index FOLDER, or newsearch.engine"


class ColumnSegment(base.Segment):
    """A segment as Whoosh's table of contents lists it: plain values only."""

    def __init__(self, indexname: str, info: SegmentInfo, reader: SegmentReader | None = None) -> None:
        super().__init__(indexname)
        self.segid = info.name
        self.documents = info.documents
        self.deleted = info.deleted
        self.deletions = info.deletions
        self._reader = reader

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_reader": None}

    def codec(self) -> ColumnCodec:
        return ColumnCodec()

    def open(self, storage: Any) -> SegmentReader:
        """The segment's columns, from the folder of Whoosh's `storage`."""
        if self._reader is None:
            folder = Path(storage.folder)
            deleted = read_deletions(folder / self.deletions, self.documents) if self.deletions else None
            self._reader = SegmentReader(folder / self.make_filename(".cols"), deleted)
        return self._reader

    def doc_count_all(self) -> int:
        return self.documents

    def deleted_count(self) -> int:
        return self.deleted

    def deleted_docs(self) -> Iterable[int]:
        if not self.deletions:
            return []
        raise IndexTrouble("deletions are read through the segment's reader")

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted_docs()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        raise IndexTrouble(_READ_ONLY)

    def set_doc_count(self, doccount: int) -> None:
        raise IndexTrouble(_READ_ONLY)

    def should_assemble(self) -> bool:
        return False


class ColumnCodec(base.Codec):
    """Reads our segments. Writing goes through `newsearch.engine`, which takes documents and not tokens."""

    def terms_reader(self, storage: Any, segment: ColumnSegment) -> ColumnTermsReader:
        return ColumnTermsReader(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: ColumnSegment) -> ColumnDocumentReader:
        return ColumnDocumentReader(segment.open(storage))

    def per_document_writer(self, storage: Any, segment: ColumnSegment) -> Any:
        raise IndexTrouble(_READ_ONLY)

    def field_writer(self, storage: Any, segment: ColumnSegment) -> Any:
        raise IndexTrouble(_READ_ONLY)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        raise IndexTrouble(_READ_ONLY)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        raise IndexTrouble("postings are read by term: terms_reader(...).matcher(...)")

    def new_segment(self, storage: Any, indexname: str) -> Any:
        raise IndexTrouble(_READ_ONLY)


def _text(term: bytes | str) -> str:
    return term if isinstance(term, str) else term.decode("utf-8", "surrogatepass")


def _bytes(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _looked_up(reader: SegmentReader, field: str, value: str) -> list[int]:
    """The documents of an id or of a path."""
    return reader.with_id(value) if field == "id" else reader.of_file(value)


def _values_from(reader: SegmentReader, field: str, start: str) -> Iterator[str]:
    """Terms of a field from `start` on, in order. Ids and paths have no dictionary: all of them are read."""
    if field not in SUM_FIELDS:
        return (term for term, _ in reader.terms_from(field, start))
    deleted = reader.deleted_bits
    live = [number for number in range(reader.doc_count) if not (deleted and deleted[number])]
    if field == "id":
        values = {reader.head(number).id for number in live}
    else:
        values = {record.path_of(reader.stored_bytes(number)) for number in live}
    return iter(sorted(value for value in values if value >= start))


class ColumnTermsReader(base.TermsReader):
    """The dictionaries of a segment, and ids and paths as if they had one."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        if field in SUM_FIELDS:
            return bool(_looked_up(self._reader, field, _text(text)))
        return self._reader.term(field, _text(text)) is not None

    def indexed_field_names(self) -> list[str]:
        return [*(field for field in INDEXED_FIELDS if self._reader.stat(field).terms), *SUM_FIELDS]

    def cursor(self, fieldname: str, fieldobj: Any) -> ColumnCursor:
        return ColumnCursor(self._reader, fieldname)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(self.indexed_field_names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Terms of the field from `prefix` on, then, as Whoosh wants it, those of the fields after it."""
        for term in _values_from(self._reader, fieldname, _text(prefix)):
            yield fieldname, _bytes(term)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for field, term in self.terms():
            yield (field, term), self.term_info(field, term)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for field, term in self.terms_from(fieldname, prefix):
            yield (field, term), self.term_info(field, term)

    def _entry(self, field: str, term: bytes | str) -> TermEntry:
        entry = self._reader.term(field, _text(term))
        if entry is None:
            raise KeyError((field, term))
        return entry

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        if fieldname in SUM_FIELDS:
            found = self._found(fieldname, text)
            return TermInfo(float(len(found)), len(found), 1, 1, 1.0, found[0], found[-1])
        entry = self._entry(fieldname, text)
        docs, freqs = self._reader.postings(entry)
        lengths = self._reader.lengths(fieldname)[docs]
        return TermInfo(
            float(entry.collection_frequency),
            entry.doc_frequency,
            int(lengths.min()),
            int(lengths.max()),
            float(freqs.max()),
            int(docs[0]),
            int(docs[-1]),
        )

    def _found(self, field: str, text: bytes) -> list[int]:
        found = _looked_up(self._reader, field, _text(text))
        if not found:
            raise KeyError((field, text))
        return found

    def frequency(self, fieldname: str, text: bytes) -> int:
        if fieldname in SUM_FIELDS:
            return len(self._found(fieldname, text))
        return self._entry(fieldname, text).collection_frequency

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        if fieldname in SUM_FIELDS:
            return len(self._found(fieldname, text))
        return self._entry(fieldname, text).doc_frequency

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        if fieldname in SUM_FIELDS:
            found = self._found(fieldname, text)
            return ListMatcher(found, format=format_, scorer=scorer, term=(fieldname, text))
        return ColumnMatcher(self._reader, self._entry(fieldname, text), format_, scorer)


class ColumnCursor(base.FieldCursor):
    """Moves through the terms of a field; Whoosh's fuzzy automaton skips with it."""

    def __init__(self, reader: SegmentReader, field: str) -> None:
        self._reader = reader
        self._field = field
        self._current: str | None = None
        self.first()

    def first(self) -> str | None:
        return self.find("")

    def find(self, string: str | bytes) -> str | None:
        self._rest = _values_from(self._reader, self._field, _text(string))
        return self.next()

    def next(self) -> str | None:
        self._current = next(self._rest, None)
        return self._current

    def text(self) -> str | None:
        return self._current

    def term(self) -> str | None:
        return self._current

    def term_info(self) -> TermInfo | None:
        if self._current is None:
            return None
        return ColumnTermsReader(self._reader).term_info(self._field, _bytes(self._current))

    def is_valid(self) -> bool:
        return self._current is not None


class ColumnMatcher(LeafMatcher):
    """The postings of one term, walked one by one as Whoosh's matchers do."""

    def __init__(self, reader: SegmentReader, entry: TermEntry, format_: Any, scorer: Any, at: int = 0) -> None:
        self._reader = reader
        self._entry = entry
        self._term = (entry.field, _bytes(entry.term))
        self.format = format_
        self.scorer = scorer
        docs, freqs = reader.postings(entry)
        self._docs: list[int] = docs.tolist()
        self._freqs: list[int] = freqs.tolist()
        self._positions: tuple[list[int], list[int]] | None = None
        self._at = at

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def id(self) -> int:
        return self._docs[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs)

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002  (Whoosh's name)
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> ColumnMatcher:
        return ColumnMatcher(self._reader, self._entry, self.format, self.scorer, self._at)

    def replace(self, minquality: float = 0) -> Any:
        from whoosh.matching.mcore import NullMatcher

        if not self.is_active() or (minquality and self.supports_block_quality() and self.max_quality() < minquality):
            return NullMatcher()
        return self

    def weight(self) -> float:
        return float(self._freqs[self._at])

    def _positions_here(self) -> list[int]:
        if self._positions is None:
            offsets, positions = self._reader.positions(self._entry)
            self._positions = offsets.tolist(), positions.tolist()
        offsets_list, all_positions = self._positions
        return all_positions[offsets_list[self._at] : offsets_list[self._at + 1]]

    def value(self) -> bytes:
        if not self._entry.positions_bits:
            return b""
        value: bytes = self.format.encode(self._positions_here())
        return value

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            return self._positions_here()
        return super().value_as(astype)

    # The whole list is one block to Whoosh's block quality.

    def block_min_length(self) -> int:
        return int(self._reader.lengths(self._entry.field)[self._docs].min())

    def block_max_length(self) -> int:
        return int(self._reader.lengths(self._entry.field)[self._docs].max())

    def block_max_weight(self) -> float:
        return float(max(self._freqs))

    def skip_to_quality(self, minquality: float) -> int:
        if self.is_active() and self.block_quality() <= minquality:
            self._at = len(self._docs)
        return 0

    def supports_block_quality(self) -> bool:
        return bool(self.scorer and self.scorer.supports_block_quality())


class ColumnDocumentReader(base.PerDocumentReader):
    """Lengths, columns and stored fields of a segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def doc_count_all(self) -> int:
        return self._reader.doc_count

    def doc_count(self) -> int:
        deleted = self._reader.deleted
        return self._reader.doc_count - (0 if deleted is None else int(deleted.sum()))

    def has_deletions(self) -> bool:
        return self._reader.deleted is not None

    def is_deleted(self, docnum: int) -> bool:
        deleted = self._reader.deleted
        # Whoosh's inverse matcher asks one document further than there are.
        return deleted is not None and docnum < len(deleted) and bool(deleted[docnum])

    def deleted_docs(self) -> list[int]:
        deleted = self._reader.deleted
        return [] if deleted is None else np.flatnonzero(deleted).tolist()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname == "day"

    def column_reader(self, fieldname: str, column: Any) -> DayColumn:
        return DayColumn(self._reader)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths(fieldname)[docnum])

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        lengths: list[int] = self._lengths(fieldname).tolist()
        return lengths.__getitem__

    def _lengths(self, field: str) -> Any:
        return np.ones(self._reader.doc_count, np.uint8) if field in _WHOLE else self._reader.lengths(field)

    def field_length(self, fieldname: str) -> int:
        return self._reader.stat(fieldname).occurrences

    def min_field_length(self, fieldname: str) -> int:
        return 1 if fieldname in _WHOLE else self._reader.stat(fieldname).shortest

    def max_field_length(self, fieldname: str) -> int:
        return 1 if fieldname in _WHOLE else self._reader.stat(fieldname).longest

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        document = self._reader.stored(docnum)
        block = document.block
        values = {
            "id": document.id,
            "path": document.path,
            "file": document.path,
            "kind": block.kind,
            "lang": document.language,
            "title": block.title,
            "body": block.body,
            "author": list(block.authors) or None,
            "outlet": block.outlet,
            "agency": block.agency,
            "date": block.date,
        }
        return {name: value for name, value in values.items() if value is not None}


class DayColumn(ColumnReader):
    """Days since 1970 as a Whoosh column, to sort by."""

    def __init__(self, reader: SegmentReader) -> None:
        self._days = reader.column("day")
        self._sign = 1

    def __len__(self) -> int:
        return len(self._days)

    def __getitem__(self, docnum: int) -> int:
        return int(self._days[docnum])

    def sort_key(self, docnum: int) -> int:  # type: ignore[override]
        return self._sign * int(self._days[docnum])

    def set_reverse(self) -> None:
        self._sign = -1

    def __iter__(self) -> Iterator[int]:
        return iter(self._days.tolist())
