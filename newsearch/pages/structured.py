"""What a page says about itself for machines: JSON-LD, meta tags and microdata.

Nothing is chosen here; `metadata` weighs these against each other and against what a reader sees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsearch.pages.entities import unescape
from newsearch.pages.words import words

_MOST_JSON = 2_000_000
"""Characters of one JSON-LD script; a page with more is an archive, or hostile."""
_MOST_NODES = 5_000
"""Items of JSON-LD looked at on a page."""

ARTICLE_TYPES = words("metadata", "article_types")
_SECOND_RATE = frozenset(["videoobject", "podcastepisode", "recipe", "review", "criticreview"])
_PAGE_TYPES = frozenset(
    ["webpage", "itempage", "aboutpage", "profilepage", "qapage", "medicalwebpage", "faqpage", "contactpage"]
)

_STATEMENTS = 'meta,title,link[rel="canonical" i],script[type*="ld+json" i]'
"""What is looked for in the head of a page."""

Attributes = Mapping[str, str | None]
Telling = tuple[LexborNode, str, Attributes, int]
"""An element below the head that may speak of headline, author or date: the element, its tag, its attributes, its clues."""
AUTHORED, DATED = 1 << 20, 1 << 21
"""The clues that the names of an element give: it speaks of an author, of a date."""
UNDATED = 1 << 23
"""A name only looks as if it spoke of a date, and so no other name of its element counts as if it did."""
CLUES = AUTHORED | DATED
_STATING = frozenset(("meta", "title", "link", "script", "h1"))
"""Tags of what pages state for machines, and of their headlines."""


@dataclass(slots=True)
class Structured:
    """The raw statements of one page, in the order of the page."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    """Lower-case `name`, `property` or `itemprop` of a meta tag -> its contents."""
    items: list[dict[str, Any]] = field(default_factory=list)
    """The items of the page's JSON-LD, flattened out of lists and `@graph`."""
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`@id` -> the item with the most to say."""
    title: str = ""
    """The title element."""
    language: str | None = None
    """The `lang` of the root element."""
    canonical: str | None = None
    headings: list[LexborNode] = field(default_factory=list)
    """The elements `h1`."""
    times: list[LexborNode] = field(default_factory=list)
    """The elements `time`."""
    microdata: list[tuple[str, LexborNode]] = field(default_factory=list)
    """(itemprop, element)"""
    credits: list[LexborNode] = field(default_factory=list)
    """Elements whose class, id or rel speaks of an author."""
    dated: list[LexborNode] = field(default_factory=list)
    """Elements whose class or id speaks of a date."""

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta tags that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None

    def titles(self) -> list[str]:
        """The headlines that the page states."""
        return [
            self.title,
            *(title for name in ("og:title", "twitter:title", "title") for title in self.meta.get(name, ())),
        ]

    def resolve(self, value: Any) -> Any:
        """An item for a bare `{"@id": ...}`."""
        if isinstance(value, dict) and "@id" in value and len(value) <= 2:
            found = self.ids.get(str(value["@id"]))
            return found if found is not None else value
        return value


# What a class that speaks of an author, or of a date, holds. Looking for words one by one costs a third of a regular
# expression, and each page brings a hundred classes that none before it had.
_AUTHOR_CLUES = (
    "author", "autor", "auteur", "byline", "writer", "reporter", "creator", "contributor", "journalist", "redakteur", "signature",
    "username",
)  # fmt: skip
_SHORT_AUTHOR_CLUE = re.compile(r"firma\b|^fn$")
_DATE_CLUES = ("date", "time", "publi", "posted", "meta", "datum", "fecha", "byline", "created", "info")
_SHORTEST_CLUE = 5
_OF_SHORT = {"fn": AUTHORED, **dict.fromkeys([clue for clue in _DATE_CLUES if len(clue) < _SHORTEST_CLUE], DATED)}
"""What a name shorter than all other clues speaks of."""
_NOT_DATE_CLUES = ("timeline", "update-", "validate", "sometimes", "republic", "publicid", "overtime")


def clues_of(name: str) -> int:
    """What a name speaks of: `AUTHORED`, and `DATED` or `UNDATED`."""
    low = name.lower()
    if len(low) < _SHORTEST_CLUE:
        return _OF_SHORT.get(low, 0)
    clues = 0
    if _holds(low, _AUTHOR_CLUES) or (("fn" in low or "firma" in low) and _SHORT_AUTHOR_CLUE.search(low)):
        clues = AUTHORED
    if _holds(low, _DATE_CLUES):
        clues |= UNDATED if _holds(low, _NOT_DATE_CLUES) else DATED
    return clues


def is_named(name: str) -> bool:
    """Whether an id holds the plain words: ids differ from page to page and are not asked for more, as classes are."""
    low = name.lower()
    return "author" in low or "date" in low


def _holds(text: str, clues: tuple[str, ...]) -> bool:
    for clue in clues:  # noqa: SIM110 - a generator costs three times as much
        if clue in text:
            return True
    return False


def gather(tree: LexborHTMLParser, telling: Iterable[Telling]) -> Structured:
    """Everything that a page states for machines, and which of its telling elements speak of what."""
    page = Structured()
    root = tree.root
    if root is not None:
        page.language = root.attributes.get("lang") or root.attributes.get("xml:lang")
    if tree.head is not None:
        for node in tree.head.css(_STATEMENTS):
            _add_statement(page, node, node.tag or "", node.attributes)
    telling = list(telling)
    for node, tag, attributes, _ in telling:
        if tag in _STATING:
            _add_statement(page, node, tag, attributes)
    for node, tag, attributes, clues in telling:
        _add_element(page, node, tag, attributes, clues)
    return page


def _add_statement(page: Structured, node: LexborNode, tag: str, attributes: Attributes) -> None:
    if tag == "meta":
        _add_meta(page, node, attributes)
    elif tag == "h1":
        page.headings.append(node)
    elif tag == "script":
        _add_json(page, node.text(deep=True))
    elif tag == "title":
        if not page.title and not _inside_svg(node):
            page.title = squeeze(node.text(deep=True))
    elif not page.canonical and (attributes.get("rel") or "").lower() == "canonical":
        page.canonical = attributes.get("href")


def is_json(attributes: Attributes) -> bool:
    """Whether a script holds JSON-LD."""
    return "ld+json" in (attributes.get("type") or "").lower()


def _inside_svg(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("svg", "g", "symbol", "a", "button")


def _add_meta(page: Structured, node: LexborNode, attributes: Attributes) -> None:
    content = attributes.get("content") or attributes.get("value")
    if not content:
        return
    for key in ("property", "name", "itemprop"):
        name = attributes.get(key)
        if name:
            text = squeeze(unescape(content) if "&" in content else content)
            page.meta.setdefault(name.strip().lower(), []).append(text)
            if name == "parsely-page":
                _add_parsely(page, text)
            if key == "itemprop":
                page.microdata.append((name.strip(), node))
            return


def _add_parsely(page: Structured, text: str) -> None:
    """What Parse.ly's older tag states, all in one."""
    stated = parse_json(text)
    if isinstance(stated, dict):
        for field_, name in (
            ("authors", "parsely-author"),
            ("author", "parsely-author"),
            ("pub_date", "parsely-pub-date"),
        ):
            values = stated.get(field_)
            found = [text_of(value) for value in (values if isinstance(values, list) else [values])[:20]]
            page.meta.setdefault(name, []).extend(filter(None, found))


