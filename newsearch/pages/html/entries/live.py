"""Entries of a live blog or a ticker: each begins with the time of day at which it was written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from newsearch.pages.dates.clocks import leading_clock, minutes_of, run_backwards, trailing_clock
from newsearch.pages.dates.relative import age
from newsearch.pages.dates.vocabulary import only_moment
from newsearch.pages.html.body import Main
from newsearch.pages.html.entries import items
from newsearch.pages.html.entries.blocks import SET_OFF, is_set_off, label_byline
from newsearch.pages.html.entries.headlines import (
    LINE_RANK,
    NOWHERE,
    Headline,
    Look,
    folded,
    looks,
    untitled,
    word_count,
)
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.tree import HEADINGS, Line, Outline
from newsearch.pages.metadata import Metadata

_LIVE = re.compile(
    r"live-?(?:blog|feed|entr|post|ticker|update|cover)"
    r"|(?:^|[\s_-])(?:live|liveblog|ticker|diretta|directo|endirect)(?:[\s_:-]|$)",
    re.I,
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_MAY_TELL_TIME = re.compile(r"\d\s?(?:[:.h時时點点시]\s?\d\d|[時时點点시]|giờ|[ap]\.?\s?m|uhr)", re.I)
_FEWEST_TIMES = 4
_LONGEST_LABEL = 100
"""Characters of a line that says who and when."""
_LONGEST_TIME = 40
"""Characters of a line that tells a time of day and little else."""
_COVERED, _MOST_OF_ONE = 0.75, 0.7
_SHORTEST_TEXT = 40
"""Characters of a line of an entry that are no link."""
_LONGEST_TITLE = 120
"""Characters."""
_LONGEST_ENTRY = 600
"""Characters of an entry in the middle, where nothing but its time of day tells it from a story."""


def entries(
    outline: Outline, lines: Sequence[int], main: Main | None, claimed: set[int], facts: Metadata
) -> list[Item]:
    """The entries of a page that have a time each: of one that is named as live, or newest first.

    `lines` are those that may say when; the lines `claimed` are comments.
    """
    groups: dict[Look, list[int]] = defaultdict(list)
    for position in lines:
        text = outline.lines[position].text
        short = len(text) < _LONGEST_TIME
        if not (short or text[0].isdigit()) or position in claimed:
            continue
        if _MAY_TELL_TIME.search(text if short else text[:_LONGEST_TIME]) or (short and not _YEAR.search(text)):
            groups[looks(outline, outline.elements[outline.lines[position].element])].append(position)
    moments: dict[int, tuple[int, int]] = {}
    look: Look | None = None
    times: list[int] = []
    for of, group in groups.items():
        if len(group) > len(times) and len(group) >= _FEWEST_TIMES - 1 and _tell_when(outline, group[:_FEWEST_TIMES]):
            found = {at: moment for at in group if (moment := _moment(outline, outline.lines[at]))}
            told = [at for at in group if at in found or tells_time(outline, at)]
            if len(told) > len(times):
                look, times, moments = of, told, found
    if len(times) < _FEWEST_TIMES - 1:
        return []
    for position in _wordy(outline, times[0]):
        ago = age(outline.lines[position].text)
        if ago is not None and looks(outline, outline.elements[outline.lines[position].element]) == look:
            moments[position] = -int(ago.total_seconds() // 60), len(outline.lines[position].text)
            times.append(position)
    times.sort()
    if len(times) < _FEWEST_TIMES:
        return []
    if not _is_live(outline, outline.lines[times[0]].element, facts):
        times = [at for at in times if at in moments]
        if not run_backwards([moments[at][0] for at in times]):
            return []
    parts = _parts(outline, times, main)
    _name(outline, parts, times, {at: moment[1] for at, moment in moments.items()})
    return parts


def numbered(outline: Outline) -> list[int]:
    """The lines that may say when: short ones with a digit, and those that begin with one."""
    return [
        position
        for position, line in enumerate(outline.lines)
        if (_DIGIT.search(line.text) if len(line.text) <= _LONGEST_LABEL else line.text[0].isdigit())
    ]


def _tell_when(outline: Outline, group: Sequence[int]) -> bool:
    """Whether one of some lines tells a time of day, or how long ago."""
    return any(tells_time(outline, at) or _moment(outline, outline.lines[at]) for at in group)


def _wordy(outline: Outline, time: int) -> list[int]:
    """The short lines without a digit in elements like that of a line which tells when: `just now`."""
    like = outline.elements[outline.lines[time].element]
    return [
        position
        for position, line in enumerate(outline.lines)
        if (element := outline.elements[line.element]).tag == like.tag
        and element.classes == like.classes
        and len(line.text) < _LONGEST_TIME
        and not _DIGIT.search(line.text)
    ]


def _moment(outline: Outline, line: Line) -> tuple[int, int] | None:
    """The time of day that a line begins with, or a short one ends with, or how long ago it says, in minutes, the later the
    larger; and where the words behind it begin."""
    text = line.text
    if not _MAY_TELL_TIME.search(text[:_LONGEST_TIME]):
        ago = age(text) if len(text) < _LONGEST_TIME and not _YEAR.search(text) else None
        return None if ago is None else (-int(ago.total_seconds() // 60), len(text))
    clock = leading_clock(text)
    if clock:
        apart = outline.elements[line.element].tag in HEADINGS or is_set_off(line, clock)
        return (minutes_of(text[: clock.end]), clock.end) if apart else None
    clock = trailing_clock(text) if len(text) < _LONGEST_TIME else None
    return (minutes_of(text[clock.start :]), len(text)) if clock else None


def _parts(outline: Outline, times: Sequence[int], main: Main | None) -> list[Item]:
    """The entries that begin with the lines `times`; each goes on to the next where no element holds it, and the last to
    the end of what reads as a story."""
    parts = items.items(outline, [untitled(outline, position) for position in times], [], [])
    if all(part.end - part.first == 1 for part in parts):
        around = outline.elements[outline.elements[outline.lines[times[-1]].element].parent]
        told = main.lines[-1] + 1 if main and main.lines and main.lines[-1] >= times[-1] else around.end
        for part, following in zip(parts, [*times[1:], min(told, around.end)], strict=True):
            part.end = following
    return parts


def are_told(outline: Outline, parts: Sequence[Item], main: Main | None, facts: Metadata) -> bool:
    """Whether entries beside a main story are what the page is about: more than that story, most of them running text, and
    none with a headline that leads elsewhere, which would be a teaser's."""
    if main and _size(outline, [at for part in parts for at in _lines(part)]) < _size(outline, main.lines):
        return False
    own = (facts.url or "").partition("#")[0]
    told = 0
    for part in parts:
        lines = outline.lines[part.first : part.end]
        for line in lines:
            is_link = line.linked * 2 > len(line.text) > _SHORTEST_TEXT // 2
            if is_link and line.url and not line.url.startswith((*NOWHERE, f"{own}#")):
                return False
        told += any(len(line.text) - line.linked > _SHORTEST_TEXT for line in lines)
    return told * 3 >= 2 * len(parts)


