"""Changing an index: documents become segments, deletions become bitmaps, and one commit makes them visible together."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import catalog, contract
from newsearch.engine.analysts import Analysts
from newsearch.engine.columns.batch import BETWEEN_PATHS, Batch, Growth, Mirror
from newsearch.engine.columns.merge import merge_segments
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.words import Vocabulary
from newsearch.engine.columns.writer import SegmentWriter
from newsearch.engine.commit import (
    INDEX_NAME,
    REPAIR,
    Commit,
    SegmentInfo,
    encode_deletions,
    newest_commit,
    publish,
    read_commit,
    read_deletions,
    remove_unused,
    write_synced,
)
from newsearch.engine.contract import Batching, FileState
from newsearch.engine.lock import WriteLock
from newsearch.engine.schema import table_of_contents
from newsearch.engine.trouble import writing_to
from newsearch.errors import IndexDamaged, IndexTrouble, NewsearchError
from newsearch.model import Document
from newsearch.workers import SeldomCollected

_NAME_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_OCCURRENCES_PER_MB = 120_000
"""Words of a segment for each megabyte of `Settings.memory_mb`, a document counted as `SegmentWriter.weight` does. Collected, a
word of articles takes 4 bytes, of blocks of 50 words with ids and paths 6: at 256 MB 115 to 200 MB, besides some 85 MB that
any builder takes. Finishing 28 million words of articles beside the reading of the next takes 390 MB at its peak."""
_BYTES_A_WORD = 6
_BATCH = 1 << 20
"""Bytes of text that are analysed at once."""
_LEAST_BYTES = 300
"""What a document counts for besides its body."""
_SMALL_BYTES = 4 << 20
_CLASS_RATIO = 4
_MOST_OF_A_CLASS = 3
"""Segments of one size class that a writer leaves; each costs a query some tenths of a millisecond."""
_LEAST_LIVE = 0.5
"""A segment of which less is left is written anew."""


@contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    """Where segments are read: what fails because the index is not sound becomes IndexDamaged."""
    try:
        yield
    except FileNotFoundError as error:
        raise IndexDamaged(f"{error.filename} is missing. {REPAIR}") from error
    except (OSError, NewsearchError):
        raise
    except Exception as error:
        # A fault of ours, or a segment that was made to break its readers, of which checksums tell nothing: verify says which.
        from newsearch.engine.verify import verify

        if problems := verify(folder):
            raise IndexDamaged(problems[0]) from error
        raise


def _names_kept(folder: Path) -> set[str]:
    """The files of the newest commit; every file if it cannot be read, which a rebuild is there to mend."""
    try:
        return newest_commit(folder).names()
    except IndexTrouble:
        return {path.name for path in folder.iterdir()}


class _Segment:
    """A finished segment while a writer may delete from it."""

    def __init__(self, folder: Path, info: SegmentInfo) -> None:
        self.info = info
        deleted = read_deletions(folder / info.deletions, info.documents) if info.deletions else None
        self.reader = SegmentReader(folder / info.file, deleted)
        self.deleted: NDArray[np.bool_] = (
            np.zeros(info.documents, np.bool_) if deleted is None else np.frombuffer(deleted, np.bool_).copy()
        )
        self.changed = False

    def delete_file(self, path: str) -> int:
        return self.delete(np.array(self.reader.of_file(path), np.int64))

    def delete(self, docs: NDArray[Any]) -> int:
        """Mark documents as deleted; how many were not yet."""
        fresh = docs[~self.deleted[docs]]
        if len(fresh):
            self.deleted[fresh] = True
            self.changed = True
        return len(fresh)

    @property
    def live_share(self) -> float:
        """Part of the documents that is not deleted."""
        return 1 - float(self.deleted.mean()) if len(self.deleted) else 0.0

    @property
    def size_class(self) -> int:
        """0 for a small segment, one more for each factor of `_CLASS_RATIO`."""
        size = self.info.size * self.live_share / _SMALL_BYTES
        return max(0, int(math.log(size, _CLASS_RATIO)) + 1) if size > 1 else 0

    def current(self) -> SegmentReader:
        """A reader that leaves out what has been deleted up to now."""
        deletions = self.deleted.tobytes() if self.deleted.any() else None
        return SegmentReader.over(self.reader, deletions)

    def save(self, folder: Path, generation: int) -> SegmentInfo:
        """Write the deletions, if they changed."""
        if not self.changed:
            return self.info
        name = f"{INDEX_NAME}_{self.info.name}.{generation}.del"
        write_synced(folder / name, encode_deletions(self.deleted.tobytes()))
        live = int(self.reader.column("digest")[~self.deleted].sum(dtype=np.uint64))
        return self.info._replace(deleted=int(self.deleted.sum()), deletions=name, digest=live)


def _info_of(path: Path, documents: int, digest: int) -> SegmentInfo:
    name = path.stem.removeprefix(f"{INDEX_NAME}_")
    return SegmentInfo(name, documents, size=path.stat().st_size, digest=digest)


def _too_many(segments: list[_Segment]) -> list[_Segment]:
    """Segments to merge next: those of the smallest class with too many, or one that is mostly deleted."""
    classes: dict[int, list[_Segment]] = {}
    for segment in segments:
        if segment.live_share < _LEAST_LIVE:
            return [segment]
        classes.setdefault(segment.size_class, []).append(segment)
    return next((group for _, group in sorted(classes.items()) if len(group) > _MOST_OF_A_CLASS), [])


class IndexWriter:
    """The `Writer` of the contract. Holds the index's lock from its making to `commit` or `cancel`."""

    def __init__(self, folder: Path, wait: float = 0.0, instead: Commit | None = None, processes: int = 1) -> None:
        """`instead`: what to start from in place of the newest commit."""
        self._folder = folder
        self._processes = processes
        self._lock = WriteLock(folder)
        if instead is None:
            read_commit(folder)
        with writing_to(folder):
            self._lock.acquire(wait)
        try:
            with writing_to(folder), _damage_named(folder):
                self._start(instead)
        except BaseException:
            self._lock.release()
            raise
        self._collecting = SeldomCollected()

    def _start(self, instead: Commit | None) -> None:
        self._base = instead or read_commit(self._folder)
        self._run = secrets.token_hex(8)
        self._kept = _names_kept(self._folder)
        remove_unused(self._folder, self._kept)
        self._segments = [_Segment(self._folder, info) for info in self._base.segments]
        self._limit = max(1, self._base.settings.memory_mb) * _OCCURRENCES_PER_MB
        self._files: dict[str, FileState] | None = None
        self._waiting: list[Document] = []
        self._waiting_bytes = 0
        self._batch_bytes = min(_BATCH, self._limit * _BYTES_A_WORD)
        self._analysts = Analysts(self.batching, self._processes)
        self._mirrors: dict[str, Mirror] = {}
        self._open: SegmentWriter | None = None
        self._paths: list[str] = []
        """The files of the documents that are added and not yet in a finished segment, in their order, as batches have them."""
        self._numbers: dict[str, list[int]] = {}
        """Those documents by file."""
        self._numbered = self._batches_numbered = 0
        """Documents, and batches, as far as that was needed."""
        self._open_deleted: list[int] = []
        self._pool = ThreadPoolExecutor(1, "segment")
        self._background: Future[None] | None = None
        self._unwanted = Event()
        """Whether the changes were forgotten."""
        self._done = False

    @property
    def batching(self) -> Batching:
        """For `build_batch` in another process."""
        return self._base.settings.stemming, self._run

    def _check_open(self) -> None:
        if self._done:
            raise IndexTrouble("this writer has committed or was cancelled; open another")

    def add(self, document: Document) -> None:
        """Take a document; it becomes visible at `commit`."""
        self._check_open()
        self._waiting.append(document)
        self._waiting_bytes += len(document.block.body) + _LEAST_BYTES
        if self._waiting_bytes >= self._batch_bytes:
            with writing_to(self._folder):
                self._send()

    def add_batch(self, batch: contract.Batch) -> None:
        """Take documents that another process has analysed. Batches of one process come in the order of their making."""
        assert isinstance(batch, Batch)
        self._check_open()
        with writing_to(self._folder):
            self._drain()
            self._take(batch)

    def _send(self) -> None:
        """Have the documents that wait analysed, and take what is ready, in order."""
        documents, self._waiting, self._waiting_bytes = self._waiting, [], 0
        if documents:
            for batch in self._analysts.analyse(documents):
                self._take(batch)

    def _drain(self) -> None:
        """Take all documents that were added."""
        self._send()
        for batch in self._analysts.rest():
            self._take(batch)

    def _take(self, batch: Batch) -> None:
        if self._open is None:
            self._open = SegmentWriter(self._new_path(), self._unwanted)
        self._open.add(batch, self._known(batch.texts), self._known(batch.names))
        if batch.count:
            self._paths.append(batch.paths)
        if self._open.weight >= self._limit:
            self._close_segment()

    def _known(self, vocabulary: Vocabulary | Growth) -> Vocabulary:
        if not isinstance(vocabulary, Growth):
            return vocabulary
        mirror = self._mirrors.setdefault(vocabulary.vocabulary, Mirror())
        mirror.grow(vocabulary)
        return mirror

    def _merge_classes(self) -> None:
        """Merge the segments of any size class that has too many, small classes first."""
        while group := _too_many(self._segments):
            self._merge(group)

    def _merge(self, group: list[_Segment]) -> None:
        path = self._new_path()
        with _damage_named(self._folder):
            documents, digest = merge_segments([segment.current() for segment in group], path, self._unwanted)
        place = self._segments.index(group[0])
        merged = _Segment(self._folder, _info_of(path, documents, digest)) if documents else None
        self._segments[place : place + 1] = [merged] if merged else []
        self._segments = [segment for segment in self._segments if segment not in group]
        if not documents:
            path.unlink()
        for segment in group:
            if segment.info.file not in self._kept:  # made by this run: nobody else reads it
                (self._folder / segment.info.file).unlink()

    def _new_path(self) -> Path:
        name = "".join(secrets.choice(_NAME_DIGITS) for _ in range(16))
        return self._folder / f"{INDEX_NAME}_{name}.cols"

    def _close_segment(self) -> None:
        """Write what is held in memory as a segment, not yet visible."""
        writer, self._open = self._open, None
        if writer is None:
            return
        deleted, self._open_deleted = self._open_deleted, []
        self._paths, self._numbers, self._numbered, self._batches_numbered = [], {}, 0, 0
        self._settle()
        self._background = self._pool.submit(self._write_segment, writer, deleted)

    def _write_segment(self, writer: SegmentWriter, deleted: list[int]) -> None:
        """Runs beside the reading of further texts: sorting and packing leave Python to others."""
        writer.finish()
        segment = _Segment(self._folder, _info_of(writer.path, writer.doc_count, writer.digest))
        if deleted:
            segment.delete(np.array(deleted, np.int64))
        self._segments.append(segment)
        self._merge_classes()

    def _settle(self) -> None:
        """Wait for the segment that is being written; its trouble becomes ours."""
        background, self._background = self._background, None
        if background is not None:
            background.result()

    def _catalog(self) -> dict[str, FileState]:
        if self._files is None:
            states = catalog.read(self._folder / self._base.catalog) if self._base.catalog else []
            self._files = {state.path: state for state in states}
        return self._files

    def files(self) -> tuple[FileState, ...]:
        """The catalog as of the commit that this writer started from, with the changes up to now."""
        return tuple(self._catalog().values())

    def put_file(self, state: FileState) -> None:
        """Record a file in the catalog."""
        self._check_open()
        self._catalog()[state.path] = state

    def delete_file(self, path: str) -> int:
        """Forget a file and its blocks; how many blocks that were."""
        self._check_open()
        self._catalog().pop(path, None)
        with writing_to(self._folder):
            self._drain()
            pending = self._pending(path)
            self._open_deleted += pending
            self._settle()
        with _damage_named(self._folder):
            return len(pending) + sum(segment.delete_file(path) for segment in self._segments)

    def _pending(self, path: str) -> list[int]:
        """The documents of a file in the segment that is not finished; from now on they are no longer the file's."""
        for paths in self._paths[self._batches_numbered :]:
            for of_document in paths.split(BETWEEN_PATHS):
                self._numbers.setdefault(of_document, []).append(self._numbered)
                self._numbered += 1
        self._batches_numbered = len(self._paths)
        return self._numbers.pop(path, [])

    def commit(self) -> int:
        """Make the changes durable and visible; the new generation."""
        self._check_open()
        try:
            with writing_to(self._folder):
                generation = self._publish()
        except BaseException:
            self.cancel()
            raise
        self._finish()
        return generation

    def _publish(self) -> int:
        self._drain()
        self._close_segment()
        self._settle()
        self._merge_classes()
        generation = self._base.generation + 1
        with _damage_named(self._folder):
            infos = [segment.save(self._folder, generation) for segment in self._segments]
        kept = tuple(info for info in infos if info.deleted < info.documents)
        commit = Commit(generation, self._base.settings, kept, self._save_catalog(generation))
        publish(self._folder, commit, table_of_contents(commit))
        remove_unused(self._folder, commit.names())
        return generation

    def _save_catalog(self, generation: int) -> str:
        if self._files is None:
            return self._base.catalog
        name = f"{INDEX_NAME}_catalog.{generation}.files"
        write_synced(self._folder / name, catalog.encode(self._files.values()))
        return name

    def cancel(self) -> None:
        """Forget the changes; the index stays as its last commit left it."""
        if self._done:
            return
        self._unwanted.set()
        self._analysts.close()
        self._pool.shutdown(wait=True)
        if self._open is not None:
            self._open.abandon()
        # Not what was kept at the start: a commit may have become visible just before something went wrong.
        remove_unused(self._folder, _names_kept(self._folder))
        self._finish()

    def _finish(self) -> None:
        self._done = True
        self._analysts.close()
        self._waiting = []
        self._open = None
        self._segments = []
        self._pool.shutdown()
        self._collecting.close()
        self._lock.release()

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(self, *exc: object) -> None:
        """Leaving without a commit, by an exception or not, cancels."""
        self.cancel()
