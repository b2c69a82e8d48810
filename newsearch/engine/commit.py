"""A commit: what the index holds, written in one atomic step and read without running anything.

The file of a commit is Whoosh's table of contents, followed by our own manifest (JSON with a checksum). Whoosh reads
the front, newsearch reads the back and never unpickles; one rename makes both current.
"""

from __future__ import annotations

import errno
import json
import math
import os
import stat
import struct
import zlib
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from newsearch.engine.contract import ANALYSIS, Settings
from newsearch.errors import IndexDamaged, IndexMissing, IndexTrouble

INDEX_NAME = "MAIN"
_READ_TRIES = 20
_TRAILER = struct.Struct("<QI8s")
"""Bytes of manifest, their CRC-32, magic."""
_MAGIC = b"NEWSTOC\x01"
REPAIR = "Build the index anew: newsearch rebuild FOLDER..."


class SegmentInfo(NamedTuple):
    """One segment as a commit sees it."""

    name: str
    """Whoosh's segment id; the file is `MAIN_{name}.cols`."""
    documents: int
    """Deleted ones included."""
    deleted: int = 0
    deletions: str = ""
    """File of the deleted documents' numbers, if there are any."""
    size: int = 0
    """Bytes of the segment file."""
    digest: int = 0
    """Sum of the digests of the documents that are not deleted, modulo 2**64."""

    @property
    def file(self) -> str:
        return f"{INDEX_NAME}_{self.name}.cols"


class Commit(NamedTuple):
    """What an index holds at one moment."""

    generation: int
    settings: Settings
    segments: tuple[SegmentInfo, ...] = ()
    catalog: str = ""
    """File of the catalog, if a file was ever recorded."""
    analysis: int = ANALYSIS
    """How its words became terms."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal documents under equal settings, whatever the order in which they came."""
        total = sum(segment.digest for segment in self.segments) % 2**64
        live = sum(segment.documents - segment.deleted for segment in self.segments)
        text = json.dumps(_settings_of(self.settings), sort_keys=True)
        return f"{total:016x}{live:08x}{zlib.crc32(text.encode()):08x}"

    def names(self) -> set[str]:
        """Every file of the folder that belongs to this commit."""
        names = {toc_name(self.generation), self.catalog}
        for segment in self.segments:
            names |= {segment.file, segment.deletions}
        return names - {""}


def toc_name(generation: int) -> str:
    """The name of a commit's file."""
    return f"_{INDEX_NAME}_{generation}.toc"


_NOWHERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}


def latest_generation(folder: Path | str) -> int:
    """The newest commit's number, or -1 if there is none, or can be none. IndexTrouble if nobody can tell."""
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except ValueError:  # a NUL in the path
        return -1
    except OSError as error:
        if error.errno in _NOWHERE:
            return -1
        raise _unreadable(folder, error) from error
    return max(map(_generation_of, names), default=-1)


def _unreadable(place: Path | str, error: OSError) -> IndexTrouble:
    return IndexTrouble(
        f"{place} cannot be read ({error.strerror}). Change its permissions or choose another: --index DIR"
    )


def _generation_of(name: str) -> int:
    digits = name.removeprefix(f"_{INDEX_NAME}_").removesuffix(".toc")
    return int(digits) if digits.isdecimal() and name == toc_name(int(digits)) else -1


def open_file(path: Path) -> BinaryIO:
    """A file of an index, to be read. Raises IndexDamaged for what is no file: a pipe would be waited for, a device has no end."""
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        is_file = False
    if not is_file:
        raise IndexDamaged(f"{path} is not a file. {REPAIR}")
    return path.open("rb")


def read_file(path: Path) -> bytes:
    """All bytes of a file of an index."""
    with open_file(path) as file:
        return file.read()


def other_version(path: Path, found: int, known: int) -> IndexDamaged:
    """The error that says that a file is of another format, and what to do."""
    what = f"{path} has format version {found}, this newsearch reads {known}"
    return IndexDamaged(f"{what}. Use a newer newsearch, or b{REPAIR[1:]}" if found > known else f"{what}. {REPAIR}")


def read_commit(folder: Path) -> Commit:
    """The newest commit, of an index that this newsearch finds all words in."""
    commit = newest_commit(folder)
    if commit.settings.stemming and commit.analysis != ANALYSIS:
        path = folder / toc_name(commit.generation)
        raise IndexDamaged(f"{path} is of a newsearch that stems words otherwise: some would not be found. {REPAIR}")
    return commit


def newest_commit(folder: Path) -> Commit:
    """The newest commit, however its words were analysed."""
    for _ in range(_READ_TRIES):
        newest = latest_generation(folder)
        if newest < 0:
            raise IndexMissing(f"No index at {folder}. Build one: newsearch index FOLDER")
        try:
            return _decode(folder / toc_name(newest), newest)
        except FileNotFoundError:  # a writer replaced it between our two looks
            continue
    raise IndexDamaged(f"{folder / toc_name(newest)} leads nowhere. {REPAIR}")


