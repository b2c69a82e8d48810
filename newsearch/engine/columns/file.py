"""Writing a segment file: sections one after another, a checksum a chunk, a directory at the end."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from threading import Event
from typing import Any

from newsearch.engine.columns.layout import CHUNK, MAGIC, SECTION, TRAILER
from newsearch.workers import Unwanted

_BUFFER = 1 << 20


class SectionFile:
    """A segment file that is being written. `finish` syncs it; until then it is not a segment. Once `unwanted` is set, perhaps by
    another thread, writing raises Unwanted."""

    def __init__(self, path: Path, unwanted: Event | None = None) -> None:
        self.path = path
        self._unwanted = unwanted or Event()
        self._file = path.open("xb", buffering=0)
        self._buffer = bytearray(MAGIC)
        self._written = 0
        self._sums: list[int] = []
        self._sections: list[tuple[str, int, int]] = []
        self._started = len(MAGIC)
        self._name: str | None = None

    def tell(self) -> int:
        return self._written + len(self._buffer)

    def start(self, name: str) -> None:
        """What is written from here on is section `name`, until the next one starts."""
        self._end()
        self._name = name
        self._started = self.tell()

    def _end(self) -> None:
        if self._name is not None:
            self._sections.append((self._name, self._started, self.tell() - self._started))
            self._name = None

    def write(self, data: Any) -> None:
        """Append bytes (any contiguous buffer)."""
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._flush(len(self._buffer) // CHUNK * CHUNK)

    def put(self, name: str, *parts: Any) -> None:
        """One whole section."""
        self.start(name)
        for part in parts:
            self.write(part)

    def _flush(self, size: int) -> None:
        if self._unwanted.is_set():
            raise Unwanted
        with memoryview(self._buffer) as view:
            self._sums += [zlib.crc32(view[at : min(at + CHUNK, size)]) for at in range(0, size, CHUNK)]
            sent = 0
            while sent < size:
                sent += self._file.write(view[sent:size]) or 0
        del self._buffer[:size]
        self._written += size

    def finish(self) -> None:
        """Write the directory and make the file durable."""
        self._end()
        self._flush(len(self._buffer))
        at = self._written
        tables = b"".join(SECTION.pack(name.encode(), start, length) for name, start, length in self._sections)
        tables += struct.pack(f"<{len(self._sums)}I", *self._sums)
        trailer = TRAILER.pack(
            at, len(self._sections), zlib.crc32(tables, len(self._sections)), at + len(tables) + TRAILER.size, MAGIC
        )
        self._buffer += tables + trailer
        with memoryview(self._buffer) as view:
            sent = 0
            while sent < len(view):
                sent += self._file.write(view[sent:]) or 0
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        self._file.close()
        self.path.unlink(missing_ok=True)
