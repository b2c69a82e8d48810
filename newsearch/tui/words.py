"""How a block is described in a line: the same words in the list, the preview and the exports. Pure."""

from __future__ import annotations

import datetime as dt

from newsearch.model import Document
from newsearch.tui.paint import plain

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


def month_name(month: str) -> str:
    """`2022-01` as `Jan 2022`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