def _add_element(page: Structured, node: LexborNode, tag: str, attributes: Attributes, clues: int) -> None:
    if tag == "time":
        page.times.append(node)
    prop = attributes.get("itemprop") or _rdfa(attributes.get("property"))
    if prop and tag != "meta":
        page.microdata.append((prop, node))
    if clues & AUTHORED or tag in ("address", "byline") or (prop and "author" in prop.lower()):
        page.credits.append(node)
    if clues & DATED and tag != "time":
        page.dated.append(node)


_RDFA = {
    "author": "author",
    "creator": "author",
    "datepublished": "datePublished",
    "date": "datePublished",
    "created": "datePublished",
    "issued": "datePublished",
    "publisher": "publisher",
}


def _rdfa(names: str | None) -> str | None:
    """The `itemprop` that RDFa's `property` amounts to: of schema.org, or of Dublin Core."""
    if not names:
        return None
    found = (_RDFA.get(name.rpartition(":")[2].lower()) for name in names.split()[:4])
    return next(filter(None, found), None)


def name_of_item(item: LexborNode) -> str:
    """The name that an item of microdata or RDFa has inside it."""
    named = item.css_first('[itemprop="name"],[property="name"],[property="schema:name"]')
    return squeeze(named.attributes.get("content") or named.text(deep=True, separator=" ")) if named else ""


_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in|a)?|auteurs?|autori|redaktion|people|staff|contributors?|journalists?|reporters?|writers?|columnists?|profile?s?|by)"
    r"/[^/?#]*[a-z][^/?#]*/?(?:[?#].*)?$",
    re.I,
)
_POSTS_BY = re.compile(r"(?:posts?|articles?|stories|more|all) by |beiträge von |artikel von |articles? de ", re.I)


AUTHOR_PATH = re.compile(r"/(?:aut|redak|peop|staf|contr|jour|repor|writ|colum|prof|by/)")
"""What the address of an author's page holds; one of other pages seldom does."""


def is_author_page(href: str) -> bool:
    """Whether an address is that of the page of somebody who writes."""
    return bool(_AUTHOR_PAGE.search(href))


def names_author(attributes: Attributes) -> bool:
    """Whether a link says itself that it leads to the one who wrote."""
    rel, title = attributes.get("rel"), attributes.get("title")
    if rel and "author" in rel.lower():
        return True
    return bool(title and (" by " in title or " von " in title or " de " in title) and _POSTS_BY.search(title))


