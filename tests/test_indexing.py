"""Folders to index: what is new or changed is read, nothing else, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import newsearch
from newsearch import engine, indexing
from newsearch.errors import NewsearchError
from newsearch.model import Page

Run = Callable[..., Any]


def titles(index: Path, query: str = "harbour") -> list[str]:
    hits = newsearch.open(index).search(f"{query} kind:article", limit=100, group=False).hits
    return sorted(hit.document.block.title or "" for hit in hits)


def build(index: Path, *folders: Path, **options: Any) -> indexing.Progress:
    return indexing.finish(indexing.update(index, folders, workers=1, **options))


@pytest.fixture
def pages(tmp_path: Path, save_page: Run) -> Path:
    folder = tmp_path / "pages"
    save_page(folder, "a.html", "Alpha harbour", "The harbour of Alpha is calm tonight.")
    save_page(folder / "deep", "b.html", "Beta harbour", "The harbour of Beta is crowded tonight.")
    return folder


def test_one_folder_may_be_named_alone(tmp_path: Path, pages: Path) -> None:
    for number, folder in enumerate((pages, str(pages))):
        last = indexing.finish(indexing.update(tmp_path / f"index{number}", folder, workers=1))
        assert last.read == last.total > 0


def test_the_second_run_reads_nothing(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_UNSETTLED_NS", 0)
    first = build(tmp_path / "index", pages)
    second = build(tmp_path / "index", pages)
    assert (first.read, first.unchanged) == (2, 0)
    assert (second.read, second.unchanged, second.blocks) == (0, 2, 0)
    assert second.generation == first.generation


def test_a_changed_file_replaces_its_blocks(tmp_path: Path, pages: Path, save_page: Run) -> None:
    build(tmp_path / "index", pages)
    save_page(pages, "a.html", "Gamma harbour", "The harbour of Gamma has a new crane tonight.")
    last = build(tmp_path / "index", pages)
    assert (last.read, last.unchanged) == (1, 1)
    assert titles(tmp_path / "index") == ["Beta harbour", "Gamma harbour"]


def test_a_touched_file_is_not_read_again(tmp_path: Path, pages: Path) -> None:
    build(tmp_path / "index", pages)
    os.utime(pages / "a.html", (1, 1))
    assert build(tmp_path / "index", pages).read == 0
    assert titles(tmp_path / "index") == ["Alpha harbour", "Beta harbour"]


def same_size_and_time(path: Path) -> None:
    """Other bytes in a file of the same size and time of writing."""
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Alpha", b"Omega"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


def test_other_bytes_of_the_same_size_and_time_are_noticed(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_UNSETTLED_NS", 0)
    build(tmp_path / "index", pages)
    same_size_and_time(pages / "a.html")
    assert build(tmp_path / "index", pages).read == 1
    assert titles(tmp_path / "index") == ["Beta harbour", "Omega harbour"]


@pytest.mark.parametrize(("age", "checksum", "noticed"), [(0, False, 1), (3600, False, 0), (3600, True, 1)])
def test_bytes_are_compared_where_no_time_may_tell_or_where_asked_for(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, age: int, checksum: bool, noticed: int
) -> None:
    moment = time.time_ns() - age * 10**9
    monkeypatch.setattr(indexing, "_stat", lambda path: (Path(path).stat().st_size, moment, moment))
    monkeypatch.setattr(indexing, "_UNSETTLED_NS", 600 * 10**9)
    first = build(tmp_path / "index", pages)
    again = build(tmp_path / "index", pages, checksum=checksum)
    assert (again.read, again.unchanged, again.generation) == (0, 2, first.generation)
    same_size_and_time(pages / "a.html")
    assert build(tmp_path / "index", pages, checksum=checksum).read == noticed
    assert ("Omega harbour" in titles(tmp_path / "index")) == bool(noticed)


def test_a_catalog_that_does_not_know_changes_learns_them_without_reading_pages(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_UNSETTLED_NS", 0)
    build(tmp_path / "index", pages)
    with engine.open_index(tmp_path / "index").writer() as writer:
        for state in writer.files():
            writer.put_file(replace(state, ctime_ns=0))
        generation = writer.commit()
    for _ in range(2):
        last = build(tmp_path / "index", pages)
        assert (last.read, last.unchanged, last.generation) == (0, 2, generation + 1)


def test_what_is_written_while_a_file_is_read_is_read_in_the_next_run(
    tmp_path: Path, pages: Path, save_page: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsearch.pages import files

    def read_and_overtaken(path: Path, *given: Any) -> list[Page]:
        found = list(read_file(path, *given))
        if path.name == "a.html":
            save_page(pages, "a.html", "Gamma harbour", "The harbour of Gamma has a new crane tonight.")
        return found

    read_file = files.read_file
    with monkeypatch.context() as patch:
        patch.setattr(files, "read_file", read_and_overtaken)
        build(tmp_path / "index", pages)
    assert build(tmp_path / "index", pages).read == 1
    assert titles(tmp_path / "index") == ["Beta harbour", "Gamma harbour"]


def test_a_deleted_file_leaves_the_index(tmp_path: Path, pages: Path) -> None:
    build(tmp_path / "index", pages)
    (pages / "a.html").unlink()
    assert build(tmp_path / "index", pages).removed == 1
    assert titles(tmp_path / "index") == ["Beta harbour"]


def test_files_of_other_folders_stay(tmp_path: Path, pages: Path, save_page: Run) -> None:
    save_page(tmp_path / "more", "c.html", "Delta harbour", "The harbour of Delta is frozen tonight.")
    build(tmp_path / "index", pages)
    build(tmp_path / "index", tmp_path / "more")
    assert titles(tmp_path / "index") == ["Alpha harbour", "Beta harbour", "Delta harbour"]


def test_a_rebuild_holds_its_folders_alone_and_old_readers_keep_their_snapshot(
    tmp_path: Path, pages: Path, save_page: Run
) -> None:
    save_page(tmp_path / "more", "c.html", "Delta harbour", "The harbour of Delta is frozen tonight.")
    build(tmp_path / "index", pages)
    old = engine.open_index(tmp_path / "index").reader()
    indexing.finish(indexing.rebuild(tmp_path / "index", [tmp_path / "more"], workers=1))
    assert titles(tmp_path / "index") == ["Delta harbour"]
    assert {old.document(n).block.title for n in range(old.block_count)} >= {"Alpha harbour", "Beta harbour"}


def test_a_rebuild_that_fails_leaves_the_old_index(tmp_path: Path, pages: Path) -> None:
    build(tmp_path / "index", pages)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NewsearchError, match="No saved pages"):
        indexing.finish(indexing.rebuild(tmp_path / "index", [tmp_path / "empty"], workers=1))
    assert titles(tmp_path / "index") == ["Alpha harbour", "Beta harbour"]


def test_two_workers_give_the_index_that_one_gives(tmp_path: Path, save_page: Run) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number:02}.html", f"Harbour number {number}", f"Pier {number} of the harbour.")
    build(tmp_path / "one", tmp_path / "pages")
    indexing.finish(indexing.update(tmp_path / "two", [tmp_path / "pages"], workers=2))

    def ids(index: Path) -> list[str]:
        return [
            hit.document.id for hit in newsearch.open(index).search("harbour kind:article", limit=100, group=False).hits
        ]

    assert len(ids(tmp_path / "one")) == 40
    assert ids(tmp_path / "one") == ids(tmp_path / "two")


def test_a_file_that_brings_its_worker_down_is_named_and_the_rest_is_indexed(tmp_path: Path, save_page: Run) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number:02}.html", f"Harbour number {number}", f"Pier {number} of the harbour.")
    killer = tmp_path / "pages" / "17.html"
    sitecustom = tmp_path / "hook"
    sitecustom.mkdir()
    (sitecustom / "sitecustomize.py").write_text(
        "import os, newsearch.indexing as i\n"
        "real = i._pages_of\n"
        f"i._pages_of = lambda path, *a, **k: os._exit(9) if path == {str(killer)!r} else real(path, *a, **k)\n"
    )
    # in a process of its own: workers are forked from a server that starts with the first update of a process
    update = (
        "import sys, json; from newsearch import indexing\n"
        "last = indexing.finish(indexing.update(sys.argv[1], [sys.argv[2]], workers=2))\n"
        "print(json.dumps([path for path, _ in last.skipped]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", update, tmp_path / "index", tmp_path / "pages"],
        env={**os.environ, "PYTHONPATH": str(sitecustom)},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == [str(killer)]
    assert len(titles(tmp_path / "index")) == 39


def test_a_pool_that_breaks_before_a_batch_is_handed_over_is_replaced(
    tmp_path: Path, save_page: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number:02}.html", f"Harbour number {number}", f"Pier {number} of the harbour.")
    broken_after = iter([1, 99, 2])  # a pool of all, one that reads the files of a batch alone, a new one of all

    def pool(*_: object) -> ThreadPoolExecutor:
        made = ThreadPoolExecutor(1)
        left = iter(range(next(broken_after, 99)))
        submit = made.submit

        def submitted(*call: Any) -> Future[Any]:
            if next(left, None) is None:
                raise BrokenProcessPool
            return submit(*call)

        monkeypatch.setattr(made, "submit", submitted)
        return made

    monkeypatch.setattr(indexing, "new_pool", pool)
    last = indexing.finish(indexing.update(tmp_path / "index", [tmp_path / "pages"], workers=2))
    assert (last.read, last.skipped) == (40, ())
    assert titles(tmp_path / "index") == sorted(f"Harbour number {number}" for number in range(40))


def test_no_process_outlives_a_killed_update(tmp_path: Path, save_page: Run) -> None:
    for number in range(40):
        save_page(tmp_path / "pages", f"{number:02}.html", f"Harbour number {number}", f"Pier {number} of the harbour.")
    killed_half_way = (
        "import os, signal, sys; from newsearch import indexing\n"
        "for step in indexing.update(sys.argv[1], [sys.argv[2]], workers=2):\n"
        "    if step.done: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", killed_half_way, tmp_path / "index", tmp_path / "pages"], stdout=subprocess.PIPE
    ) as process:
        # all that it started have its standard output open: the end of the file comes with the last one's end
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_whose_name_is_not_utf_8_is_indexed_and_found_again(
    tmp_path: Path, pages: Path, save_page: Run, workers: int
) -> None:
    name = os.fsdecode(b"caf\xe9.html")
    try:
        save_page(pages, name, "Omega harbour", "The harbour of Omega has a coffee house tonight.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for number in range(40):
        save_page(pages, f"{number:02}.html", f"Pier {number}", f"Pier {number} of the port.")
    first = indexing.finish(indexing.update(tmp_path / "index", [pages], workers=workers))
    assert not first.skipped
    (hit,) = newsearch.open(tmp_path / "index").search("coffee").hits
    assert os.fsencode(hit.document.path).endswith(b"/caf\xe9.html")
    assert build(tmp_path / "index", pages).unchanged == first.total
    (pages / name).unlink()
    assert build(tmp_path / "index", pages).removed == 1


def test_every_step_of_progress_moves_forward(tmp_path: Path, pages: Path) -> None:
    steps = list(indexing.update(tmp_path / "index", [pages], workers=1))
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].finished
    assert steps[-1].done == steps[-1].total == 2


def test_an_index_inside_the_folder_is_no_page(tmp_path: Path, pages: Path) -> None:
    place = pages / "index"
    place.mkdir()
    (place / "README.md").write_text(
        "# The harbour of the index\n\nThe harbour of files that nobody saved as a page.\n"
    )
    assert build(place, pages).read == 2
    assert build(place, pages).read == 0
    assert titles(place) == ["Alpha harbour", "Beta harbour"]
