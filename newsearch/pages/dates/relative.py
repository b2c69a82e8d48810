"""Dates that tell the day only beside the moment when the page was saved: `9 hours ago`, `gestern`, `January 9`."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from newsearch.model import Span
from newsearch.pages.dates.calendars import day_of
from newsearch.pages.dates.clocks import TIME
from newsearch.pages.dates.forms import NAME, fold
from newsearch.pages.dates.locales import Locale
from newsearch.pages.dates.vocabulary import date_words, month_of, only_filler

_BEFORE = re.compile(r"^(?:\w+:|published|updated|posted|veröffentlicht|publié|etwa|about|ca\.?)(?:\s+|$)")
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)\s*")
_ONE = re.compile(r"\b(?:(?<!il y )an?|one|einer?|einem|une?|una|um|uma|ett?|en|een)\b\s*")
_LONGEST_SIGNED = 100
"""Characters of a line that names somebody and says when."""
_NO_YEAR = re.compile(
    rf"(?<![\d:.,])(?:(\d{{1,2}})(?:st|nd|rd|th|er|[.º])?\s(?:de |of )?({NAME})|({NAME})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?)(?![\d:.,]\d)"
)


def is_relative(text: str) -> bool:
    """Whether a text says when only beside the moment it was read: `9 hours ago`, `vor 3 Stunden`, `gestern`."""
    return age(text) is not None


def age(text: str) -> dt.timedelta | None:
    """How long before it was read a text says that something was: `9 hours ago`."""
    return _relative_days(fold(text).strip(" .,:;|·•()-")) if len(text) < _LONGEST_AGE else None


_LONGEST_AGE = 60
"""Characters."""


_WORD_START = re.compile(r"(?<!\w)\w")
_BETWEEN_PARTS = re.compile(r"\s*[·•|]\s")


@lru_cache(maxsize=4096)
def find_relative(text: str) -> Span | None:
    """Where the relative date stands that a short text, or a part of it, ends with: `9 hours ago` in
    `Ann Lee · 9 hours ago · edited`. A lone word such as `yesterday` counts behind a sign, not behind other words.
    """
    if len(text) > _LONGEST_SIGNED:
        return None
    for match in _WORD_START.finditer(text):
        at = match.start()
        part = _BETWEEN_PARTS.split(text[at:], maxsplit=1)[0]
        if is_relative(part) and (not part.isalpha() or not text[:at].rstrip()[-1:].isalnum()):
            return Span(at, at + len(part))
    return None


def day_before(low: str, locale: Locale, saved: str) -> str | None:
    """The day that a folded text means which was read when its page was saved."""
    try:
        moment = dt.datetime.fromisoformat(saved)
    except ValueError:
        return None
    ago = _relative_days(low.strip(" .,:;|·•()-"))
    if ago is not None:
        try:
            return (moment - ago).date().isoformat()
        except OverflowError:  # before the year 1
            return None
    return _without_year(low, locale, moment.date())


@lru_cache(maxsize=4096)
def _relative_days(low: str) -> dt.timedelta | None:
    """How long ago a folded relative date was."""
    known = date_words()
    head = re.split(r"[,|]| at | um | à | kl ", low)[0].strip()
    days = known.days.get(head)
    if days is not None:
        return dt.timedelta(days=days)
    number = _NUMBER.search(low) or _ONE.search(low)
    if not number:
        return None
    before, after = low[: number.start()].strip(), low[number.end() :].strip()
    words = after.split(" ", 1)
    unit = known.units.get(words[0].strip(".")) or known.units.get(after.strip("."))
    tail = words[1] if len(words) > 1 else ""
    if (unit is None or tail) and after.endswith(known.ago):  # 3時間前, 5분 전; a unit of two words
        ago = max((a for a in known.ago if after.endswith(a)), key=len)
        of_all = known.units.get(after.removesuffix(ago).strip())
        unit, tail = (of_all, ago) if of_all else (unit, tail)
    if not before and not tail:  # 3 órája
        unit, tail = known.past_units.get(after), known.ago[0]
    elif unit is None and after in known.ago:  # saa 3 zilizopita
        unit, before, tail = known.units.get(before), "", after
    before = _BEFORE.sub("", before)
    around = [said for said in (before, tail) if said]  # one in most languages, both in "för 3 dagar sedan"
    if unit is None or not around or any(said not in known.ago for said in around):
        return None
    count = int(number[0]) if number[0].strip().isdigit() else 1
    length = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}[unit]
    return dt.timedelta(days=count * length)


def _without_year(low: str, locale: Locale, today: dt.date) -> str | None:
    """The last such day before the page was saved."""
    match = _NO_YEAR.search(low)
    if not match or not only_filler(TIME.sub(" ", low[: match.start()] + " " + low[match.end() :])):
        return None
    name, day = (match[2], match[1]) if match[1] else (match[3], match[4])
    month = month_of(name.strip("."), locale.language)
    for year in (today.year, today.year - 1):
        found = month and day_of(year, month, int(day), today + dt.timedelta(days=1))
        if found:
            return found.isoformat()
    return None