# ------------------------------------------------------------------------------------------------------- JSON-LD

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_REMARK = re.compile(r"/\*[^*]{0,200}\*/|(?<=[\s{\[,])//[^\n\"]{0,200}$", re.M)
_OPENING = re.compile(r"(?<!CDATA)[{\[]\s*[{\[\"]")
"""Where JSON begins, behind whatever hides it from browsers of old, an assignment or a server's complaint."""
_BETWEEN = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder(strict=False)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def parse_json(text: str) -> Any:
    """The value of a JSON-LD script, however its writer erred: comments around it, control characters, trailing commas,
    entities, several values (then their list). Or None."""
    if not text or len(text) > _MOST_JSON:
        return None
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        pass
    if '"' not in text and "&" in text:
        text = unescape(text)
    text = _REMARK.sub("", text)
    opening = _OPENING.search(text)
    if opening is None:
        return None
    repaired = text[opening.start() :].replace("\xa0", " ")
    repaired = _BAD_ESCAPE.sub(r"\\\\", repaired) if "\\" in repaired else repaired
    repaired = _TRAILING_COMMA.sub(r"\1", repaired)
    values = list(_values(repaired))
    return values if len(values) > 1 else values[0] if values else _salvage(repaired)


def _values(text: str) -> Iterator[Any]:
    """The values that stand in a script one after the other, up to what is no JSON."""
    end = 0
    while end < len(text):
        try:
            value, end = _DECODER.raw_decode(text, end)
        except (ValueError, RecursionError):
            return
        yield value
        between = _BETWEEN.match(text, end)
        end = between.end() if between else end


_SALVAGED = re.compile(r'"(headline|datePublished|dateModified)"\s*:\s*"((?:[^"\\\n]|\\.)*)"')
_SALVAGED_NAME = r'"name"\s*:\s*"((?:[^"\\\n]|\\.)*)"'
_SALVAGED_AUTHOR = re.compile(r'"author"\s*:\s*[\[{\s]*(?:"@type"\s*:\s*"Person"\s*,\s*)?' + _SALVAGED_NAME)
_SALVAGED_PUBLISHER = re.compile(r'"publisher"\s*:\s*\{\s*(?:"@\w+"\s*:\s*"[^"\n]*"\s*,\s*){0,3}' + _SALVAGED_NAME)


def _salvage(text: str) -> Any:
    """The plain statements of a script that is not JSON (an unescaped quotation mark in a description, mostly)."""
    if "Article" not in text and "BlogPosting" not in text:
        return None
    item: dict[str, Any] = {"@type": "Article"}
    for name, value in _SALVAGED.findall(text):
        item.setdefault(name, value.replace('\\"', '"').replace("\\/", "/"))
    author = _SALVAGED_AUTHOR.search(text)
    if author:
        item["author"] = {"@type": "Person", "name": author[1]}
    publisher = _SALVAGED_PUBLISHER.search(text)
    if publisher:
        item["publisher"] = {"@type": "Organization", "name": publisher[1]}
    return item if len(item) > 1 else None


def _add_json(page: Structured, text: str | None) -> None:
    value = parse_json(text or "")
    if value is None:
        return
    for item in _flatten(value):
        if len(page.items) >= _MOST_NODES:
            return
        page.items.append(item)
        name = item.get("@id")
        if isinstance(name, str) and len(item) > len(page.ids.get(name, ())):
            page.ids[name] = item


def _flatten(value: Any) -> Iterator[dict[str, Any]]:
    """The items of a JSON-LD value: lists, `@graph` and the items that stand inside `mainEntity` and the like."""
    pending = [value]
    seen = 0
    while pending and seen < _MOST_NODES:
        seen += 1
        current = pending.pop(0)
        if isinstance(current, list):
            pending[:0] = current[:_MOST_NODES]
        elif isinstance(current, dict):
            yield current
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "publisher", "author"):
                inner = current.get(key)
                if isinstance(inner, (dict, list)):
                    pending.append(inner)


def types_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of an item, lower case, without the vocabulary's address."""
    value = item.get("@type")
    if isinstance(value, str):
        return (_type_name(value),)
    return tuple([_type_name(v) for v in value if isinstance(v, str)]) if isinstance(value, list) else ()


@lru_cache(maxsize=1024)
def _type_name(value: str) -> str:
    return value.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def articles(page: Structured) -> list[dict[str, Any]]:
    """The items that are stories, the page's own before those with less to say."""
    found = [i for i in page.items if any(t in ARTICLE_TYPES or t.endswith("article") for t in types_of(i))]
    return sorted(
        found,
        key=lambda i: (any(t in _SECOND_RATE for t in types_of(i)), "headline" not in i and "datePublished" not in i),
    )


def web_pages(page: Structured) -> list[dict[str, Any]]:
    """The items that describe the page as a page."""
    return [i for i in page.items if any(t in _PAGE_TYPES for t in types_of(i))]


def text_of(value: Any) -> str:
    """A JSON-LD value that should be text: of a list the first, of an item its name."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("headline") or ""
        else:
            break
    if not isinstance(value, str):
        return ""
    return squeeze(unescape(unescape(value)) if "&" in value else value)


def squeeze(text: str) -> str:
    """Text with runs of white space as one space."""
    if "  " not in text and text.isprintable():  # as most: told in a third of the time
        return text.strip(" ")
    return " ".join(text.split())
