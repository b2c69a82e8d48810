"""One segment file as its sections of bytes, each chunk of which is checked against its CRC-32 when it is first read.

Standard library only: a one-shot query reads its index through this."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

from newsearch.engine.columns.layout import CHUNK, MAGIC, SECTION, TRAILER
from newsearch.engine.commit import REPAIR, open_file, other_version
from newsearch.errors import IndexDamaged


class Sections:
    """A segment file, memory-mapped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with open_file(self.path) as file:
            size = file.seek(0, 2)
            if size < len(MAGIC) + TRAILER.size:
                raise self.damaged("is truncated")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.view = memoryview(self._map)
        at, count, total, length, magic = TRAILER.unpack_from(self.view, size - TRAILER.size)
        if magic[:-1] != MAGIC[:-1] or length != size or at > size:
            raise self.damaged("is truncated or altered")
        if magic != MAGIC:
            raise other_version(self.path, magic[-1], MAGIC[-1])
        tables = self.view[at : size - TRAILER.size]
        if zlib.crc32(tables, count) != total:
            raise self.damaged("is altered: its directory does not match its checksum")
        if len(tables) != count * SECTION.size + (at + CHUNK - 1) // CHUNK * 4:
            raise self.damaged("has a directory that makes no sense")
        self._sections: dict[str, tuple[int, int]] = {}
        for number in range(count):
            name, start, extent = SECTION.unpack_from(tables, number * SECTION.size)
            if start + extent > at:
                raise self.damaged("has a directory that makes no sense")
            self._sections[name.rstrip(b"\0").decode("ascii", "replace")] = (start, extent)
        self._sums = tables[count * SECTION.size :].cast("I")
        self._end = at
        """Where the directory begins: what lies before is checked chunk by chunk."""
        self._unchecked = bytearray(b"\1") * len(self._sums)

    def damaged(self, what: str) -> IndexDamaged:
        """The error that says what is wrong with this file."""
        return IndexDamaged(f"{self.path} {what}. {REPAIR}")

    def release_pages(self) -> None:
        """Give the memory that reading has mapped back to the system; what is read again is mapped again."""
        if hasattr(self._map, "madvise"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def read(self, start: int, length: int) -> memoryview:
        """`length` bytes at `start`, after their chunks passed their checksums."""
        if start + length > self._end:
            raise self.damaged(f"has no bytes {start} to {start + length}")
        unchecked, end = self._unchecked, (start + length + CHUNK - 1) // CHUNK
        chunk = unchecked.find(1, start // CHUNK, end)
        while chunk >= 0:
            self._check(chunk)
            chunk = unchecked.find(1, chunk + 1, end)
        return self.view[start : start + length]

    def _check(self, chunk: int) -> None:
        if zlib.crc32(self.view[chunk * CHUNK : min((chunk + 1) * CHUNK, self._end)]) != self._sums[chunk]:
            raise self.damaged(f"is altered near byte {chunk * CHUNK}")
        self._unchecked[chunk] = 0

    def bad_chunks(self) -> Iterator[int]:
        """Offsets of the chunks that do not match their checksums."""
        for chunk in range(len(self._sums)):
            self._unchecked[chunk] = 1
            try:
                self._check(chunk)
            except IndexDamaged:
                yield chunk * CHUNK

    def section(self, name: str) -> memoryview:
        """The bytes of a section; empty when the segment has none of that name."""
        start, length = self._sections.get(name, (0, 0))
        return self.read(start, length)

    def section_size(self, name: str) -> int:
        """Bytes of a section."""
        return self._sections.get(name, (0, 0))[1]

    def numbers(self, start: int, count: int, width: int) -> memoryview:
        """`count` unsigned numbers of `width` bytes."""
        return cast(self.read(start, count * width), width)


def narrow(section: memoryview) -> memoryview:
    """Numbers behind their width."""
    return cast(section[1:], section[0]) if section else section


def cast(view: memoryview, width: int) -> memoryview:
    """The bytes of `view` as unsigned numbers of `width` bytes."""
    if width == 1:
        return view
    return view.cast("H") if width == 2 else view.cast("I") if width == 4 else view.cast("Q")
