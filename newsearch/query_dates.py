"""The value of a date field -> its first and last day. Knows days, months, years, ranges and words (`last week`).

Offsets in errors are into the value; `query` moves them to their place in the query. `dateparser` takes a quarter of a
second to import, so it is met here only, and only for words that the small table below does not know.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

HOW_TO = 'Write date:2022, date:2022-01, date:2022-01-05, date:2022-01..2022-03 or date:"last week".'
_NUMBERS = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COUNTED = re.compile(r"(?:last|past) (\d{1,4}) (day|week|month|year)s?")
_NAMED = re.compile(r"(this|last|past) (week|month|year)")
_PERIODS = ("week", "month", "quarter", "year")
_LONGEST_WORDS = 60
_LANGUAGES = (
    ("\u036f", ["en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr", "sv", "da", "fi", "cs", "ro", "hu"]),
    ("\u052f", ["ru", "uk", "bg", "be", "sr"]),
    ("\U0010ffff", ["ar", "fa", "he", "zh", "ja", "ko", "hi", "th", "el"]),
)
"""(last character of the scripts, languages whose words for dates are understood)."""
Days = tuple[dt.date, dt.date]
OpenDays = tuple[dt.date | None, dt.date | None]


class DateTrouble(ValueError):
    """A date that cannot be read: offsets into the value, and what would do."""

    def __init__(self, message: str, start: int, end: int, hint: str = HOW_TO) -> None:
        super().__init__(message)
        self.start, self.end, self.hint = start, end, hint


def read_days(value: str, today: dt.date) -> OpenDays:
    """First and last day of a value, both included; None where a range is open."""
    left, dots, right = value.partition("..")
    if not dots:
        return read_period(value, 0, today)
    if not left.strip() and not right.strip():
        raise DateTrouble("A range needs a date on at least one side", 0, len(value))
    offset = len(left) + 2
    first = read_period(left, 0, today)[0] if left.strip() else None
    last = read_period(right, offset, today)[1] if right.strip() else None
    if first and last and first > last:
        raise DateTrouble("This range ends before it begins", 0, len(value), f"Turn it round: {right}..{left}")
    return first, last


def read_period(value: str, offset: int, today: dt.date) -> Days:
    """The days of one date without a range: a day, or all of a month or year."""
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    end = offset + len(value)
    match = _NUMBERS.fullmatch(text)
    if match:
        return _calendar_period(int(match[1]), _int(match[3]), _int(match[4]), offset, end)
    match = _COMPACT.fullmatch(text)
    if match:
        return _calendar_period(int(match[1]), int(match[2]), int(match[3]), offset, end)
    try:
        days = _spoken(text.casefold(), today) or _parsed(text, today)
    except (OverflowError, ValueError):
        days = None
    if days is None:
        raise DateTrouble(f"{value.strip()!r} is not a date that can be read", offset, end)
    return days


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _calendar_period(year: int, month: int | None, day: int | None, offset: int, end: int) -> Days:
    if not 1 <= year <= 9999:
        raise DateTrouble(f"There is no year {year:04}", offset, end)
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not 1 <= month <= 12:
        raise DateTrouble(f"There is no month {month}: a date is year-month-day", offset, end)
    days = calendar.monthrange(year, month)[1]
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, days)
    if not 1 <= day <= days:
        raise DateTrouble(f"{calendar.month_name[month]} {year} has {days} days", offset, end)
    return dt.date(year, month, day), dt.date(year, month, day)


def _spoken(text: str, today: dt.date) -> Days | None:
    """English everyday words. `last week` is the week before this one, Monday to Sunday; `past week` the last seven days."""
    if text in ("today", "yesterday"):
        day = today - dt.timedelta(days=text == "yesterday")
        return day, day
    counted = _COUNTED.fullmatch(text)
    if counted:
        return _back(today, int(counted[1]), counted[2]), today
    named = _NAMED.fullmatch(text)
    if not named:
        return None
    which, unit = named[1], named[2]
    if which == "past":
        return _back(today, 1, unit), today
    return _whole(_anchor(today, unit) if which == "last" else today, unit)


def _back(today: dt.date, count: int, unit: str) -> dt.date:
    """The first day of the `count` units that end today."""
    if unit in ("day", "week"):
        return today - dt.timedelta(days=count * (7 if unit == "week" else 1) - 1)
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day) + dt.timedelta(days=1)


def _anchor(today: dt.date, unit: str) -> dt.date:
    """A day of the unit before today's."""
    if unit == "week":
        return today - dt.timedelta(days=7)
    start = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    return start - dt.timedelta(days=1)


def _whole(day: dt.date, unit: str) -> Days:
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if unit == "quarter":
        first = day.month - (day.month - 1) % 3
        return day.replace(month=first, day=1), _whole(day.replace(month=first + 2, day=1), "month")[1]
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def _parsed(text: str, today: dt.date) -> Days | None:
    """What dateparser makes of words. Numbers alone (5.1.2022) are refused: day or month first?"""
    if not any(char.isalpha() for char in text) or len(text) > _LONGEST_WORDS:
        return None
    import warnings

    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": dt.datetime.combine(today, dt.time(12)),
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = DateDataParser(languages=_languages(text), settings=settings).get_date_data(text)
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    return _whole(day, found.period) if found.period in _PERIODS else (day, day)


def _languages(text: str) -> list[str]:
    """Those whose dates are looked for: all two hundred of dateparser's would take five seconds to say no."""
    return next(languages for last, languages in _LANGUAGES if max(text) <= last)


def print_days(first: dt.date | None, last: dt.date | None) -> str:
    """The shortest value that reads back as these days."""
    if first and last:
        if first == last:
            return first.isoformat()
        for unit, width in (("year", 4), ("month", 7)):
            if _whole(first, unit) == (first, last):
                return first.isoformat()[:width]
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
