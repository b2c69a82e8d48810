"""Dates written for machines: ISO in its many spellings, seconds since 1970, and the day in an address."""

from __future__ import annotations

import datetime as dt
import re

from newsearch.pages.dates.calendars import EARLIEST_YEAR, day_of, last_day
from newsearch.pages.dates.clocks import zone_of
from newsearch.pages.dates.vocabulary import date_words

_STAMP = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T _]+(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,:]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\s*(?:\[[\w/]+\])?\s*$",
    re.I,
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*$")
_NO_TIME = "1970-01-01"
"""What programs make of an empty field: second 0."""
_DAY_LENGTH = len("2022-01-09")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):?\d\d)", re.ASCII)


def is_iso(text: str) -> bool:
    """Whether a text is a day, or a moment, in ISO's order and nothing else."""
    return _STAMP.match(text) is not None


def read(value: str) -> str | None:
    """What a stamp means: a day or a moment, nothing ("") where there is no such day; None for what is no stamp."""
    if value.startswith(_NO_TIME):
        return ""
    limit = last_day(None)
    moment = _moment(value) if len(value) > _DAY_LENGTH else None
    if moment is not None:
        return moment.isoformat() if moment.year >= EARLIEST_YEAR and moment.date() <= limit else ""
    if found := _STAMP.match(value):
        return _meaning(found, limit)
    if found := _EPOCH.match(value):
        moment = dt.datetime.fromtimestamp(int(found[1]), dt.UTC)
        return moment.isoformat() if day_of(moment.year, moment.month, moment.day, limit) else ""
    return None


def _meaning(stamp: re.Match[str], limit: dt.date) -> str:
    """The moment of a stamp; its day where the time has no zone, or is none."""
    day = day_of(int(stamp[1]), int(stamp[2]), int(stamp[3]), limit)
    if day is None:
        return ""
    zone = zone_of(stamp[7].lower(), day) if stamp[4] and stamp[7] else None
    if zone is None or int(stamp[4]) > 23 or int(stamp[5]) > 59 or int(stamp[6] or 0) > 59:
        return day.isoformat()
    clock = dt.time(int(stamp[4]), int(stamp[5]), int(stamp[6] or 0), tzinfo=zone)
    return dt.datetime.combine(day, clock).isoformat()


def _moment(value: str) -> dt.datetime | None:
    """The moment that a stamp means which is written as nearly all are; None for any other."""
    if not _MOMENT.fullmatch(value):
        return None
    try:
        return dt.datetime.fromisoformat(value).replace(microsecond=0)
    except ValueError:
        return None


_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/([a-z]{3,9})/(\d\d?)(?!\d)"
)
_PERHAPS_PATH = re.compile(r"(?:19|20)\d\d(?:[/_-]|[01]\d)")
"""What every address with a day in it holds, which is found in a tenth of the time."""


def date_in_url(url: str) -> str | None:
    """The day that a story's address carries: `/2022/01/05/`, `/2022/jan/05/`, `-20220105`."""
    path = url.split("?", 1)[0].split("#", 1)[0].lower()
    if not _PERHAPS_PATH.search(path):
        return None
    for m in _IN_PATH.finditer(path):
        if m[7]:
            month = date_words().months.get(m[8])
            day = day_of(int(m[7]), month, int(m[9]), last_day(None)) if month else None
        elif m[1]:
            day = day_of(int(m[1]), int(m[2]), int(m[3]), last_day(None))
        else:
            day = day_of(int(m[4]), int(m[5]), int(m[6]), last_day(None))
        if day and day.year >= 1990:
            return day.isoformat()
    return None
