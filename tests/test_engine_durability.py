"""A writer that dies, a disk that fills, a file that rots: the last commit stays, and what is wrong is named."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engine_model import assert_holds, folder_bytes, story

from newsearch.engine import commit, create_index, creation, open_index, rebuild_index, writing
from newsearch.engine.columns import file as segment_file
from newsearch.engine.contract import ANALYSIS, FileState, Settings
from newsearch.engine.index import DiskIndex
from newsearch.errors import IndexDamaged, IndexTrouble
from newsearch.model import Document

FIRST = [
    story(number, f"strike at harbour {number} " * 5, outlet="Quay", authors=("Ana Ruiz",)) for number in range(12)
]
SECOND = [story(100 + number, f"talks resume {number} " * 5, title="Talks") for number in range(12)]


@pytest.fixture
def index(tmp_path: Path) -> DiskIndex:
    """An index with one commit of FIRST."""
    made = create_index(tmp_path / "index")
    with made.writer() as writer:
        for document in FIRST:
            writer.add(document)
            writer.put_file(FileState(document.path, 1, 2, "d", 1))
        writer.commit()
    return made


def update(index: DiskIndex) -> None:
    """Replace the first three blocks by SECOND."""
    with index.writer(wait=5) as writer:
        for document in FIRST[:3]:
            writer.delete_file(document.path)
        for document in SECOND:
            writer.delete_file(document.path)
            writer.add(document)
            writer.put_file(FileState(document.path, 1, 2, "d", 1))
        writer.commit()


AFTER = FIRST[3:] + SECOND

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})

def stepping(call):
    def step(*args, **kwargs):
        global countdown
        countdown -= 1
        if countdown == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return step

os.fsync = stepping(os.fsync)
os.open = stepping(os.open)
Path.replace = stepping(Path.replace)
Path.unlink = stepping(Path.unlink)
countdown = 0
from newsearch.engine import writing
from newsearch.engine.columns.file import SectionFile
SectionFile.write = stepping(SectionFile.write)
SectionFile._flush = stepping(SectionFile._flush)
writing._MOST_OF_A_CLASS = 1
from newsearch.engine import open_index
from test_engine_durability import update

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        countdown = int(line)
        update(open_index(sys.argv[1]))
        os.write(1, b"%d\\n" % countdown)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        os.write(1, b"%d\\n" % status)
"""


