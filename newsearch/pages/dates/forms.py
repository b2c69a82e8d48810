"""The forms in which a day is written with its year, in the languages of news: where they stand in a text, and which day they mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsearch.pages.dates.calendars import ERAS, civil, day_of, jalali, not_after, year_of
from newsearch.pages.dates.locales import Locale
from newsearch.pages.dates.vocabulary import date_words, month_of, month_words, words_of

_ZEROS = (
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0, 0xFF10,
)  # fmt: skip
_SAME_LENGTH = str.maketrans(
    {
        **{chr(zero + n): str(n) for zero in _ZEROS for n in range(10)},
        **dict.fromkeys("\u00a0\u2009\u202f\u3000\u200e\u200f\u200b\t\n\r", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "：": ":", "／": "/", "，": ",", "、": ",", "’": "'", "ʼ": "'", "．": ".", "。": ".",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case, plain digits, spaces and hyphens; every character stays at its offset."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join([c.lower() if len(c.lower()) == 1 else c for c in text])
    return low if low.isascii() and "\n" not in low and "\t" not in low else low.translate(_SAME_LENGTH)


NAME = r"[^\s\d.,:;/|()\[\]<>\"“”•·'`-]{2,}"
_YEAR = r"(?:1[3-9]|2[0156])\d\d"
_SHORT_YEAR = rf"(?:{_YEAR}(?!\d)|'\d\d(?!\d))"
_PERHAPS_YEAR = re.compile(r"[12'-](?:(?<=1)[3-9]\d\d|(?<=2)[0156]\d\d|(?<=['-])\d\d)")
_BETWEEN_NUMBERS = re.compile(r"\d\s?[./-]\s?\d")
_ISO = re.compile(rf"(?<![\d.:/-])({_YEAR})(?P<s>\s?[-/.]\s?)(\d{{1,2}})(?P=s)(\d{{1,2}})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d:/])(?<!\d[.-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:%]|[.,/-]\d)")
_DAY_NAME_YEAR = re.compile(
    rf"(?<![\d:.,])(\d{{1,2}})(?:st|nd|rd|th|er|ère|e|ης|η|-?го|-?a(?![^\W\d_])|[ºª°])?(?:\.?[ ,/-]*|\.º ?)(?:of |de |d'|di |da |du |του |ngày |den )?"
    rf"({NAME}(?: {NAME})?)[.,]?[ /,.-]*(?:de[l]? |d'|of |năm |у |'?ta )?({_SHORT_YEAR}|(?<=-)\d\d(?![\d:]))"
)
_NAME_DAY_YEAR = re.compile(
    rf"(?<!\w)({NAME})\.?[ /-]*(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\.?(?:\s*[,./-]+\s*|\s+)(?:at )?(?:\d\d?:\d\d(?::\d\d)? ?)?(?:[ap]m |(?:[a-z]{{3,4}} ))?({_SHORT_YEAR})"
)
_YEAR_NAME_DAY = re.compile(rf"(?<!\d)({_YEAR})(?:e?ko)?[., -]+(?:m\. )?({NAME})[., -]+(\d{{1,2}})(?![\d:])")
_LATVIAN = re.compile(rf"(?<!\d)({_YEAR})\. ?gada (\d{{1,2}})\. ?({NAME})")
_THAI = re.compile(r"(?<!\d)(\d{1,2})\s?([\u0e01-\u0e4e]{1,3}\.\s?[\u0e01-\u0e2e])\.?\s?(\d{4}|\d\d)(?!\d)")
"""A month by the first letters of its two parts; a year of two digits is one of the Thai calendar."""
_CJK = re.compile(
    r"(?:(?<!\d)(\d{4})|(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元))\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"
)
_VIETNAMESE = re.compile(rf"(\d{{1,2}})\s+(?:tháng|thg)\s+(\d{{1,2}})(?:,|\s)+(?:năm\s+)?({_YEAR})")


class WrittenDay(NamedTuple):
    """A day in a text: where it stands, and which it is."""

    start: int
    end: int
    day: dt.date


def written_days(low: str, locale: Locale, limit: dt.date) -> Iterator[WrittenDay]:
    """The dates with a year in a folded text, in the order of the text, the longest reading of each."""
    found: list[WrittenDay] = []

    def add(match: re.Match[str], day: dt.date | None, end: int | None = None) -> None:
        if day is not None:
            found.append(WrittenDay(match.start(), end or match.end(), day))

    # Most lines with a digit hold no date, and are told by a tenth of what looking for each kind of date costs.
    if _BETWEEN_NUMBERS.search(low):
        for m in _ISO.finditer(low):
            y, month, day = int(m[1]), int(m[3]), int(m[4])
            add(m, civil(y, month, day, limit) or (civil(y, day, month, limit) if day <= 12 < month else None))
        for m in _NUMERIC.finditer(low):
            add(m, _numeric(m, locale, limit))
    # Few lines hold a year or name a month, and looking for these costs a tenth of matching around every word.
    if _PERHAPS_YEAR.search(low) and not month_words().isdisjoint(words_of(low)):
        for m in _DAY_NAME_YEAR.finditer(low):
            add(m, _named(m[2], year_of(m[3]), int(m[1]), locale, limit))
        for m in _NAME_DAY_YEAR.finditer(low):
            add(m, _named(m[1], year_of(m[3]), int(m[2]), locale, limit))
        if not found:
            for m in _YEAR_NAME_DAY.finditer(low):
                add(m, _named(m[2], int(m[1]), int(m[3]), locale, limit))
    if not low.isascii() and ("年" in low or "년" in low):
        for m in _CJK.finditer(low):
            year = int(m[1]) if m[1] else ERAS[m[2]] + (1 if m[3] == "元" else int(m[3]))
            add(m, day_of(year, int(m[4]), int(m[5]), limit))
    if ". gada " in low:
        for m in _LATVIAN.finditer(low):
            add(m, _named(m[3], int(m[1]), int(m[2]), locale, limit))
    if not low.isascii() and ("ค." in low or "พ." in low or "ย." in low):
        for m in _THAI.finditer(low):
            name = m[2].replace(".", "").replace(" ", "")
            add(m, _named(name, int(m[3]) + (0 if len(m[3]) == 4 else 2500), int(m[1]), locale, limit))
    if "tháng" in low or "thg" in low:
        for m in _VIETNAMESE.finditer(low):
            add(m, day_of(int(m[3]), int(m[2]), int(m[1]), limit))
    if len(found) > 1:
        found.sort(key=lambda day: (day.start, -day.end))
    last = -1
    for written in found:
        if written.start >= last:
            last = written.end
            yield written


def _numeric(match: re.Match[str], locale: Locale, limit: dt.date) -> dt.date | None:
    a, separator, b, tail = match.groups()
    if len(tail) == 2 and separator == "." and len(a) == 1 and len(b) == 1:
        return None  # 1.2.22 is a version or a section before it is a day
    year = year_of(tail)
    month_first = locale.month_first and separator != "."
    orders = ((a, b), (b, a)) if month_first else ((b, a), (a, b))
    return next((d for month, day in orders if (d := civil(year, int(month), int(day), limit))), None)


def _named(name: str, year: int, day: int, locale: Locale, limit: dt.date) -> dt.date | None:
    name = name.strip(".")
    first, _, last = name.rpartition(" ")
    for word in (name, first, last) if first else (name,):
        if 1300 <= year <= 1450:
            persian_month = date_words().jalali.get(word)
            if persian_month:
                return not_after(jalali(year, persian_month, day), limit)
        month = month_of(word, locale.language)
        if month:
            return civil(year, month, day, limit)
    return None
