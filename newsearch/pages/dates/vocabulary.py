"""The words of dates in the languages of news: months, weekdays, units of time, and what may stand beside a date.

They come from `data/calendar.json` and `data/words.toml`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from newsearch.pages.words import words, words_in


class _DateWords(NamedTuple):
    """What words mean, folded."""

    months: dict[str, int]
    conflicts: dict[str, dict[str, int]]
    """A name of two months -> language -> the month that it is there."""
    jalali: dict[str, int]
    """Months of the Persian calendar."""
    weekdays: frozenset[str]
    units: dict[str, str]
    """`hours`, `Stunden` -> `hour`."""
    past_units: dict[str, str]
    """Units that say "ago" by their ending: `órája`."""
    ago: tuple[str, ...]
    days: dict[str, float]
    """`yesterday`, `gestern` -> how many days ago."""


_PARTS_OF_NAME = re.compile("[ -]")


@cache
def date_words() -> _DateWords:
    """The words of `data/calendar.json`; read once."""
    text = resources.files("newsearch.pages").joinpath("data/calendar.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return _DateWords(
        months=table["months"],
        conflicts=table["conflicts"],
        jalali=table["jalali"],
        weekdays=frozenset(word for name in table["weekdays"] for word in (name, *_PARTS_OF_NAME.split(name))),
        units=table["units"],
        past_units=table["past_units"],
        ago=tuple(table["ago"]),
        days=table["days"],
    )


VOWELS = (
    r"\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd"
    r"\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c03\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0d83\u0dca-\u0ddf"
    r"\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
"""Signs within the words of Arabic, Indian and South-East Asian scripts that are no letters; and what joins letters or keeps them apart."""
_WORDS = re.compile(rf"[^\W\d_]+(?:[{VOWELS}]+[^\W\d_]*)*")
_LATIN_WORDS = re.compile("[a-z]+")


def words_of(low: str) -> list[str]:
    """The words of a folded text."""
    words: list[str] = (_LATIN_WORDS if low.isascii() else _WORDS).findall(low)
    return words


@cache
def month_words() -> frozenset[str]:
    """Every word of a month's name: a text without one names no month."""
    known = date_words()
    return frozenset(word for name in (*known.months, *known.jalali) for word in _WORDS.findall(name))


def month_of(name: str, language: str | None) -> int | None:
    """The month of a name, in its language if that is known."""
    known = date_words()
    number = known.months.get(name)
    if number is not None and language is not None and name in known.conflicts:
        return known.conflicts[name].get(language, number)
    return number


_FILLER = words("dates", "beside")


def only_filler(rest: str) -> bool:
    """Whether a folded text holds nothing but what may stand beside a date: labels, weekdays, names of zones."""
    if any(c.isdigit() for c in rest):
        return False
    weekdays = date_words().weekdays
    return all(word in _FILLER or word in weekdays for word in _WORDS.findall(rest))


def only_moment(rest: str) -> bool:
    """Whether what stands beside a time of day is its zone or a day without a year, or nothing."""
    return all(map(_is_of_moment, words_in(rest)))


def _is_of_moment(word: str) -> bool:
    if word.isdigit() or (word.isupper() and len(word) <= _LONGEST_ZONE):
        return True
    low = word.casefold()
    return month_of(low, None) is not None or only_filler(low)


_LONGEST_ZONE = 5
"""Letters."""
_LONGEST_WEEKDAY_ABBREVIATION = 4


def is_weekday(word: str) -> bool:
    """Whether a word is the whole name of a day of the week; its abbreviations are names and initials, too."""
    return len(word) > _LONGEST_WEEKDAY_ABBREVIATION and word.lower() in date_words().weekdays
