"""What a part of a page says of itself: a teaser, a comment, a live entry, one of several stories."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newsearch.pages import dates, names, structured
from newsearch.pages.metadata.page import names_of, parts_of, visible_text
from newsearch.pages.metadata.result import Metadata

_SELECTOR = ",".join(
    (
        "time",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "[itemprop]",
        "[datetime]",
        "[rel~='author']",
        "[class*='aut' i]",
        "[class*='byline' i]",
        "[class*='date' i]",
        "[class*='time' i]",
        "[class*='user' i]",
        "[class*='name' i]",
        "[class*='meta' i]",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST = 160
"""Characters: a longer element is the text of the part, not a label of it."""
_PERSON = re.compile(r"user|commenter|nick|display-?name|poster\b", re.I)
_STAMP = re.compile(r"^\s*(?:\d{4}-\d\d-\d\d|\d{10}(?:\d{3})?\s*$)")


def read_part(node: LexborNode, page: Metadata) -> Metadata:
    """The heading, byline and date of an element of a page, with the outlet and the language of the page."""
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    provenance: dict[str, str] = {}
    for inner in node.css(_SELECTOR):
        tag = inner.tag or ""
        if tag in _HEADINGS:
            title = title or visible_text(inner) or None
            continue
        stamp = _date(inner, tag, page) if date is None else None
        if stamp:
            date = stamp
            provenance["date"] = "time element" if tag == "time" else "class"
        elif not authors and tag != "time":
            authors = _authors(inner, page.outlet)
            if authors:
                provenance["authors"] = "class"
    if title:
        provenance["title"] = "heading"
    return Metadata(
        title=title,
        authors=authors,
        date=date,
        outlet=page.outlet,
        language=page.language,
        provenance=provenance,
        locale=page.locale,
        saved=page.saved,
    )


def _date(node: LexborNode, tag: str, page: Metadata) -> str | None:
    for name, value in node.attributes.items():
        if value and (name == "datetime" or _STAMP.match(value)) and name not in ("class", "id", "href"):
            stamp = dates.read_stamp(value, page.locale)
            if stamp:
                return stamp
    text = parts_of(node)
    if len(text) > _LONGEST:
        return None
    if tag == "time":
        found = dates.find_date(text, language=page.locale)
        if found:
            return found[1]
    return dates.parse_date(text, language=page.locale, saved=page.saved)


def _authors(node: LexborNode, outlet: str | None) -> tuple[str, ...]:
    person = "author" in (node.attributes.get("itemprop") or "").lower() or bool(_PERSON.search(names_of(node)))
    if not person and not structured.speaks_of_author(node):
        return ()
    text = parts_of(node)
    return names.clean_authors(text, outlet) if len(text) < _LONGEST else ()
