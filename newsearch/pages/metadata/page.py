"""A page while its metadata is read: its statements, its headline, and how near to the headline an element stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsearch.pages import dates, outlets, structured
from newsearch.pages.structured import Structured, squeeze, text_of

if TYPE_CHECKING:
    from newsearch.pages.html.tree import Element

_CLIMB = 40
"""Levels: a page whose headline lies deeper is not a page that anybody reads."""
_MOST_ARTICLES = 50
FOREIGN = 1_000
"""The distance of an element that belongs to another story, a comment or the frame of the page."""

_FOREIGN_TAGS = frozenset(("aside", "figcaption", "footer", "nav", "menu", "form", "select", "template", "noscript"))
_FOREIGN_NAMES = re.compile(
    r"comment|respon[ds]|disqus|related|recommend|sidebar|side-bar|teaser|most-?(?:read|popular|viewed)|popular|trending|promo"
    r"|newsletter|\bnav|navbar|navigation|\bmenu|crumb|recirc|read-?(?:more|next|also)|see-?also"
    r"|more-(?:from|news|stories|articles|posts|in)|latest|recent|carousel|slider|empfehl|mehr-zum|outbrain|taboola"
    r"|(?<!h-)\bcards?\b(?!__)|(?<!h-)\bcard-(?!content)|(?:site|page|global|main)[-_]?footer|site-header|\bwidget|popup|modal"
    r"|archive-list|post-list|article-list|news-list|listing|list-item|figcaption|caption|photo-?credit|copyright"
    r"|sponsor|advert|weiterlesen|verwandt|lesen-sie|auch-interess|tag-?cloud|calendar|user-?menu|upcoming|events?-list"
)
"""Asked of names in small letters, as is the next: to ignore case would double what a name costs that was not met before."""
_FOREIGN_CREDIT = re.compile(
    r"comment|caption|quote|testimonial|(?:photo|foto|image|img|picture)[-_]*(?:author|autor|credit|byline)|teaser|related|recent|popular|reply|widget"
    r"|sidebar|\bnav\b|menu"
)


# What every match of the expression holds; looking for these costs a tenth of it, and most classes hold none.
_FOREIGN_CLUES = (
    "comment", "respon", "disqus", "relat", "recommend", "side", "teaser", "most", "popular", "trend", "promo", "newsletter", "nav",
    "menu", "crumb", "recirc", "read", "see", "more-", "latest", "recent", "carousel", "slider", "empfehl", "mehr", "outbrain",
    "taboola", "card", "foot", "header", "widget", "popup", "modal", "list", "caption", "credit", "copyright", "sponsor", "advert",
    "weiter", "verwandt", "lesen", "auch", "cloud", "calendar", "upcoming", "event", "quote",
    "testimonial",
)  # fmt: skip


@lru_cache(maxsize=16384)
def is_foreign(tag: str, names: str) -> bool:
    """Whether an element, by tag and class, holds what is not part of the page's own story."""
    if tag in ("html", "body", "main"):
        return False
    names = names.lower()
    for clue in _FOREIGN_CLUES:
        if clue in names:
            break
    else:
        return tag in _FOREIGN_TAGS
    # What an element is called may say of the story's own credit that it stands on a card or in a gallery.
    if "author" in names or "autor" in names or "byline" in names:
        return bool(_FOREIGN_CREDIT.search(names))
    return tag in _FOREIGN_TAGS or bool(_FOREIGN_NAMES.search(names))


def names_of(node: LexborNode) -> str:
    """Class and id of an element, as one text."""
    attributes = node.attributes
    if not attributes:
        return ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()


_tags: dict[int, str] = {}
"""The parser's number of a tag -> the tag: a number is asked for in a fifth of the time."""
_MOST_TAGS = 1000
"""A tag that HTML does not know has an address instead of a number, which means nothing on the next page."""


def _tag_of(node: LexborNode) -> str:
    tag = node.tag or ""
    if node.tag_id < _MOST_TAGS:
        _tags[node.tag_id] = tag
    return tag


BETWEEN = "\x01"
"""Put between text nodes: no page's text holds it, and it is no white space."""


