"""Dates as news pages write them, in the languages of news: text in, ISO 8601 out, or None.

A day is never guessed: a date without a year, a relative date ("9 hours ago") without the moment the page was saved,
an impossible date and one in the future are all None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from newsearch.model import Span
from newsearch.pages.dates import stamps
from newsearch.pages.dates.calendars import last_day, today
from newsearch.pages.dates.clocks import BEFORE_TIME, TIME, iso
from newsearch.pages.dates.forms import fold, written_days
from newsearch.pages.dates.locales import NOWHERE, Locale, as_locale
from newsearch.pages.dates.relative import day_before
from newsearch.pages.dates.vocabulary import only_filler

_LONGEST = 400
"""Characters: no date with its labels is longer."""
_DIGIT = re.compile(r"\d")
_PERHAPS_DATE = re.compile(r"\d(?:\s?[./-]\s?\d|(?<=1)[3-9]\d\d|(?<=2)[0156]\d\d|(?<=['-]\d)\d)")
"""What every date in Latin letters holds: two numbers side by side, or a year."""
_UPDATE = (
    r"(?:updat|modif|edited|aktuali|geändert|bearbeitet|mis à jour|mise à jour|actualiz|aggiorna|atualiz|bijgewerkt|gewijzigd"
    r"|обновлен|оновлен|güncel|تحديث|uppdaterad|oppdatert|opdateret|päivitetty|ενημέρωση|עודכן|अपडेट|diperbarui|cập nhật"
    r"|обновена|ажуриран|ažuriran|posodobljen|frissít|actualitz|uuendat|atnaujint|atjauno|به‌?روز ?رسانی|اپ ?ڈیٹ|হালনাগাদ|আপডেট|புதுப்பி|அப்டேட்"
    r"|అప్‌?డేట్|അപ്‌?ഡേറ്റ്|อัปเดต|อัพเดต|kemas kini|განახლ|թարմացվ|жаңарт|imesasishwa|更新|수정|업데이트)"
)
_UPDATE_WORD = re.compile(_UPDATE)
_UPDATE_LABEL = re.compile(rf"(?:{_UPDATE}|\bstand\b)" r"[\w ]*[^\w]*(?:\w{1,4}\W+)?$")
_PUBLICATION_WORD = re.compile(
    r"publi|posted|created|first|creado|creato|criado|mis en ligne|pubblica|oprettet|opprettet|skapad|dodano|utworzono|vytvořen|vydán|přidán|közzét|giriş|oluştur|δημιουργ|erstellt|erschienen|veröffentlicht|gepubliceerd|geplaatst|opublikowan|опубликован|опубліковано|yayın"
    r"|публикуван|објављ|objavlj|megjelen|avaldat|paskelbt|publicēt|zveřejn|منتشر|شائع|প্রকাশ|வெளியி|ప్రచురి|പ്രസിദ്ധീ|เผยแพร่|disiarkan|გამოქვეყ|հրապարակ|жариялан"
    r"|نشر|julkaistu|δημοσ|פורסם|प्रकाशित|diterbitkan|公開|発行|配信|发布|发表|發布|등록|입력"
)
_READING_TIME = re.compile(
    r"\b\d+[- ]?(?:min(?:ute)?s?\.?)(?: (?:read|de lecture|lesezeit|lectura|di lettura|leestijd))"
    r"|\blesezeit:? (?:ca\. )?\d+ min\w*\.?|\b\d+ (?:comments?|kommentare?|commentaires?|comentarios|views?|shares?)\b"
)


def find_dates(
    text: str, *, language: str | Locale | None = None, saved: str | None = None
) -> Iterator[tuple[Span, str]]:
    """Every date with a year in a text: where it stands (with the time beside it) and what it means."""
    if not (_PERHAPS_DATE if text.isascii() else _DIGIT).search(text):
        return
    low = fold(text)
    locale = as_locale(language)
    for written in written_days(low, locale, last_day(saved)):
        gap = BEFORE_TIME.match(low, written.end)
        clock = TIME.match(low, gap.end()) if gap else None
        end = clock.end() if clock else written.end
        while end > written.end and low[end - 1].isspace():
            end -= 1
        yield Span(written.start, end), iso(written.day, clock, locale)


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
    return _parse(text, as_locale(language), saved, today())


@lru_cache(maxsize=4096)
def _parse(text: str, locale: Locale, saved: str | None, _on: dt.date) -> str | None:
    if stamps.is_iso(text):
        return stamps.read(text) or None
    low = _READING_TIME.sub(lambda m: " " * len(m[0]), fold(text))
    limit = last_day(saved)
    days = list(written_days(low, locale, limit))
    if not days:
        return day_before(low, locale, saved) if saved else None
    rest = low
    for day in days:
        rest = rest[: day.start] + " " * (day.end - day.start) + rest[day.end :]
    times = list(TIME.finditer(rest)) if _DIGIT.search(rest) else []
    if not only_filler(TIME.sub(" ", rest) if times else rest):
        return None
    chosen = next((d for d in days if not _UPDATE_LABEL.search(low[: d.start])), days[0])
    after = next((t for t in times if t.start() >= chosen.end), None)
    following = next((d for d in days if d.start > chosen.start), None)
    if after is not None and following is not None and after.start() > following.start:
        after = None
    return iso(chosen.day, after or next((t for t in times if t.end() <= chosen.start), None), locale)


def find_published(text: str, *, language: str | Locale | None = None) -> tuple[Span, str] | None:
    """The first date with a year of which a text says, before it, that it is the publication's, where it speaks of an update, too."""
    low = text[:_LONGEST].lower()
    if not (_UPDATE_WORD.search(low) and _PUBLICATION_WORD.search(low)):
        return None
    end = 0
    for span, value in find_dates(text[:_LONGEST], language=language):
        label = low[end : span.start]
        if _PUBLICATION_WORD.search(label) and not _UPDATE_LABEL.search(label):
            return span, value
        end = span.end
    return None


def is_update(text: str) -> bool:
    """Whether a text speaks of an update and of nothing else: `Updated 6 Jan 2022`, `Aktualisiert am`."""
    low = text[:_LONGEST].lower()
    return bool(_UPDATE_WORD.search(low)) and not _PUBLICATION_WORD.search(low)


def is_publication(text: str) -> bool:
    """Whether a text speaks of a publication: `First published 5 Jan 2022`, `Veröffentlicht am`."""
    return bool(_PUBLICATION_WORD.search(text[:_LONGEST].lower()))


@lru_cache(maxsize=4096)
def read_stamp(value: str, locale: Locale = NOWHERE) -> str | None:
    """What a machine-readable date means (`datetime=`, JSON-LD, meta): ISO in its many spellings, an epoch, or text."""
    stamp = stamps.read(value)
    if stamp is not None:
        return stamp or None
    found = find_date(value, language=locale) if len(value) <= _LONGEST else None
    return found[1] if found else None
