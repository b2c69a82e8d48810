"""A page while its metadata is read: its statements, its headline, and how near to the headline an element stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsearch.model import Span
from newsearch.pages import dates, outlets, structured
from newsearch.pages.dates.locales import Locale, as_shown, locale_of
from newsearch.pages.metadata.foreign import is_foreign, names_of
from newsearch.pages.structured import Structured, squeeze, text_of
from newsearch.pages.words import words_in

if TYPE_CHECKING:
    from newsearch.pages.html.tree import Outline

_CLIMB = 40
"""Levels: a page whose headline lies deeper is not a page that anybody reads."""
_MOST_ARTICLES = 50
FOREIGN = 1_000
"""The distance of an element that belongs to another story, a comment or the frame of the page."""

_tags: dict[int, str] = {}
"""The parser's number of a tag -> the tag: a number is asked for in a fifth of the time."""
_MOST_TAGS = 1000
"""A tag that HTML does not know has an address instead of a number, which means nothing on the next page."""


def _tag_of(node: LexborNode) -> str:
    tag = node.tag or ""
    if node.tag_id < _MOST_TAGS:
        _tags[node.tag_id] = tag
    return tag


_COMMENTS = re.compile(r"(?<!no-)(?<!has-)comments?\b(?!-status)|kommentare?\b|commentaires|comentarios|disqus", re.I)

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
        main: int | None,
        saved: str | None,
        outline: Outline,
    ) -> None:
        self.outline = outline
        self.saved = saved
        self.tree = tree
        self.statements = statements
        self.story = main
        self.main = None if main is None else outline.elements[main].node
        self.given_url = url
        self._headline: LexborNode | None = None
        self._distances: dict[int, int] = {}
        self._asides: dict[int, bool] = {}
        self._texts: dict[int, str] = {}
        self._shown: dict[int, str] = {}
        self._found: dict[Callable[[ReadPage], Any], Any] = {}
        self._dates: dict[str, tuple[Span, str] | None] = {}

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
    def locale(self) -> Locale:
        """How the page's ambiguous dates are read."""
        first = self.statements.first
        declared = self.statements.language or first(
            "content-language", "og:locale", "language", "dc.language", "inlanguage"
        )
        regional = first("og:locale") or declared
        domain = outlets.domain_of(self.given_url or self.url)
        locale = Locale(locale_of(declared).language, locale_of(regional, domain).region)
        return locale if locale.region else as_shown(locale, self.text)

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
        self._asides.clear()
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

    def once(self, find: Callable[[ReadPage], _Value]) -> _Value:
        """What a function finds on the page, which is asked once."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _Value = self._found[find]
        return found

    def first_date(self, text: str) -> tuple[Span, str] | None:
        """The first date with a year in a text of the page; looked for once."""
        if text not in self._dates:
            self._dates[text] = dates.find_date(text, language=self.locale)
        return self._dates[text]

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

    def is_of_link(self, node: LexborNode, size: int) -> bool:
        """Whether a date of `size` characters stands in a link that says more, and does not hold the headline: a story told elsewhere."""
        current: LexborNode | None = node
        for _ in range(_LINK_CLIMB):
            if current is None:
                return False
            if current.tag == "a":
                return current.mem_id not in self._anchors and len(self.shown(current)) > size + _SHORTEST_LINKED
            current = current.parent
        return False

    def is_linked(self, text: str) -> bool:
        """Whether a date in a line near the headline stands in links to other stories only."""
        below, above = self._numbers_near_headline
        lines = [self.outline.lines[number] for number in (*below[:_LINES_BELOW], *above[:_LINES_ABOVE])]
        said = [line for line in lines if text in line.text]
        return bool(said) and all(
            self.is_of_link(self.outline.elements[line.element].node, len(text))
            or (len(line.text) > len(text) + _SHORTEST_LINKED and line.linked * 10 > len(line.text) * 9)
            for line in said
        )

    def shows(self, name: str) -> bool:
        """Whether a reader of the page can see a name on it."""
        wanted = name.casefold()
        return (
            wanted in self._folded_opening
            or any(wanted in text for text in self._credit_texts)
            or wanted in self._folded_lines
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
    def _folded_lines(self) -> str:
        return self.text.casefold()

    # ----------------------------------------------------------------------------------------------------- lines

    @_once
    def lines(self) -> list[str]:
        """All lines of the page."""
        lines = [line.text for line in self.outline.lines]
        return [line.replace("\xad", "") for line in lines] if "\xad" in "".join(lines) else lines

    @_once
    def text(self) -> str:
        """The lines of the page, a line feed before each."""
        return "\n".join(["", *self.lines])

    def is_aside(self, line: int) -> bool:
        """Whether one of the page's lines belongs to another story, a comment or the frame of the page."""
        node: LexborNode | None = self.outline.elements[self.outline.lines[line].element].node
        for _ in range(_CLIMB):
            if node is None or node.mem_id in self._anchors or node.mem_id in self._around_main:
                return False
            tag = node.tag or ""
            if tag != "figcaption" and is_foreign(tag, names_of(node)):  # a byline may stand by its writer's picture
                return True
            node = node.parent
        return False

    def is_comment(self, line: int) -> bool:
        """Whether one of the page's lines stands in what is named as comments and does not hold the story."""
        elements = self.outline.elements
        for position in self.outline.ancestors(self.outline.lines[line].element):
            element = elements[position]
            if _COMMENTS.search(element.names) and element.node.mem_id not in self._around_main:
                return True
        return False

    @_once
    def lines_near_headline(self) -> list[str]:
        """The headline's lines and those below it, then those above it, the nearest first: what is the story's of them."""
        below, above = self._near_headline
        return [line for line, is_aside in (*below, *above) if not is_aside]

    @_once
    def lines_below_headline(self) -> list[str]:
        """The headline's lines and those below it: what is the story's of them."""
        return [line for line, is_aside in self._near_headline[0] if not is_aside]

    @_once
    def opening(self) -> list[str]:
        """The lines near the headline, with those of asides, menus and forms among them."""
        below, above = self._near_headline
        return [line for line, _ in (*below, *above)]

    def notes(self) -> Iterator[str]:
        """The short lines by the headline, whole."""
        below, above = self._numbers_near_headline
        for number in (*below[:_LINES_BELOW], *above[:_LINES_ABOVE]):
            line = self.outline.lines[number]
            if len(line.text) < _LONGEST_NOTE and not self._is_in_aside(line.element):
                yield line.text

    @_once
    def _near_headline(self) -> tuple[_Texts, _Texts]:
        """The texts of the headline and below, and those above it; and which of them are an aside's."""
        below, above = self._numbers_near_headline
        return self._texts_of(below, _LINES_BELOW), self._texts_of(above, _LINES_ABOVE)

    @_once
    def _numbers_near_headline(self) -> tuple[range, range]:
        """The numbers of the lines from the headline on, and of those before it, the nearest first."""
        elements = self.outline.elements
        headline = self._headline_position
        if headline < 0:  # the story's opening lines, where no heading is its headline
            story = elements[self.story] if self.story is not None else None
            return range(story.first, story.end) if story is not None else range(0), range(0)
        container = headline
        for _ in range(_LINE_LEVELS):
            above = elements[container].parent
            # the whole page is near only to a headline that stands in nothing else
            if above < 0 or (elements[above].tag in ("body", "html") and container != headline):
                break
            container = above
        first, end = elements[headline].first, elements[container].end
        if elements[container].tag == "body":
            end = next((e.first for e in elements if e.tag == "footer" and e.parent == container), end)
        return range(first, end), range(first - 1, elements[container].first - 1, -1)

    @property
    def _headline_position(self) -> int:
        """The position of the headline's element, or of the one that holds it; -1 for none."""
        node: LexborNode | None = self.headline
        if node is None:
            return -1
        elements = self.outline.elements
        place = node.mem_id
        for position in self.outline.headings:
            if elements[position].node.mem_id == place:
                return position
        positions = {element.node.mem_id: position for position, element in enumerate(elements)}
        while node is not None:
            if node.mem_id in positions:
                return positions[node.mem_id]
            node = node.parent
        return -1

    def _texts_of(self, numbers: range, most: int) -> _Texts:
        """The first texts of lines, and which of them are an aside's; scripts, told by their braces, are left out."""
        lines = self.outline.lines
        found: _Texts = []
        for number in numbers:
            line = lines[number]
            is_aside = self._is_in_aside(line.element)
            if line.parts is None:
                texts = [line.text]
            else:
                texts = [text for part in line.parts if (text := squeeze(part))]
                if numbers.step < 0:
                    texts.reverse()
            for text in texts:
                if "{" not in text:
                    found.append((text.replace("\xad", "")[:_LONGEST_LINE], is_aside))
            if len(found) >= most:
                break
        return found[:most]

    def _is_in_aside(self, position: int) -> bool:
        """Whether an aside, a menu, a form or the like that does not hold the headline holds an element."""
        elements, known = self.outline.elements, self._asides
        path: list[int] = []
        found = False
        while position >= 0:
            if position in known:
                found = known[position]
                break
            path.append(position)
            element = elements[position]
            if element.tag in _NOT_LINES:
                found = element.node.mem_id not in self._anchors
                break
            position = element.parent
        for passed in path:
            known[passed] = found
        return found


