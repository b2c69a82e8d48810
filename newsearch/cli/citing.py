"""`cite`: blocks as citations that can be checked."""

from __future__ import annotations

import argparse

from newsearch import citations
from newsearch.cli import drawing
from newsearch.cli.places import open_searcher


def run_cite(args: argparse.Namespace) -> int:
    """Print citations of blocks."""
    searcher = open_searcher(args)
    cited = [citations.cite(searcher.show(block_id)[0], args.quote) for block_id in args.ids]
    if args.format == "csl-json":
        # one array for all of them: that is what reference managers import
        drawing.print_lines(citations.csl_json(*cited))
    else:
        drawing.print_lines("\n".join(citations.FORMATS[args.format](citation) for citation in cited))
    return 0
