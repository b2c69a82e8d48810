"""Dates as news pages write them, in the languages of news: text in, ISO 8601 out, or None.

A day is never guessed: a date without a year, a relative date ("9 hours ago") without the moment the page was saved,
an impossible date and one in the future are all None. The words come from `data/calendar.json`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from newsearch.model import Span
from newsearch.pages.words import words

EARLIEST_YEAR = 1800
_LONGEST = 400
"""Characters: no date with its labels is longer."""

# --------------------------------------------------------------------------------------------------------- words


class _Calendar(NamedTuple):
    months: dict[str, int]
    conflicts: dict[str, dict[str, int]]
    jalali: dict[str, int]
    weekdays: frozenset[str]
    units: dict[str, str]
    ago: tuple[str, ...]
    days: dict[str, int]


@cache
def _calendar() -> _Calendar:
    text = resources.files("newsearch.pages").joinpath("data/calendar.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return _Calendar(
        months=table["months"],
        conflicts=table["conflicts"],
        jalali=table["jalali"],
        weekdays=frozenset(word for name in table["weekdays"] for word in (name, *name.split())),
        units=table["units"],
        ago=tuple(table["ago"]),
        days=table["days"],
    )


@cache
def _month_words() -> frozenset[str]:
    calendar = _calendar()
    return frozenset(word for name in (*calendar.months, *calendar.jalali) for word in _WORDS.findall(name))


# Words that may stand beside a date in a line that is only a date: labels, prepositions, names of zones.
_FILLER = words("dates", "beside")
_UPDATE = (
    r"(?:updat|modif|edited|aktuali|geändert|bearbeitet|mis à jour|mise à jour|actualiz|aggiorna|atualiz|bijgewerkt|gewijzigd"
    r"|обновлен|оновлен|güncel|تحديث|uppdaterad|oppdatert|opdateret|päivitetty|ενημέρωση|עודכן|अपडेट|diperbarui|cập nhật"
    r"|更新|수정|업데이트)"
)
_UPDATE_WORD = re.compile(_UPDATE)
_UPDATE_LABEL = re.compile(_UPDATE + r"[\w ]*[^\w]*(?:\w{1,4}\W+)?$")
_PUBLICATION_WORD = re.compile(
    r"publi|posted|created|first|erstellt|erschienen|veröffentlicht|gepubliceerd|geplaatst|opublikowan|опубликован|опубліковано|yayın"
    r"|نشر|julkaistu|δημοσ|פורסם|प्रकाशित|diterbitkan|公開|発行|配信|发布|发表|發布|등록|입력"
)
_READING_TIME = re.compile(
    r"\b\d+[- ]?(?:min(?:ute)?s?\.?)(?: (?:read|de lecture|lesezeit|lectura|di lettura|leestijd))"
    r"|\blesezeit:? (?:ca\. )?\d+ min\w*\.?|\b\d+ (?:comments?|kommentare?|commentaires?|comentarios|views?|shares?)\b"
)
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180, "мск": 180, "trt": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "hst": -600, "ist": 330, "pkt": 300, "wib": 420, "ict": 420, "hkt": 480, "sgt": 480,
    "myt": 480, "awst": 480, "jst": 540, "kst": 540, "wit": 540, "wita": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip
"""Minutes east of Greenwich. `CST` and `IST` are read as the American and the Indian ones."""

_MONTH_FIRST = frozenset({"en", "fil"})
"""Languages whose 3/4/2021 is, without a country that says otherwise, the fourth of March."""
_DAY_FIRST_REGIONS = frozenset(
    [
        "gb",
        "uk",
        "ie",
        "au",
        "nz",
        "in",
        "za",
        "ng",
        "ke",
        "gh",
        "pk",
        "bd",
        "sg",
        "my",
        "hk",
        "ca",
        "mt",
        "tz",
        "ug",
        "na",
        "bw",
        "zm",
        "zw",
        "jm",
        "tt",
    ]
)

# ------------------------------------------------------------------------------------------------------ patterns

_SAME_LENGTH = str.maketrans(
    {
        **{chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for n in range(10)},
        **dict.fromkeys("\u00a0\u2009\u202f\u3000\u200e\u200f\u200b\t\n\r", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "：": ":", "／": "/", "，": ",", "、": ",", "’": "'", "ʼ": "'", "．": ".", "。": ".",
    }
)  # fmt: skip

_NAME = r"[^\s\d.,:;/|()\[\]<>\"“”•·'`-]{2,}"
_YEAR = r"(?:1[3-9]|2[0156])\d\d"
_SHORT_YEAR = rf"(?:{_YEAR}(?!\d)|'\d\d(?!\d))"
_PERHAPS_YEAR = re.compile(r"[12'-](?:(?<=1)[3-9]\d\d|(?<=2)[0156]\d\d|(?<=['-])\d\d)")
_DIGIT = re.compile(r"\d")
_ISO = re.compile(rf"(?<![\d.:/-])({_YEAR})(?P<s>\s?[-/.]\s?)(\d{{1,2}})(?P=s)(\d{{1,2}})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d:/])(?<!\d[.-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:%]|[.,/-]\d)")
_PERHAPS_DATE = re.compile(r"\d(?:\s?[./-]\s?\d|(?<=1)[3-9]\d\d|(?<=2)[0156]\d\d|(?<=['-]\d)\d)")
"""What every date in Latin letters holds: two numbers side by side, or a year."""
_BETWEEN_NUMBERS = re.compile(r"\d\s?[./-]\s?\d")
_DAY_NAME_YEAR = re.compile(
    rf"(?<![\d:.,])(\d{{1,2}})(?:st|nd|rd|th|er|ère|e|ης|η|-?го|-?a|[ºª°])?(?:\.?[ ,/-]*|\.º ?)(?:of |de |d'|di |da |du |του |ngày |den )?"
    rf"({_NAME}(?: {_NAME})?)[.,]?[ /,.-]*(?:de[l]? |d'|of |năm |у |'?ta )?({_SHORT_YEAR}|(?<=-)\d\d(?![\d:]))"
)
_NAME_DAY_YEAR = re.compile(
    rf"(?<!\w)({_NAME})\.?[ /-]*(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\.?(?:\s*[,./-]+\s*|\s+)(?:at )?(?:\d\d?:\d\d(?::\d\d)? ?)?(?:[ap]m |(?:[a-z]{{3,4}} ))?({_SHORT_YEAR})"
)
_YEAR_NAME_DAY = re.compile(rf"(?<!\d)({_YEAR})[., -]+(?:m\. )?({_NAME})[., -]+(\d{{1,2}})(?![\d:])")
_CJK = re.compile(
    r"(?:(?<!\d)(\d{4})|(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元))\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"
)
_VIETNAMESE = re.compile(rf"(\d{{1,2}})\s+(?:tháng|thg)\s+(\d{{1,2}})(?:,|\s)+(?:năm\s+)?({_YEAR})")
_NO_YEAR = re.compile(
    rf"(?<![\d:.,])(?:(\d{{1,2}})(?:st|nd|rd|th|er|[.º])?\s(?:de |of )?({_NAME})|({_NAME})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?)(?![\d:.,]\d)"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}

_ZONE = (
    r"(?:utc|gmt|z)? ?[+-] ?\d{1,2}(?:[:.]?\d\d)?|" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r"|et|ct|mt|pt"
)
_TIME = re.compile(
    r"(?<![\d.,/])(?:(?P<pre>오전|오후|午前|午後|上午|下午|am|pm|saat|kl|klo|um|klockan)\.?\s?)?"
    r"(?P<h>[01]?\d|2[0-4])(?:\s?(?:[:h時时点點시]|giờ|(?<=\d)\.(?=\d\d(?!\d|\.\d)))\s?(?P<m>[0-5]\d)?(?:\s?[:分분]\s?(?P<s>[0-5]\d)?)?(?:[.,]\d{1,9})?(?:[秒초])?"
    r"|(?=\s?(?:[ap]\.?\s?m\b|uhr\b)))"
    rf"(?:\s?(?P<ap>[ap]\.?\s?m\b\.?|uhr\b|hs\b|hrs\b|π\.?μ\.?|μ\.?μ\.?|ч\b|น\.))?(?:\s?[(\[]?(?P<z>{_ZONE})(?![\w])[)\]]?)?"
)
_BEFORE_TIME = re.compile(
    r"[\s,;|•·@()/*-]*(?:(?:at|um|à|a las|a la|alle|alle ore|ore|às|as|kl|klo|klockan|om|o|godz|saat|στις|в|о|lúc|pukul|jam|v|u|ore|den|time|"
    r"الساعة|ساعت|בשעה|г|г\.|р\.|года|року|roku|r\.|от)(?![^\W\d_])[.:,]?[\s|:-]*)*"
)
_STAMP = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T _]+(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,:]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\s*(?:\[[\w/]+\])?\s*$",
    re.I,
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*$")
_WORDS = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e]+[^\W\d_]*)*")
_LATIN_WORDS = re.compile("[a-z]+")
_BEFORE_RELATIVE = re.compile(r"^(?:\w+:|published|updated|posted|veröffentlicht|publié|etwa|about|ca\.?)(?:\s+|$)")
_RELATIVE_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)\s*")
_RELATIVE_ONE = re.compile(r"\b(?:(?<!il y )an?|one|einer?|einem|une?|una|um|uma|ett?|en|een)\b\s*")


@dataclass(frozen=True, slots=True)
class Locale:
    """What a page says about itself that decides how its ambiguous dates are read."""

    language: str | None = None
    """ISO 639-1."""
    region: str | None = None
    """ISO 3166-1, lower case."""

    @property
    def month_first(self) -> bool:
        """Whether 3/4/2021 is the fourth of March here."""
        if self.region:
            return self.region in ("us", "ph", "fm", "pw")
        return self.language in _MONTH_FIRST


NOWHERE = Locale()
_TAG_BREAK = re.compile(r"[-_.@]")


@lru_cache(maxsize=1024)
def locale_of(tag: str | None, domain: str | None = None) -> Locale:
    """The locale that a language tag (`en-GB`, `de_AT`) and a domain (`example.co.uk`) speak for."""
    language = region = None
    if tag:
        parts = _TAG_BREAK.split(tag.strip().lower())
        language = parts[0] if parts[0].isalpha() and len(parts[0]) in (2, 3) else None
        region = next((p for p in parts[1:] if len(p) == 2 and p.isalpha()), None)
    if domain:
        ending = domain.rsplit(".", 1)[-1].lower()
        # A British page that declares `en-US` is a theme's default; its domain is not.
        if ending in _DAY_FIRST_REGIONS and (region in (None, "us")):
            region = ending
    return Locale(language, region)


# ------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Core:
    start: int
    end: int
    day: dt.date


_A_DAY = dt.timedelta(days=1)


def _limit(saved: str | None) -> dt.date:
    """The last day that a page may speak of: the one after it was saved, or after today."""
    if saved:
        try:
            return dt.date.fromisoformat(saved[:10]) + _A_DAY
        except (ValueError, OverflowError):
            pass
    return _days(int(time.time()) // _QUARTER)[1]


_QUARTER = 900
"""Seconds for which today stays today: asking the calendar each time took a fifth of reading a stamp. Days begin at a quarter
of an hour in every time zone."""


def today() -> dt.date:
    """The day it is here."""
    return _days(int(time.time()) // _QUARTER)[0]


@lru_cache(maxsize=1)
def _days(_quarter: int) -> tuple[dt.date, dt.date]:
    """Today and tomorrow."""
    day = dt.date.today()
    return day, day + _A_DAY


def _fold(text: str) -> str:
    """Lower case, plain digits, spaces and hyphens; every character stays at its offset."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join([c.lower() if len(c.lower()) == 1 else c for c in text])
    return low if low.isascii() and "\n" not in low and "\t" not in low else low.translate(_SAME_LENGTH)


