"""The terminal UI. Importing this package is cheap: Textual is loaded when `run` is called, and nowhere else."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsearch.indexing import Progress
    from newsearch.search import Searcher
    from newsearch.tui.archive import Archive


FRAMES = 100
"""Paints a second, at most. Of Textual's 60 a key waits up to 17 ms for its paint."""


def paint_often() -> None:
    """Have Textual paint `FRAMES` times a second, unless the user says otherwise. Before Textual is loaded."""
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES))


def run(
    index_path: Path,
    query: str = "",
    *,
    open_searcher: Callable[[], Searcher] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> int:
    """Show the terminal UI until the user leaves; the exit code.

    `open_searcher` opens the index (by default the one at `index_path`); it is called after the first paint, in a
    thread, and a missing index is told inside. `settings` is the table `[tui]`: raises ConfigError for a theme or a
    key that cannot be used.
    """
    paint_often()
    gc.disable()  # what is loaded for the first frame stays: to look for garbage in it costs a tenth of the time
    from newsearch import config
    from newsearch.errors import ConfigError
    from newsearch.tui.app import NewsearchApp
    from newsearch.tui.settings import read_settings

    def open_archive() -> Archive:
        from newsearch import search
        from newsearch.tui.searching import SearcherArchive

        return SearcherArchive(open_searcher() if open_searcher else search.open(index_path))

    def index_folder(folder: Path) -> Iterator[Progress]:
        from newsearch import indexing

        return indexing.update(index_path, [folder])

    try:
        history_file = config.data_folder() / "history"
    except ConfigError:  # no home: earlier queries are those of this session
        history_file = None
    app = NewsearchApp(
        index_path,
        query,
        read_settings(settings or {}),
        open_archive=open_archive,
        index_folder=index_folder,
        history_file=history_file,
    )
    app.run()
    return app.return_code or 0


def serve(words: Sequence[str], port: int = 8000) -> int:
    """Show `newsearch WORDS` (such as `--index PLACE tui`) in browsers of this machine until Ctrl-C; the exit code.

    Raises NewsearchError if textual-serve is not installed or the port is taken.
    """
    try:
        from newsearch.tui import web
    except ImportError as error:
        from newsearch.errors import NewsearchError

        raise NewsearchError(
            "newsearch serve needs textual-serve. Install it: pip install 'newsearch[serve]'"
        ) from error
    return web.serve(words, port)
