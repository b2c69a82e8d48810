"""Title, authors, date and outlet of a page: every source gives candidates, one is chosen, the others are kept.

Reads the statements for machines (`structured`) and what stands by the headline. An author or a date that is not
clearly the story's own is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsearch.model import Candidate
from newsearch.pages import dates, names, outlets, structured
from newsearch.pages.structured import Structured, squeeze, text_of

_MOST_ALTERNATES = 6
_TITLE_LENGTH = 400


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
    return _Reading(structured.gather(tree), url, main).result()


class _Reading:
    """One page while its candidates are gathered; `result` chooses."""

    def __init__(self, page: Structured, url: str | None, main: LexborNode | None) -> None:
        self.page = page
        self.main = main
        self.url = self._url(url)
        self.articles = structured.articles(page)
        self.article: dict[str, Any] = self.articles[0] if self.articles else {}
        tag = page.first("og:locale", "content-language", "language", "dc.language") or page.language
        domain = outlets.domain_of(self.url)
        language = dates.locale_of(page.language or tag).language
        self.locale = dates.Locale(language, dates.locale_of(tag, domain).region)
        self.alternates: list[Candidate] = []
        self.provenance: dict[str, str] = {}

    def _url(self, url: str | None) -> str | None:
        stated = self.page.canonical or self.page.first("og:url", "twitter:url")
        if stated and not stated.startswith(("http://", "https://")):
            stated = urljoin(url, stated) if url else None
        return stated or url

    def choose(self, name: str, candidates: Iterator[Candidate]) -> str | None:
        chosen: Candidate | None = None
        for candidate in candidates:
            if chosen is None:
                chosen = candidate
                self.provenance[name] = candidate.source
            elif candidate.value != chosen.value and candidate not in self.alternates:
                self.alternates.append(candidate)
        return chosen.value if chosen else None

    def result(self) -> Metadata:
        outlet = self.choose("outlet", self.outlets())
        title = self.choose("title", self.titles(outlet))
        authors, source = self.authors(outlet)
        if authors:
            self.provenance["authors"] = source
        return Metadata(
            title=title,
            authors=authors,
            date=self.choose("date", self.dates()),
            outlet=outlet,
            agency=self.agency(),
            standfirst=self.page.first("og:description", "description", "twitter:description"),
            language=self.locale.language,
            url=self.url,
            section=self.page.first("article:section") or text_of(self.article.get("articleSection")) or None,
            provenance=self.provenance,
            alternates=tuple(self.alternates[:_MOST_ALTERNATES]),
            locale=self.locale,
        )

    # ---------------------------------------------------------------------------------------------------- outlet

    def outlets(self) -> Iterator[Candidate]:
        page = self.page
        for value in page.meta.get("og:site_name", ()):
            if len(value) < 80:
                yield Candidate("outlet", value, "meta")
        for article in self.articles:
            name = text_of(page.resolve(article.get("publisher")))
            if name and len(name) < 80:
                yield Candidate("outlet", name, "json-ld")
        for item in page.items:
            if {"website", "newsmediaorganization"} & set(structured.types_of(item)):
                name = text_of(item.get("name"))
                if name and len(name) < 60:
                    yield Candidate("outlet", name, "json-ld")
        name = page.first("application-name", "publisher", "dc.publisher", "dcterms.publisher", "apple-mobile-web-app-title")
        if name and len(name) < 60 and not name.startswith("http"):
            yield Candidate("outlet", name, "meta")
        domain = outlets.outlet_of_url(self.url)
        if domain:
            yield Candidate("outlet", domain, "url")

    # ----------------------------------------------------------------------------------------------------- title

    def titles(self, outlet: str | None) -> Iterator[Candidate]:
        headline = text_of(self.article.get("headline"))
        h1s = [squeeze(node.text(deep=True, separator=" ")) for _, node in self.page.headings]
        og = self.page.first("og:title", "twitter:title", "dc.title", "title")
        element = self.page.title
        if headline:
            yield Candidate("title", headline, "json-ld")
        if og:
            yield Candidate("title", without_outlet(og, outlet), "meta")
        for text in h1s:
            if text:
                yield Candidate("title", text, "heading")
        if element:
            yield Candidate("title", without_outlet(element, outlet), "title element")

    # --------------------------------------------------------------------------------------------------- authors

    def authors(self, outlet: str | None) -> tuple[tuple[str, ...], str]:
        for source, find in (("json-ld", self._json_authors), ("meta", self._meta_authors), ("class", self._element_authors)):
            authors = find(outlet)
            if authors:
                return authors, source
        return (), ""

    def _json_authors(self, outlet: str | None) -> tuple[str, ...]:
        for article in self.articles:
            value = article.get("author") or article.get("creator")
            values = value if isinstance(value, list) else [value]
            texts = tuple(t for v in values[:20] if (t := text_of(self.page.resolve(v))))
            authors = names.clean_authors(texts, outlet)
            if authors:
                return authors
        return ()

    def _meta_authors(self, outlet: str | None) -> tuple[str, ...]:
        for name in ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "citation_author"):
            texts = tuple(t for t in self.page.meta.get(name, ()) if not t.startswith("http"))
            authors = names.clean_authors(texts, outlet)
            if authors:
                return authors
        return ()

    def _element_authors(self, outlet: str | None) -> tuple[str, ...]:
        for _, node in self.page.credits[:20]:
            text = squeeze(node.text(deep=True, separator=" "))
            if 2 < len(text) < 150:
                authors = names.clean_authors(text, outlet, single=False)
                if authors:
                    return authors
        return ()

    # ----------------------------------------------------------------------------------------------------- dates

    def dates(self) -> Iterator[Candidate]:
        for source, find in self._date_sources():
            for value in find():
                stamp = dates.read_stamp(value, self.locale)
                if stamp:
                    yield Candidate("date", stamp, source)
        for _, node in self.page.dated[:30]:
            text = squeeze(node.text(deep=True, separator=" "))
            found = dates.parse_date(text, language=self.locale)
            if found:
                yield Candidate("date", found, "class")
        day = dates.date_in_url(self.url) if self.url else None
        if day:
            yield Candidate("date", day, "url")

    def _date_sources(self) -> tuple[tuple[str, Callable[[], list[str]]], ...]:
        return (
            ("json-ld", lambda: [t for a in self.articles if (t := text_of(a.get("datePublished")))]),
            ("meta", lambda: [v for n in _DATE_META for v in self.page.meta.get(n, ())]),
            ("microdata", lambda: [_stamp_of(n) for _, p, n in self.page.microdata if p == "datePublished"]),
            ("time element", lambda: [_stamp_of(n) for _, n in self.page.times[:10]]),
        )

    def agency(self) -> str | None:
        return None


_DATE_META = (
    "article:published_time og:published_time article:published date pubdate publishdate publish-date publish_date datepublished dc.date "
    "dc.date.issued dcterms.created dcterms.date dcterms.issued dc.created sailthru.date parsely-pub-date citation_publication_date citation_date "
    "cxenseparse:recs:publishtime article_date_original originalpublicationdate last-modified article:modified_time og:updated_time"
).split()


def _stamp_of(node: LexborNode) -> str:
    attributes = node.attributes
    return attributes.get("datetime") or attributes.get("content") or squeeze(node.text(deep=True, separator=" "))


_SUFFIX = re.compile(r"\s+[|•·»«~:–—\-]+\s+|\s*[|｜•»_]\s*|\s+::\s+")


def without_outlet(title: str, outlet: str | None) -> str:
    """A title without the site's name at its end or its start."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2 or not outlet:
        return title[:_TITLE_LENGTH]
    if outlets.same(parts[-1], outlet):
        cut = title[: title.rindex(parts[-1])]
        return cut.rstrip(" |•·»«~:–—-_｜")[:_TITLE_LENGTH] or title
    return title[:_TITLE_LENGTH]


