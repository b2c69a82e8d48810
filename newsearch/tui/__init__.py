"""The terminal UI. Importing this package is cheap: Textual is loaded when `run` is called, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsearch.search import Searcher
    from newsearch.tui.archive import Archive


def run(
    index_path: Path | None,
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
    from newsearch import config
    from newsearch.tui.app import NewsearchApp
    from newsearch.tui.settings import read_settings

    def open_archive() -> Archive:
        from newsearch import search
        from newsearch.tui.searching import SearcherArchive

        return SearcherArchive(open_searcher() if open_searcher else search.open(index_path))

    app = NewsearchApp(
        index_path,
        query,
        read_settings(settings or {}),
        open_archive=open_archive,
        history_file=config.data_folder() / "history",
    )
    app.run()
    return app.return_code or 0