_LINK_CLIMB = 4
"""Levels between a date and the link that it stands in."""
_SHORTEST_LINKED = 20
"""Characters beside a date in a link of which it is the story's date."""


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


_NOT_LINES = frozenset(("aside", "nav", "form", "figcaption", "noscript"))
_Texts = list[tuple[str, bool]]
_LINE_LEVELS = 5
_LINES_BELOW = 14
_LINES_ABOVE = 5
_LONGEST_NOTE = 200
_LONGEST_LINE = 400
"""Characters of a text by the headline that are looked at."""
_LONGEST_CREDIT = 2_000
"""Characters of what may be a credit, with the white space in it, that are looked at."""


def lines_of(node: LexborNode) -> list[str]:
    """The texts with which an element begins, a line for each text node that is not blank."""
    return _split(_text_of(node)[:_LONGEST_CREDIT])


def _text_of(node: LexborNode) -> str:
    return node.text(deep=True, separator=BETWEEN, skip_empty=True)


def _split(text: str) -> list[str]:
    return [line for part in _squeezed(text).split(BETWEEN) if (line := part.strip())]


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


@lru_cache(maxsize=2048)
def key(text: str) -> str:
    """A headline's words alone, for comparing two spellings of it."""
    return " ".join(words_in(text.casefold()))