def read_part(node: LexborNode, page: Metadata) -> Metadata:
    """What a part of a page (teaser, comment, live entry, one of several stories) says of itself: heading, byline, time."""
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    provenance: dict[str, str] = {}
    for inner in node.css(_PART_SELECTOR):
        tag = inner.tag or ""
        if tag == "time" or (tag not in ("h1", "h2", "h3", "h4", "h5", "h6") and date is None):
            stamp = dates.read_stamp(_stamp_of(inner), page.locale) if tag == "time" else dates.parse_date(squeeze(inner.text(deep=True, separator=" ")), language=page.locale)
            if stamp and date is None:
                date = stamp
                provenance["date"] = "time element" if tag == "time" else "class"
                continue
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            text = squeeze(inner.text(deep=True, separator=" "))
            if text and title is None:
                title = text
                provenance["title"] = "heading"
        elif not authors and tag != "time":
            credit, _ = structured._speaks_of(inner.attributes.get("class") or "")
            if credit or inner.attributes.get("rel"):
                text = squeeze(inner.text(deep=True, separator=" "))
                authors = names.clean_authors(text, page.outlet) if len(text) < 120 else ()
                if authors:
                    provenance["authors"] = "class"
    return Metadata(title, authors, date, page.outlet, language=page.language, url=None, provenance=provenance, locale=page.locale)


_PART_SELECTOR = (
    "time,h1,h2,h3,h4,h5,h6,[rel~='author'],[class*='author' i],[class*='byline' i],[class*='date' i],[class*='time' i],[class*='user' i]"
)
