"""One segment for a one-shot query: its dictionaries, postings, columns and stored documents, decoded with the standard library
alone, because importing numpy costs more than answering."""

from __future__ import annotations

from _thread import _local
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsearch.engine.columns import record
from newsearch.engine.columns.dictionary import BlockLayout, TermEntry, decoded, entries_of, entry_of
from newsearch.engine.columns.layout import (
    CHUNK,
    DICTIONARY_GROUP,
    DOCUMENT_END,
    FIELD_STAT,
    HEAD_GROUP,
    HEAD_GROUP_BITS,
    SPARSE,
    SUM_MASKS,
)
from newsearch.engine.columns.sections import Sections, cast, narrow
from newsearch.engine.contract import Head
from newsearch.model import Document

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

    from newsearch.engine.columns.dictionary import Block

_MOST_STORED = 1 << 31
"""Bytes of a block of records that are believed; more would only serve to fill the memory."""
_COLUMN_WIDTHS = (1, 2, 4, 8)
_LARGE_FRAME = 0x80
"""In the fifth byte of a Zstandard frame: its text has more than 64 KB."""
_REMEMBERED_GROUPS = 64
"""Dictionary blocks that stay unpacked, in groups: half a megabyte."""
_REMEMBERED_TERMS = 8192
_REMEMBERED_DOCUMENTS = 2048
_REMEMBERED_HEADS = 2048
_REMEMBERED_TEXT = 4 << 20
"""Letters of the bodies that stay decoded, of a segment."""


class FieldStat(NamedTuple):
    """What a field of a segment holds, deleted documents included."""

    occurrences: int
    documents: int
    terms: int
    blocks: int
    shortest: int
    longest: int


_UNKNOWN = TermEntry("", "", 0, 0, 0, 0, 0, 0, 0, 0, 0)
_ABSENT = FieldStat(0, 0, 0, 0, 0, 0)


