"""Documents analysed by several processes make the index that one process makes."""

from __future__ import annotations

import os
import pickle
import signal
from pathlib import Path

import pytest
from engine_model import assert_holds

from newsearch.engine import build_batch, create_index, writing
from newsearch.engine.columns import batch
from newsearch.engine.index import DiskIndex
from newsearch.model import Block, Document

PLACES = ["harbour", "Größe", "mid-term", "étatsunis", "U.S.", "workers’", "талли", "3.5%"]


def story(number: int) -> Document:
    words = [f"{PLACES[number % 8]} word{n * number % 97}" for n in range(1, 60)]
    block = Block(
        "article",
        title=f"Ferry {number} leaves {PLACES[number % 8]}",
        authors=("Ana Ruiz",) * (number % 2),
        date="2024-01-02",
        outlet="The Quay Gazette" if number % 3 else None,
        body=" ".join(words),
    )
    return Document(f"b{number}", block, f"/saved/{number // 3}.html", "", number % 3, ["en", "de", None][number % 3])


STORIES = [story(number) for number in range(120)]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BATCH", 4000)


def built(place: Path, processes: int) -> DiskIndex:
    index = create_index(place)
    with index.writer(processes=processes) as writer:
        for document in STORIES:
            writer.add(document)
        writer.commit()
    return index


def segments(index: DiskIndex) -> list[bytes]:
    return [path.read_bytes() for path in index.path.glob("*.cols")]


def test_two_processes_write_the_bytes_that_one_writes(tmp_path: Path) -> None:
    one, two = built(tmp_path / "one", 1), built(tmp_path / "two", 2)
    assert segments(one) == segments(two)
    assert_holds(two, STORIES)
    assert two.verify() == ()


def test_a_process_that_is_brought_down_is_done_without(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    with index.writer(processes=2) as writer:
        for number, document in enumerate(STORIES):
            writer.add(document)
            if number == 60:
                pool = writer._analysts._pool
                assert pool is not None
                for process in list(pool._processes.values()):
                    assert process.pid is not None
                    os.kill(process.pid, signal.SIGKILL)
        writer.commit()
    assert_holds(index, STORIES)


def test_a_file_is_deleted_while_its_documents_are_being_analysed(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    with index.writer(processes=2) as writer:
        for document in STORIES:
            writer.add(document)
        assert writer.delete_file(STORIES[-1].path) == 3
        assert writer.delete_file(STORIES[-1].path) == 0
        writer.add(STORIES[-1])
        writer.commit()
    assert_holds(index, [*STORIES[:-3], STORIES[-1]])


def test_batches_made_apart_are_documents_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was pickled in another process goes beside what is analysed here, also when its dictionary starts afresh."""
    monkeypatch.setattr(batch, "_KNOWN_TERMS", 150)
    monkeypatch.setattr(batch, "_READ_CHARACTERS", 1000)
    index = create_index(tmp_path / "index")
    with index.writer() as writer:
        for start in range(0, len(STORIES), 20):
            apart = build_batch(STORIES[start : start + 10], writer.batching)
            writer.add_batch(pickle.loads(pickle.dumps(apart)))
            for document in STORIES[start + 10 : start + 20]:
                writer.add(document)
        writer.commit()
    assert_holds(index, STORIES)
    assert segments(index) != []
    assert index.verify() == ()


def test_a_missing_batch_is_noticed(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index")
    with index.writer() as writer, pytest.raises(RuntimeError, match="missing"):
        build_batch(STORIES[:10], writer.batching)
        writer.add_batch(build_batch(STORIES[10:20], writer.batching))
