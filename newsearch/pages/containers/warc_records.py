"""The bytes of a WARC file -> its records, one after the other. Damage costs the records that it is in, and no others.

Archivers are stopped in the middle of a line and begin anew behind it, disks lose pieces, lengths are wrong: what does
not lead to the beginning of a record is looked through for the next one. All of it takes time that grows with the file.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from zipfile import BadZipFile

from newsearch.pages import GZIP
from newsearch.pages.containers import MOST_INFLATED

HELD = 32 * 1024 * 1024
"""Bytes of one record that are kept. Of a page no more than its first 16 MB are read."""
LARGEST_HEAD = 1 << 20
"""Bytes of a record's own fields; an address of `data:` may be long."""
_PIECE = 1 << 16
_START = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n(?:WARC-|Content-)[A-Za-z-]+:")
_LONGEST_START = 64
_VERSION_INSIDE = re.compile(rb"(?<!/)WARC/\d\.\d{1,2}\s*\Z")
"""The next record's first line, where the one before stops in the middle of its fields; no end of an address."""
_LENGTH = re.compile(rb"^Content-Length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_GZIP_END = 8
"""Bytes of a member's checksum and length: where only these are left over, all was unpacked."""
_SLICE = 1 << 14
"""Packed bytes at a time: where they are damaged they are unpacked again one by one."""
_MOST_TRIES = 16
"""Beginnings of gzip that are tried in one piece after damage: it may be none."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it lies in the file, or damage that no record can be made of: then it has no head."""

    head: bytes = b""
    """Its version and its own fields, with the blank line."""
    body: bytes = b""
    """At most `HELD` bytes."""
    length: int = 0
    """Bytes of the body in the file."""
    problem: str = ""


def records(stream: BinaryIO) -> Iterator[Record]:
    """The records of a WARC file, plain or packed by gzip."""
    source = _Source(stream)
    while not source.has_ended():
        source.skip_blank_lines()
        _, lost = source.take_to_start(0)
        if lost:
            yield Record(problem=f"damaged: {lost:,} bytes that begin no record; skipped")
        if source.has_ended():
            break
        record = _record(source)
        yield record
        source.skip_blank_lines()
        if source.take_damage() and not record.problem:
            yield Record(problem="damaged: something hereabouts could not be unpacked")
    if source.lost > _GZIP_END:
        yield Record(
            problem=f"damaged: {source.lost:,} bytes of the file could not be unpacked; what was in them is lost"
        )
    if source.trouble:
        yield Record(problem=f"damaged ({source.trouble}); the rest was not read")


def _record(source: _Source) -> Record:
    """The record that begins here; the source then stands where its body ends."""
    head = source.take_head()
    if not head:
        source.take_to_start(0)
        return Record(problem="damaged: the fields of a record do not end; skipped")
    stated = _LENGTH.search(head)
    wanted = int(stated[1]) if stated else 0
    if stated and wanted <= HELD and source.has_record_at(wanted):
        return Record(head, source.take(wanted), wanted)
    body, length = source.take_to_start(HELD, wanted)
    if length == wanted and wanted > HELD:
        return Record(head, body, length)
    if length < wanted and source.has_ended():
        return Record(head, body, length, "damaged: the archive ends before the page does; read what is there")
    rest, more = source.take_to_start(HELD - len(body))
    if rest.strip(b"\0\r\n"):  # a disk gives zeros for what it has lost
        body += rest
    problem = "damaged: the record is not as long as it says; read up to the next one"
    return Record(head, body.removesuffix(b"\r\n\r\n"), length + more, problem)


class _Source:
    """Bytes that can be looked at before they are taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self.trouble = ""
        """Why nothing more can be read, if it is not for the file's end."""
        self._bytes = bytearray()
        self._at = 0
        self._passed = 0
        """Bytes of the file before those at hand."""
        self._read: Callable[[], bytes] = lambda: stream.read(_PIECE)
        self._members: _Members | None = None
        if self._fill(2) and self._bytes.startswith(GZIP[:2]):
            self._members = _Members(stream, bytes(self._bytes))
            self._read = self._members.read
            self._bytes.clear()

    def _fill(self, size: int) -> bool:
        """Whether there are so many bytes from here on; they are then at hand."""
        if len(self._bytes) - self._at < size and self._at > _PIECE:
            del self._bytes[: self._at]
            self._passed += self._at
            self._at = 0
        while len(self._bytes) - self._at < size:
            try:
                piece = b"" if self.trouble else self._read()
            except (EOFError, OSError, zlib.error, BadZipFile) as error:
                self.trouble = str(error)
            if self.trouble or not piece:
                return False
            self._bytes += piece
        return True

    @property
    def lost(self) -> int:
        """Bytes of the file that could not be unpacked."""
        return self._members.lost if self._members else 0

    def has_ended(self) -> bool:
        return not self._fill(1)

    def take_damage(self) -> bool:
        """Whether bytes before this place could not be unpacked, which was not said before."""
        if self._members is None or not self._members.damaged:
            return False
        before = len(self._members.damaged)
        here = self._passed + self._at
        self._members.damaged = [place for place in self._members.damaged if place > here]
        return len(self._members.damaged) < before

    def take(self, size: int) -> bytes:
        """The next bytes: so many, or as many as there are."""
        self._fill(size)
        found = bytes(self._bytes[self._at : self._at + size])
        self._at += len(found)
        return found

    def take_head(self) -> bytes:
        """The fields of the record that begins here; where they do not end, nothing, and what begins here is no beginning any more."""
        at = 0
        while at < LARGEST_HEAD:
            end = self._find(b"\n", at, LARGEST_HEAD)
            line = self._bytes[self._at + at : self._at + end]
            if end < 0 or (at and _VERSION_INSIDE.search(line)):
                break
            at = end + 1
            if not line.strip():
                return self.take(at)
        self._at += len(b"WARC/")
        return b""

    def _find(self, sub: bytes, start: int, most: int) -> int:
        """Where `sub` is, from here on, or -1."""
        while True:
            size = len(self._bytes) - self._at
            found = self._bytes.find(sub, self._at + start, self._at + min(size, most))
            if found >= 0:
                return found - self._at
            if size >= most or not self._fill(size + _PIECE):
                return -1

    def has_record_at(self, offset: int) -> bool:
        """Whether a record begins there, after blank lines, or the file ends."""
        self._fill(offset + _LONGEST_START)
        after = self._bytes[self._at + offset : self._at + offset + _LONGEST_START].lstrip(b"\r\n")
        return len(self._bytes) - self._at >= offset and (not after or after.startswith(b"WARC/"))

    def skip_blank_lines(self) -> None:
        while self._fill(1) and self._bytes[self._at] in b"\r\n":
            self._at += 1

    def take_to_start(self, keep: int, most: int = sys.maxsize) -> tuple[bytes, int]:
        """The bytes up to where a record begins, or the file ends, or at `most`: the first `keep` of them, and how many."""
        kept = bytearray()
        passed = 0
        while passed < most:
            more = self._fill(_PIECE)
            limit = min(len(self._bytes) - self._at, most - passed)
            if not limit:
                break
            found = _START.search(self._bytes, self._at)
            is_there = found is not None and found.start() - self._at < limit
            if found is not None and is_there:
                limit = found.start() - self._at
            elif more and passed + limit < most:  # a beginning may lie across the end of what is at hand
                limit -= _LONGEST_START
            kept += self._bytes[self._at : self._at + min(limit, keep - len(kept))]
            self._at += limit
            passed += limit
            if is_there:
                break
        return bytes(kept), passed


class _Members:
    """The bytes inside gzip, of which each record is a member. What cannot be unpacked is left out, up to the next member."""

    def __init__(self, stream: BinaryIO, first: bytes) -> None:
        self.damaged: list[int] = []
        """Places in what was unpacked, behind which something is missing."""
        self.lost = 0
        """Packed bytes from damage up to the next member."""
        self._stream = stream
        self._packed = first
        self._member: Any = None
        self._tries = 0
        self._sizes = 0, 0
        """Bytes so far, packed and not."""

    def read(self) -> bytes:
        """The next bytes, or none at the end."""
        while self._packed or self._next_piece():
            if self._member is None and not self._begin():
                continue
            before = self._member.copy()
            packed, self._packed = self._packed[:_SLICE], self._packed[_SLICE:]
            try:
                found: bytes = self._member.decompress(packed)
            except zlib.error:
                found = self._up_to_damage(before, packed)
            else:
                if self._member.eof:
                    self._packed = self._member.unused_data + self._packed
                    self._member = None
            self._sizes = self._sizes[0] + len(packed), self._sizes[1] + len(found)
            if self._sizes[1] > HELD + MOST_INFLATED * self._sizes[0]:
                raise OSError(f"it unpacks to more than {MOST_INFLATED} times its size")
            if found:
                return found
        if self._member is not None:
            self._note_damage()
        return b""

    def _next_piece(self) -> bool:
        self._packed = self._stream.read(_PIECE)
        self._tries = 0
        return bool(self._packed)

    def _begin(self) -> bool:
        """Go to the next member; whether there is one in what is at hand."""
        start = self._packed.find(GZIP) if self._tries < _MOST_TRIES else -1
        # a beginning may lie across the end of what is at hand
        passed = start if start >= 0 else max(0, len(self._packed) - len(GZIP) + 1)
        if self._packed[:passed].strip(b"\0"):
            self.lost += passed
            self._note_damage()
        self._packed = self._packed[passed:]
        if start < 0:
            rest = self._packed
            self._packed = rest + self._packed if self._next_piece() else b""
            return False
        self._member = zlib.decompressobj(wbits=31)
        return True

    def _up_to_damage(self, member: Any, packed: bytes) -> bytes:
        """What is unpacked before it cannot be; the next member is looked for behind."""
        self._tries += 1
        found = bytearray()
        for at in range(len(packed)):
            try:
                found += member.decompress(packed[at : at + 1])
            except zlib.error:
                break
        if not found:  # what began here was no member
            self.lost += max(at, 1)
        self._packed = packed[max(at, 1) :] + self._packed
        self._note_damage(len(found))
        return bytes(found)

    def _note_damage(self, more: int = 0) -> None:
        self._member = None
        if not self.damaged or self.damaged[-1] < self._sizes[1] + more:
            self.damaged.append(self._sizes[1] + more)
