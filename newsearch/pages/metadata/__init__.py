"""Title, authors, date and outlet of a page: every source gives candidates, one is chosen, others are kept.

Reads the statements for machines (`structured`) and what stands by the headline. An author or a date that is not
clearly the story's own is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from newsearch.model import Candidate
from newsearch.pages import outlets
from newsearch.pages.metadata import bylines, headline, published, publisher
from newsearch.pages.metadata.local_time import local
from newsearch.pages.metadata.page import ReadPage
from newsearch.pages.metadata.result import Metadata
from newsearch.pages.structured import Structured, text_of

if TYPE_CHECKING:
    from newsearch.pages.html.tree import Outline

__all__ = ["Metadata", "read_metadata"]

_MOST_ALTERNATES = 8
_MOST_PER_FIELD = 4
_LAST_LINES = 4
_SHORTEST_OPENING = 40
"""Characters of a paragraph that may start with a dateline."""


def read_metadata(
    tree: LexborHTMLParser,
    statements: Structured,
    url: str | None,
    main: int | None = None,
    *,
    outline: Outline,
    saved: str | None = None,
) -> Metadata:
    """What a page says of its main story.

    `main` is the position of the story's element, where it is known; `outline` is the page, flat; `saved` (ISO 8601) is when the page
    was saved, if its file says so.
    """
    page = ReadPage(tree, statements, url, main, saved, outline)
    choice = _Choice()
    outlet = choice.take(publisher.candidates(page))
    title = choice.take(headline.candidates(page, outlet))
    date = published.best(page)
    if date:
        choice.provenance["date"] = date.source
    credit = bylines.best(page, outlet)
    if credit:
        choice.provenance["authors"] = credit.source
    named = credit.authors if credit else ()
    for name in dict.fromkeys(bylines.stated_names(page)):
        if name and name not in named and len(name) < 80:
            choice.alternates.append(Candidate("authors", name, "json-ld"))
    first = page.statements.first
    return Metadata(
        title=title,
        authors=named,
        date=local(page, date.value) if date else None,
        outlet=outlet,
        agency=_agency(page, credit),
        standfirst=first("og:description", "description", "twitter:description"),
        language=page.locale.language,
        url=page.url,
        section=first("article:section")
        or (text_of(page.articles[0].get("articleSection")) if page.articles else "")
        or None,
        provenance=choice.provenance,
        alternates=tuple(choice.alternates[:_MOST_ALTERNATES]),
        locale=page.locale,
        saved=saved,
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
        seen = {first.value.casefold()}
        for other in candidates:
            if len(seen) > _MOST_PER_FIELD:
                break
            if other.value and other.value.casefold() not in seen:
                seen.add(other.value.casefold())
                self.alternates.append(other)
        return first.value


def _agency(page: ReadPage, credit: bylines.Credit | None) -> str | None:
    """The wire agency that is credited beside the outlet: as author, in the byline, the dateline or the last line."""
    stated = [*(credit.authors if credit else ()), *bylines.stated_names(page)]
    found = next((agency for name in stated if (agency := outlets.agency(name))), None)
    found = found or next((agency for line in page.opening if (agency := _dateline(page, line))), None)
    return found or bylines.agency(page) or _closing(page)


def _closing(page: ReadPage) -> str | None:
    """The agency that one of the story's last lines credits."""
    story = page.outline.elements[page.story] if page.story is not None else None
    if story is None:
        return None
    last = page.outline.lines[max(story.first, story.end - _LAST_LINES) : story.end]
    return next((agency for line in last if (agency := outlets.agency_closing(line.text))), None)


def _dateline(page: ReadPage, line: str) -> str | None:
    """The agency that a line credits as its paragraph's dateline. A short line such as "(AP)" credits a picture."""
    agency = outlets.agency_in(line) if len(line) > _SHORTEST_OPENING else None
    return agency if agency and line in page.lines_near_headline else None