class Updates:
    """Runs `update` again and again, each time in a process that kills itself at a step: forked from one that has loaded
    all it needs."""

    def __init__(self, place: Path) -> None:
        code = KILLED.format(tests=str(Path(__file__).parent))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, countdown: int) -> int:
        """The steps that were left, or the code, below 0, with which the process ended."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{countdown}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> Updates:
        return self

    def __exit__(self, *exc: object) -> None:
        self.process.communicate()


def test_a_writer_killed_at_any_step_leaves_a_commit_and_the_next_run_converges(
    index: DiskIndex, tmp_path: Path
) -> None:
    clean = create_index(tmp_path / "clean")
    with clean.writer() as writer:
        for document in AFTER:
            writer.add(document)
        writer.commit()

    def start_again() -> None:
        with rebuild_index(index.path) as writer:
            for document in FIRST:
                writer.add(document)
            writer.commit()

    outcomes = set()
    with Updates(index.path) as updates:
        start_again()
        steps = 10**6 - updates.run(10**6)
        assert steps > 60
        for step in sorted({1, *range(4, steps, max(1, steps // 8)), *range(steps - 4, steps + 1)}):
            start_again()
            before = index.generation()
            assert updates.run(step) == -signal.SIGKILL
            committed = index.generation() > before
            outcomes.add(committed)
            assert_holds(index, AFTER if committed else FIRST)
            update(index)
            assert_holds(index, AFTER)
            assert index.reader().fingerprint == clean.reader().fingerprint
            named = commit.read_commit(index.path).names()
            assert {path.name for path in index.path.iterdir()} - named == {"MAIN_WRITELOCK"}
    assert outcomes == {True, False}


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def every_use(index: DiskIndex) -> None:
    """Read all there is."""
    opened = open_index(index.path)
    problems = opened.verify()
    if problems:
        raise IndexDamaged(" ".join(problems))
    reader = opened.reader()
    list(reader.files())
    for number in range(reader.bases[-1]):
        reader.document(number)
    for field in ("title", "body", "author", "file", "form"):
        for segment in reader.segments:
            for _, entry in segment.terms_from(field):
                segment.postings(entry)
    reader.close()


def damages(data: bytes) -> Iterator[bytes]:
    """Truncations and flipped bits, all over a file."""
    size = len(data)
    yield b""
    for part in (1, size // 3, size // 2, size - 1):
        yield data[:part]
    for at in {0, 7, 8, size - 1, size - 8, size - 20, size - 40, *range(0, size, max(1, size // 25))}:
        if 0 <= at < size:
            yield flipped(data, at)


def test_a_truncated_or_flipped_file_is_named_with_the_command_that_repairs_it(index: DiskIndex) -> None:
    update(index)
    whole = folder_bytes(index.path)
    assert {Path(name).suffix for name in whole} == {".cols", ".del", ".files", ".toc"}
    for name, data in whole.items():
        for damaged in damages(data):
            (index.path / name).write_bytes(damaged)
            with pytest.raises(IndexDamaged) as caught:
                every_use(index)
            assert name in str(caught.value)
            assert "newsearch rebuild FOLDER" in str(caught.value)
        (index.path / name).write_bytes(data)
    every_use(index)


def test_a_missing_file_is_named(index: DiskIndex) -> None:
    name = next(index.path.glob("*.cols")).name
    (index.path / name).unlink()
    with pytest.raises(IndexDamaged, match=name):
        index.reader()
    with pytest.raises(IndexDamaged, match=name):
        index.writer()
    assert name in " ".join(index.verify())


def test_a_query_never_answers_from_a_flipped_byte(index: DiskIndex) -> None:
    """Even without `verify`: what is read is checked when it is first read."""
    path = next(index.path.glob("*.cols"))
    entry = index.reader().stores[0].term("body", "harbour")
    assert entry is not None
    path.write_bytes(flipped(path.read_bytes(), entry.docs_at + 1))
    with pytest.raises(IndexDamaged, match=r"near byte.*newsearch rebuild"):
        index.reader().stores[0].doc_list(entry)


def test_a_damaged_index_is_rebuilt_in_place(index: DiskIndex) -> None:
    for path in index.path.iterdir():
        path.write_bytes(b"rot")
    with rebuild_index(index.path) as writer:
        writer.add(FIRST[0])
        writer.commit()
    assert_holds(open_index(index.path), FIRST[:1])


def test_verify_sees_postings_that_do_not_fit_the_text(index: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checksums hold, and yet another text was indexed than was stored."""
    from newsearch.engine.columns import batch

    pieces_of = batch.pieces_of
    monkeypatch.setattr(
        batch,
        "pieces_of",
        lambda documents, field: pieces_of(
            documents._replace(bodies=[text.replace("resume", "fail") for text in documents.bodies]), field
        ),
    )
    update(index)
    monkeypatch.undo()
    assert "postings differ at 'resum'" in " ".join(index.verify())


