"""The days that short lines tell, and headings that tell the day of what stands below them, as blogs and archives write it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from newsearch.model import Span
from newsearch.pages import dates
from newsearch.pages.dates.calendars import today
from newsearch.pages.dates.locales import Locale
from newsearch.pages.dates.vocabulary import only_filler
from newsearch.pages.html.entries.headlines import Headline, Look, by_look
from newsearch.pages.metadata import Metadata

_NUMBERS = re.compile(r"\d(?:\D+\d|\d{5})")
"""What a date with a year has at least: two numbers, or one of six digits."""
_LONGEST_DAY = 40
"""Characters of a heading that tells a day."""
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Days:
    """The headings that tell nothing but a day."""

    told: dict[int, str]
    """Their lines -> the days."""
    looks: frozenset[Look]
    """How the headlines right below them look."""
    _lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = sorted(self.told)

    def above(self, head: Headline) -> str | None:
        """The day that the last of them above a headline tells, if the headline looks like those below such headings."""
        if head.look not in self.looks:
            return None
        before = bisect_left(self._lines, head.first)
        return self.told[self._lines[before - 1]] if before else None


def days_above(heads: Sequence[Headline], facts: Metadata) -> Days:
    """The headings of looks of which most tell nothing but a day and stand right above a headline."""
    below = {head.first: head for head in heads}
    ends = {head.end for head in heads}
    short = [head for head in heads if head.end - head.first == 1 and len(head.text) <= _LONGEST_DAY]
    days: dict[int, str] = {}
    looks: set[Look] = set()
    if not any(_DIGIT.search(head.text) for head in short):
        short = []
    for group in by_look(short).values():
        told = {head.end: (head, day) for head in group if (day := _only_day(head.text, facts))}
        led = [other.look for end in told if (other := below.get(end)) and not _only_day(other.text, facts)]
        ended = sum(head.first in ends for head, _ in told.values())  # `headline, day, headline, day`
        if told and len(told) * 3 >= 2 * len(group) and len(led) * 3 >= 2 * len(told) and len(led) > ended:
            days.update({head.first: day for head, day in told.values()})
            looks.update(led)
    return Days(days, frozenset(looks))


def _only_day(text: str, facts: Metadata) -> str | None:
    """The day that a text tells, and nothing else."""
    found = day_of(text, facts) if _DIGIT.search(text) else None
    if found is None or not only_filler(f"{text[: found[0].start]} {text[found[0].end :]}".casefold()):
        return None
    return found[1][:10]


def day_of(text: str, facts: Metadata) -> tuple[Span, str] | None:
    """The date in a short line, and where it stands: the whole line, or a part with a year."""
    if not facts.saved and _NUMBERS.search(text) is None:
        return None
    return _day_of(text, facts.locale, facts.saved, today())


@lru_cache(maxsize=4096)
def _day_of(text: str, locale: Locale, saved: str | None, _on: dt.date) -> tuple[Span, str] | None:
    found = dates.find_date(text, language=locale, saved=saved)
    if found is None and not saved:
        return None
    if found and found[0] == Span(0, len(text)):
        return found
    whole = dates.parse_date(text, language=locale, saved=saved)
    return (Span(0, len(text)), whole) if whole else found
