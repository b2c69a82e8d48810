"""What can be said at the command line: every command, its options, its help and an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from newsearch import __version__
from newsearch.cli.drawing import safe, terminal_width
from newsearch.engine.contract import FACETS, SORTS

HOMES = {
    "query": "asking",
    "show": "asking",
    "similar": "asking",
    "cite": "citing",
    "timeline": "asking",
    "saved": "watching",
    "index": "building",
    "rebuild": "building",
    "status": "building",
    "verify": "building",
    "parse": "reading",
    "tui": "screen",
    "serve": "screen",
    "completion": "shells",
}
"""Command -> the module of this package that runs it."""


def build_parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of all commands, or of the one that `words` name: the others would cost as much as a tenth of a query."""
    parser = _Parser(
        prog="newsearch",
        description="Full-text search for a folder of saved news pages.",
        epilog='Without a command, on a terminal: the terminal UI.\nExample: newsearch query "CSTO peacekeepers"',
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="version", version=f"newsearch {__version__}")
    _index_option(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    named = _named(words)
    for name, add in {
        "query": _query,
        "show": _show,
        "similar": _similar,
        "cite": _cite,
        "timeline": _timeline,
        "saved": _saved,
        "index": _index,
        "rebuild": _rebuild,
        "parse": _parse,
        "status": _status,
        "verify": _verify,
        "tui": _tui,
        "serve": _serve,
        "completion": _completion,
    }.items():
        if named in (None, name):
            add(commands)
    return parser


def _named(words: Sequence[str]) -> str | None:
    """The command that comes first, or after the index; None where it takes a parser to tell."""
    at = 2 if words[:1] == ["--index"] else 0
    return words[at] if len(words) > at and words[at] in HOMES else None


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Given a width, argparse does not import shutil to find it, which it does for every parser."""
    return argparse.RawDescriptionHelpFormatter(prog, width=terminal_width(80) - 2)


class _Parser(argparse.ArgumentParser):
    """argparse with our manners: a mistake is one message that ends with what to do, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"newsearch: {message}\nSee: {self.prog} --help\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A word that is no command is a slip, or one to search for."""
        if action.dest == "command" and value not in HOMES:
            import shlex
            from difflib import get_close_matches

            word = safe(str(value))
            meant = "".join(f" Did you mean {name}?" for name in get_close_matches(word, HOMES, 1))
            hint = f"To search for it: newsearch query {shlex.quote(word)}"
            self.exit(2, f"newsearch: {word} is no command.{meant} {hint}\nSee: {self.prog} --help\n")
        super()._check_value(action, value)

    def parse_args(self, args: Sequence[str]) -> argparse.Namespace:  # type: ignore[override]
        """As argparse does, but words that nothing is known of lead to the help of the command they stand behind."""
        namespace, unknown = self.parse_known_args(args)
        if isinstance(getattr(namespace, "text", None), list) and not any(word.startswith("-") for word in unknown):
            namespace.text += unknown  # words of a query on both sides of an option
        elif unknown:
            command = f" {namespace.command}" if namespace.command else ""
            minus = hasattr(namespace, "text") and not unknown[0].startswith("--")
            said = (
                f"\nA query that begins with a minus needs -- before it: {self.prog}{command} -- ..." if minus else ""
            )
            self.exit(2, f"newsearch: {' '.join(unknown)}: not known here{said}\nSee: {self.prog}{command} --help\n")
        return namespace


Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers returns


def _command(commands: Commands[_Parser], name: str, summary: str, *examples: str) -> _Parser:
    lines = "\n".join(f"  newsearch {example}" for example in examples)
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example{'s' if len(examples) > 1 else ''}:\n{lines}",
        formatter_class=_formatter,
    )
    _index_option(parser, argparse.SUPPRESS)
    return parser


def _index_option(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "--index",
        metavar="DIR",
        default=default,
        help="where the index is (default: $NEWSEARCH_INDEX, an index/ in or above this folder, your data folder)",
    )


def _color_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the output")


_N = TypeVar("_N", int, float)