def visible_text(node: LexborNode) -> str:
    """The text of an element as one line."""
    return squeeze(node.text(deep=True, separator=" ").replace("\xad", ""))


_Value = TypeVar("_Value")


class _once(Generic[_Value]):  # noqa: N801 - reads as a decorator
    """A property computed when first asked for: `cached_property` without the lock that Python 3.11 takes each time."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, page: Any, owner: type | None = None) -> _Value:
        value = page.__dict__[self.name] = self.compute(page)
        return value


class ReadPage:
    """The statements of one page and the places of its elements, computed when asked for."""

    def __init__(
        self,
        tree: LexborHTMLParser,
        statements: Structured,
        url: str | None,
        main: LexborNode | None,
        saved: str | None = None,
        elements: Sequence[Element] = (),
    ) -> None:
        self.elements = elements
        self.saved = saved
        self.tree = tree
        self.statements = statements
        self.main = main
        self.given_url = url
        self._headline: LexborNode | None = None
        self._distances: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._shown: dict[int, str] = {}

    @_once
    def url(self) -> str | None:
        """The canonical address that the page states, else the one it was given."""
        stated = self.statements.canonical or self.statements.first("og:url", "twitter:url")
        if stated and not stated.startswith(("http://", "https://")):
            try:
                stated = urljoin(self.given_url, stated) if self.given_url else None
            except ValueError:
                stated = None
        return stated or self.given_url

    @_once
    def locale(self) -> dates.Locale:
        """How the page's ambiguous dates are read."""
        first = self.statements.first
        declared = self.statements.language or first(
            "content-language", "og:locale", "language", "dc.language", "inlanguage"
        )
        regional = first("og:locale") or declared
        domain = outlets.domain_of(self.given_url or self.url)
        return dates.Locale(dates.locale_of(declared).language, dates.locale_of(regional, domain).region)

    @_once
    def articles(self) -> list[dict[str, Any]]:
        """The stories of the JSON-LD, the page's own first."""
        found = structured.articles(self.statements)
        if len(found) < 2:
            return found
        wanted = {key(t) for t in (self.statements.first("og:title"), self.statements.title) if t}
        wanted |= {key(self.shown(node)) for node in self.statements.headings[:3]}
        best = max(found, key=lambda item: self._fit(item, wanted))
        return [best, *(item for item in found if item is not best)]

    def _fit(self, item: dict[str, Any], wanted: set[str]) -> int:
        headline = key(text_of(item.get("headline") or item.get("name")))
        fit = 4 if headline and any(headline == w or w.startswith(headline) for w in wanted) else 0
        address = text_of(item.get("url")) or str(item.get("@id") or "")
        fit += 2 if address and self.url and address.split("#")[0].rstrip("/") == self.url.rstrip("/") else 0
        return fit + ("datePublished" in item) + ("author" in item)

    # ---------------------------------------------------------------------------------------------------- places

    @property
    def headline(self) -> LexborNode | None:
        """The element of the chosen headline, once it is chosen; distances are measured from it."""
        return self._headline

    @headline.setter
    def headline(self, node: LexborNode) -> None:
        self._headline = node
        self._distances.clear()
        self.__dict__.pop("_anchors", None)

    @_once
    def _anchors(self) -> dict[int, int]:
        """Elements that hold the headline (else the main story) -> how many levels above it."""
        node = self.headline or self.main
        levels: dict[int, int] = {}
        while node is not None and len(levels) < _CLIMB:
            levels[node.mem_id] = len(levels)
            node = node.parent
        return levels

    @_once
    def _around_main(self) -> frozenset[int]:
        """The main story's element and all that hold it: no border, whatever they are called."""
        node = self.main or self.longest_article
        found: list[int] = []
        while node is not None and len(found) < _CLIMB:
            found.append(node.mem_id)
            node = node.parent
        return frozenset(found)

    @_once
    def longest_article(self) -> LexborNode | None:
        """The `<article>` with the most text: the story's, if nothing else says which element that is.

        An item of a list, or of comments, is no story of the page.
        """
        found = [node for node in self.tree.css("article")[:_MOST_ARTICLES] if not _is_one_of_many(node)]
        return found[0] if len(found) == 1 else max(found, key=lambda node: len(node.text(deep=True)), default=None)

    def distance(self, node: LexborNode) -> int:
        """Levels up from the headline to the element that holds both; `FOREIGN` for what is another story's."""
        known = self._distances
        if not known:
            known.update(self._anchors)
        path: list[tuple[int, LexborNode]] = []
        current: LexborNode | None = node
        value = len(self._anchors)
        while current is not None and len(path) < _CLIMB:
            place = current.mem_id
            if place in known:
                value = known[place]
                break
            path.append((place, current))
            current = current.parent
        shared, around = value, self._around_main
        for place, element in reversed(path):
            number = element.tag_id
            tag = _tags[number] if number in _tags else _tag_of(element)
            if tag == "article" or (is_foreign(tag, names_of(element)) and not (tag == "footer" and _is_foot(element))):
                value = shared if place in around else FOREIGN
            elif value == FOREIGN and self.main is not None and place in around:
                value = shared
            known[place] = value
        return value

    # ------------------------------------------------------------------------------------------------------ text

    def shown(self, node: LexborNode) -> str:
        """The text of an element as one line; taken once."""
        text = self._shown.get(node.mem_id)
        if text is None:
            text = self._shown[node.mem_id] = visible_text(node)
        return text

    def parts_of(self, node: LexborNode) -> str:
        """The text of an element, a bar between what stands in different elements; taken once."""
        text = self._texts.get(node.mem_id)
        if text is None:
            text = self._texts[node.mem_id] = " | ".join(lines_of(node))
        return text

    def shows(self, name: str) -> bool:
        """Whether a reader of the page can see a name on it. A name in a script, told by its braces, is not seen."""
        wanted = name.casefold()
        if wanted in self._folded_opening or any(wanted in text for text in self._credit_texts):
            return True
        if _is_seen(name, self.text):
            return True
        text = self._folded
        if _is_seen(wanted, text):
            return True
        # White space may stand between the words of a name as the page's source is laid out.
        words = wanted.split()
        return (
            len(words) > 1
            and all(word in text for word in words)
            and any(wanted in line.casefold() and "{" not in line for line in self.lines)
        )

    @_once
    def _credit_texts(self) -> list[str]:
        texts = [self.shown(node) for node in self.statements.credits[:40]]
        return [text.casefold() for text in texts if len(text) < 300]

    @_once
    def _folded_opening(self) -> str:
        """The lines by the headline, where most names are found that a page shows."""
        return BETWEEN.join(self.opening).casefold()

    @_once
    def _folded(self) -> str:
        return self.text.casefold()

    @_once
    def text(self) -> str:
        """The texts of the page's elements, each behind `BETWEEN`."""
        return BETWEEN.join(["", *self._parts])

    @_once
    def _parts(self) -> list[str]:
        """The texts of the page's elements but for scripts and style sheets, which are two thirds of all."""
        body = self.tree.body
        if body is None:
            return []
        text = body.text(deep=True, separator=BETWEEN, skip_empty=True)
        if "\xad" in text:
            text = text.replace("\xad", "")
        return [part for part in text.split(BETWEEN) if len(part) < _LONG or "{" not in part]

    # ----------------------------------------------------------------------------------------------------- lines

    @_once
    def lines(self) -> list[str]:
        """All lines of the page."""
        return [line for part in self._parts if (line := " ".join(part.split()))]

    @_once
    def lines_near_headline(self) -> list[str]:
        """The headline's lines and those below it, then those above it, the nearest first: what is the story's of them."""
        container = self._around_headline
        if container is None:
            return self.opening
        highest = self._anchors[container.mem_id]
        others = [other for other in self._asides if self._level(other) <= highest]
        if not others:
            return self.opening
        foreign = frozenset(_split(BETWEEN.join(map(_text_of, others))))
        return [line for line in self.opening if line not in foreign]

    @property
    def _asides(self) -> list[LexborNode]:
        """Elements whose text is not a story's own and that do not hold the headline; of nested ones the outermost."""
        around = self._anchors
        found = []
        end = 0
        for element in [element for element in self.elements if element.tag in _NOT_LINES]:
            if element.first >= end and element.node.mem_id not in around:
                found.append(element.node)
                end = element.end
        return found

    def _level(self, node: LexborNode) -> int:
        """Levels up from the headline to the element that holds it and another."""
        around = self._anchors
        current: LexborNode | None = node
        for _ in range(_CLIMB):
            if current is None:
                break
            if current.mem_id in around:
                return around[current.mem_id]
            current = current.parent
        return _CLIMB

    @_once
    def _around_headline(self) -> LexborNode | None:
        """The element that holds the headline and what stands by it."""
        container = self.headline
        for _ in range(_LINE_LEVELS):
            above = container.parent if container is not None else None
            if above is None or above.tag in ("body", "html"):
                break
            container = above
        return container

    @_once
    def opening(self) -> list[str]:
        """The lines near the headline, with those of asides, menus and forms among them."""
        node, container = self.headline, self._around_headline
        if node is None or container is None:  # the story's opening lines, where no heading is its headline
            return _first_lines(_text_of(self.main)[:_TEXT_BELOW], _LINES_BELOW) if self.main else []
        text = _text_of(container)
        at = text.find(_text_of(node))
        if at < 0:
            return []
        below = _first_lines(text[at : at + _TEXT_BELOW], _LINES_BELOW)
        above = _split(text[max(0, at - _TEXT_ABOVE) : at])[-_LINES_ABOVE:]
        return [line for line in (*below, *reversed(above)) if "{" not in line]


