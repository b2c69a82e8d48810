"""Folders of saved pages -> changes -> pages -> the engine's writer; what happens is a stream of `Progress`.

Pages are read and their blocks analysed in worker processes, a batch of files at a time; the calling process puts segments
together, so memory is bounded by the writer's setting and a few batches, whatever the archive's size.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING

from newsearch import engine
from newsearch.engine.contract import Batch, Batching, FileState, Settings, Writer
from newsearch.errors import NewsearchError, PageError
from newsearch.model import UNDETERMINED, Block, Document, Page
from newsearch.workers import end_if_unwanted, new_pool, prepare_pool

if TYPE_CHECKING:
    from newsearch.pages.rules import Rule, Rules

BATCH_FILES = 32
BATCH_BYTES = 8_000_000
"""A batch for a worker ends at whichever comes first: small enough that progress moves. Half as large, analysing
takes a tenth longer."""
LEAST_FILES = 4
SHARES = 3
"""The last files come in smaller batches, so that no worker is left reading alone for long: a third of what would be a worker's
part of those that are left."""
FEW_FILES = 16
"""Are one batch: they are read before a worker has started."""
_LOADED = "newsearch.loaded"
"""What is the same for all workers."""
AHEAD = 3
"""Batches in flight per worker: enough to keep it busy while the writer writes a segment."""
_UNSETTLED_NS = 2_000_000_000
"""A file that changed so shortly before it was looked at may change again within the same moment: FAT counts two seconds, other file
systems the milliseconds of the system's clock. Its bytes are looked at again in the next run."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an update stands. The last one of a run has `finished`."""

    done: int = 0
    """Files dealt with, of `total`."""
    total: int = 0
    read: int = 0
    """Files whose pages were read: new or changed."""
    unchanged: int = 0
    removed: int = 0
    """Files that were in the index and are no longer in the folders."""
    blocks: int = 0
    """Blocks added."""
    bytes: int = 0
    """Size of the files read."""
    path: str = ""
    """The file dealt with last."""
    skipped: tuple[tuple[str, str], ...] = ()
    """(file, why) of every file that gave no blocks, those of earlier runs included."""
    warnings: tuple[tuple[str, str], ...] = ()
    """(file, what was odd) of files read in this run: a broken line of JSONL, a damaged end of an archive."""
    finished: bool = False
    generation: int = 0
    """The commit that the run made, or found if there was nothing to do."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a worker made of one file."""

    state: FileState
    documents: tuple[Document, ...] = ()
    """Its blocks, unless they are in the portion's batch."""
    warnings: tuple[str, ...] = ()


