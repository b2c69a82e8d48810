"""What an index holds, as plain data and as lines to read: blocks by outlet and year, what is undated, files with problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from newsearch.engine.contract import Reader, Request
from newsearch.query import Everything, Missing
from newsearch.wording import counted

_SHOWN = 20
"""Rows of a table that `lines` shows; `record` has all."""


@dataclass(frozen=True, slots=True)
class Status:
    path: str
    generation: int
    fingerprint: str
    blocks: int
    files: int
    kinds: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    """Most blocks first."""
    years: tuple[tuple[str, int], ...]
    """In order."""
    undated: int
    without_author: int
    without_outlet: int
    problems: tuple[tuple[str, str], ...]
    """(file, why it gave no blocks)."""

    def record(self) -> dict[str, Any]:
        """For JSON: every field, tables as lists of pairs."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The status for a person to read."""
        yield f"{self.path}: {counted(self.blocks, 'block')} of {counted(self.files, 'file')} (commit {self.generation}, {self.fingerprint[:12]})"
        yield f"undated {self.undated:,} · without author {self.without_author:,} · without outlet {self.without_outlet:,}"
        for name, rows in (
            ("kind", self.kinds),
            ("language", self.languages),
            ("year", self.years),
            ("outlet", self.outlets),
        ):
            yield from _table(name, rows)
        if self.problems:
            yield f"files without blocks: {len(self.problems):,}"
            yield from (f"  {path}: {why}" for path, why in self.problems[:_SHOWN])
            yield from _rest(len(self.problems))


def _table(name: str, rows: tuple[tuple[str, int], ...]) -> Iterator[str]:
    if not rows:
        return
    yield f"by {name}:"
    width = len(f"{max(count for _, count in rows):,}")
    yield from (f"  {count:>{width},}  {value}" for value, count in rows[:_SHOWN])
    yield from _rest(len(rows))


def _rest(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  and {count - _SHOWN:,} more; all of them: newsearch status --json"


def status_of(reader: Reader, path: str) -> Status:
    """What an index holds, counted; `path` is where it is."""
    found = reader.search(Request(Everything(), limit=0, facets=("outlet", "month", "kind", "language")))
    files = list(reader.files())
    return Status(
        path=path,
        generation=reader.generation,
        fingerprint=reader.fingerprint,
        blocks=reader.block_count,
        files=len(files),
        kinds=tuple(found.facets["kind"]),
        languages=tuple(found.facets["language"]),
        outlets=tuple(found.facets["outlet"]),
        years=_years(found.facets["month"]),
        undated=_without(reader, "date"),
        without_author=_without(reader, "author"),
        without_outlet=_without(reader, "outlet"),
        problems=tuple((state.path, state.problem) for state in files if state.problem),
    )


def _years(months: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for month, count in months:
        counts[month[:4]] += count
    return tuple(sorted(counts.items()))


def _without(reader: Reader, field: str) -> int:
    return reader.search(Request(Missing(field), limit=0)).total
