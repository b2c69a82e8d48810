"""Days: what a year, a month and a day mean together, in the calendars of news; and which day it is."""

from __future__ import annotations

import datetime as dt
import time
from functools import lru_cache

EARLIEST_YEAR = 1800
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first of an era, in Japan and on Taiwan."""
A_DAY = dt.timedelta(days=1)
_QUARTER = 900
"""Seconds for which today stays today: asking the calendar each time took a fifth of reading a stamp. Days begin at a quarter
of an hour in every time zone."""


def last_day(saved: str | None) -> dt.date:
    """The last day that a page may speak of: the one after it was saved, or after today."""
    if saved:
        try:
            return dt.date.fromisoformat(saved[:10]) + A_DAY
        except (ValueError, OverflowError):
            pass
    return _days(int(time.time()) // _QUARTER)[1]


def today() -> dt.date:
    """The day it is here."""
    return _days(int(time.time()) // _QUARTER)[0]


@lru_cache(maxsize=1)
def _days(_quarter: int) -> tuple[dt.date, dt.date]:
    """Today and tomorrow."""
    day = dt.date.today()
    return day, day + A_DAY


def day_of(year: int, month: int, day: int, limit: dt.date) -> dt.date | None:
    """A day of our calendar, if there is one and a page may speak of it."""
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if year >= EARLIEST_YEAR and found <= limit else None


def civil(year: int, month: int, day: int, limit: dt.date) -> dt.date | None:
    """A date whose year may count from another epoch: 1300s and 1400s are Persian, 2400s and 2500s Thai."""
    if 1300 <= year <= 1450:
        return not_after(jalali(year, month, day), limit)
    return day_of(year - 543 if 2450 <= year <= 2650 else year, month, day, limit)


def jalali(year: int, month: int, day: int) -> dt.date | None:
    """A date of the Persian calendar. The 33-year leap cycle is exact for 1244 to 1472 (1865 to 2094)."""
    if not (1244 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    y = year - 979
    days = 365 * y + y // 33 * 8 + (y % 33 + 3) // 4 + day - 1
    days += 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return dt.date(1600, 3, 20) + A_DAY * days


def not_after(found: dt.date | None, limit: dt.date) -> dt.date | None:
    """A day unless it is to come."""
    return found if found is not None and found <= limit else None


def year_of(text: str) -> int:
    """A year of two or more digits: of two, the last one that is not to come."""
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year <= today().year % 100 else 1900 + year