_Changed = tuple[str, FileState | None]
"""A new or changed file, and what the catalog knows of it."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """Some changed files, read."""

    files: Sequence[tuple[_Read, FileState | None]]
    batch: Batch | None = None
    """Their blocks, if a worker has analysed them."""


def update(
    index: Path | str,
    folders: Iterable[Path | str] | Path | str,
    *,
    wait: float = 0.0,
    workers: int | None = None,
    settings: Settings | None = None,
    forget: Iterable[Path] = (),
    checksum: bool = False,
) -> Iterator[Progress]:
    """Add what is new in the folders to the index, and update or remove what changed; one commit at the end.

    Creates the index if there is none. Files inside the folders of `forget` leave it. A file is unchanged if its size and
    times are, or else its bytes are; with `checksum` its bytes alone tell.
    Raises NewsearchError if a folder does not exist, holds no page, or the index cannot be written.
    """
    roots = _existing(folders)
    if engine.is_index(index):
        target = engine.open_index(index)
    else:
        _expect_reading(workers)
        target = engine.create_index(index, settings)
    with target.writer(wait) as writer:
        changes = find_changes(
            writer.files(), roots, index, [Path(folder).resolve() for folder in forget], checksum=checksum
        )
        yield from _write(writer, changes, workers, target.generation())


def rebuild(
    index: Path | str,
    folders: Iterable[Path | str] | Path | str,
    *,
    wait: float = 0.0,
    workers: int | None = None,
    settings: Settings | None = None,
) -> Iterator[Progress]:
    """Build the index anew; the old one answers until the new one is complete and takes its place in one step.

    Raises what `update` raises; then the old index stays as it was.
    """
    _expect_reading(workers)
    with engine.rebuild_index(index, settings, wait) as writer:
        yield from _write(writer, find_changes((), _existing(folders), index), workers, None)


def finish(stream: Iterable[Progress]) -> Progress:
    """Run an update or a rebuild to its end; the last progress is its summary."""
    return deque(stream, maxlen=1).pop()


def _existing(folders: Iterable[Path | str] | Path | str) -> list[Path]:
    return [existing(folder) for folder in ([folders] if isinstance(folders, str | Path) else folders)]


def existing(name: Path | str) -> Path:
    """The folder or file of that name. Raises NewsearchError if there is none, or it cannot be opened."""
    try:
        path = Path(name).expanduser().resolve(strict=True)
        if path.is_dir():
            os.scandir(path).close()
    except PermissionError as error:
        raise NewsearchError(
            f"{name} cannot be opened ({error.strerror}). Change its permissions, or run newsearch as who may read it."
        ) from error
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, no such user, a NUL
        raise NewsearchError(f"No folder or file at {name}. Name one that holds saved pages.") from error
    return path


@dataclass(frozen=True, slots=True)
class Changes:
    """What must be done so that the index holds what the folders hold."""

    total: int
    """Files in the folders."""
    unchanged: tuple[FileState, ...]
    to_read: tuple[_Changed, ...]
    """New files, and those whose size, times or rules differ, with what the catalog knows of them."""
    to_remove: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    """(place, why): what could not be opened; what was indexed from it stays."""


def find_changes(
    known: Iterable[FileState],
    folders: Sequence[Path],
    index: Path | str,
    forget: Sequence[Path] = (),
    *,
    checksum: bool = False,
) -> Changes:
    """Compare the catalog with the folders; what lies in the index's own folder is no page. `checksum`: all bytes are to be read.

    Raises NewsearchError if there is no page in the folders and never was.
    """
    from newsearch.pages import files

    states = {state.path: state for state in known}
    unreadable: list[tuple[str, str]] = []
    own = os.path.join(Path(index).resolve(), "")  # noqa: PTH118 - with the separator that a `Path` drops
    walked = files.walk(folders, lambda path, why: unreadable.append((str(path), why)))
    found = [path for path in map(str, walked) if not path.startswith(own)]
    forgotten = [path for path in states if _inside(path, forget) and not _inside(path, folders)]
    gone = _gone(states, found, folders, unreadable)
    if not found and not gone and not unreadable:
        places = ", ".join(map(str, folders))
        raise NewsearchError(
            f"No saved pages in {places}. newsearch reads HTML, text and other formats: docs/pages.md."
        )
    stated_of = _rules_of_files()
    unchanged, to_read = [], []
    for path in found:
        state = states.get(path)
        if (
            state is not None
            and not checksum
            and (state.size, state.mtime_ns, state.ctime_ns) == _stat(path)
            and state.digest.endswith(_rules_mark(stated_of(path)))
        ):
            unchanged.append(state)
        else:
            to_read.append((path, state))
    return Changes(len(found), tuple(unchanged), tuple(to_read), (*forgotten, *gone), tuple(unreadable))


def _write(writer: Writer, changes: Changes, workers: int | None, generation: int | None) -> Iterator[Progress]:
    """Carry the changes out and commit; `generation` is the commit that stands if there is nothing to do."""
    tally = _Tally(changes)
    for path in changes.to_remove:
        writer.delete_file(path)
    yield tally.progress()
    for portion in _read_all(changes.to_read, workers, writer.batching):
        for result, before in portion.files:
            tally.take(writer, result, before)
            yield tally.progress(result.state.path)
        if portion.batch is not None:
            writer.add_batch(portion.batch)
    if generation is None or tally.has_changed:
        generation = writer.commit()
    yield tally.progress(finished=True, generation=generation)


class _Tally:
    """Counts of a run, and the one place that tells the writer about a file."""

    def __init__(self, changes: Changes) -> None:
        self.total = changes.total
        self.skipped = list(changes.unreadable)
        self.warnings: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter(removed=len(changes.to_remove))
        self.has_changed = bool(changes.to_remove)
        for state in changes.unchanged:
            self.unchanged_file(state)

    def unchanged_file(self, state: FileState) -> None:
        self.counts["unchanged"] += 1
        if state.problem:
            self.skipped.append((state.path, state.problem))

    def take(self, writer: Writer, result: _Read, before: FileState | None) -> None:
        state = result.state
        if before is not None and before.digest and before.digest == state.digest:
            # touched, not changed: the blocks stay, the catalog learns the new times
            state = replace(before, size=state.size, mtime_ns=state.mtime_ns, ctime_ns=state.ctime_ns)
            if state != before:
                self._record(writer, state)
            self.unchanged_file(state)
            return
        if before is not None:
            writer.delete_file(state.path)
        for document in result.documents:
            writer.add(document)
        self._record(writer, state)
        self.counts.update(read=1, blocks=state.blocks, bytes=state.size)
        self.warnings.extend((state.path, text) for text in result.warnings)
        if state.problem:
            self.skipped.append((state.path, state.problem))

    def _record(self, writer: Writer, state: FileState) -> None:
        writer.put_file(state)
        self.has_changed = True

    def progress(self, path: str = "", finished: bool = False, generation: int = 0) -> Progress:
        counts = self.counts
        return Progress(
            done=counts["read"] + counts["unchanged"],
            total=self.total,
            read=counts["read"],
            unchanged=counts["unchanged"],
            removed=counts["removed"],
            blocks=counts["blocks"],
            bytes=counts["bytes"],
            path=path,
            skipped=tuple(self.skipped) if finished else (),
            warnings=tuple(self.warnings) if finished else (),
            finished=finished,
            generation=generation,
        )


def _stat(path: str) -> tuple[int, int, int] | None:
    """Size, when it was written, and when the system noted a change, which shows what keeps size and time: a copy that keeps times,
    a clock set back. Not its number, which many removable and remote file systems make up anew each time."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - half the time of a `Path`
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _inside(path: str, folders: Sequence[Path]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)