def _name(outline: Outline, parts: Sequence[Item], times: Sequence[int], ends: dict[int, int]) -> None:
    """Give entries their headlines, where most have one. `ends` are where in the lines `times` the times end."""
    heads = [_head(outline, part, at, ends.get(at, 0)) for part, at in zip(parts, times, strict=True)]
    titled = sum(head is not None for head in heads) * 3 >= 2 * len(parts)
    for part, at, head in zip(parts, times, heads, strict=True):
        if titled and head is not None:
            part.head = head
        if only_moment(outline.lines[at].text[ends.get(at, 0) :]):
            part.time = at


def _head(outline: Outline, part: Item, at: int, end: int) -> Headline | None:
    """What stands as the headline of an entry: behind its time or below it, a short line unlike the text that follows."""
    lines = outline.lines
    title = lines[at].text[end:].strip(f" {SET_OFF}") if end else ""
    if only_moment(title):
        at += 1
        while at < part.end and label_byline(outline, at):
            at += 1
        title = lines[at].text if at < part.end else ""
    if not title or at + 1 >= part.end or len(title) > _LONGEST_TITLE or title[-1] in ".…":
        return None
    line, below = lines[at], lines[at + 1]
    own, other = outline.elements[line.element], outline.elements[below.element]
    apart = (
        line.bold * 2 > len(line.text) or own.tag in HEADINGS or (own.tag, own.classes) != (other.tag, other.classes)
    )
    if not apart or below.bold * 2 > len(below.text):
        return None
    names = looks(outline, own)
    return Headline(line.element, at, at + 1, title, None, False, word_count(title), LINE_RANK, names, folded(title))


def covers(outline: Outline, parts: Sequence[Item], main: Main) -> bool:
    """Whether the seeming main story is made of the entries, and not of one."""
    mine = set(main.lines)
    held = [_size(outline, mine.intersection(_lines(part))) for part in parts]
    whole = _size(outline, main.lines)
    return whole > 0 and sum(held) >= _COVERED * whole and max(held) <= _MOST_OF_ONE * whole


def _lines(part: Item) -> range:
    return range(part.first, part.end)


def _size(outline: Outline, positions: Iterable[int]) -> int:
    """The characters of some lines."""
    return sum([len(outline.lines[at].text) for at in positions])


def kind(outline: Outline, parts: Sequence[Item], facts: Metadata) -> str:
    """The kind of several stories: `live` where most tell a time of day and the page is named as live, or these run
    backwards, else `article`."""
    told = [part for part in parts if any(tells_time(outline, at) for at in _opening(part))]
    if not told or len(told) * 3 < 2 * len(parts):
        return "article"
    if _is_live(outline, parts[0].element, facts):
        return "live"
    if median([_size(outline, _lines(part)) for part in parts]) > _LONGEST_ENTRY:
        return "article"
    moments = (
        next(filter(None, (_moment(outline, outline.lines[at]) for at in _opening(part))), None) for part in told
    )
    return "live" if run_backwards([moment[0] for moment in moments if moment]) else "article"


def _opening(part: Item) -> range:
    """The lines of a story that may tell when."""
    return range(part.first, min(part.head.end + 3, part.end))


def tells_time(outline: Outline, position: int) -> bool:
    """Whether a short line tells a time of day."""
    text = outline.lines[position].text
    if len(text) >= _LONGEST_TIME or not _MAY_TELL_TIME.search(text):
        return False
    return bool(_TIME.search(text)) or leading_clock(text) is not None


def _is_live(outline: Outline, element: int, facts: Metadata) -> bool:
    """Whether an element stands in what is named as live, or the page is."""
    chain = outline.ancestors(element)
    return any(_LIVE.search(outline.elements[at].names) for at in chain) or bool(_LIVE.search(facts.title or ""))
