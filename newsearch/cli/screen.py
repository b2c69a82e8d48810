"""`tui` and `serve`: the only way from the command line into Textual."""

from __future__ import annotations

import argparse

from newsearch import config, tui
from newsearch.cli.places import index_path, open_searcher


def run_tui(args: argparse.Namespace) -> int:
    """Show the terminal UI until it is left."""
    settings = config.load()
    return tui.run(
        index_path(args),
        query=" ".join(getattr(args, "text", [])),
        open_searcher=lambda: open_searcher(args),
        settings=settings.tui,
    )


def run_serve(args: argparse.Namespace) -> int:
    """Offer the terminal UI to browsers of this machine."""
    return tui.serve(["--index", str(index_path(args)), "tui"], args.port)
