"""`parse`: how a saved file is split into blocks, without an index."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper, draw_block
from newsearch.errors import PageError
from newsearch.indexing import documents_of


def run_parse(args: argparse.Namespace) -> int:
    """Print the blocks of one file, without an index."""
    path = _existing(args.file)
    warnings: list[str] = []
    documents = list(documents_of(str(path), warnings.append))
    for warning in warnings:
        print(f"newsearch: {drawing.safe(warning)}", file=sys.stderr)
    if args.json:
        from newsearch import records

        blocks = []
        for document in documents:
            record = records.of_document(document)
            del record["file"]
            blocks.append(record)
        drawing.print_json({"file": args.file, "blocks": blocks})
    else:
        for document in documents:
            draw_block(document.block, document.id, Paper(args.color))
            print("\n" + "─" * 20)
        print(f"{len(documents)} block{'' if len(documents) == 1 else 's'}")
    return 0 if documents else 1


def _existing(name: str) -> Path:
    """The file of that name. Raises PageError if there is none, or it is a folder."""
    try:
        path = Path(name).expanduser().resolve(strict=True)
        is_folder = path.is_dir()
    except PermissionError as error:
        raise PageError(f"{name} cannot be opened ({error.strerror}). Change its permissions.") from error
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, no such user, a NUL
        raise PageError(f"No file at {name}.") from error
    if is_folder:
        raise PageError(f"{name} is a folder; parse takes one file. To index a folder: newsearch index {name}")
    return path
