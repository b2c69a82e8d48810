"""A stated moment in the zone of its page: many pages state UTC for machines and local time for readers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from selectolax.lexbor import LexborNode

from newsearch.pages.metadata.page import ReadPage
from newsearch.pages.metadata.published import MOST_ELEMENTS, address, by_distance, meta_named, meta_published

_LONGEST_TEXT = 200
_MOST_TEXTS = 8
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d.])(?:\s*([ap])\.?m)?", re.I)
_PERHAPS_CLOCK = re.compile(r"\d[:.hH][0-5]\d")
"""What every time of day holds."""
_WESTMOST, _EASTMOST = dt.timedelta(hours=-10), dt.timedelta(hours=13)
"""The zones where papers are made."""


def local(page: ReadPage, stamp: str) -> str:
    """The same moment in the zone of its page, where the page shows what its clocks or its calendar said.

    The same moment with another zone says what the zone is; so does a visible time of day that differs by whole quarters
    of an hour; a day in the address, or beside the headline, that is the day before or after says at least how far away
    it is.
    """
    if not stamp.endswith("+00:00"):
        return stamp
    moment = dt.datetime.fromisoformat(stamp)
    for other in chain(page.once(meta_published), meta_named(page)):
        if not other.endswith("+00:00") and dt.datetime.fromisoformat(other) == moment:
            return other
    zoned = _by_clock(page, moment, page.notes())
    if zoned:
        return zoned
    nodes = [*page.statements.dated, *page.statements.times][:MOST_ELEMENTS]
    # Only what shows a time of day needs to be placed.
    showing = [node for node in nodes if _shows_clock(page.parts_of(node)[:_LONGEST_TEXT])]
    zoned = (
        _by_clock(page, moment, _nearest_texts(page, showing if len(nodes) <= _MOST_TEXTS else nodes))
        if showing
        else None
    )
    return zoned or _by_calendar(page, moment, nodes) or stamp


def _shows_clock(text: str) -> bool:
    return bool(_PERHAPS_CLOCK.search(text) and _CLOCK.search(text))


def _nearest_texts(page: ReadPage, nodes: list[LexborNode]) -> list[str]:
    return [page.parts_of(node)[:_LONGEST_TEXT] for _, node in by_distance(page, nodes)[:_MOST_TEXTS]]


def _by_clock(page: ReadPage, moment: dt.datetime, texts: Iterable[str]) -> str | None:
    for text in texts:
        clock = _CLOCK.search(text) if _PERHAPS_CLOCK.search(text) else None
        found = page.first_date(text) if clock else None
        if not found or not clock:
            continue
        hour = int(clock[1]) % 12 + (12 if clock[3] in "pP" else 0) if clock[3] else int(clock[1])
        shown = dt.datetime.fromisoformat(found[1][:10]).replace(hour=hour, minute=int(clock[2]))
        offset = shown - moment.replace(tzinfo=None, second=0, microsecond=0)
        if _WESTMOST <= offset <= _EASTMOST and offset.total_seconds() % 900 == 0:
            return moment.astimezone(dt.timezone(offset)).isoformat()
    return None


def _by_calendar(page: ReadPage, moment: dt.datetime, nodes: list[LexborNode]) -> str | None:
    for day in _shown_days(page, nodes):
        apart = (dt.date.fromisoformat(day[:10]) - moment.date()).days
        if apart == 0:
            return None
        if abs(apart) == 1:
            hours = 24 - moment.hour if apart > 0 else -moment.hour - 1
            if -10 <= hours <= 12:
                return moment.astimezone(dt.timezone(dt.timedelta(hours=hours))).isoformat()
    return None


def _shown_days(page: ReadPage, nodes: list[LexborNode]) -> Iterator[str]:
    """The day of the address, then those of the three elements that are nearest to the headline."""
    yield from address(page)
    for text in _nearest_texts(page, nodes)[:3]:
        found = page.first_date(text)
        if found:
            yield found[1]