def _number(kind: Callable[[str], _N], name: str, holds: Callable[[_N], bool]) -> Callable[[str], _N]:
    """What reads an option's number; argparse puts the name into its message."""

    def read(text: str) -> _N:
        number = kind(text)
        if not holds(number):
            raise ValueError
        return number

    read.__name__ = name
    return read


_count = _number(int, "whole number", lambda number: number >= 0)
_port = _number(int, "port", lambda number: 0 < number < 65_536)
_days = _number(float, "number of days", lambda number: 0 < number < float("inf"))
_seconds = _number(float, "number of seconds", lambda number: number >= 0)


def _query(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "query",
        "search, best hits first",
        'query "CSTO"',
        "query 'title:\"gas pipeline\" after:2022-01 -opinion' --sort date",
        "query 'peace OR truce' --json --limit 50",
    )
    parser.add_argument(
        "text", nargs="*", metavar="TEXT", help="the query (see docs/queries.md); - reads it from stdin"
    )
    parser.add_argument("-n", "--limit", type=_count, default=10, metavar="N", help="how many hits (default 10)")
    parser.add_argument("--offset", type=_count, default=0, metavar="N", help="leave out the first N hits")
    parser.add_argument("--sort", choices=SORTS, default="relevance", help="date: newest first")
    parser.add_argument("--any", action="store_true", help="any of the words, instead of all")
    parser.add_argument("--exact", action="store_true", help="no acronyms, no other spellings: the words as typed")
    parser.add_argument(
        "--variants",
        action="store_true",
        help="search other spellings of names too (Zelensky, Zelenskyy), not only offer",
    )
    parser.add_argument("--no-group", action="store_true", help="show near-identical blocks one by one")
    parser.add_argument(
        "--recent",
        type=_days,
        nargs="?",
        const=365.0,
        metavar="DAYS",
        help="prefer recent blocks: the preference halves every DAYS days (default 365)",
    )
    parser.add_argument(
        "--facets",
        type=_facets,
        default=(),
        metavar="NAMES",
        help="count the hits by outlet, author, month, day, kind, language (comma-separated)",
    )
    _forms(parser, *FORMS)
    parser.add_argument(
        "--batch", metavar="FILE", help="answer many queries in one run, one a line (- for stdin; # begins a comment)"
    )
    parser.add_argument(
        "--explain", action="store_true", help="how the query was read, what each part matches, and each score"
    )
    _color_option(parser)


FORMS = {
    "json": "one JSON object (docs/json.md)",
    "jsonl": "one JSON object a hit, a line each",
    "csv": "a table with a heading",
    "plain": "file:line:title and snippet, like grep",
    "files": "the names of all files with a hit",
    "files0": "the same, byte for byte, with a NUL behind each, as xargs -0 reads them",
    "count": "the number of hits alone",
}


def _forms(parser: argparse.ArgumentParser, *names: str) -> None:
    group = parser.add_mutually_exclusive_group()
    for name in names:
        group.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=FORMS[name])


