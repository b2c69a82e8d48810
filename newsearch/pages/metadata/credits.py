"""Who wrote a story: stated authors, elements that credit somebody beside the headline, a byline there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from newsearch.pages import names, structured
from newsearch.pages.metadata.page import FOREIGN, ReadPage, names_of, parts_of
from newsearch.pages.structured import text_of

_MOST_ELEMENTS = 30
_META = (
    "author", "article:author", "article:author_name", "og:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "citation_author", "dc.contributor", "authors", "creator", "twitter:data1", "cxenseparse:author", "shareaholic:article_author_name",
)  # fmt: skip
_STRONG = re.compile(r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteur|autore|writer|reporter|redakteur)(?:[\s_-]?(?:name|s|link|title|text|info))?(?:$|\s)", re.I)
_WEAK = re.compile(r"image|img|photo|avatar|bio|desc|box|social|share|follow|twitter|facebook|email|count|icon|role|job|position|position|date|time|copyright|foto", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    authors: tuple[str, ...]
    source: str


def candidates(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """The page's readings of its authors, the best first."""
    for organisations in (False, True):
        yield from _stated(page, outlet, organisations)
        if not organisations:
            yield from _elements(page, outlet)


def _stated(page: ReadPage, outlet: str | None, organisations: bool) -> Iterator[Credit]:
    for article in page.articles[:1]:
        authors = _clean(_json_names(page, article.get("author") or article.get("creator")), outlet, organisations)
        if authors:
            yield Credit(authors, "json-ld")
    meta = page.statements.meta
    for name in _META:
        values = [v for v in meta.get(name, ()) if not v.startswith(("http", "/", "@"))]
        authors = _clean(values, outlet, organisations)
        if authors:
            yield Credit(authors, "meta")


def _clean(values: Iterable[str], outlet: str | None, organisations: bool) -> tuple[str, ...]:
    texts = tuple(v for v in values if v)
    return names.clean_authors(texts, outlet, organisations=organisations) if texts else ()


def _json_names(page: ReadPage, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    found: list[str] = []
    for item in values[:20]:
        item = page.statements.resolve(item)
        if isinstance(item, dict) and isinstance(item.get("name"), list):
            found += [text_of(name) for name in item["name"][:20]]
        elif isinstance(item, dict) and not item.get("name") and item.get("familyName"):
            found.append(f"{text_of(item.get('givenName'))} {text_of(item['familyName'])}")
        else:
            found.append(text_of(item))
    return found


def stated_names(page: ReadPage, article: dict[str, Any]) -> list[str]:
    """The author names of a JSON-LD story as they stand there."""
    return _json_names(page, article.get("author") or article.get("creator"))


def _elements(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """What elements credit that speak of an author, the nearest to the headline first."""
    placed: list[tuple[int, int, int, str, tuple[str, ...]]] = []
    for number, (_, node) in enumerate(page.statements.credits[:_MOST_ELEMENTS]):
        text = parts_of(node)
        if not 2 < len(text) < 200:
            continue
        distance = page.distance(node)
        if distance == FOREIGN:
            continue
        authors = names.clean_authors(text, outlet, single=False)
        if authors:
            placed.append((_rank(node), distance, number, names_of(node), authors))
    placed.sort()
    if not placed:
        return
    best = placed[0]
    group = [p for p in placed if p[0] == best[0] and p[1] == best[1] and p[3] == best[3]]
    yield Credit(tuple(dict.fromkeys(a for p in group for a in p[4])), "class")


def _rank(node: LexborNode) -> int:
    """How plainly an element says that it names the author: 0 by markup made for it, 1 by its class, 2 perhaps."""
    attributes = node.attributes
    if "author" in (attributes.get("rel") or "").lower() or "author" in (attributes.get("itemprop") or "").lower():
        return 0
    label = names_of(node)
    if _WEAK.search(label):
        return 2
    return 0 if _STRONG.search(label) else 1