def test_verify_sees_sums_that_do_not_fit_the_ids(index: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsearch.engine.columns import batch

    sum_of = batch.sum_of
    monkeypatch.setattr(batch, "sum_of", lambda key: sum_of(f"{key} "))
    update(index)
    monkeypatch.undo()
    assert "is not found by its id" in " ".join(index.verify())


def test_a_segment_that_was_cut_is_not_taken_for_one_of_another_version(index: DiskIndex) -> None:
    path = next(index.path.glob("*.cols"))
    data = path.read_bytes()
    for size in (0, 7, 39, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(IndexDamaged, match=r"\.cols is truncated"):
            index.reader()


def test_an_unknown_format_version_is_named(index: DiskIndex) -> None:
    path = next(index.path.glob("*.cols"))
    data = path.read_bytes()
    path.write_bytes(data[:7] + b"\x63" + data[8:-1] + b"\x63")
    with pytest.raises(IndexDamaged, match="format version 99"):
        index.reader()


def test_an_index_whose_words_were_stemmed_otherwise_is_to_be_built_anew(index: DiskIndex) -> None:
    def publish_with(analysis: int, stemming: bool) -> None:
        settings = Settings(stemming=stemming, k1=1.5)
        changed = commit.newest_commit(index.path)._replace(settings=settings, analysis=analysis)
        (index.path / commit.toc_name(changed.generation)).write_bytes(commit.encode(changed))

    publish_with(ANALYSIS - 1, stemming=True)
    with pytest.raises(IndexDamaged, match=r"stems words otherwise.*newsearch rebuild"):
        index.reader()
    with pytest.raises(IndexDamaged, match="stems words otherwise"):
        index.writer()
    publish_with(ANALYSIS - 1, stemming=False)
    index.reader().close()
    publish_with(ANALYSIS - 1, stemming=True)
    with rebuild_index(index.path) as writer:
        writer.commit()
    assert commit.newest_commit(index.path)[1:] == (Settings(k1=1.5), (), "", ANALYSIS)


class Full:
    """Lets a number of calls pass, then has no room."""

    def __init__(self, call: Callable[..., object], passes: int) -> None:
        self.call = call
        self.passes = passes

    def __call__(self, *args: object, **kwargs: object) -> object:
        self.passes -= 1
        if self.passes < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.call(*args, **kwargs)


@pytest.mark.parametrize("passes", range(5))
def test_a_full_disk_loses_nothing(index: DiskIndex, passes: int) -> None:
    before = folder_bytes(index.path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", Full(os.fsync, passes))
        with pytest.raises(IndexTrouble, match=r"No room on the disk.*run again"):
            update(index)
    assert folder_bytes(index.path) == before
    update(index)
    assert_holds(index, AFTER)


def test_a_disk_that_fills_while_documents_are_added_loses_nothing(index: DiskIndex) -> None:
    before = folder_bytes(index.path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment_file, "_BUFFER", 64)
        patch.setattr(segment_file, "CHUNK", 64)
        patch.setattr(segment_file.SectionFile, "_flush", Full(segment_file.SectionFile._flush, 0))
        with pytest.raises(IndexTrouble, match="No room on the disk"):
            update(index)
    assert folder_bytes(index.path) == before


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(index: DiskIndex) -> None:
    (index.path / "MAIN_WRITELOCK").unlink()
    index.path.chmod(0o555)
    try:
        assert open_index(index.path).reader().block_count == len(FIRST)
        with pytest.raises(IndexTrouble, match="cannot be written to"):
            index.writer()
    finally:
        index.path.chmod(0o755)


def test_a_new_index_has_every_new_folder_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(creation, "sync_folder", synced.append)
    create_index(tmp_path / "archive" / "index")
    assert synced == [tmp_path, tmp_path / "archive"]


@pytest.mark.parametrize("suffix", ["toc", "files", "cols"])
def test_a_file_that_cannot_be_opened_is_named(index: DiskIndex, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path, *args: object, **kwargs: object) -> object:
        if path.suffix == f".{suffix}":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *args, **kwargs)

    opened = Path.open
    monkeypatch.setattr(Path, "open", closed)
    if suffix == "toc":
        for ask in (index.reader, index.verify, index.writer):
            with pytest.raises(
                IndexTrouble, match=r"\.toc cannot be read \(Permission denied\)\. Change its permissions"
            ):
                ask()
    else:
        (problem,) = index.verify()
        assert f".{suffix} cannot be read (Permission denied)" in problem


def test_a_folder_that_refuses_writing_is_named(index: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> int:
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(IndexTrouble, match=r"cannot be written to .*--index"):
        index.writer()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_the_lock_of_a_killed_writer_is_not_kept_by_the_processes_it_forked(index: DiskIndex) -> None:
    code = f"""
import os, signal, sys, time
from newsearch.engine import open_index
writer = open_index({str(index.path)!r}).writer()
child = os.fork()
if child == 0:
    os.close(1)
    time.sleep(60)
    os._exit(0)
print(child, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    try:
        index.writer(wait=2).cancel()
    finally:
        os.kill(int(killed.stdout), signal.SIGKILL)


def test_a_commit_that_is_replaced_while_it_is_read_is_read_again(
    index: DiskIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = index.generation()
    looks = iter([newest - 1, newest])
    monkeypatch.setattr(commit, "latest_generation", lambda folder: next(looks))
    assert commit.read_commit(index.path).generation == newest


@pytest.mark.parametrize(("call", "expected"), [(1, FIRST), (2, AFTER)])
def test_an_interruption_on_either_side_of_the_switch_loses_nothing(
    index: DiskIndex, call: int, expected: list[Document]
) -> None:
    calls = iter(range(1, 9))

    def interrupted(folder: Path) -> None:
        if next(calls) == call:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "sync_folder", interrupted)
        with pytest.raises(KeyboardInterrupt):
            update(index)
    assert_holds(index, expected)
    update(index)
    assert_holds(index, AFTER)


def test_a_crash_of_the_caller_cancels(index: DiskIndex) -> None:
    before = folder_bytes(index.path)
    with pytest.raises(ZeroDivisionError), index.writer() as writer:
        writer.add(SECOND[0])
        writer.delete_file(FIRST[0].path)
        raise ZeroDivisionError
    assert folder_bytes(index.path) == before
    index.writer().cancel()


def test_a_run_longer_than_memory_makes_several_segments_and_one_commit(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_OCCURRENCES_PER_MB", 50)
        index = create_index(tmp_path / "index", Settings(memory_mb=1))
        with index.writer() as writer:
            for document in FIRST:
                writer.add(document)
            assert len(list(index.path.glob("*.cols"))) > 1
            assert index.generation() == 0
            writer.commit()
    assert_holds(index, FIRST)
