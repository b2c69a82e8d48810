"""`index`, `rebuild`, `status`, `verify`: making the index and looking after it."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from newsearch import engine
from newsearch.cli import drawing
from newsearch.cli.places import SAMPLES, index_path, open_searcher
from newsearch.errors import NewsearchError
from newsearch.indexing import Progress, finish, rebuild, update
from newsearch.wording import counted

NAMED = 10
"""Files named one by one after a run."""
_LOOK_MS = 500
"""How often it is asked whether a watched folder is still the same one."""


def run_index(args: argparse.Namespace) -> int:
    """Bring the index up to date with folders, and stay with them if asked to."""
    options = {"forget": () if args.samples else (SAMPLES,), "checksum": args.checksum}
    told: set[tuple[str, str]] = set()
    if not args.watch:
        _build(args, update, told, **options)
        return 0
    folders = [Path(folder).expanduser().absolute() for folder in args.folders]
    for run, _ in enumerate(_changes(folders, index_path(args))):
        try:
            _build(args, update, told, **options)
        except NewsearchError as error:  # another writer, a rule half written: the next change is another chance
            if not run:
                raise
            _say(f"newsearch: {error}")
        if not run:
            _say(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it")
    return 0


def _changes(folders: Sequence[Path], index: Path) -> Iterator[None]:
    """At once, when the folders are watched already, and after each change in them. A folder that goes and comes back, as a
    disk does, is watched again: the system watches a folder, not its name. What an update writes is no change, where the
    index lies in such a folder."""
    from watchfiles import Change, DefaultFilter, watch

    pages = DefaultFilter(ignore_paths=[os.path.join(place, "") for place in (index, index.resolve())])  # noqa: PTH118
    seen: dict[Path, tuple[int, int]] | None = None
    while True:
        there = _identities(folders)
        if not there:
            if seen != there:
                seen = there
                yield
            time.sleep(_LOOK_MS / 1000)
            continue
        gone = {(Change.deleted, str(folder)) for folder in there}
        try:
            for changes in watch(
                *there,
                watch_filter=pages,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
                raise_interrupt=True,
                ignore_permission_denied=True,
            ):
                if changes or seen != there:
                    seen = there
                    yield
                if gone & changes:
                    seen = {}  # what comes back may have the same number
                if not seen or _identities(folders) != there:
                    break
        except FileNotFoundError:  # gone between two looks
            continue
        except OSError as error:  # more folders than the system watches
            raise NewsearchError(f"{', '.join(map(str, there))} cannot be watched ({error})") from error


def _identities(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """What the system knows those folders by that are there."""
    found = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            stat = folder.stat()
            found[folder] = stat.st_dev, stat.st_ino
    return found


def run_rebuild(args: argparse.Namespace) -> int:
    """Build the index anew from folders."""
    _build(args, rebuild, set())
    return 0


def _build(
    args: argparse.Namespace, work: Callable[..., Iterator[Progress]], told: set[tuple[str, str]], **options: Any
) -> None:
    """Do one run and say what came of it; files that are `told` already are not named again."""
    folders = [Path(folder) for folder in args.folders] + ([SAMPLES] if args.samples else [])
    if not folders:
        raise NewsearchError(f"Which folder? For instance: newsearch {args.command} ~/saved-pages (or --samples)")
    place = index_path(args)
    started = time.monotonic()
    stream = work(place, folders, wait=args.wait, workers=args.workers, **options)
    last = finish(stream if args.quiet else _with_bar(stream))
    if not args.quiet:
        _say(_summary(last, place, time.monotonic() - started))
    _say_named("skipped", _new(last.skipped, told), "all of them: newsearch status --json")
    if not args.quiet:
        _say_named("note", _new(last.warnings, told), "of one file: newsearch parse FILE")


def _new(rows: Iterable[tuple[str, str]], told: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows that are not told yet; they are from now on."""
    new = [row for row in rows if row not in told]
    told.update(new)
    return new


def _say_named(what: str, rows: Sequence[tuple[str, str]], how_to_see_more: str) -> None:
    for path, why in rows[:NAMED]:
        _say(f"  {what} {path}: {why}")
    if len(rows) > NAMED:
        _say(f"  and {len(rows) - NAMED:,} more; {how_to_see_more}")


def _say(line: str) -> None:
    print(drawing.safe(line), file=sys.stderr)


def _summary(last: Progress, place: Path, seconds: float) -> str:
    parts = [f"{counted(last.read, 'file')} read ({counted(last.blocks, 'block')})", f"{last.unchanged:,} unchanged"]
    if last.removed:
        parts.append(f"{last.removed:,} removed")
    if last.skipped:
        parts.append(f"{len(last.skipped):,} skipped")
    return f"{', '.join(parts)} in {seconds:.1f} s; index: {place}"


def _with_bar(stream: Iterator[Progress]) -> Iterator[Progress]:
    """The same stream; on a terminal a bar on stderr shows files, rate and time left."""
    if not sys.stderr.isatty():
        yield from stream
        return
    # rich is loaded for a terminal only: it is for people, not for scripts
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")
        started = time.monotonic()
        for step in stream:
            rate = f"{step.read / max(0.001, time.monotonic() - started):,.0f} files/s"
            bar.update(task, total=step.total or None, completed=step.done, rate=rate)
            yield step


def run_status(args: argparse.Namespace) -> int:
    """Print what is in the index."""
    status = open_searcher(args).status()
    if args.json:
        drawing.print_json(status.record())
        return 0
    for line in status.lines():
        print(drawing.safe(line))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check the index; 2 if something is wrong with it."""
    place = index_path(args)
    troubles = engine.open_index(place).verify()
    for trouble in troubles:
        print(drawing.safe(trouble))
    if not troubles:
        print(f"the index in {place} is sound")
    return 2 if troubles else 0
