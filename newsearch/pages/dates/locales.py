"""How ambiguous dates are read where a page comes from: 3/4/2021, and words that are two languages' names of different months."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_MONTH_FIRST = frozenset({"en", "fil"})
"""Languages whose 3/4/2021 is, without a country that says otherwise, the fourth of March."""
_DAY_FIRST_REGIONS = frozenset(
    ("gb", "uk", "ie", "au", "nz", "in", "za", "ng", "ke", "gh", "pk", "bd", "sg", "my", "hk", "ca", "mt", "tz", "ug", "na", "bw", "zm", "zw", "jm", "tt", "il", "ae", "lk", "np")
)  # fmt: skip
"""Domains of countries that write English, and the day before the month."""


class Locale(NamedTuple):
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


_YEAR = re.compile(r"/20\d\d(?![\d/])")
_BEFORE_YEAR = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})\Z")
_LONGEST_BEFORE = len("31/12")


def as_shown(locale: Locale, text: str) -> Locale:
    """The locale of a page that names no country, with the order that its own dates show: 14/1/2022 has the day first."""
    if locale.region is not None or "/20" not in text:
        return locale
    # From the years back: an expression that begins with digits is tried at each character.
    before = (_BEFORE_YEAR.search(part, max(0, len(part) - _LONGEST_BEFORE)) for part in _YEAR.split(text)[:-1])
    numbers = [(int(found[1]), int(found[2])) for found in before if found]
    day_first = any(second <= 12 < first for first, second in numbers)
    month_first = any(first <= 12 < second for first, second in numbers)
    if day_first == month_first:
        return locale
    return locale._replace(region="us" if month_first else "gb")


def as_locale(language: str | Locale | None) -> Locale:
    """The locale that a caller names, by its tag or as it is."""
    if isinstance(language, Locale):
        return language
    return locale_of(language) if language else NOWHERE
