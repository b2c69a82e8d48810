"""Title, authors, date and outlet of a page: every source gives candidates, one is chosen, others are kept.

Reads the statements for machines (`structured`) and what stands by the headline. An author or a date that is not
clearly the story's own is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsearch.model import Candidate
from newsearch.pages import dates, names, outlets, structured
from newsearch.pages.metadata import bylines, headline, published, publisher
from newsearch.pages.metadata.page import ReadPage, parts_of, visible_text
from newsearch.pages.structured import text_of

_MOST_ALTERNATES = 8
_MOST_PER_FIELD = 4


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a story beside its text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601: a day, or a moment with its zone."""
    outlet: str | None = None
    agency: str | None = None
    standfirst: str | None = None
    language: str | None = None
    """ISO 639-1."""
    url: str | None = None
    """The canonical address."""
    section: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Field -> source of the chosen value."""
    alternates: tuple[Candidate, ...] = ()
    locale: dates.Locale = dates.NOWHERE
    """How this page's ambiguous dates are read."""


def read_metadata(tree: LexborHTMLParser, url: str | None, main: LexborNode | None = None) -> Metadata:
    """What a page says of its main story. `main` is the story's element, where it is known."""
    page = ReadPage(tree, structured.gather(tree), url, main)
    choice = _Choice()
    outlet = choice.take(publisher.candidates(page))
    title = choice.take(headline.candidates(page, outlet))
    date = choice.take(published.candidates(page))
    credit = next(bylines.candidates(page, outlet), None)
    if credit:
        choice.provenance["authors"] = credit.source
    first = page.statements.first
    return Metadata(
        title=title,
        authors=credit.authors if credit else (),
        date=date,
        outlet=outlet,
        agency=_agency(page),
        standfirst=first("og:description", "description", "twitter:description"),
        language=page.locale.language,
        url=page.url,
        section=first("article:section")
        or (text_of(page.articles[0].get("articleSection")) if page.articles else "")
        or None,
        provenance=choice.provenance,
        alternates=tuple(choice.alternates[:_MOST_ALTERNATES]),
        locale=page.locale,
    )


class _Choice:
    """The first candidate of each field, the different ones after it as alternates."""

    def __init__(self) -> None:
        self.provenance: dict[str, str] = {}
        self.alternates: list[Candidate] = []

    def take(self, candidates: Iterator[Candidate]) -> str | None:
        first = next(candidates, None)
        if first is None:
            return None
        self.provenance[first.field] = first.source
        if first.field == "date":
            return first.value
        seen = {first.value.casefold()}
        for other in candidates:
            if len(seen) > _MOST_PER_FIELD:
                break
            if other.value and other.value.casefold() not in seen:
                seen.add(other.value.casefold())
                self.alternates.append(other)
        return first.value


def _agency(page: ReadPage) -> str | None:
    return next((found for name in bylines.stated_names(page) if (found := outlets.agency(name))), None)


_PART_SELECTOR = "time,h1,h2,h3,h4,h5,h6,[rel~='author'],[class*='author' i],[class*='byline' i],[class*='date' i],[class*='time' i],[class*='user' i]"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read_part(node: LexborNode, page: Metadata) -> Metadata:
    """What a part of a page (teaser, comment, live entry, one of several stories) says of itself: heading, byline, time."""
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    provenance: dict[str, str] = {}
    for inner in node.css(_PART_SELECTOR):
        tag = inner.tag or ""
        if tag in _HEADINGS:
            text = visible_text(inner)
            if text and title is None:
                title = text
                provenance["title"] = "heading"
            continue
        if date is None:
            date = _part_date(inner, tag, page)
            if date:
                provenance["date"] = "time element" if tag == "time" else "class"
                continue
        if not authors and tag != "time" and structured.speaks_of_author(inner):
            text = parts_of(inner)
            authors = names.clean_authors(text, page.outlet) if len(text) < 120 else ()
            if authors:
                provenance["authors"] = "class"
    return Metadata(
        title, authors, date, page.outlet, language=page.language, provenance=provenance, locale=page.locale
    )


def _part_date(node: LexborNode, tag: str, page: Metadata) -> str | None:
    if tag == "time":
        return dates.read_stamp(node.attributes.get("datetime") or visible_text(node), page.locale)
    text = parts_of(node)
    return dates.parse_date(text, language=page.locale) if len(text) < 200 else None
