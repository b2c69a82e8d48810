"""How a block is described in a line: the same words in the list, the preview and the exports. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from newsearch.tui.paint import plain

if TYPE_CHECKING:
    from newsearch.model import Document

DOT = " · "
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def meta_line(document: Document) -> str:
    """Outlet, date, kind and author of a block, as the list shows them."""
    block = document.block
    parts = [
        block.outlet or "unknown outlet",
        block.date[:10] if block.date else "undated",
        block.kind,
        ", ".join(block.authors),
    ]
    return DOT.join(plain(part) for part in parts if part)


def long_date(date: str) -> str:
    """`11 Jan 2022`, with the time of day and the zone if the page states them."""
    try:
        moment = dt.datetime.fromisoformat(date)
    except ValueError:
        return plain(date)
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if len(date) <= 10:
        return day
    zone = f" {moment:%z}" if moment.tzinfo else ""
    return f"{day}, {moment:%H:%M}{zone}"


def day_name(day: str) -> str:
    """`2022-01` as `Jan 2022`, `2022-01-05` as `5 Jan 2022`."""
    month = f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"
    return f"{int(day[8:])} {month}" if len(day) > 7 else month


def span_name(first: str, last: str) -> str:
    """`Nov 2021 – Mar 2022`; what both ends share stands once: `Jan – Mar 2022`, `5 – 23 Jan 2022`."""
    if first == last:
        return day_name(first)
    shared = 8 if first[:8] == last[:8] else 5 if first[:5] == last[:5] else 0
    start = day_name(first).rsplit(" ", 2 if shared == 8 else 1)[0] if shared else day_name(first)
    return f"{start} – {day_name(last)}"
