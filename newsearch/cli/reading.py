"""`parse`: how a saved file is split into blocks, without an index."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper, draw_block
from newsearch.errors import PageError
from newsearch.indexing import documents_of, existing
from newsearch.wording import counted


def run_parse(args: argparse.Namespace) -> int:
    """Print the blocks of one file, without an index."""
    path = existing(args.file)
    if path.is_dir():
        raise PageError(
            f"{args.file} is a folder; parse takes one file. To index a folder: newsearch index {args.file}"
        )
    if not path.is_file():
        raise PageError(f"{args.file} is a pipe or a device, which may have no end; parse takes a file.")
    warnings: list[str] = []
    documents = list(documents_of(str(path), warnings.append))
    for warning in warnings:
        print(f"newsearch: {drawing.safe(warning)}", file=sys.stderr)
    if args.json:
        from newsearch import engine, records

        blocks = []
        for document, language in zip(documents, engine.languages_of(documents), strict=True):
            record = records.of_document(replace(document, language=language))
            del record["file"]
            blocks.append(record)
        drawing.print_json({"file": args.file, "blocks": blocks})
    else:
        for document in documents:
            draw_block(document.block, document.id, Paper(args.color))
            print("\n" + "─" * 20)
        print(counted(len(documents), "block"))
    return 0 if documents else 1