def _facets(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in FACETS:
            raise argparse.ArgumentTypeError(f"no facet {name!r}; there are {', '.join(FACETS)}")
    return names


def _show(commands: Commands[_Parser]) -> None:
    parser = _command(commands, "show", "a whole block, with where each of its fields was found", "show k3tq7m2fpa")
    parser.add_argument("id", metavar="ID", help="a block's id, as the answers of a query give it")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    _color_option(parser)


def _similar(commands: Commands[_Parser]) -> None:
    parser = _command(commands, "similar", "blocks that use the words that set a block apart", "similar k3tq7m2fpa")
    parser.add_argument("id", metavar="ID", help="a block's id, as the answers of a query give it")
    parser.add_argument("-n", "--limit", type=_count, default=10, metavar="N", help="how many (default 10)")
    _forms(parser, "json", "jsonl", "csv", "plain")
    _color_option(parser)


def _cite(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "cite",
        "cite blocks: quote, headline, author, outlet, date, file and hash, and where each was found",
        "cite k3tq7m2fpa",
        'cite k3tq7m2fpa --quote "nobody here asked for soldiers" --format csl-json',
    )
    parser.add_argument("ids", nargs="+", metavar="ID", help="ids of blocks, as the answers of a query give them")
    forms = ("markdown", "plain", "bibtex", "csl-json")
    parser.add_argument("--format", choices=forms, default="markdown", help="default: markdown")
    parser.add_argument("--quote", metavar="WORDS", help="words of the block to quote (default: its beginning)")


def _timeline(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands, "timeline", "matching blocks by day, month or year, drawn", "timeline CSTO --svg csto.svg"
    )
    parser.add_argument("text", nargs="+", metavar="TEXT", help="the query")
    parser.add_argument("--by", choices=("day", "month", "year"), help="default: what reads best, from days to years")
    parser.add_argument("--svg", metavar="FILE", help="draw an SVG file instead (- for stdout)")


def _saved(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "saved",
        "saved searches, and what is new in them since the last time",
        'saved add pact "CSTO -opinion"',
        "saved new pact",
        "saved",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", parser_class=_Parser)
    for name, about in (
        ("list", "all saved searches"),
        ("add", "save a query under a name"),
        ("new", "what a saved search finds that it had not found the last time"),
        ("remove", "forget a saved search"),
    ):
        actions.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    add, new, remove = (actions.choices[name] for name in ("add", "new", "remove"))
    add.add_argument("name", metavar="NAME", help="a name of your choice")
    add.add_argument("text", nargs="+", metavar="TEXT", help="the query")
    add.add_argument("--any", action="store_true", help="any of the words, instead of all")
    add.add_argument("--exact", action="store_true", help="no acronyms, no other spellings")
    new.add_argument("name", metavar="NAME", nargs="?", help="which one (default: all of them)")
    new.add_argument("-n", "--limit", type=_count, default=100, metavar="N", help="hits at most (default 100)")
    _color_option(new)
    remove.add_argument("name", metavar="NAME", help="which one")
    for action in actions.choices.values():
        _index_option(action, argparse.SUPPRESS)


def _index(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands, "index", "add the pages of folders to the index; only what is new or changed is read", "index ~/pages"
    )
    _folders(parser)
    parser.add_argument("--watch", action="store_true", help="stay, and index again whenever a folder changes")
    parser.add_argument(
        "--checksum",
        action="store_true",
        help="compare the bytes of every file, also where size and times are the same",
    )


def _rebuild(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands, "rebuild", "build the index anew from folders, and swap it in when it is complete", "rebuild ~/pages"
    )
    _folders(parser)


def _folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="folders (or files) of saved pages")
    parser.add_argument("--samples", action="store_true", help="the sample pages that come with newsearch")
    parser.add_argument("--workers", type=_count, metavar="N", help="processes that read pages (default: the cores)")
    parser.add_argument(
        "--wait", type=_seconds, default=0.0, metavar="SECONDS", help="how long to wait for another writer of the index"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but trouble")


def _parse(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands, "parse", "how a file is split into blocks; reads no index", "parse page.html", "parse --json dump.txt"
    )
    parser.add_argument("file", metavar="FILE", help="a saved page")
    parser.add_argument("--json", action="store_true", help="one JSON object (docs/json.md)")
    _color_option(parser)


def _status(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands, "status", "what is in the index: outlets, years, undated, files with problems", "status"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _verify(commands: Commands[_Parser]) -> None:
    _command(commands, "verify", "check every checksum of the index, and postings against stored text", "verify")


def _tui(commands: Commands[_Parser]) -> None:
    parser = _command(commands, "tui", "the terminal UI", "tui", 'tui "CSTO peacekeepers"')
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a query to start with")


def _serve(commands: Commands[_Parser]) -> None:
    parser = _command(commands, "serve", "the terminal UI in a browser, for this machine only", "serve --port 8000")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="where to listen (default 8000)")


def _completion(commands: Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "completion",
        "a completion script for a shell, on stdout",
        "completion bash > ~/.local/share/bash-completion/completions/newsearch",
        "completion fish > ~/.config/fish/completions/newsearch.fish",
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))
