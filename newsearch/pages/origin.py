"""Where a page was saved from and when, as the tool that saved it wrote into the page. Never the file's own time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from newsearch.pages.entities import unescape

HEAD = 16_384
TAIL = 4_096
"""Characters at both ends in which savers leave their note; the Internet Archive writes at the end."""


@dataclass(frozen=True, slots=True)
class Origin:
    url: str | None = None
    saved: str | None = None
    """ISO 8601, with the zone if the note has one."""


def origin_of(text: str) -> Origin:
    """What SingleFile, browsers, Save Page WE, HTTrack or the Internet Archive noted in the page itself."""
    head = text[:HEAD]
    url, saved = _noted(head) if _COMMENT.search(head) or "savepage-url" in head else (None, None)
    if "FILE ARCHIVED ON" in (tail := text[-TAIL:]) and (found := _ARCHIVED.search(tail)):
        saved = _english_moment(found[1])
    return original(Origin(unescape(url) if url else None, saved))


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
    return url, saved


def original(origin: Origin) -> Origin:
    """The page itself rather than the Internet Archive's copy of it, whose address states when it was saved, or a cache's of AMP."""
    found = _WAYBACK.match(origin.url or "")
    if not found:
        cached = _AMP_CACHE.match(origin.url or "")
        return Origin(f"http{cached['s'] or ''}://{cached['url']}", origin.saved) if cached else origin
    return Origin(found["url"], moment(found["stamp"]) or origin.saved)


def moment(text: str | None) -> str | None:
    """A moment as savers and archives write it (ISO 8601, e-mail dates, JavaScript's, 14 digits) in ISO 8601."""
    text = (text or "").strip()
    if _STAMP.fullmatch(text):
        return _iso(lambda: dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC))
    if _ISO.match(text):
        return _iso(lambda: dt.datetime.fromisoformat(text))
    if found := _JAVASCRIPT.search(text):
        # "Tue Mar 01 2022 10:00:00 GMT+0100 (CET)"
        month, day, year, clock, zone = found.groups()
        return _iso(lambda: _e_mail_date(f"{day} {month} {year} {clock} {zone or '-0000'}"))
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


_COMMENT = re.compile(r"<!--\s*(?:Page saved with SingleFile|saved from url=|Mirrored from )")
"""What the comments of savers begin with: one search for all where, as mostly, there is none."""
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)(?:(?!-->).)*?saved date:\s*(?P<date>[^\n]+)", re.S
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\w+://\S+?)\s*-->")
_HTTRACK = re.compile(r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^,>]*,\s*(?P<date>[^>]+?)\s*-->")
_SAVE_PAGE_URL = re.compile(r"<meta name=[\"']savepage-url[\"'] content=[\"']([^\"']+)")
_SAVE_PAGE_DATE = re.compile(r"<meta name=[\"']savepage-date[\"'] content=[\"']([^\"']+)")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4}) AND RETRIEVED")
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(?P<stamp>\d{14})(?:[a-z]{2}_)?/(?P<url>https?://.+)")
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]{1,2}|(?:www\.)?google\.[a-z.]{2,6}/amp)/(?:(?P<s>s)/)?(?P<url>[\w-]+\.[^/?#]+.*)"
)
_STAMP = re.compile(r"\d{14}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_JAVASCRIPT = re.compile(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT([+-]\d{4}))?")