def _gone(
    known: Iterable[str], found: Iterable[str], folders: Sequence[Path], unreadable: Iterable[tuple[str, str]]
) -> list[str]:
    """Files of the catalog that should be in these folders and are not there any more.

    What lies in a folder that cannot be read just now is kept: nothing says that it is gone.
    """
    closed = [Path(path) for path, _ in unreadable]
    missing = set(known).difference(found)
    return sorted(path for path in missing if _inside(path, folders) and not _inside(path, closed))


def _count_of(workers: int | None) -> int:
    return workers if workers is not None else min(8, os.cpu_count() or 1)


def _expect_reading(workers: int | None) -> None:
    """Every file will be read: what workers need is loaded while the files are found."""
    if _count_of(workers) > 1:
        prepare_pool(_LOADED)


def _read_all(changed: Sequence[_Changed], workers: int | None, batching: Batching) -> Iterator[_Portion]:
    """Every changed file read, in the given order; in worker processes if there is enough to read."""
    count = _count_of(workers)
    batches = _batches(changed, count)
    first = next(batches, [])
    if count <= 1 or len(first) == len(changed):
        stated_of = _rules_of_files()
        for path, before in changed:
            yield _Portion([(_read_file(path, before, stated_of(path)), before)])
        return
    pending: deque[tuple[list[_Changed], Future[_Portion]]] = deque()
    waiting = chain([first], batches)
    pool = new_pool(count, _LOADED)
    try:
        while True:
            while len(pending) < count * AHEAD and (batch := next(waiting, None)) is not None:
                pending.append((batch, _submitted(pool, batch, batching)))
            if not pending:
                return
            batch, future = pending.popleft()
            try:
                portion = future.result()
            except BrokenProcessPool:
                # a page brought its worker down: read these files one by one to find and name it
                reads = list(_read_one_by_one(batch))
                portion = _Portion([(read, before) for read, (_, before) in zip(reads, batch, strict=True)])
                pool.shutdown(wait=False, cancel_futures=True)
                pool = new_pool(count, _LOADED)
                pending = deque((again, _submitted(pool, again, batching)) for again, _ in pending)
            yield portion
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submitted(pool: Executor, batch: list[_Changed], batching: Batching) -> Future[_Portion]:
    """What will be read of a batch; by a pool that a page has just brought down, nothing, as if it had been submitted before."""
    try:
        return pool.submit(_read_batch, batch, batching)
    except BrokenProcessPool as broken:
        future: Future[_Portion] = Future()
        future.set_exception(broken)
        return future


