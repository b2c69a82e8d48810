"""Entries of a live page or a ticker in a dump: each begins with its time of day, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from newsearch.pages import names
from newsearch.pages.dates.clocks import leading_clock, minutes_of, run_backwards, trailing_clock
from newsearch.pages.dates.relative import age
from newsearch.pages.dates.vocabulary import only_moment
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_LONGEST_TIME = 40
"""Characters of a line that tells when, and at most who."""
_SET_OFF = " :–—-|,.·•"
_ALONE, _LEADING, _SIGNED = range(3)
"""How a time of day stands in its line: by itself, before other words, behind a name."""
_HEADS = frozenset({r.HEAD, r.LABEL, r.NAME})
_ENDS = frozenset({r.TAIL, r.COPYRIGHT, r.COMMENTS})
_SHORTEST_TEXT = 8
"""Words of a paragraph of an entry."""


def take_ticker(lines: list[Line], *, live: bool) -> tuple[list[Story], list[Line]]:
    """The entries among `lines`, and the lines that are in none. `live`: whether the page says that it is; then entries may also
    begin with how long ago, as the headlines of sections do."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, line in enumerate(lines):
        moment = _moment(line.text, live=live)
        if moment:
            found[moment[0]].append((at, moment[1]))
    times = max(found.values(), key=len, default=[])
    if not run_backwards([minutes for _, minutes in times]):
        return [], lines
    starts = [at for at, _ in times]
    entries = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    entries[-1] = _until_end(entries[-1], max(map(_paragraphs, entries[:-1])))
    if sum(map(_is_told, entries)) * 3 < 2 * len(entries):
        return [], lines
    end = starts[-1] + len(entries[-1])
    return [_story(entry) for entry in entries], lines[: starts[0]] + lines[end:]


def _moment(text: str, *, live: bool) -> tuple[int, int] | None:
    """How a line tells a time of day or how long ago, and that in minutes, the later the larger."""
    clock = leading_clock(text) if text[:1].isdigit() or len(text) < _LONGEST_TIME else None
    if clock:
        rest = text[clock.end :].lstrip(_SET_OFF)
        told = text[: clock.end]
        if only_moment(rest):
            return _ALONE, minutes_of(told)
        return None if rest[0].islower() else (_LEADING, minutes_of(told))
    if len(text) >= _LONGEST_TIME:
        return None
    ago = age(text) if live else None
    if ago is not None:
        return _ALONE, -int(ago.total_seconds() // 60)
    clock = trailing_clock(text)
    signed = clock is not None and names.looks_like_name(text[: clock.start].rstrip(_SET_OFF))
    return (_SIGNED, minutes_of(text[clock.start :])) if clock and signed else None


def _until_end(entry: list[Line], most: int) -> list[Line]:
    """The last entry, which ends where something else begins, or after as many paragraphs as the longest other has."""
    told = 0
    for at, line in enumerate(entry):
        if line.role in _ENDS or told > most:
            return entry[: at - (told > most)]
        told += line.role == r.PROSE
    return entry


def _paragraphs(entry: Sequence[Line]) -> int:
    return sum(line.role == r.PROSE for line in entry)


def _is_told(entry: Sequence[Line]) -> bool:
    return any(line.role == r.PROSE and word_count(line.text) >= _SHORTEST_TEXT for line in entry)


def _story(entry: list[Line]) -> Story:
    """The story of an entry; its first line tells when, and perhaps what."""
    story = Story(live=True)
    first, *rest = entry
    clock = leading_clock(first.text)
    said = first.text[clock.end :].lstrip(_SET_OFF) if clock else ""
    signed = None if clock else trailing_clock(first.text)
    if signed:
        first.text, first.role = first.text[: signed.start].rstrip(_SET_OFF), r.BYLINE
        story.bylines.append(first)
    elif only_moment(said):
        story.dates.append(first)
    elif _paragraphs(rest) and first.role != r.PROSE:
        first.text = said
        story.title = first
    else:
        story.body.append(first)
    last = max((at for at, line in enumerate(rest) if line.role == r.PROSE), default=-1)
    for at, line in enumerate(rest):
        if line.role == r.BYLINE:
            story.bylines.append(line)
        elif line.role == r.DATE:
            story.dates.append(line)
        elif line.role == r.CAPTION:
            story.captions.append(line)
        elif line.role in _HEADS and not story.title and not story.body:
            story.title = line
        elif line.role == r.PROSE or (line.role == r.HEAD and story.body and at < last):
            story.body.append(line)
    story.size = sum(word_count(line.text) for line in story.body)
    return story
