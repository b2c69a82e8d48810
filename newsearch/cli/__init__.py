"""The command line: `main` reads the words, finds the command and turns trouble into a message and an exit code.

Data goes to stdout, narration to stderr; exit 0 for hits or work done, 1 for no hits, 2 for trouble, 130 for Ctrl-C.
Start-up is part of the speed of a query, so each command imports what it needs inside.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence

from newsearch.errors import NewsearchError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Never raises for a user's mistake, Ctrl-C or a closed pipe."""
    try:
        _write_what_can_be_written()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except NewsearchError as error:
        print(f"newsearch: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("newsearch: stopped; the index is as the last commit left it", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # whoever read our output has seen enough; keep the interpreter from complaining when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if not _is_closed_to_writing(error):
            raise
        print(f"newsearch: the answer cannot be written: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return code


def _is_closed_to_writing(error: OSError) -> bool:
    """Whether it is of a full disk or of standard output that takes nothing."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def _write_what_can_be_written() -> None:
    """A terminal without UTF-8 shows a question mark for what it has no character for, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # who reads it says what is wrong with it


def _run(words: list[str]) -> int:
    from newsearch.cli.parser import HOMES, build_parser

    # numpy's linear algebra, which nobody uses, would start threads: half of the processor time of loading it
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    args = build_parser(words).parse_args(words)
    command = getattr(args, "command", None)
    if command in (None, "tui"):
        # to serve it to browsers, its screen is driven through pipes
        if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
            raise NewsearchError(
                'Without a command newsearch opens its terminal UI, which needs a terminal. Try: newsearch query "CSTO"'
                if command is None
                else 'The terminal UI needs a terminal. Try: newsearch query "CSTO"'
            )
        command = "tui"
    # the parser's choices are the modules' functions: newsearch.cli.NAME_OF_MODULE.NAME_OF_COMMAND
    from importlib import import_module

    run = getattr(import_module(f"newsearch.cli.{HOMES[command]}"), f"run_{command.replace('-', '_')}")
    code: int = run(args)
    return code
