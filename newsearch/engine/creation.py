"""Making an index where there is none."""

from __future__ import annotations

from pathlib import Path

from newsearch.engine.commit import Commit, latest_generation, newest_commit, publish, sync_folder
from newsearch.engine.contract import Settings
from newsearch.engine.index import DiskIndex
from newsearch.engine.lock import WriteLock
from newsearch.engine.schema import table_of_contents
from newsearch.engine.trouble import writing_to
from newsearch.engine.writing import IndexWriter
from newsearch.errors import IndexTrouble


def create(path: Path | str, settings: Settings | None = None) -> DiskIndex:
    """A new, empty index."""
    folder = Path(path)
    with writing_to(folder):
        _make(folder)
        lock = WriteLock(folder)
        lock.acquire(wait=0.0)
        try:
            if latest_generation(folder) >= 0:
                raise IndexTrouble(
                    f"There is an index at {folder} already. To build it anew: newsearch rebuild FOLDER..."
                )
            commit = Commit(0, settings or Settings())
            publish(folder, commit, table_of_contents(commit))
        finally:
            lock.release()
    return DiskIndex(folder)


def rebuild(path: Path | str, settings: Settings | None = None, wait: float = 0.0) -> IndexWriter:
    """A writer whose commit replaces everything that the index holds."""
    folder = Path(path)
    with writing_to(folder):
        _make(folder)
    return IndexWriter(folder, wait, _empty(folder, settings))


def _make(folder: Path) -> None:
    """Make a folder and those above it, each durable: a commit inside is no safer than the name of its folder."""
    missing = [place for place in (folder, *folder.parents) if not place.is_dir()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        sync_folder(place.parent)


def _empty(folder: Path, settings: Settings | None) -> Commit:
    generation = latest_generation(folder)
    try:
        kept = newest_commit(folder).settings
    except IndexTrouble:
        kept = Settings()
    return Commit(max(0, generation), settings or kept)
