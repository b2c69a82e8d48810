"""Where a page was saved from and when, as the tool that saved it wrote into the page. Never the file's own time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from newsearch.pages.copies import Copy, copied_from, copy_noted, is_short
from newsearch.pages.entities import unescape

HEAD = 16_384
TAIL = 4_096
"""Characters at both ends in which savers leave their note; the Internet Archive writes at the end."""


@dataclass(frozen=True, slots=True)
class Origin:
    url: str | None = None
    saved: str | None = None
    """ISO 8601, with the zone if the note has one."""
    copied: bool = False
    """Whether the page is a copy by an archive or a cache."""


def origin_of(text: str) -> Origin:
    """What SingleFile, browsers, Save Page WE, HTTrack, WebScrapBook, monolith, an archive or a cache noted in the page itself."""
    head = text[:HEAD]
    url, saved = (
        _noted(head) if _COMMENT.search(head) or "savepage-url" in head or "data-scrapbook" in head else (None, None)
    )
    copied = False
    if "FILE ARCHIVED ON" in (tail := text[-TAIL:]) and (found := _ARCHIVED.search(tail)):
        saved, copied = _english_moment(found[1]), True
    origin = original(Origin(unescape(url) if url else None, saved, copied))
    if copy := copy_noted(text, origin.url):
        return _of_copy(copy._replace(url=unescape(copy.url)), origin)
    return origin


def _noted(head: str) -> tuple[str | None, str | None]:
    """The address and the moment that savers note at the top of a page."""
    url: str | None = None
    saved: str | None = None
    if found := _SINGLE_FILE.search(head):
        url, saved = found["url"], moment(found["date"])
    elif found := _SAVED_FROM.search(head):
        url = found[1]
    elif found := _HTTRACK.search(head):
        url, saved = f"http://{found['url']}", moment(found["date"])
    elif found := _SAVE_PAGE_URL.search(head):
        date = _SAVE_PAGE_DATE.search(head)
        url, saved = found[1], moment(date[1]) if date else None
    elif found := _SCRAP_BOOK.search(head):
        date = _SCRAP_BOOK_DATE.search(found[0])
        url, saved = found["url"], moment(date[1]) if date else None
    elif found := _MONOLITH.search(head):
        url, saved = found["url"], moment(found["date"])
    return url, saved


def original(origin: Origin) -> Origin:
    """The page itself rather than an archive's or a cache's copy of it, whose address may state when it was made."""
    copy = copied_from(origin.url or "")
    return _of_copy(copy, origin) if copy else origin


def told_by(given: Origin, noted: Origin) -> Origin:
    """What is known from outside, and else from the page. A copy was saved when it was made, whenever it was fetched; and its own
    address tells less than what it says."""
    url = noted.url if given.url and noted.copied and is_short(given.url) else given.url or noted.url
    saved = noted.saved or given.saved if noted.copied else given.saved or noted.saved
    return Origin(url, saved, given.copied or noted.copied)


def _of_copy(copy: Copy, origin: Origin) -> Origin:
    return Origin(copy.url, moment(copy.stamp) or origin.saved, copied=True)


def moment(text: str | None) -> str | None:
    """A moment as savers, archives and caches write it (ISO 8601, e-mail dates, JavaScript's, 14 digits or 17) in ISO 8601."""
    text = (text or "").strip()
    if _STAMP.fullmatch(text):
        digits = re.sub(r"\D", "", text)[:14]  # WebScrapBook's has milliseconds, GDELT's a `T`
        return _iso(lambda: dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC))
    if _ISO.match(text):
        text = _ZONE.sub(r"\1", text)
        return _iso(lambda: dt.datetime.fromisoformat(text))
    if found := _JAVASCRIPT.search(text):
        # "Tue Mar 01 2022 10:00:00 GMT+0100 (CET)"
        month, day, year, clock, zone = found.groups()
        return _iso(lambda: _e_mail_date(f"{day} {month} {year} {clock} {zone or '-0000'}"))
    if found := _CACHED.search(text):
        return _iso(
            lambda: _e_mail_date(f"{found['day'] or found['d']} {found['month'] or found['m']} {found['rest']}")
        )
    return _iso(lambda: _e_mail_date(text))


def _e_mail_date(text: str) -> dt.datetime:
    from email.utils import parsedate_to_datetime  # 5 ms, and few pages were saved by a tool that writes such

    return parsedate_to_datetime(text)


def _english_moment(text: str) -> str | None:
    return _iso(lambda: dt.datetime.strptime(text, "%H:%M:%S %b %d, %Y").replace(tzinfo=dt.UTC))


def _iso(read: Callable[[], dt.datetime]) -> str | None:
    try:
        return read().replace(microsecond=0).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


_COMMENT = re.compile(r"<!--\s*(?:Page saved with SingleFile|saved from url=|Mirrored from |Saved from )")
"""What the comments of savers begin with: one search for all where, as mostly, there is none."""
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)(?:(?!-->).)*?saved date:\s*(?P<date>[^\n]+)", re.S
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\w+://\S+?)\s*-->")
_HTTRACK = re.compile(r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^,>]*,\s*(?P<date>[^>]+?)\s*-->")
_SAVE_PAGE_URL = re.compile(r"<meta name=[\"']savepage-url[\"'] content=[\"']([^\"']+)")
_SAVE_PAGE_DATE = re.compile(r"<meta name=[\"']savepage-date[\"'] content=[\"']([^\"']+)")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4}) AND RETRIEVED")
_SCRAP_BOOK = re.compile(r"<html\b[^>]*\bdata-scrapbook-source=[\"'](?P<url>\w+://[^\"']+)[^>]*>")
_SCRAP_BOOK_DATE = re.compile(r"data-scrapbook-create=[\"'](\d{17})")
_MONOLITH = re.compile(r"<!--\s*Saved from (?P<url>\w+://\S+) at (?P<date>\S+) using monolith")
_STAMP = re.compile(r"\d{14}(?:\d{3})?|\d{8}T\d{6}Z|\d{4}\.\d\d\.\d\d-\d{6}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ZONE = re.compile(r" \(UTC ([+-]\d\d:\d\d)\)$")
"""As MarkDownload writes it: `2022-01-09T10:00:00 (UTC +01:00)`."""
_JAVASCRIPT = re.compile(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT([+-]\d{4}))?")
_CACHED = re.compile(
    r"(?:(?P<day>\d{1,2})\.? (?P<month>[A-Z][a-z]{2})\w*\.?|(?P<m>[A-Z][a-z]{2})\w*\.? (?P<d>\d{1,2}),) (?P<rest>\d{4} \d\d:\d\d:\d\d (?:GMT|UTC))$"
)
"""`7 Jan 2022 10:15:00 GMT`, `Jan 7, 2022 10:15:00 GMT`: as Google's cache writes it in English and its like."""