def _date(year: int, month: int, day: int, limit: dt.date) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if year >= EARLIEST_YEAR and found <= limit else None


def jalali(year: int, month: int, day: int) -> dt.date | None:
    """A date of the Persian calendar. The 33-year leap cycle is exact for 1244 to 1472 (1865 to 2094)."""
    if not (1244 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    y = year - 979
    days = 365 * y + y // 33 * 8 + (y % 33 + 3) // 4 + day - 1
    days += 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return dt.date(1600, 3, 20) + dt.timedelta(days=days)


def _not_after(found: dt.date | None, limit: dt.date) -> dt.date | None:
    return found if found is not None and found <= limit else None


def _year(text: str) -> int:
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year <= today().year % 100 else 1900 + year


def _civil(year: int, month: int, day: int, limit: dt.date) -> dt.date | None:
    """A date whose year may count from another epoch: 1300s and 1400s are Persian, 2400s and 2500s Thai."""
    if 1300 <= year <= 1450:
        return _not_after(jalali(year, month, day), limit)
    return _date(year - 543 if 2450 <= year <= 2650 else year, month, day, limit)


def _month(name: str, language: str | None) -> int | None:
    calendar = _calendar()
    number = calendar.months.get(name)
    if number is not None and language is not None and name in calendar.conflicts:
        return calendar.conflicts[name].get(language, number)
    return number


def _named(name: str, year: int, day: int, locale: Locale, limit: dt.date) -> dt.date | None:
    name = name.strip(".")
    first, _, last = name.rpartition(" ")
    for word in (name, first, last) if first else (name,):
        if 1300 <= year <= 1450:
            persian_month = _calendar().jalali.get(word)
            if persian_month:
                return _not_after(jalali(year, persian_month, day), limit)
        month = _month(word, locale.language)
        if month:
            return _civil(year, month, day, limit)
    return None


def _numeric(match: re.Match[str], locale: Locale, limit: dt.date) -> dt.date | None:
    a, separator, b, tail = match.groups()
    if len(tail) == 2 and separator == "." and len(a) == 1 and len(b) == 1:
        return None  # 1.2.22 is a version or a section before it is a day
    year = _year(tail)
    month_first = locale.month_first and separator != "."
    orders = ((a, b), (b, a)) if month_first else ((b, a), (a, b))
    return next((d for month, day in orders if (d := _civil(year, int(month), int(day), limit))), None)


def _words_of(low: str) -> list[str]:
    """The words of a folded text."""
    words: list[str] = (_LATIN_WORDS if low.isascii() else _WORDS).findall(low)
    return words


def _cores(low: str, locale: Locale, limit: dt.date) -> Iterator[_Core]:
    """The dates with a year in a folded text, in the order of the text, the longest reading of each."""
    found: list[_Core] = []

    def add(match: re.Match[str], day: dt.date | None, end: int | None = None) -> None:
        if day is not None:
            found.append(_Core(match.start(), end or match.end(), day))

    # Most lines with a digit hold no date, and are told by a tenth of what looking for each kind of date costs.
    if _BETWEEN_NUMBERS.search(low):
        for m in _ISO.finditer(low):
            y, month, day = int(m[1]), int(m[3]), int(m[4])
            add(m, _civil(y, month, day, limit) or (_civil(y, day, month, limit) if day <= 12 < month else None))
        for m in _NUMERIC.finditer(low):
            add(m, _numeric(m, locale, limit))
    # Few lines hold a year or name a month, and looking for these costs a tenth of matching around every word.
    if _PERHAPS_YEAR.search(low) and not _month_words().isdisjoint(_words_of(low)):
        for m in _DAY_NAME_YEAR.finditer(low):
            add(m, _named(m[2], _year(m[3]), int(m[1]), locale, limit))
        for m in _NAME_DAY_YEAR.finditer(low):
            add(m, _named(m[1], _year(m[3]), int(m[2]), locale, limit))
        if not found:
            for m in _YEAR_NAME_DAY.finditer(low):
                add(m, _named(m[2], int(m[1]), int(m[3]), locale, limit))
    if not low.isascii() and ("年" in low or "년" in low):
        for m in _CJK.finditer(low):
            year = int(m[1]) if m[1] else _ERAS[m[2]] + (1 if m[3] == "元" else int(m[3]))
            add(m, _date(year, int(m[4]), int(m[5]), limit))
    if "tháng" in low or "thg" in low:
        for m in _VIETNAMESE.finditer(low):
            add(m, _date(int(m[3]), int(m[2]), int(m[1]), limit))
    if len(found) > 1:
        found.sort(key=lambda core: (core.start, -core.end))
    last = -1
    for core in found:
        if core.start >= last:
            last = core.end
            yield core


_HOURS_EAST = re.compile(r"([+-]) ?(\d{1,2})(?:[:.]?(\d\d))?$")


def _offset(zone: str | None, day: dt.date) -> dt.timezone | None:
    """The zone that a label means; None for none, or one that is not known."""
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
    minutes_east = _ZONES.get(zone)
    return None if minutes_east is None else dt.timezone(dt.timedelta(minutes=minutes_east))


def _american_summer(day: dt.date) -> bool:
    """Daylight saving time of the United States since 2007: second Sunday of March to first Sunday of November."""
    march = dt.date(day.year, 3, 8)
    november = dt.date(day.year, 11, 1)
    start = march + dt.timedelta(days=(6 - march.weekday()) % 7)
    return start <= day < november + dt.timedelta(days=(6 - november.weekday()) % 7)


def _iso(day: dt.date, clock: re.Match[str] | None) -> str:
    """The day, or the moment if the time has a zone: a moment without one is no more than its day."""
    if clock is None:
        return day.isoformat()
    zone = _offset(clock["z"], day)
    if zone is None:
        return day.isoformat()
    hour = int(clock["h"])
    half = (clock["ap"] or clock["pre"] or "").replace(".", "").replace(" ", "")
    if half in ("pm", "μμ", "오후", "午後", "下午") and hour < 12:
        hour += 12
    elif half in ("am", "πμ", "오전", "午前", "上午") and hour == 12:
        hour = 0
    moment = dt.datetime(
        day.year, day.month, day.day, hour % 24, int(clock["m"] or 0), int(clock["s"] or 0), tzinfo=zone
    )
    return moment.isoformat()


def _locale(language: str | Locale | None) -> Locale:
    if isinstance(language, Locale):
        return language
    return locale_of(language) if language else NOWHERE


def find_dates(
    text: str, *, language: str | Locale | None = None, saved: str | None = None
) -> Iterator[tuple[Span, str]]:
    """Every date with a year in a text: where it stands (with the time beside it) and what it means."""
    if not (_PERHAPS_DATE if text.isascii() else _DIGIT).search(text):
        return
    low = _fold(text)
    for core in _cores(low, _locale(language), _limit(saved)):
        gap = _BEFORE_TIME.match(low, core.end)
        clock = _TIME.match(low, gap.end()) if gap else None
        end = clock.end() if clock else core.end
        while end > core.end and low[end - 1].isspace():
            end -= 1
        yield Span(core.start, end), _iso(core.day, clock)


def find_date(text: str, *, language: str | Locale | None = None, saved: str | None = None) -> tuple[Span, str] | None:
    """The first date with a year in a text."""
    return next(find_dates(text, language=language, saved=saved), None)


def parse_date(text: str, *, language: str | Locale | None = None, saved: str | None = None) -> str | None:
    """What a text means that is only a date: with a weekday, a time, a zone, `Published`, `Updated:` and the like.

    Of several dates the first that is not labelled as an update. `saved` (ISO 8601) is when the page was saved:
    with it, "9 hours ago" and "January 9" are dates too.
    """
    if len(text) > _LONGEST or len(text) < 3 or not (saved or _DIGIT.search(text)):
        return None
    return _parse(text, _locale(language), saved, today())


@lru_cache(maxsize=4096)
def _parse(text: str, locale: Locale, saved: str | None, _on: dt.date) -> str | None:
    if _STAMP.match(text):
        return read_stamp(text)
    low = _READING_TIME.sub(lambda m: " " * len(m[0]), _fold(text))
    limit = _limit(saved)
    cores = list(_cores(low, locale, limit))
    if not cores:
        return _relative(low, locale, saved) if saved else None
    rest = low
    for core in cores:
        rest = rest[: core.start] + " " * (core.end - core.start) + rest[core.end :]
    times = list(_TIME.finditer(rest)) if _DIGIT.search(rest) else []
    if not _only_filler(_TIME.sub(" ", rest) if times else rest):
        return None
    chosen = next((c for c in cores if not _UPDATE_LABEL.search(low[: c.start])), cores[0])
    after = next((t for t in times if t.start() >= chosen.end), None)
    following = next((c for c in cores if c.start > chosen.start), None)
    if after is not None and following is not None and after.start() > following.start:
        after = None
    return _iso(chosen.day, after or next((t for t in times if t.end() <= chosen.start), None))


def is_update(text: str) -> bool:
    """Whether a text speaks of an update and of nothing else: `Updated 6 Jan 2022`, `Aktualisiert am`."""
    low = text[:_LONGEST].lower()
    return bool(_UPDATE_WORD.search(low)) and not _PUBLICATION_WORD.search(low)


def _only_filler(rest: str) -> bool:
    if any(c.isdigit() for c in rest):
        return False
    weekdays = _calendar().weekdays
    return all(word in _FILLER or word in weekdays for word in _WORDS.findall(rest))


_LONGEST_WEEKDAY_ABBREVIATION = 4


def is_weekday(word: str) -> bool:
    """Whether a word is the whole name of a day of the week; its abbreviations are names and initials, too."""
    return len(word) > _LONGEST_WEEKDAY_ABBREVIATION and word.lower() in _calendar().weekdays


def is_relative(text: str) -> bool:
    """Whether a text says when only beside the moment it was read: `9 hours ago`, `vor 3 Stunden`, `gestern`."""
    return len(text) < 60 and _relative_days(_fold(text).strip(" .,:;|·•()-")) is not None


@lru_cache(maxsize=4096)
def _relative_days(low: str) -> dt.timedelta | None:
    """How long ago a folded relative date was."""
    calendar = _calendar()
    head = re.split(r"[,|]| at | um | à | kl ", low)[0].strip()
    days = calendar.days.get(head)
    if days is not None:
        return dt.timedelta(days=days)
    number = _RELATIVE_NUMBER.search(low) or _RELATIVE_ONE.search(low)
    if not number:
        return None
    before, after = low[: number.start()].strip(), low[number.end() :].strip()
    words = after.split(" ", 1)
    unit = calendar.units.get(words[0].strip(".")) or calendar.units.get(after.strip("."))
    tail = words[1] if len(words) > 1 else ""
    if unit is None:  # no space between unit and "ago": 3時間前, 5분 전
        ago = next((a for a in ("之前", "前", "전") if after.endswith(a)), None)
        unit = calendar.units.get(after.removesuffix(ago).strip()) if ago else None
        tail = ago or ""
    before = _BEFORE_RELATIVE.sub("", before)
    around = [said for said in (before, tail) if said]  # one in most languages, both in "för 3 dagar sedan"
    if unit is None or not around or any(said not in calendar.ago for said in around):
        return None
    count = int(number[0]) if number[0].strip().isdigit() else 1
    length = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}[unit]
    return dt.timedelta(days=count * length)


