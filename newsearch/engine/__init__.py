"""The index on disk: Whoosh's schema, segments and contracts over columns of our own. The only package that imports
whoosh or numpy; what crosses its door is in `contract`.

Everything heavy is imported where it is used: a one-shot query needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsearch.engine.columns.batch import Batch
    from newsearch.engine.contract import Batching, Settings
    from newsearch.engine.index import DiskIndex
    from newsearch.engine.writing import IndexWriter
    from newsearch.model import Document


def is_index(path: Path | str) -> bool:
    """Whether there is an index of ours at `path`, sound or not; one that may not be looked at is none. Reads one folder, nothing else."""
    from newsearch.engine.commit import latest_generation
    from newsearch.errors import IndexTrouble

    try:
        return latest_generation(path) >= 0
    except IndexTrouble:
        return False


def open_index(path: Path | str) -> DiskIndex:
    """The index at `path`. Raises IndexMissing if there is none, IndexDamaged if it cannot be read."""
    from newsearch.engine.index import DiskIndex

    return DiskIndex(path)


def create_index(path: Path | str, settings: Settings | None = None) -> DiskIndex:
    """A new, empty index at `path`, whose folder is made if need be. IndexTrouble if there is one already."""
    from newsearch.engine.index import load_writer

    load_writer()
    from newsearch.engine.creation import create

    return create(path, settings)


def rebuild_index(path: Path | str, settings: Settings | None = None, wait: float = 0.0) -> IndexWriter:
    """A writer that starts from nothing: its commit replaces all that the index at `path` holds, in one step.

    Works where there is no index yet, and where the old one is damaged. Until the commit, and if it never comes, the
    old index answers; readers of it keep their snapshot. Without `settings` the old ones stay.
    """
    from newsearch.engine.index import load_writer

    load_writer()
    from newsearch.engine.creation import rebuild

    return rebuild(path, settings, wait)


def languages_of(documents: Sequence[Document]) -> Sequence[str | None]:
    """The language of each document, of title and body where it is `model.UNDETERMINED`."""
    from newsearch.engine.columns.documents import DocumentColumns
    from newsearch.engine.columns.languages import with_languages

    return with_languages(DocumentColumns.of(documents)).languages


def build_batch(documents: Sequence[Document], batching: Batching) -> Batch:
    """Documents analysed in another process than the writer's, for its `add_batch`; `batching` is what the writer gave."""
    from newsearch.engine.columns.batch import build_apart

    return build_apart(documents, batching)