def _is_seen(wanted: str, text: str) -> bool:
    """Whether a text holds words in a line without braces, which are a script's."""
    at = text.find(wanted)
    while at >= 0:
        start, end = text.rfind(BETWEEN, 0, at) + 1, text.find(BETWEEN, at)
        if text.find("{", start, end if end >= 0 else len(text)) < 0:
            return True
        at = text.find(wanted, end) if end >= 0 else -1
    return False


def _is_one_of_many(article: LexborNode) -> bool:
    node: LexborNode | None = article
    for _ in range(_CLIMB):
        if node is None:
            return False
        if node.tag == "li" or (node.tag != "article" and is_foreign(node.tag or "", names_of(node))):
            return True
        node = node.parent
    return False


def _is_foot(element: LexborNode) -> bool:
    """Whether a footer is a story's, not the page's."""
    return element.parent is not None and element.parent.tag in ("article", "section", "main")


_LONG = 400
"""Characters: a longer text with braces is a script, or a style sheet."""
_NOT_LINES = frozenset(("aside", "nav", "form", "figcaption", "noscript"))
_LINE_LEVELS = 5
_LINES_BELOW = 14
_LINES_ABOVE = 5
_TEXT_BELOW, _TEXT_ABOVE = 8_000, 2_000
"""Characters of the text around a headline that are split into lines."""


def lines_of(node: LexborNode) -> list[str]:
    """The texts of an element, a line for each text node that is not blank."""
    return _split(_text_of(node))


def _text_of(node: LexborNode) -> str:
    return node.text(deep=True, separator=BETWEEN, skip_empty=True)


def _split(text: str) -> list[str]:
    return [line for part in _squeezed(text).split(BETWEEN) if (line := part.strip())]


def _first_lines(text: str, most: int) -> list[str]:
    """The first lines of a text that is longer than they are."""
    lines: list[str] = []
    rest = text.replace("\xad", "")
    while rest and len(lines) < most:
        *parts, rest = rest.split(BETWEEN, 4 * most)
        if len(parts) < 4 * most:
            parts, rest = [*parts, rest], ""
        lines += [line for part in parts if (line := squeeze(part))]
    return lines[:most]


def _squeezed(text: str) -> str:
    return squeeze(text.replace("\xad", ""))


_WORD = re.compile(r"\w+")


@lru_cache(maxsize=2048)
def key(text: str) -> str:
    """A headline's words alone, for comparing two spellings of it."""
    return " ".join(_WORD.findall(text.casefold()))