def _decode(path: Path, generation: int) -> Commit:
    try:
        data = read_file(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from error
    end = len(data) - _TRAILER.size
    if end < 0:
        raise IndexDamaged(f"{path} is truncated. {REPAIR}")
    length, total, magic = _TRAILER.unpack_from(data, end)
    if magic[:-1] != _MAGIC[:-1]:
        raise IndexDamaged(f"{path} was not written by newsearch, or is truncated. {REPAIR}")
    if magic != _MAGIC:
        raise other_version(path, magic[-1], _MAGIC[-1])
    manifest = data[max(0, end - length) : end]
    if zlib.crc32(manifest) != total:
        raise IndexDamaged(f"{path} is altered: its manifest does not match its checksum. {REPAIR}")
    try:
        raw = json.loads(manifest)
        segments = tuple(SegmentInfo(**segment) for segment in raw["segments"])
        commit = Commit(
            raw["generation"], Settings(**raw["settings"]), segments, raw["catalog"], raw.get("analysis", 0)
        )
        sound = commit.generation == generation and _is_plausible(commit) and all(map(_is_ours, commit.names()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{path} has a manifest that makes no sense: {error}. {REPAIR}") from error
    if not sound:
        raise IndexDamaged(f"{path} names another commit, or files that are none of its own. {REPAIR}")
    return commit


def _is_plausible(commit: Commit) -> bool:
    """Whether a commit, which a stranger may have written, is made of values that a writer could have meant."""
    settings, segments = commit.settings, commit.segments
    counts = chain.from_iterable((s.documents, s.deleted, s.size, s.digest) for s in segments)
    numbers = [settings.k1, settings.memory_mb, *settings.field_weights.values(), *settings.field_b.values()]
    return (
        all(type(count) is int and 0 <= count < 1 << 64 for count in counts)
        and all(type(number) in (int, float) and math.isfinite(number) for number in numbers)
        and type(settings.stemming) is bool
        and all(type(name) is str for segment in segments for name in (segment.name, segment.deletions))
        and all(segment.deleted <= segment.documents for segment in segments)
        and len({segment.name for segment in segments}) == len(segments)
    )


def _is_ours(name: str) -> bool:
    """Whether a file name is one that an index gives, inside its folder."""
    return (
        name.startswith((f"{INDEX_NAME}_", f"_{INDEX_NAME}_"))
        and name.endswith((".cols", ".del", ".files", ".toc", ".tmp"))
        and name.isascii()
        and name.replace("_", "").replace(".", "").isalnum()
    )


def whooshs_part_is_sound(folder: Path, commit: Commit) -> bool:
    """Whether the part of a commit's file that newsearch does not read is what was written, as far as the commit says."""
    data = read_file(folder / toc_name(commit.generation))
    end = len(data) - _TRAILER.size
    start = end - int(_TRAILER.unpack_from(data, end)[0])
    stated = json.loads(data[start:end]).get("whoosh_crc32")
    return stated is None or stated == zlib.crc32(data[:start])


def encode(commit: Commit, table_of_contents: bytes | None = None) -> bytes:
    """The manifest of a commit and its trailer."""
    raw = {
        "generation": commit.generation,
        "settings": _settings_of(commit.settings),
        "segments": [segment._asdict() for segment in commit.segments],
        "catalog": commit.catalog,
        "analysis": commit.analysis,
    }
    if table_of_contents is not None:
        raw["whoosh_crc32"] = zlib.crc32(table_of_contents)
    manifest = json.dumps(raw, indent=1).encode()
    return manifest + _TRAILER.pack(len(manifest), zlib.crc32(manifest), _MAGIC)


def _settings_of(settings: Settings) -> dict[str, Any]:
    return {
        "stemming": settings.stemming,
        "k1": settings.k1,
        "field_weights": dict(settings.field_weights),
        "field_b": dict(settings.field_b),
        "memory_mb": settings.memory_mb,
    }


def write_synced(path: Path, data: bytes) -> None:
    """A whole new file, on the disk when this returns. A link of that name is not followed: in an index from a stranger it may
    lead anywhere."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder durable."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(folder: Path, commit: Commit, table_of_contents: bytes) -> None:
    """Make `commit` the index's newest: every file it names is on the disk before it can be seen."""
    path = folder / toc_name(commit.generation)
    temporary = path.with_suffix(".tmp")
    write_synced(temporary, table_of_contents + encode(commit, table_of_contents))
    sync_folder(folder)
    temporary.replace(path)
    sync_folder(folder)


def remove_unused(folder: Path, keep: set[str]) -> None:
    """Delete the index's files but `keep`: older commits, what a killed writer left. Readers keep what they mapped."""
    for path in folder.iterdir():
        if _is_ours(path.name) and path.name not in keep:
            try:
                path.unlink()
            except OSError:  # Windows: a reader has it open; the next writer tries again
                continue


def encode_deletions(bits: bytes) -> bytes:
    """One byte a document -> the file of deletions: a packed bitmap with its checksum."""
    packed = int(bits[::-1].translate(_DIGITS) or b"0", 2).to_bytes((len(bits) + 7) // 8, "little")
    return struct.pack("<II", len(bits), zlib.crc32(packed)) + packed


_DIGITS = bytes([48, 49]) + bytes(254)


def read_deletions(path: Path, documents: int) -> bytes:
    """The file of deletions -> one byte a document, 1 for a deleted one."""
    data = read_file(path)
    packed = data[8:]
    if len(packed) != (documents + 7) // 8 or struct.unpack_from("<II", data) != (documents, zlib.crc32(packed)):
        raise IndexDamaged(f"{path} is truncated or altered. {REPAIR}")
    digits = format(int.from_bytes(packed, "little"), f"0{documents}b").encode()
    return digits[::-1].translate(_VALUES)


_VALUES = bytes(49) + b"\1" + bytes(206)