def _batches(changed: Sequence[_Changed], workers: int) -> Iterator[list[_Changed]]:
    batch: list[_Changed] = []
    size = 0
    for left, (path, before) in zip(range(len(changed), 0, -1), changed, strict=True):
        if not batch:
            share = max(LEAST_FILES, min(BATCH_FILES, left // (SHARES * workers)))
            most = share if len(changed) > FEW_FILES else FEW_FILES
        stat = _stat(path)
        batch.append((path, before))
        size += stat[0] if stat else 0
        if len(batch) >= most or size >= BATCH_BYTES or left == 1:
            yield batch
            batch, size = [], 0


def _read_one_by_one(batch: Sequence[_Changed]) -> Iterator[_Read]:
    """Read files in a worker that is replaced whenever one of them brings it down."""
    pool = new_pool(1, _LOADED)
    try:
        for path, before in batch:
            stat = _stat(path)
            try:
                yield pool.submit(_read_file, path, before).result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                pool = new_pool(1, _LOADED)
                yield _Read(_state(path, stat, "", problem="reading it brought the reader down (out of memory?)"))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read_batch(batch: Sequence[_Changed], batching: Batching) -> _Portion:
    """Read some files and analyse their blocks."""
    stated_of = _rules_of_files()
    reads = [(_read_file(path, before, stated_of(path)), before) for path, before in batch]
    documents = [document for read, _ in reads for document in read.documents]
    files = [(replace(read, documents=()), before) for read, before in reads]
    return _Portion(files, engine.build_batch(documents, batching) if documents else None)


def _read_file(path: str, before: FileState | None, stated: Rule | None = None) -> _Read:
    """Read one file, unless its bytes are those that the catalog knows. A file that cannot be read has a `problem`.

    `stated` is what rules say of it, which are looked up otherwise.
    """
    from newsearch.pages import files

    end_if_unwanted()
    stated = stated or _rules_of_files()(path)
    began = time.time_ns()
    stat = _stat(path)  # before the bytes: what is written while they are read shows in the next run
    if stat and min(abs(began - stamp) for stamp in stat[1:]) < _UNSETTLED_NS:
        stat = (*stat[:2], 0)
    try:
        data = files.bytes_of(path)
        digest = _digest(path, stated, data)
    except OSError as error:
        return _Read(_state(path, stat, "", problem=f"cannot be read: {error.strerror}"))
    if before is not None and before.digest == digest:
        return _Read(_state(path, stat, digest))
    warnings: list[str] = []
    documents: list[Document] = []
    problem = ""
    try:
        for page in _pages_of(path, warnings.append, stated, data):
            documents += page
            end_if_unwanted()
    except PageError as error:
        problem = str(error)
    except Exception as error:  # one page's surprise must not stop the other thousands; it is named, not hidden
        problem = f"could not be read ({type(error).__name__}: {error})"
    if documents and problem:
        # an archive that is damaged half-way: what came before is kept
        warnings.append(problem)
        problem = ""
    elif not documents and not problem:
        problem = "holds no text"
    return _Read(_state(path, stat, digest, len(documents), problem), tuple(documents), tuple(warnings))


def _state(path: str, stat: tuple[int, int, int] | None, digest: str, blocks: int = 0, problem: str = "") -> FileState:
    size, mtime_ns, ctime_ns = stat or (0, 0, 0)
    return FileState(path, size, mtime_ns, digest, blocks, problem, ctime_ns)


def _digest(path: str, stated: Rule, data: bytes | None) -> str:
    """Of the file's bytes, and of the rules that say something of it: a page is read anew when either changes."""
    if data is not None:
        digest = hashlib.sha256(data)
    else:
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    return digest.hexdigest()[:32] + _rules_mark(stated)


def _rules_of_files() -> Callable[[str], Rule]:
    """Tells what rules say of a file. Those of a folder are looked up once: a newsearch.toml is asked for in each folder above."""
    from newsearch.pages import rules

    of_folders: dict[str, Rules] = {}

    def stated_of(path: str) -> Rule:
        folder = os.path.dirname(path)  # noqa: PTH120 - a twentieth of the time for a `Path`
        given = of_folders.get(folder)
        if given is None:
            given = of_folders[folder] = rules.rules_for(Path(path))
        return rules.applying(given, path)

    return stated_of


def _rules_mark(stated: Rule) -> str:
    from newsearch.pages import rules

    return "-" if stated == rules.NOTHING else f"-{zlib.crc32(repr(stated).encode()):08x}"


def documents_of(path: str, warn: Callable[[str], None] = lambda text: None) -> Iterator[Document]:
    """The blocks of a saved file as an index is given them, their languages and bands left to it; `warn` is told what was odd
    about its pages.

    Raises PageError if the file cannot be read, or, of an archive, what follows the pages given so far.
    """
    return chain.from_iterable(_pages_of(path, warn))


def _pages_of(
    path: str, warn: Callable[[str], None], stated: Rule | None = None, data: bytes | None = None
) -> Iterator[list[Document]]:
    """The blocks of each page of a file, without languages and bands: these are found for a batch at once.

    `stated` is what rules say of the file, which are looked up otherwise; `data` its bytes, where they were read before.
    """
    from newsearch.pages import files

    seen: Counter[str] = Counter()
    for page in files.read_file(Path(path), stated, data):
        for text in page.warnings:
            warn(text)
        yield list(_documents_of_page(path, page, seen))


def _documents_of_page(path: str, page: Page, seen: Counter[str]) -> Iterator[Document]:
    """The blocks of a page of a file; `seen` are the keys of those before."""
    member = "" if page.name in (path, Path(path).name) else page.name
    for number, block in enumerate(page.blocks, seen.total()):
        yield _document(path, member, block, page.language, number, seen)


def analyse_page(html: bytes) -> Batch:
    """All that indexing does with a page of a file."""
    from newsearch.pages import read_document

    page = read_document(html, None, "page.html")
    return engine.build_batch(list(_documents_of_page(page.name, page, Counter())), (True, ""))


def _document(path: str, member: str, block: Block, declared: str | None, number: int, seen: Counter[str]) -> Document:
    # what costs time to load is for those who index, not for those who search
    from newsearch.acronyms import acronyms_of

    return Document(
        id=block_id(path, member, block, seen),
        block=block,
        path=path,
        member=member,
        number=number,
        language=UNDETERMINED,
        declared=declared,
        bands=None,
        acronyms=acronyms_of(block.body),
    )


_PAIRS = list(map("".join, product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)))
"""Two digits of base32."""


def block_id(path: str, member: str, block: Block, seen: Counter[str]) -> str:
    """Ten characters (50 bits) from the file's path and the block's text.

    The same text twice on a page gets two ids: `seen` counts the keys so far.
    """
    key = "\0".join((path, member, block.kind, block.title or "", block.body))
    seen[key] += 1
    # a file name that is no UTF-8 has lone surrogates
    coded = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
    number = int.from_bytes(hashlib.blake2b(coded, digest_size=7).digest(), "big") >> 6
    return "".join([_PAIRS[number >> shift & 1023] for shift in (40, 30, 20, 10, 0)])
