"""What a story's lines say of it: authors, day, agency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import digits

from newsearch.model import Span
from newsearch.pages import crediting, dates, names, outlets
from newsearch.pages.credit_kinds import credits_others
from newsearch.pages.dates.locales import Locale
from newsearch.pages.dates.vocabulary import only_filler
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.story import Story

_US_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s*[ap]\.?m\b\.?|\b[ECMP][SD]?T\b", re.IGNORECASE)
_GLUED = re.compile(r"(?<=\b(?:19|20)\d\d)(?=\d{1,2}(?:\.\s?[^\W\d]|\.\d|:\d\d|/\d)|[^\W\d]{3,}\s\d)")
"""Between a year and what stands right behind it: the day of an update, or the time, as blogs hide one of the two."""
_UNTIL = re.compile(
    r"\b(?:verfügbar bis|available (?:until|till)|disponible (?:jusqu['’]au|hasta)|disponibile fino al|beschikbaar tot)\W",
    re.IGNORECASE,
)
"""Until when a recording can be heard or seen."""
_UPDATED = re.compile(r"updat|aktualis|mise? à jour|actualiz|aggiorn|обновл|更新|modif", re.IGNORECASE)

_DATE_BY = re.compile(r"(?:\bby|\bvon|\bpar|\bpor|\bdi|\bautor:?)\s+([^\W\d_].{2,60})$", re.IGNORECASE)
_MENU = 3
"""Names in a list that are entries of a menu."""
_LAST_WORD = re.compile(r"(?<=[\s|•·,/–—-])[^\W\d_]+$")
_SURELY_NO_NAME = 5
"""Letters of a capitalised word for publishing that is no surname: `Posted`, not `Sun`."""
_BESIDE_DATE = " |•·-–—,/:"
_CREDITING = re.compile(r"\b(?:by|von|par|por|di|door|av|af) \w", re.IGNORECASE)
_DATELINE = re.compile(r"[^\W\d_a-z][^—–\n]{3,80}?(?:[)/]\s*[-–—:]|\s(?:--|—|–)\s)")


def authors_of(story: Story, outlet: str | None) -> tuple[tuple[str, ...], str]:
    """The persons that the story's lines credit, and where they were named."""
    lines = [b for b in story.bylines if b.role == r.BYLINE and not credits_others(b.text)]
    for line in lines:
        undated = _undated(line.text)
        found = crediting.signed(line.text) or crediting.poster(line.text) or crediting.byline(undated)
        found = found or crediting.clean_authors(undated, outlet, single=False)
        if not found and (match := p.BYLINE.match(line.text)) and names.looks_like_name(line.text[match.end() :]):
            found = (line.text[match.end() :],)
        if found:
            return tuple(names.title_case(name) if " " in name else name for name in found), "byline"
    for line in story.dates:
        found = _in_date_line(line.text, outlet)
        if found:
            return found, "byline"
    if any(_CREDITING.search(line.text) for line in story.dates):
        return (), ""  # somebody whom it is not known for: a line of two capitals beside it is the title then
    dated = {n for line in story.dates for n in range(line.first - 2, line.last + 3) if not line.marker}
    title = spelled(story.title.text) if story.title else ""
    listed = sum(bool(line.marker) for line in story.bylines)
    for line in story.bylines:
        if line.role != r.NAME or spelled(line.text) in title or (line.marker and listed >= _MENU):
            continue
        if names.looks_like_name(line.text.rstrip(" ,|/·•")) or (line.first in dated and not line.marker):
            found = crediting.clean_authors(line.text, outlet, single=False)
            if found:
                return found, "byline"
    if story.body:
        found = next(filter(None, (crediting.signed(line.text) for line in (*story.body[:2], story.body[-1]))), ())
        if found:
            return found, "dateline"
        match = p.SHOW.match(story.body[0].text[:120])
        name = match[1].removesuffix("’s").removesuffix("'s") if match else ""
        if names.looks_like_name(name):
            return (name,), "opening"
    return (), ""


def _in_date_line(text: str, outlet: str | None) -> tuple[str, ...]:
    """Who wrote, by a date line."""
    date = p.find_date(text) or p.find_relative(text)
    one = (crediting.by_one_word(text, date) if date else ()) or crediting.poster(text)
    match = p.SIGNED.search(text) or _DATE_BY.search(text)
    if one or match:
        return one or crediting.clean_authors(match[1] if match else "", outlet, single=False)
    return _beside_date(text, date, outlet) if date else ()


def _beside_date(text: str, date: Span, outlet: str | None) -> tuple[str, ...]:
    """The name that a date line begins or ends with, or that stands apart in it: `Sep 2, 2024 • Ann Smith • 3 minutes`."""
    before = _APART.split(text[: date.start])
    after = p.TIME.sub("", text[date.end :])
    for name in (before[0].strip(), after.strip(_BESIDE_DATE + digits)):
        if p.NAME.fullmatch(name) and not only_filler(name.casefold()):
            return crediting.clean_authors(name, outlet, single=False)
    for part in (*before[1:], *_APART.split(after)):
        if names.looks_like_name(name := part.strip(_BESIDE_DATE)) and p.NAME.fullmatch(name):
            return crediting.clean_authors(name, outlet, single=False)
    return ()


_APART = re.compile(r"[/|·•,:–—]| - ")
"""What parts who wrote from the day and what else a line says."""


def spelled(title: str) -> str:
    """A title for comparing: words in lower case."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _undated(text: str) -> str:
    date = p.find_date(text) or p.find_relative(text)
    if date is None or date.start <= 6:
        return text
    before = text[: date.start].rstrip(_BESIDE_DATE)
    while (last := _LAST_WORD.search(before)) and p.DATE_WORDS.fullmatch(last[0]):
        if not (last[0].islower() or len(last[0]) >= _SURELY_NO_NAME or last[0] == "Last"):
            break
        before = before[: last.start()].rstrip(_BESIDE_DATE)
    return before


def date_of(lines: Iterable[Line], locale: Locale, saved: str | None) -> str | None:
    """The day that the first line with a date states; one that says `Updated` only if there is no other."""
    late = None
    for line in lines:
        text = _UNTIL.split(line.text)[0]
        found = _parse(text, locale, saved)
        if found is None:
            continue
        if not _UPDATED.match(text):
            return found
        late = late or found
    return late


def _parse(text: str, locale: Locale, saved: str | None) -> str | None:
    text = _GLUED.sub(" ", text)
    if locale.region is None and _US_CLOCK.search(text):
        locale = Locale("en", "us")
    found = dates.parse_date(text, language=locale, saved=saved)
    if found is None:
        match = dates.find_date(text, language=locale, saved=saved)
        found = match[1] if match else None
    if found is None and saved:
        part = p.find_relative(text)
        found = dates.parse_date(text[part.start : part.end], language=locale, saved=saved) if part else None
    return found


def date_of_dateline(text: str, locale: Locale) -> str | None:
    """The day in an opening like `RIGA, Sept. 12, 2022 /NewsLine/ --`."""
    match = _DATELINE.match(text[:120])
    found = dates.find_date(match[0], language=locale) if match else None
    return found[1] if found else None


def agency_of(story: Story) -> str | None:
    """The wire agency that the opening's dateline or the byline credits."""
    for line in story.bylines:
        match = p.BYLINE.match(line.text)
        said = line.text[match.end() :] if match else line.text
        found = outlets.agency(said) or outlets.agency(said.rpartition(",")[2])
        if found:
            return found
    return outlets.agency_in(story.body[0].text) if story.body else None
