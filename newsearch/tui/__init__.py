"""The terminal UI. Importing this package is cheap: Textual is loaded when `run` is called, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsearch.config import Config


def run(index_path: Path | None, query: str = "", config: Config | None = None) -> int:
    """Show the terminal UI on the index at `index_path` until the user leaves; the exit code.

    The index is opened after the first paint, so a missing one is told inside. Raises ConfigError for a theme or a
    key in `config.tui` that cannot be used.
    """
    from newsearch.tui.app import NewsearchApp
    from newsearch.tui.settings import read_settings

    settings = read_settings(config.tui if config is not None else {})
    app = NewsearchApp(index_path, query, settings)
    app.run()
    return app.return_code or 0
