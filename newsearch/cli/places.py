"""Which index a command means, and what happens when there is none."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsearch import config, engine
from newsearch.errors import NewsearchError

if TYPE_CHECKING:
    from newsearch.search import Searcher

SAMPLES = Path(__file__).parent.parent / "samples"


def index_path(args: argparse.Namespace) -> Path:
    """Where the index is, by option, environment, place or settings."""
    place = config.find_index(args.index, engine.is_index, config=config.load)
    try:
        return place.absolute()
    except FileNotFoundError as error:
        raise NewsearchError(f"{place} is below a working directory that is gone. Go to another: cd ~") from error


def open_searcher(args: argparse.Namespace) -> Searcher:
    """The index to search; a clone that has none yet gets one of the sample pages. Raises IndexMissing, IndexDamaged."""
    from newsearch import search

    path = index_path(args)
    if not engine.is_index(path) and _is_clones(path):
        _index_samples(path)
    return search.open(path)


def _is_clones(path: Path) -> bool:
    clone = os.environ.get(config.CLONE_VARIABLE, "")
    return clone != "" and path == (Path(clone) / "index").absolute()


def _index_samples(path: Path) -> None:
    from newsearch import indexing

    print(f"newsearch: no index yet; building one of the sample pages in {path}", file=sys.stderr)
    last = indexing.finish(indexing.update(path, [SAMPLES], wait=60.0, workers=1))
    print(
        f"newsearch: {last.blocks} blocks from {last.read} sample pages. Your own: newsearch index FOLDER\n",
        file=sys.stderr,
    )
