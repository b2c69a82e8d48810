"""Who wrote a story: stated authors, elements that credit somebody beside the headline, a byline there.

Persons come before organisations, and what a reader sees confirms what is stated for machines: a `meta author` alone
is as often the owner of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newsearch.pages import dates, names, structured
from newsearch.pages.metadata.page import FOREIGN, ReadPage, names_of, parts_of
from newsearch.pages.structured import text_of

_MOST_ELEMENTS = 40
_LONGEST = 200
"""Characters: a longer element is a biography, not a credit."""
_META = (
    "author", "article:author", "article:author_name", "og:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "citation_author", "dc.contributor", "authors", "creator", "cxenseparse:author", "shareaholic:article_author_name",
)  # fmt: skip
_STRONG = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteurs?|autore|writer|reporter|redakteur|fn|username)(?:[\s_-]{0,2}(?:name|names|s|link|title|text|info|vcard))*(?:$|\s)",
    re.I,
)
_POSTAL = re.compile(r"\d{4}|@|\b[Tt]el|[Ff]ax|[Ss]tr(?:\.|aße)")
_WEAK = re.compile(
    r"image|img|photo|avatar|bio\b|desc|box|social|share|follow|twitter|facebook|email|count|icon|role|job|position|copyright|foto|illustr|tags?\b|topic|categor|list",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """One reading of a story's authors."""

    authors: tuple[str, ...]
    source: str


def candidates(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """The page's readings of its authors, the best first."""
    seen = list(_elements(page, outlet))
    strong = next((credit for rank, credit in seen if rank == 0), None)
    stated = _json_persons(page, outlet)
    if stated:
        yield strong if strong and set(strong.authors) > set(stated.authors) else stated
    if strong:
        yield strong
    yield from _meta_persons(page, outlet)
    yield from (credit for rank, credit in seen if rank > 0)
    yield from _lines(page, outlet)
    yield from _json_organisations(page, outlet)


# ------------------------------------------------------------------------------------------------------- stated


def stated_names(page: ReadPage) -> list[str]:
    """The author names of the page's JSON-LD story as they stand there."""
    if not page.articles:
        return []
    value = page.articles[0].get("author") or page.articles[0].get("creator")
    found: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:20]:
        item = page.statements.resolve(item)
        if isinstance(item, dict) and isinstance(item.get("name"), list):
            found += [text_of(name) for name in item["name"][:20]]
        elif isinstance(item, dict) and not item.get("name") and item.get("familyName"):
            found.append(f"{text_of(item.get('givenName'))} {text_of(item['familyName'])}")
        else:
            found.append(text_of(item))
    return found


def _clean(values: Iterable[str], outlet: str | None, *, organisations: bool = False) -> tuple[str, ...]:
    texts = tuple(v for v in values if v)
    return names.clean_authors(texts, outlet, organisations=organisations) if texts else ()


def _json_persons(page: ReadPage, outlet: str | None) -> Credit | None:
    """Of the stated persons those that a reader sees: the others uploaded the story, or own the account."""
    authors = tuple(name for name in _clean(stated_names(page), outlet) if page.shows(name))
    return Credit(authors, "json-ld") if authors else None


def _json_organisations(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    authors = _clean(stated_names(page), outlet, organisations=True)
    if authors:
        yield Credit(authors, "json-ld")


def _meta_persons(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    meta = page.statements.meta
    for name in _META:
        values = [v for v in meta.get(name, ()) if not v.startswith(("http", "/", "@"))]
        authors = tuple(author for author in _clean(values, outlet) if page.shows(author))
        if authors and (_is_story(page) or any(a in line for a in authors for line in page.lines_near_headline)):
            yield Credit(authors, "meta")


def _is_story(page: ReadPage) -> bool:
    """Whether the page says that it is a story, so that its author is the story's, not the site's."""
    first = page.statements.first
    return bool(page.articles) or (first("og:type") or "").lower() == "article" or bool(first("article:published_time"))


# ------------------------------------------------------------------------------------------- beside the headline


def _elements(page: ReadPage, outlet: str | None) -> Iterator[tuple[int, Credit]]:
    """What elements credit that speak of an author: the nearest to the headline of each rank, the plainest rank first."""
    placed: list[tuple[int, int, int, str, tuple[str, ...]]] = []
    for number, (_, node) in enumerate(page.statements.credits[:_MOST_ELEMENTS]):
        text = parts_of(node)
        if not 1 < len(text) < _LONGEST:
            continue
        distance = page.distance(node)
        if distance == FOREIGN:
            continue
        rank = _rank(node)
        if rank == 3:
            continue
        authors = names.clean_authors(text, outlet, single=rank == 0 and len(text) < 40)
        if authors:
            placed.append((rank, distance, number, names_of(node), authors))
    placed.sort()
    for rank in (0, 1, 2):
        best = next((p for p in placed if p[0] == rank), None)
        if best:
            group = [p for p in placed if p[:2] == best[:2] and p[3] == best[3]]
            yield rank, Credit(tuple(dict.fromkeys(a for p in group for a in p[4])), "class")


def _rank(node: LexborNode) -> int:
    """How plainly an element says that it names the author: 0 by markup made for it, 1 by its class, 2 perhaps, 3 not at all."""
    attributes = node.attributes
    label = names_of(node)
    if node.tag == "address" and _POSTAL.search(parts_of(node)):
        return 3
    if _WEAK.search(label):
        return 2
    if structured.links_to_author(attributes) or "author" in (attributes.get("itemprop") or "").lower():
        return 0
    return 0 if _STRONG.search(label) else 1


def _lines(page: ReadPage, outlet: str | None) -> Iterator[Credit]:
    """A byline among the lines by the headline: `Von A und B`, or a name in the line of the date or next to it."""
    lines = page.lines_near_headline
    for number, line in enumerate(lines):
        authors = names.byline(line)
        if authors is None and len(line) < 100:
            authors = _beside_date(line)
        if authors is None and names.looks_like_name(line) and _dated_neighbour(lines, number):
            authors = (line,)
        if authors:
            kept = names.clean_authors(authors, outlet, single=False)
            if kept:
                yield Credit(kept, "byline")


_LONE_LEAD = re.compile(r"^\W*(?:by|von|par|por|di|door|av|af|text|autor(?:in)?|author|written by|автор)\W*$", re.I)


def _dated_neighbour(lines: list[str], number: int) -> bool:
    """Whether a word such as `By` stands before a line, or a date on one of the two lines after or before it."""
    if number and _LONE_LEAD.match(lines[number - 1]):
        return True
    around = lines[max(1, number - 1) : number] + lines[number + 1 : number + 3]
    return any(len(line) < 60 and dates.parse_date(line) or dates.is_relative(line) for line in around)


def _beside_date(line: str) -> tuple[str, ...] | None:
    """The name in `04.02.2022 | 13:10 Uhr | Jane Doe`."""
    if not any(c.isdigit() for c in line):
        return None
    found = dates.find_date(line)
    if not found:
        return None
    rest = [
        part.strip()
        for part in re.split(
            r"[|•·–—/]|\s-\s|,|\b\d\d?[:.]\d\d(?:\s*Uhr)?", line[: found[0].start] + " | " + line[found[0].end :]
        )
    ]
    people = tuple(part for part in rest if names.looks_like_name(part))
    return people if len(people) == 1 else None
