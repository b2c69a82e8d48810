"""`completion`: scripts that complete newsearch's words in a shell, made by shtab from the parser."""

from __future__ import annotations

import argparse

from newsearch.cli.parser import build_parser


def run_completion(args: argparse.Namespace) -> int:
    """Print the completion script of a shell."""
    import shtab

    print(shtab.complete(build_parser(), args.shell))
    return 0
