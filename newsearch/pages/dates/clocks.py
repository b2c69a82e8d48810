"""Times of day and their zones, as they are written beside a date: the moment that both mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from newsearch.model import Span
from newsearch.pages.dates.locales import NOWHERE, Locale

_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180, "мск": 180, "trt": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "hst": -600, "ist": 330, "pkt": 300, "wib": 420, "ict": 420, "hkt": 480, "sgt": 480,
    "myt": 480, "awst": 480, "jst": 540, "kst": 540, "wit": 540, "wita": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "wat": 60, "cat": 120, "sast": 120, "eat": 180, "pht": 480,
}  # fmt: skip
"""Minutes east of Greenwich. `CST` and `IST` are the American and the Indian ones, unless a page comes from elsewhere:"""
_ELSEWHERE = {("cst", "zh"): 480, ("ist", "ie"): 60, ("ist", "ga"): 60, ("ist", "he"): 120, ("ist", "il"): 120}
"""The zone's label and the page's language or country."""
_ZONE = (
    r"(?:utc|gmt|z)? ?[+-] ?\d{1,2}(?:[:.]?\d\d)?|" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r"|et|ct|mt|pt"
)
TIME = re.compile(
    # what stands before it; hours, minutes, seconds; what stands behind it; its zone
    r"(?<![\d.,/])(?:(?P<pre>오전|오후|午前|午後|上午|下午|am|pm|saat|kl|klo|um|klockan)\.?\s?)?"
    r"(?P<h>[01]?\d|2[0-4])(?:\s?(?:[:h時时点點시]|giờ|(?<=\d)\.(?=\d\d(?!\d|\.\d)))\s?(?P<m>[0-5]\d)?(?:\s?[:分분]\s?(?P<s>[0-5]\d)?)?(?:[.,]\d{1,9})?(?:[秒초])?"
    r"|(?=\s?(?:[ap]\.?\s?m\b|uhr\b)))"
    rf"(?:\s?(?P<ap>[ap]\.?\s?m\b\.?|uhr\b|hs\b|hrs\b|π\.?μ\.?|μ\.?μ\.?|ч\b|น\.))?(?:\s?[(\[]?(?P<z>{_ZONE})(?![\w])[)\]]?)?"
)
BEFORE_TIME = re.compile(
    r"[\s,;|•·@()/*-]*(?:(?:at|um|à|a las|a la|alle|alle ore|ore|às|as|kl|klo|klockan|om|o|godz|saat|στις|в|о|lúc|pukul|jam|v|u|ore|den|time|"
    r"الساعة|ساعت|בשעה|г|г\.|р\.|года|року|roku|r\.|от)(?![^\W\d_])[.:,]?[\s|:-]*)*"
)
_HOURS_EAST = re.compile(r"([+-]) ?(\d{1,2})(?:[:.]?(\d\d))?$")


_LONGEST_CLOCK = 40
"""Characters of a time of day with its zone and what stands before it."""


def leading_clock(text: str) -> Span | None:
    """Where the time of day stands that a text begins with, and what may stand before it: `at 14:32 GMT`."""
    low = text[:_LONGEST_CLOCK].lower()
    before = BEFORE_TIME.match(low)
    found = TIME.match(low, before.end() if before else 0)
    return Span(0, found.end()) if found and _is_told(found) and len(low) <= len(text) else None


def trailing_clock(text: str) -> Span | None:
    """Where the time of day stands that a text ends with."""
    low = text.lower()
    found = next((found for found in TIME.finditer(low) if found.end() == len(text)), None)
    return Span(found.start(), len(text)) if found and _is_told(found) else None


def minutes_of(text: str) -> int:
    """The time of day that a text such as `2.32pm` holds, in minutes since midnight."""
    clock = TIME.search(text.lower())
    return _hour_of(clock) % 24 * 60 + int(clock["m"] or 0) if clock else 0


_FEWEST_TIMES = 4
_MINUTES_OF_DAY = 24 * 60


def run_backwards(moments: Sequence[int]) -> bool:
    """Whether times of day, in minutes, are those of entries that stand the newest first: four at least that run backwards,
    in a long list past midnight once."""
    if len(moments) < _FEWEST_TIMES or len(set(moments)) < _FEWEST_TIMES - 1:
        return False
    rises = [later - earlier for earlier, later in pairwise(moments) if later > earlier]
    return len(rises) <= (len(moments) >= 2 * _FEWEST_TIMES) and all(rise > _MINUTES_OF_DAY // 4 for rise in rises)


def _is_told(clock: re.Match[str]) -> bool:
    """Whether what looks like a time of day has more than an hour: `5` may be any number."""
    return bool(clock["m"] or clock["ap"])


def _hour_of(clock: re.Match[str]) -> int:
    """The hour from 0 to 24."""
    hour = int(clock["h"])
    half = (clock["ap"] or clock["pre"] or "").replace(".", "").replace(" ", "")
    if half in ("pm", "μμ", "오후", "午後", "下午") and hour < 12:
        return hour + 12
    return 0 if half in ("am", "πμ", "오전", "午前", "上午") and hour == 12 else hour


def zone_of(zone: str | None, day: dt.date, locale: Locale = NOWHERE) -> dt.timezone | None:
    """The zone that a label means on a page; None for none, or one that is not known."""
    if not zone:
        return None
    zone = zone.strip()
    number = _HOURS_EAST.search(zone)
    if number:
        minutes = int(number[2]) * 60 + int(number[3] or 0)
        return (
            dt.timezone(dt.timedelta(minutes=minutes if number[1] == "+" else -minutes)) if minutes <= 14 * 60 else None
        )
    if zone in ("et", "ct", "mt", "pt"):
        standard = {"et": -300, "ct": -360, "mt": -420, "pt": -480}[zone]
        return dt.timezone(dt.timedelta(minutes=standard + (60 if _american_summer(day) else 0)))
    there = (_ELSEWHERE.get((zone, place)) for place in (locale.region, locale.language) if place)
    minutes_east = next(filter(None, there), _ZONES.get(zone))
    return None if minutes_east is None else dt.timezone(dt.timedelta(minutes=minutes_east))


def _american_summer(day: dt.date) -> bool:
    """Daylight saving time of the United States since 2007: second Sunday of March to first Sunday of November."""
    march = dt.date(day.year, 3, 8)
    november = dt.date(day.year, 11, 1)
    start = march + dt.timedelta(days=(6 - march.weekday()) % 7)
    return start <= day < november + dt.timedelta(days=(6 - november.weekday()) % 7)


def iso(day: dt.date, clock: re.Match[str] | None, locale: Locale = NOWHERE) -> str:
    """The day, or the moment if the time has a zone: a moment without one is no more than its day."""
    if clock is None:
        return day.isoformat()
    zone = zone_of(clock["z"], day, locale)
    if zone is None:
        return day.isoformat()
    moment = dt.datetime(
        day.year, day.month, day.day, _hour_of(clock) % 24, int(clock["m"] or 0), int(clock["s"] or 0), tzinfo=zone
    )
    return moment.isoformat()