def _relative(low: str, locale: Locale, saved: str) -> str | None:
    try:
        moment = dt.datetime.fromisoformat(saved)
    except ValueError:
        return None
    ago = _relative_days(low.strip(" .,:;|·•()-"))
    if ago is not None:
        then = moment - ago
        return then.date().isoformat()
    return _without_year(low, locale, moment.date())


def _without_year(low: str, locale: Locale, today: dt.date) -> str | None:
    """The last such day before the page was saved."""
    match = _NO_YEAR.search(low)
    if not match or not _only_filler(_TIME.sub(" ", low[: match.start()] + " " + low[match.end() :])):
        return None
    name, day = (match[2], match[1]) if match[1] else (match[3], match[4])
    month = _month(name.strip("."), locale.language)
    for year in (today.year, today.year - 1):
        found = month and _date(year, month, int(day), today + dt.timedelta(days=1))
        if found:
            return found.isoformat()
    return None


_DAY_LENGTH = len("2022-01-09")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):?\d\d)", re.ASCII)


def _moment(value: str) -> dt.datetime | None:
    """The moment that a stamp means which is written as nearly all are; None for any other."""
    if not _MOMENT.fullmatch(value):
        return None
    try:
        return dt.datetime.fromisoformat(value).replace(microsecond=0)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_stamp(value: str, locale: Locale = NOWHERE) -> str | None:
    """What a machine-readable date means (`datetime=`, JSON-LD, meta): ISO in its many spellings, an epoch, or text."""
    limit = _limit(None)
    moment = _moment(value) if len(value) > _DAY_LENGTH else None
    if moment is not None:
        return moment.isoformat() if moment.year >= EARLIEST_YEAR and moment.date() <= limit else None
    m = _STAMP.match(value)
    if m:
        day = _date(int(m[1]), int(m[2]), int(m[3]), limit)
        if day is None or not m[4] or not m[7]:
            return day.isoformat() if day else None
        zone = _offset(m[7].lower(), day)
        if int(m[4]) > 23 or int(m[5]) > 59 or int(m[6] or 0) > 59 or zone is None:
            return day.isoformat()
        clock = dt.time(int(m[4]), int(m[5]), int(m[6] or 0), tzinfo=zone)
        return dt.datetime.combine(day, clock).isoformat()
    m = _EPOCH.match(value)
    if m:
        moment = dt.datetime.fromtimestamp(int(m[1]), dt.UTC)
        return moment.isoformat() if _date(moment.year, moment.month, moment.day, limit) else None
    if len(value) > _LONGEST:
        return None
    found = find_date(value, language=locale)
    return found[1] if found else None


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
            month = _calendar().months.get(m[8])
            day = _date(int(m[7]), month, int(m[9]), _limit(None)) if month else None
        elif m[1]:
            day = _date(int(m[1]), int(m[2]), int(m[3]), _limit(None))
        else:
            day = _date(int(m[4]), int(m[5]), int(m[6]), _limit(None))
        if day and day.year >= 1990:
            return day.isoformat()
    return None
