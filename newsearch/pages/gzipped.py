"""The bytes inside gzip, of all its members: at once or piece by piece, as many as may be, and of damaged ones those before the damage."""

from __future__ import annotations

import gzip
import sys
import zlib
from io import BufferedReader, BytesIO
from typing import cast

from newsearch.errors import PageError

HELD = 16 << 20
"""Bytes of a file, or of what is inside it, that are read in one go. Pages are a hundredth of this; archives go by pieces."""
Stream = BufferedReader | BytesIO
DAMAGE = EOFError, zlib.error, gzip.BadGzipFile
"""What is raised where the bytes of a stream go no further."""
_SLICE = 64
"""Packed bytes of a damaged file that are unpacked together, and lost if the damage is in them."""


def unpacked(data: bytes, most: int) -> tuple[bytes, str]:
    """At most `most` of the bytes inside `data`, and what cut them short, if anything did."""
    return read_all(inflated(BytesIO(data), sys.maxsize, ""), most)


def inflated(file: Stream, most: int, name: str) -> Stream:
    """The bytes inside gzip: in one go for a sound page, which takes two thirds of the time; else piece by piece, and reading
    them raises PageError when they grow past `most`. `name` is for that error."""
    if isinstance(file, BytesIO):
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = inflater.decompress(file.getbuffer(), min(most, HELD))
        except zlib.error:
            file = _InSlices(file.getvalue())
        else:
            if inflater.eof and not inflater.unused_data:
                return BytesIO(data)
    return cast(BufferedReader, _Inflated(file, most, name))


class _InSlices(BytesIO):
    """Bytes that come a few at a time: of damaged ones, those unpacked together with the damage are lost."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(_SLICE if size is None or size < 0 else min(size, _SLICE))


def read_all(stream: Stream, limit: int) -> tuple[bytes, str]:
    """At most `limit` bytes, and what cut them short, if anything did: of a damaged gzip, what comes before is kept."""
    parts: list[bytes] = []
    size = 0
    try:
        while size < limit and (part := stream.read1(min(1 << 20, limit - size))):
            parts.append(part)
            size += len(part)
    except DAMAGE as error:
        return b"".join(parts), f"damaged gzip, read up to there: {error}"
    return b"".join(parts), ""


class _Inflated(gzip.GzipFile):
    """The bytes inside gzip, piece by piece."""

    def __init__(self, file: Stream, most: int, name: str) -> None:
        super().__init__(fileobj=file, mode="rb")
        self.most = most
        self.file_name = name

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as asked for, or as there are before damage; then the damage is raised."""
        wanted = self.most + 1 if size is None or size < 0 else size
        parts: list[bytes] = []
        got = 0
        while got < wanted:
            try:
                part = self.read1(wanted - got)
            except DAMAGE:
                if not parts:
                    raise
                break
            if not part:
                break
            parts.append(part)
            got += len(part)
        return b"".join(parts)

    def read1(self, size: int = -1) -> bytes:
        return self._checked(super().read1(size))

    def readline(self, size: int | None = -1) -> bytes:
        return self._checked(super().readline(size))

    def _checked(self, data: bytes) -> bytes:
        if self.tell() > self.most:
            raise PageError(
                f"{self.file_name} unpacks to more than {self.most >> 20} MB. Unpack it yourself if it is sound."
            )
        return data
