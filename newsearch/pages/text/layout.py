"""The habits of a dumped page, by which its lines are put together."""

from __future__ import annotations

from dataclasses import dataclass

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line

LONG = 60
"""Words of a story that is long enough to be interrupted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of a page."""

    indented: bool
    """Indentation mirrors the page's boxes."""
    spaced: bool
    """Paragraphs are separated by blank lines."""
    cuts: int
    """How many stories end in `Read more`."""
    credits: int
    """How many pictures are credited."""
    live: bool
    """It says that it is a live page."""
    clocks: int
    """How many lines are a time of day and nothing else."""


def layout_of(lines: list[Line]) -> Layout:
    """Measure the habits of a page."""
    prose = [line for line in lines if line.role == r.PROSE]
    return Layout(
        indented=len({line.indent for line in lines}) >= 5,
        spaced=sum(line.after_blank for line in prose) >= 0.6 * len(prose),
        cuts=sum(line.role == r.MORE for line in lines),
        credits=sum(line.role == r.CREDIT for line in lines),
        live=any(p.LIVE.search(line.text) for line in lines[:60] if line.role in r.HEADLINES),
        clocks=sum(line.role == r.DATE and r.is_clock(line.text) for line in lines),
    )
