"""The catalog: what is known of each indexed file. One compact file a commit, read only when indexing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from itertools import repeat
from pathlib import Path

from newsearch.engine.commit import REPAIR, other_version, read_file
from newsearch.engine.contract import FileState
from newsearch.errors import IndexDamaged

_HEAD = struct.Struct("<8sII")
"""Magic, files, CRC-32 of the packed rest that starts from the number of files."""
_MAGIC = b"NEWSCAT\x02"
_COLUMNS = {_MAGIC: 7, b"NEWSCAT\x01": 6}
"""By version: the first did not tell when the system noted a change."""
_END = "\x00"
_MOST = 1 << 30
"""Bytes, of some ten million files: more is a stranger's way to fill the memory."""


def encode(states: Iterable[FileState]) -> bytes:
    """The catalog's file: column after column, each value ended by NUL, packed by zlib."""
    rows = list(states)
    columns = (
        [state.path for state in rows],
        [str(state.size) for state in rows],
        [str(state.mtime_ns) for state in rows],
        [state.digest for state in rows],
        [str(state.blocks) for state in rows],
        [state.problem.replace(_END, " ") for state in rows],
        [str(state.ctime_ns) for state in rows],
    )
    text = "".join(_END.join(column) + _END for column in columns if rows)
    raw = text.encode("utf-8", "surrogatepass")
    packed = zlib.compress(raw, 1)
    return _HEAD.pack(_MAGIC, len(rows), zlib.crc32(packed, len(rows))) + packed


def read(path: Path) -> list[FileState]:
    """Every file of the catalog at `path`."""
    try:
        data = read_file(path)
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path} is missing. {REPAIR}") from error
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}). {REPAIR}") from error
    return decode(data, path)


def decode(data: bytes, path: Path) -> list[FileState]:
    """Every file of the catalog of these bytes, which lie or lay at `path`."""
    packed = data[_HEAD.size :]
    if len(data) < _HEAD.size:
        raise IndexDamaged(f"{path} is truncated. {REPAIR}")
    magic, count, total = _HEAD.unpack_from(data)
    if magic[:-1] == _MAGIC[:-1] and magic not in _COLUMNS:
        raise other_version(path, magic[-1], _MAGIC[-1])
    if magic not in _COLUMNS or zlib.crc32(packed, count) != total:
        raise IndexDamaged(f"{path} is truncated or altered. {REPAIR}")
    try:
        values = _unpacked(packed).decode("utf-8", "surrogatepass").split(_END)
        if len(values) != _COLUMNS[magic] * count + 1:
            raise ValueError(f"{len(values)} values for {count} files")
        columns = (values[i * count : (i + 1) * count] for i in range(_COLUMNS[magic]))
        paths, sizes, times, digests, blocks, problems, *noted = columns
        changes = map(int, noted[0]) if noted else repeat(0)
        return list(
            map(FileState, paths, map(int, sizes), map(int, times), digests, map(int, blocks), problems, changes)
        )
    except (ValueError, zlib.error) as error:
        raise IndexDamaged(f"{path} makes no sense: {error}. {REPAIR}") from error


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(packed, _MOST)
    if unpacking.unconsumed_tail:
        raise ValueError(f"it is said to be larger than {_MOST:,} bytes")
    return text