class SegmentFile(Sections):
    """One segment. Thread-safe: everything cached is derived from bytes that never change."""

    def __init__(self, path: Path | str, deleted: bytes | None = None) -> None:
        super().__init__(Path(path))
        self.deleted_bits = deleted
        """One byte a document, 1 for a deleted one; None when none is."""
        self._found: dict[tuple[str, str], TermEntry | None] = {}
        self._stats: dict[str, FieldStat] = {}
        self._values: dict[str, list[str]] = {}
        self._indexes: dict[str, tuple[memoryview, memoryview, memoryview, memoryview]] = {}
        self._groups: dict[tuple[str, int], bytes] = {}
        self._stored: tuple[int, bytes] | None = None
        self._of_threads = _local()
        self._documents: dict[int, Document] = {}
        self._documents_size = 0
        self._record_index: tuple[memoryview, memoryview] | None = None
        self._numbers: dict[str, memoryview] = {}
        self._author_ends: Sequence[int] | None = None
        self._head_ends: Sequence[int] | None = None
        self._heads_at = self._sections.get("head.data", (0, 0))[0]
        self._grouped = "head.dictionary" in self._sections
        """Whether heads are compressed, some together."""
        self._heads: dict[int, Head] = {}
        self.doc_count = int.from_bytes(self.section("docs")[:8], "little")
        if self.doc_count > len(self.view):
            # Columns of which all documents have the same are made as long as it says.
            raise self.damaged(f"says that it holds {self.doc_count} documents")

    def close(self) -> None:
        """Let go of the file. Views that were handed out stay valid; the map goes with the last of them."""
        self._found = {}
        self._values = {}
        self._indexes = {}
        self._groups = {}
        self._stored = None
        self._documents = {}
        self._heads = {}

    # Terms

    def stat(self, field: str) -> FieldStat:
        """Counts of a field; zeros for a field that the segment does not have."""
        found = self._stats.get(field)
        if found is None:
            section = self.section(f"{field}.stat")
            found = self._stats[field] = FieldStat(*FIELD_STAT.unpack(section)) if section else _ABSENT
        return found

    def _index(self, field: str) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """Of a field's dictionary blocks: where they begin among all of them unpacked, where their postings begin in the file,
        ends of the first terms, their text."""
        found = self._indexes.get(field)
        if found is None:
            found = self._indexes[field] = self._load_index(field)
        return found

    def _load_index(self, field: str) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        blocks = self.stat(field).blocks
        start, length = self._sections[f"{field}.index"]
        offsets = self.numbers(start, 2 * blocks, 8)
        ends = self.numbers(start + 16 * blocks, blocks, 4)
        return offsets[:blocks], offsets[blocks:], ends, self.read(start + 20 * blocks, length - 20 * blocks)

    def _block_with(self, field: str, term: bytes) -> int:
        """The dictionary block that holds `term`, if any does; -1 when it sorts before all."""
        _, _, ends, text = self._index(field)
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if term < bytes(text[ends[middle - 1] if middle else 0 : ends[middle]]):
                high = middle
            else:
                low = middle + 1
        return low - 1

    def block_range(self, field: str, first: str, last: str) -> tuple[int, int]:
        """The dictionary blocks, from one to before another, that hold all terms from `first` to `last`."""
        if not self.stat(field).terms:
            return 0, 0
        low, high = (self._block_with(field, term.encode("utf-8", "surrogatepass")) for term in (first, last))
        return max(0, low), high + 1

    def dictionary_block(self, field: str, number: int) -> memoryview:
        """A dictionary block, unpacked, and what follows it."""
        group, starts = number // DICTIONARY_GROUP, self._index(field)[0]
        kept = self._groups
        found = kept.get((field, group))
        if found is None:
            if len(kept) >= _REMEMBERED_GROUPS:
                kept = self._groups = {}
            found = kept[field, group] = self._dictionary_group(field, group)
        return memoryview(found)[starts[number] - starts[group * DICTIONARY_GROUP] :]

    def _dictionary_group(self, field: str, group: int) -> bytes:
        ends, start = narrow(self.section(f"{field}.frames")), self._sections[f"{field}.terms"][0]
        at, end = start + (ends[group - 1] if group else 0), start + ends[group]
        return self._unpacked(self.read(at, end - at), at, _decompressor())

    def unpacked_dictionary(self, field: str) -> bytes:
        """All dictionary blocks of a field, side by side."""
        groups = -(-self.stat(field).blocks // DICTIONARY_GROUP)
        return b"".join([self._dictionary_group(field, group) for group in range(groups)])

    def block_terms(self, field: str, number: int) -> list[str]:
        """The terms of one dictionary block, in order."""
        return bytes(self._block_text(field, number)).decode("utf-8", "surrogatepass").split("\0")

    def _block_text(self, field: str, number: int) -> memoryview:
        """The terms of one dictionary block, with zero bytes between them."""
        block = self.dictionary_block(field, number)
        at = BlockLayout(block)
        return block[at.text : at.end]

    def dictionary(self, field: str) -> str:
        """All terms of a field in order, with zero bytes between them: a twentieth of the cost of block by block."""
        unpacked = memoryview(self.unpacked_dictionary(field))
        blocks = []
        for place in self._index(field)[0] if self.stat(field).blocks else ():
            at = BlockLayout(unpacked, place)
            blocks.append(unpacked[at.text : at.end])
        return b"\0".join(blocks).decode("utf-8", "surrogatepass")

    def postings_places(self, field: str) -> list[int]:
        """Where the postings of each dictionary block begin."""
        return self._index(field)[1].tolist() if self.stat(field).blocks else []

    def first_term(self, field: str, number: int) -> str:
        """The first term of a dictionary block."""
        _, _, ends, text = self._index(field)
        return bytes(text[ends[number - 1] if number else 0 : ends[number]]).decode("utf-8", "surrogatepass")

    def _block(self, field: str, number: int) -> Block:
        """One dictionary block."""
        return decoded(field, number, self.dictionary_block(field, number), self._index(field)[1][number])

    def term(self, field: str, term: str) -> TermEntry | None:
        """The entry of one term, or None."""
        found = self._found.get((field, term), _UNKNOWN)
        if found is _UNKNOWN:
            if len(self._found) >= _REMEMBERED_TERMS:
                self._found.clear()
            found = self._found[field, term] = self._look_up(field, term)
        return found

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold a term; a fifth of what its entry costs."""
        if not self.stat(field).terms:
            return 0
        coded = term.encode("utf-8", "surrogatepass")
        number = self._block_with(field, coded)
        place = self._place_in(field, number, coded) if number >= 0 else -1
        if place < 0:
            return 0
        block = self.dictionary_block(field, number)
        at = BlockLayout(block)
        start = at.frequencies + place * at.frequency_width
        return int.from_bytes(block[start : start + at.frequency_width], "little")

    def _look_up(self, field: str, term: str) -> TermEntry | None:
        if not self.stat(field).terms:
            return None
        coded = term.encode("utf-8", "surrogatepass")
        number = self._block_with(field, coded)
        if number < 0:
            return None
        place = self._place_in(field, number, coded)
        if place < 0:
            return None
        entry = entry_of(self._block(field, number), place)
        if entry.doc_frequency > self.doc_count:
            # Of a term that all documents have nothing is stored: what it says would be made, however much.
            raise self.damaged(f"has a term of {entry.doc_frequency} documents")
        return entry

    def _place_in(self, field: str, number: int, term: bytes) -> int:
        """The place of a term in a dictionary block, -1 when it is not there: most blocks are read for nothing else."""
        text = b"\0%b\0" % bytes(self._block_text(field, number))
        at = text.find(b"\0%b\0" % term)
        return -1 if at < 0 else text.count(b"\0", 0, at)

    def terms_from(self, field: str, start: str = "") -> Iterator[tuple[str, TermEntry]]:
        """Terms that are equal to or sort after `start` by code points, in order."""
        stat = self.stat(field)
        if not stat.terms:
            return
        first = max(0, self._block_with(field, start.encode("utf-8", "surrogatepass")))
        for number in range(first, stat.blocks):
            for entry in entries_of(self._block(field, number)):
                if number > first or entry.term >= start:
                    yield entry.term, entry

    # Postings as plain lists

    def doc_list(self, entry: TermEntry) -> list[int]:
        """Documents of a term, ascending."""
        if not entry.docs_width:
            return list(range(entry.doc_frequency))
        return list(accumulate(self.numbers(entry.docs_at, entry.doc_frequency, entry.docs_width)))

    def freq_list(self, entry: TermEntry) -> list[int]:
        """How often the term occurs in each document of `doc_list`."""
        count, bits = entry.doc_frequency, entry.freqs_bits
        if not bits:
            return [1] * count
        if bits < 8:
            data = self.read(entry.freqs_at, (count * bits + 7) // 8)
            return list(islice(chain.from_iterable(map(_parts_of_bytes(bits).__getitem__, data)), count))
        return [more + 1 for more in self.numbers(entry.freqs_at, count, bits // 8)]

    def position_lists(self, entry: TermEntry) -> list[list[int]]:
        """Positions in each document of `doc_list`, ascending."""
        bits = entry.positions_bits
        size = (entry.collection_frequency * bits + 7) // 8
        packed = int.from_bytes(self.read(entry.positions_at, size), "little")
        width = entry.collection_frequency * bits
        digits = format(packed, f"0{width}b")
        steps = [int(digits[at - bits : at], 2) for at in range(width, 0, -bits)]
        ends = list(accumulate(self.freq_list(entry), initial=0))
        return [list(accumulate(steps[a:b])) for a, b in pairwise(ends)]

    # Columns

    def length_view(self, field: str) -> memoryview:
        """Occurrences in the field, a number a document."""
        return self._column(f"{field}.lengths")

    def _column(self, name: str) -> memoryview:
        """A number a document; nothing where the segment has no such section."""
        found = self._numbers.get(name)
        if found is None:
            section = self.section(name)
            sparse = section and section[0] & SPARSE
            found = self._numbers[name] = self._filled(section) if sparse else narrow(section)
        return found

    def _filled(self, section: memoryview) -> memoryview:
        """A column that says what most documents have, and which ones have something else."""
        width = section[0] ^ SPARSE
        if width not in _COLUMN_WIDTHS:
            raise self.damaged(f"has a column of numbers of {width} bytes")
        values = bytearray(bytes(section[1 : 1 + width]) * self.doc_count)
        at = 5 + width
        count = int.from_bytes(section[1 + width : at], "little")
        column = cast(memoryview(values), width)
        others = cast(section[at + 4 * count :], width)
        for document, value in zip(section[at : at + 4 * count].cast("I"), others, strict=True):
            column[document] = value
        return column.toreadonly()

    def day_view(self) -> memoryview:
        """Days since 1970-01-01, `MISSING_DAY` where unknown."""
        return self.section("day").cast("i")

    def ordinal_view(self, name: str) -> memoryview:
        """Ordinals into `values(name)`: one a document for `VALUE_COLUMNS`, for `author` those of `author_ends`."""
        return narrow(self.section("author.ordinals")) if name == "author" else self._column(f"{name}.ordinals")

    def author_counts(self) -> memoryview:
        """How many authors each document has."""
        return self._column("author.counts")

    def author_ends(self) -> Sequence[int]:
        """Where each document's part of `ordinal_view("author")` ends."""
        ends = self._author_ends
        if ends is None:
            ends = self._author_ends = tuple(accumulate(self.author_counts()))
        return ends

    def values(self, name: str) -> list[str]:
        """The distinct values of a column, sorted; of `VALUE_COLUMNS` the first is "", the missing value."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self._decoded_values(name)
        return found

    def _decoded_values(self, name: str) -> list[str]:
        section = self.section(f"{name}.values")
        count = int.from_bytes(section[:4], "little")
        ends = section[4 : 4 + 4 * count].cast("I")
        text = bytes(section[4 + 4 * count :])
        starts = [0, *ends[:-1]] if count else []
        return [text[a:b].decode("utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=True)]

    def column_view(self, name: str) -> memoryview:
        """A column of one plain number a document (`number`, `digest`, `id`, `path`)."""
        return self._column(f"{name}.numbers")

    def bands_of(self, number: int) -> tuple[int, ...]:
        """The bands of one document."""
        start, length = self._sections["bands"]
        count = length // (4 * self.doc_count)
        bands = self.numbers(start + 4 * count * number, count, 4).tolist()
        return tuple(band for band in bands if band)

    # Documents by id and path

    def with_id(self, value: str) -> list[int]:
        """Documents, not deleted, of an id."""
        return [number for number in self._with_sum("id", value) if self.head(number).id == value]

    def of_file(self, path: str) -> list[int]:
        """Documents, not deleted, of a file."""
        return [number for number in self._with_sum("path", path) if record.path_of(self.stored_bytes(number)) == path]

    def _with_sum(self, name: str, value: str) -> list[int]:
        """Documents, not deleted, whose id or path has the sum of `value`."""
        deleted = self.deleted_bits
        wanted = record.sum_of(value) & SUM_MASKS[name]
        return [number for number in self.numbers_with_sum(name, wanted) if not (deleted and deleted[number])]

    def numbers_with_sum(self, name: str, wanted: int) -> list[int]:
        """Documents whose id or path has a sum, ascending."""
        column = self.column_view(name)
        if wanted >> 8 * column.itemsize:
            return []
        data, coded = bytes(column), wanted.to_bytes(column.itemsize, "little")
        found, at = [], data.find(coded)
        while at >= 0:
            if at % len(coded) == 0:
                found.append(at // len(coded))
            at = data.find(coded, at + 1)
        return found

    # Stored documents

    def head(self, number: int) -> Head:
        """The head of one document. Those that were asked for lately stay decoded."""
        kept = self._heads
        found = kept.get(number)
        if found is None:
            found = record.decode_head(self.head_bytes(number))
            if len(kept) >= _REMEMBERED_HEADS:
                kept = self._heads = {}
            kept[number] = found
        return found

    def head_ends(self) -> Sequence[int]:
        """Where each head, or each group of them, ends in section `head.data`."""
        ends = self._head_ends
        if ends is None:
            ends = self._head_ends = narrow(self.section("head.ends"))
        return ends

    def head_count(self) -> int:
        """Documents whose heads are kept, by the count of the last group."""
        groups = len(self.head_ends())
        if not self._grouped:
            return groups
        return HEAD_GROUP * (groups - 1) + len(self.heads(groups - 1)) if groups else 0

    def head_bytes(self, number: int) -> bytes:
        """The head of one document as it was before it was compressed with others."""
        if self._grouped:
            return self.heads(number >> HEAD_GROUP_BITS)[number & HEAD_GROUP - 1]
        return self._head_piece(number)[1]

    def _head_piece(self, place: int) -> tuple[int, bytes]:
        """Where a head, or a group of them, begins in the file, and its bytes."""
        ends, at = self._head_ends or self.head_ends(), self._heads_at
        start, end = at + (ends[place - 1] if place else 0), at + ends[place]
        if self._unchecked.find(1, start // CHUNK, (end + CHUNK - 1) // CHUNK) >= 0:
            self.read(start, end - start)
        return start, self._map[start:end]

    def heads(self, group: int) -> list[bytes]:
        """Some heads that follow each other."""
        if not self._grouped:
            first = group * HEAD_GROUP
            return [self._head_piece(number)[1] for number in range(first, min(first + HEAD_GROUP, self.doc_count))]
        start, packed = self._head_piece(group)
        try:
            if packed[4] < _LARGE_FRAME:
                return self._of_threads.heads.decompress(packed).split(DOCUMENT_END)  # type: ignore[no-any-return]
        except Exception:  # the first of a thread, or altered: the slow way tells
            pass
        return self._unpacked(packed, start, self._of_heads()).split(DOCUMENT_END)

    def _of_heads(self) -> ZstdDecompressor:
        """This thread's own, with the dictionary of the heads."""
        found: ZstdDecompressor | None = getattr(self._of_threads, "heads", None)
        if found is None:
            from zstandard import ZstdCompressionDict, ZstdDecompressor

            known = bytes(self.section("head.dictionary"))
            found = ZstdDecompressor(ZstdCompressionDict(known)) if known else ZstdDecompressor()
            self._of_threads.heads = found
        return found

    def stored_count(self) -> int:
        """Documents whose records are kept, by the count of the last block."""
        firsts, places = self._records()
        last: int = firsts[-1] if firsts else 0
        return last + 1 + self._expand(places[-1]).count(DOCUMENT_END) if places else 0

    def _records(self) -> tuple[memoryview, memoryview]:
        """First document of each block of records, and where the block starts."""
        found = self._record_index
        if found is None:
            index = self.section("store.index").cast("Q")
            found = self._record_index = index[: len(index) // 2], index[len(index) // 2 :]
        return found

    def stored_blocks(self) -> Iterator[tuple[int, int, memoryview]]:
        """(first document, documents, packed bytes) of each block of records."""
        firsts, places = self._records()
        for first, after, at in zip(firsts, [*firsts[1:], self.doc_count], places, strict=True):
            yield first, after - first, self.read(at + 4, int.from_bytes(self.read(at, 4), "little"))

    def records(self) -> Iterator[bytes]:
        """The records of all documents, in order."""
        firsts, places = self._records()
        for first, after, at in zip(firsts, [*firsts[1:], self.doc_count], places, strict=True):
            found = self._expand(at).split(DOCUMENT_END)
            if len(found) != after - first:
                raise self.damaged(f"has {len(found)} records, not {after - first}, near byte {at}")
            yield from found

    def stored_bytes(self, number: int) -> bytes:
        """The record of one document; reads one block of records."""
        firsts, places = self._records()
        block = bisect_right(firsts, number) - 1
        cached = self._stored
        if cached is None or cached[0] != block:
            cached = (block, self._expand(places[block]))
            self._stored = cached
        data, start = cached[1], 0
        # To look for the ends before it takes a sixth of the time of splitting.
        for _ in range(number - firsts[block]):
            start = data.index(DOCUMENT_END, start) + 1
        end = data.find(DOCUMENT_END, start)
        return data[start:] if end < 0 else data[start:end]

    def _expand(self, at: int) -> bytes:
        """The records of a block."""
        packed = self.read(at + 4, int.from_bytes(self.read(at, 4), "little"))
        return self._unpacked(packed, at, _decompressor())

    def _unpacked(self, packed: Any, at: int, decompressor: ZstdDecompressor) -> bytes:
        import zstandard  # 14 ms, and a query that shows nothing needs none of it

        try:
            if zstandard.frame_content_size(packed) > _MOST_STORED:
                raise self.damaged(f"promises too large a record near byte {at}")
            return decompressor.decompress(packed)
        except zstandard.ZstdError as error:
            raise self.damaged(f"is altered near byte {at}") from error

    def stored(self, number: int) -> Document:
        """One document. Those that were asked for lately stay decoded: a list is drawn again at every keystroke."""
        kept = self._documents
        found = kept.get(number)
        if found is None:
            found = record.decode(self.head_bytes(number), self.stored_bytes(number), self.bands_of(number))
            size = len(found.block.body)
            if size <= _REMEMBERED_TEXT // 16:
                self._documents_size += size
                if self._documents_size > _REMEMBERED_TEXT or len(kept) >= _REMEMBERED_DOCUMENTS:
                    # A new dictionary, because another thread may be reading the old one.
                    kept = self._documents = {}
                    self._documents_size = size
                kept[number] = found
        return found


_of_thread = _local()


def _decompressor() -> ZstdDecompressor:
    """This thread's own, because one serves one thread at a time; making one costs as much as a block."""
    found: ZstdDecompressor | None = getattr(_of_thread, "decompressor", None)
    if found is None:
        from zstandard import ZstdDecompressor

        found = _of_thread.decompressor = ZstdDecompressor()
    return found


@cache
def _parts_of_bytes(bits: int) -> list[tuple[int, ...]]:
    """Of each byte the numbers of so many bits in it, lowest first, and one more."""
    return [tuple((byte >> at & (1 << bits) - 1) + 1 for at in range(0, 8, bits)) for byte in range(256)]
