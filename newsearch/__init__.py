"""Full-text search for a folder of saved news pages.

From Python:

    import newsearch
    page = newsearch.read_page(data, url="https://...", name="page.html")   # -> model.Page of blocks
    for progress in newsearch.update(index, folders): ...                   # add and update, only what changed
    for progress in newsearch.rebuild(index, folders): ...                  # into a new place, then swapped in
    searcher = newsearch.open(index)                                        # -> search.Searcher
    results = searcher.search("CSTO outlet:axios")                          # -> model.Results

Names load what they need when they are first used: a query at the command line must not pay for the reader of pages.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsearch.indexing import rebuild as rebuild
    from newsearch.indexing import update as update
    from newsearch.pages import read_page as read_page
    from newsearch.search import Searcher as Searcher
    from newsearch.search import open as open

__version__ = "0.1.0"

_HOMES = {
    "Searcher": "newsearch.search",
    "open": "newsearch.search",
    "read_page": "newsearch.pages",
    "rebuild": "newsearch.indexing",
    "update": "newsearch.indexing",
}
__all__ = ["Searcher", "__version__", "open", "read_page", "rebuild", "update"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'newsearch' has no attribute {name!r}")
    return getattr(import_module(home), name)
