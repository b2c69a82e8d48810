"""A parsed page as two flat lists: elements in document order and the lines of text that they enclose.

The tree is walked once. Everything after that is arithmetic on list positions: an element encloses the lines
`first:end`, so sums over any part of the page are differences of running totals.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from newsearch.pages.html.folded import is_folded
from newsearch.pages.html.guard import tamed
from newsearch.pages.html.judging import (
    BREAKING,
    COMMENT,
    HIDDEN,
    MENU,
    SPEAKING,
    TELLING,
    forget_if_many,
    judge,
    known_classes,
    names_and_flags,
    words_of,
)
from newsearch.pages.html.pieces import (
    BOLD,
    INLINE,
    bold_in,
    heading_of,
    letters,
    link_of,
    linked_in,
    paragraphs_of,
    set_off,
)
from newsearch.pages.structured import (
    AUTHOR_PATH,
    AUTHORED,
    Telling,
    is_author_page,
    is_json,
    names_author,
)

SKIPPED = words_of(
    "script style title template svg math iframe object embed canvas select option datalist input textarea"
    " audio video map head -comment -doctype noframes progress meter rt rp"
)
"""What holds no text to read. `video` and `audio` hold text for browsers that cannot play them."""
_LISTS = frozenset(["ul", "ol"])
HEADINGS = words_of("h1 h2 h3 h4 h5 h6")
_WHOLE = words_of("li dt dd h1 h2 h3 h4 h5 h6")
"""What is one text, with or without breaks in it."""
TEXT_LEVEL = words_of("p li ul ol dl dt dd blockquote span em strong i b h1 h2 h3 h4 h5 h6 pre font center")
"""What a story is written with, as against what holds a story."""
TABULAR = words_of("table tbody tr td th")
TELLING_TAGS = words_of("nav aside footer form button noscript dialog menu figcaption figure article blockquote")
"""Tags that say by themselves what part of a page an element is."""


@dataclass(slots=True, init=False)
class Element:
    """A container of lines. Inline elements are elements only when their names carry a judgement."""

    node: LexborNode
    tag: str
    parent: int
    """Position of the enclosing element; -1 for the root."""
    first: int
    """The lines of the element are `first:end`."""
    flags: int
    names: str
    """Its class, id, role and the like, as one string."""
    classes: str
    """Its class alone."""
    end: int


@dataclass(slots=True, init=False)
class Line:
    """A run of text between two boundaries of blocks."""

    text: str
    element: int
    """Position of the nearest enclosing element."""
    linked: int
    """How many of the characters are inside links."""
    bold: int
    """How many of the characters are bold or italic."""
    url: str | None
    """The first link of the line."""
    parts: list[str] | None
    """What stands in different elements of the line, where there are several."""


@dataclass(slots=True)
class Outline:
    """A page, flat."""

    elements: list[Element]
    lines: list[Line]
    telling: list[Telling]
    """What may tell the page's headline, author or date, in the order of the page."""
    noted: list[int]
    """Positions of the elements whose names or tags say something, two of five."""
    headings: list[int]
    """Positions of the elements `h1` to `h6`."""
    stamps: dict[int, str]
    """Position of an element -> the first `datetime` attribute in it."""
    cells: int
    """How many `td` there are."""
    typed: list[int]
    """Positions of the elements `pre`."""
    is_folded: bool
    """Whether a browser draws more of the page than its tree has: see `folded`."""

    def is_hidden(self, line: Line) -> bool:
        """Whether a line stands in an element that is not shown."""
        return bool(self.elements[line.element].flags & HIDDEN)

    def ancestors(self, element: int) -> list[int]:
        """The element and what encloses it, innermost first."""
        chain = []
        while element >= 0:
            chain.append(element)
            element = self.elements[element].parent
        return chain


def _element(node: LexborNode, tag: str, parent: int, first: int, flags: int, names: str, classes: str) -> Element:
    element = Element()
    element.node = node
    element.tag = tag
    element.parent = parent
    element.first = element.end = first
    element.flags = flags
    element.names = names
    element.classes = classes
    return element


def _line(text: str, element: int, linked: int, bold: int, url: str | None, parts: list[str] | None) -> Line:
    line = Line()
    line.text = text
    line.element = element
    line.linked = linked
    line.bold = bold
    line.url = url
    line.parts = parts
    return line


def _begins_word(text: str, before: str) -> bool:
    """Whether a text that begins with a letter is a word of its own though nothing but a style sheet keeps it apart from
    what stands before: `<span>Ann Lee</span>Winter ends`. Of 1163 pages every fifth had such, and none a word that goes on
    with a capital in another element."""
    last = before[-1]
    return text[0].isupper() and (
        (last.islower() and before[-2:-1].isalpha()) or (last.isdigit() and text[1:2].islower())
    )


def _end_line(lines: list[Line], parts: list[str], element: int, linked: int, bold: int, url: str | None) -> int:
    """Close the line of an element; how many lines there are. Most are one part that needs no more than stripping."""
    if len(parts) == 1:
        text, several = parts[0], None
    else:
        text, several = "".join(parts), parts.copy()
    text = text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
    parts.clear()
    if text:
        size = len(text)
        line = Line()
        line.text = text
        line.element = element
        line.linked = linked if linked < size else size
        line.bold = bold if bold < size else size
        line.url = url
        line.parts = several
        lines.append(line)
    return len(lines)


MOST_LINES = 200_000
"""A page is read no further. The longest page of news met so far has 9,000."""
# The order matters: comparing kinds is cheaper than looking tags up. Up to `_TIME` they are inline, up to `_NAV` blocks;
# `_TIME` and `_MARKED` are told of whatever their names say.
_LINK, _BOLD, _INLINE, _TIME, _MARKED, _HEADING, _BLOCK, _CELL, _PRE, _LIST, _PART, _NAMED, _NAV = range(13)
_BREAK, _RULE, _STATED, _SCRIPT, _FOLDED, _SKIPPED = range(13, 19)
_KINDS: dict[str, int] = {
    **dict.fromkeys(SKIPPED, _SKIPPED),
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(BOLD, _BOLD),
    **dict.fromkeys(_LISTS, _LIST),
    **dict.fromkeys(HEADINGS, _HEADING),
    **dict.fromkeys(TELLING_TAGS, _PART),
    **dict.fromkeys(("h1", "address", "byline"), _MARKED),
    **dict.fromkeys(("meta", "link", "title"), _STATED),
    "script": _SCRIPT,
    **dict.fromkeys(("template", "iframe"), _FOLDED),
    "a": _LINK,
    "time": _TIME,
    "td": _CELL,
    "pre": _PRE,
    "nav": _NAV,
    "br": _BREAK,
    "hr": _RULE,
    "img": _SKIPPED,
    "": _SKIPPED,
}
"""How the walk takes a tag. The rest are `_BLOCK`, but for a page's own tags (they have a hyphen), which are inline if they are not
named as comments: `forum-comment`."""


def _number_of_text() -> int:
    body = LexborHTMLParser("<body>.").body
    text = body.first_child if body else None
    return text.tag_id if text else 2  # LXB_TAG__TEXT


_TEXT_NUMBER = _number_of_text()
_tags: dict[int, tuple[str, int]] = {}
"""The parser's number of a tag -> tag and kind. A number is asked for in half the time of a name."""
_MOST_TAGS = 1000
"""The parser numbers the tags of HTML from 1 on; to any other tag it gives an address, which means nothing on the next page."""


def _tag_and_kind(node: LexborNode) -> tuple[str, int]:
    tag = node.tag or ""
    own = _BLOCK if "-" not in tag else _NAMED if judge(tag) & COMMENT else _INLINE
    found = tag, _KINDS.get(tag, own)
    if node.tag_id < _MOST_TAGS:
        _tags[node.tag_id] = found
    return found


def outline(root: LexborNode) -> Outline:
    """Flatten the tree below `root`; of a page laid out with tables and fonts also what stands between breaks in its cells."""
    page = _walk(root)
    if not _is_laid_out(page):
        return page
    title = root.css_first("title")
    return _walk(root, letters(title.text()) if title is not None else "")


def _is_laid_out(page: Outline) -> bool:
    """Whether fonts and breaks may tell more of a page than its tags: it has no heading, more cells than `div`, or is typed."""
    if not page.headings:
        return bool(page.lines)
    if page.typed and _is_typed(page):
        return True
    return page.cells > 0 and page.cells > [element.tag for element in page.elements].count("div")


def _is_typed(page: Outline) -> bool:
    """Whether most of a page's text stands in `pre`, as stories of wires did."""
    inside = {at for position in page.typed for at in range(page.elements[position].first, page.elements[position].end)}
    sizes = [len(line.text) for line in page.lines]
    return 2 * sum([sizes[at] for at in inside]) > sum(sizes)


def _walk(root: LexborNode, title: str | None = None) -> Outline:
    """One walk without recursion: a page may be nested ten thousands deep. `title` is that of a page laid out with fonts.

    A page has two thousand nodes, so this loop does each thing in the cheapest way that was found. More than a third of
    the nodes are white space between tags, which is what each node is asked for first; what follows it is no text. Elements
    need no place on the stack: each knows what it stands in.
    """
    lines: list[Line] = []
    elements = [_element(root, root.tag or "", -1, 0, 0, "", "")]
    telling: list[Telling] = []
    noted: list[int] = []
    headings: list[int] = []
    typed: list[int] = []
    stamps: dict[int, str] = {}
    forget_if_many()
    known, tags = known_classes, _tags
    may_be_author = AUTHOR_PATH.search
    is_silent = SPEAKING.isdisjoint
    # The line being collected: its text, how much of that is linked and bold, its first link.
    parts: list[str] = []
    linked = bold = 0
    url: str | None = None
    current = position = breaks = refused = cells = 0
    ended = 0  # lines
    in_bold = folded = False
    pieces = None if title is None else _Pieces(elements, lines, noted, headings, title)
    link: str | None = None
    around = elements[0]
    # What to return to when an inline node's children are done: the node, link, in bold, and the same as `inside` for the
    # inline node around it.
    stack: list[tuple[LexborNode, str | None, bool, int]] = []
    inside = -1  # the element that the innermost open inline node stands in
    node = root.first_child
    while True:
        while node is not None:
            if node.is_empty_text_node:
                if parts:
                    parts.append(" ")
                node = node.next
                if node is None:
                    continue
            number = node.tag_id
            if number == _TEXT_NUMBER:
                text = node.text_content or ""
                if text.isspace():
                    if parts:
                        parts.append(" ")
                elif text and (text[0] > "<" or around.tag != "noscript" or not _is_markup(text)):
                    if parts and text > "@" and _begins_word(text, parts[-1]):  # most begin with a blank
                        text = f" {text}"
                    if pieces and around.tag == "pre":
                        *before, text = paragraphs_of(text)
                        for paragraph in before[: MOST_LINES - ended]:
                            parts.append(paragraph)
                            ended = _end_line(lines, parts, current, linked, bold, url)
                            linked = bold = 0
                            url = link
                        if not text or text.isspace():
                            node = node.next
                            continue
                    parts.append(text)
                    breaks = 0
                    if link is not None:
                        linked += len(text.strip())
                    if in_bold:
                        bold += len(text.strip())
                node = node.next
                continue
            try:
                tag, kind = tags[number]
            except KeyError:
                tag, kind = _tag_and_kind(node)
            if kind >= _BREAK:
                if kind <= _RULE:
                    if parts:
                        breaks += 1
                        if pieces and pieces.end(node.prev, current, parts, linked, bold, url, is_row=True):
                            position, ended = len(elements) - 1, len(lines)
                            linked = bold = 0
                            url = link
                            if ended >= MOST_LINES:
                                break
                            node = node.next
                            continue
                        parts.append("\n")
                        if breaks > 1 or kind == _RULE:
                            ended = _end_line(lines, parts, current, linked, bold, url)
                            linked = bold = 0
                            url = link
                            if ended >= MOST_LINES:
                                break
                elif kind < _SKIPPED:
                    attributes = node.attributes
                    if kind == _FOLDED:
                        folded = folded or is_folded(attributes)
                    elif kind == _STATED or is_json(attributes):
                        telling.append((node, tag, attributes, names_and_flags(attributes)[1]))
                node = node.next
                continue
            attributes = node.attributes
            if attributes:
                classes = attributes.get("class") or ""
                if (classes and len(attributes) == 1) or is_silent(attributes):
                    names = classes
                    flags = known[classes]
                else:
                    names, flags = names_and_flags(attributes)
            else:
                names = classes = ""
                flags = 0
            child = node.first_child
            if kind < _MARKED and (kind <= _BOLD or not flags & BREAKING or _reads_on(node, flags)):
                inner_link, inner_bold = link, in_bold
                if kind == _LINK:
                    href = attributes.get("href")
                    if (href and may_be_author(href) and is_author_page(href)) or (
                        ("rel" in attributes or "title" in attributes) and names_author(attributes)
                    ):
                        flags |= AUTHORED
                    if href is not None and child is not None:
                        if parts and parts[-1][-1:] != " " and _follows_other_link(node, href):
                            parts.append(" ")
                        inner_link = href
                        if url is None or not parts:
                            url = href
                elif kind == _BOLD:
                    inner_bold = True
                if (flags and flags & TELLING) or kind == _TIME:
                    telling.append((node, tag, attributes, flags))
                    if "datetime" in attributes and (stamp := attributes["datetime"]):
                        _stamp(elements, stamps, current, stamp)
                    if kind == _TIME and parts and parts[-1][-1:].isalnum():
                        parts.append(" ")
                if child is None:
                    node = node.next
                else:
                    stack.append((node, link, in_bold, inside))
                    inside = current
                    link, in_bold = inner_link, inner_bold
                    node = child
                continue
            if (flags and flags & TELLING) or (kind <= _MARKED and kind >= _TIME):
                telling.append((node, tag, attributes, flags))
                if "datetime" in attributes and (stamp := attributes["datetime"]):
                    _stamp(elements, stamps, current, stamp)
            if child is None:
                node = node.next
                continue
            if parts:
                if pieces and pieces.end(node.prev, current, parts, linked, bold, url):
                    position, ended = len(elements) - 1, len(lines)
                else:
                    ended = _end_line(lines, parts, current, linked, bold, url)
                linked = bold = 0
                url = link
                if ended >= MOST_LINES:
                    break
            position += 1
            element = Element()
            element.node = node
            element.tag = tag
            element.parent = current
            element.first = ended
            flags |= around.flags & HIDDEN
            element.flags = flags
            element.names = names
            element.classes = classes
            elements.append(element)
            if flags:
                noted.append(position)
            if kind != _BLOCK:
                if kind <= _HEADING:
                    if tag in HEADINGS:
                        headings.append(position)
                elif kind == _CELL:
                    cells += 1
                elif kind == _PRE:
                    typed.append(position)
                elif kind >= _PART:
                    if not flags:
                        noted.append(position)
                    if kind == _NAMED:
                        element.flags = flags | known[tag]
                if (kind == _NAV or (kind == _LIST and flags & MENU)) and refused < _MOST_REFUSED:
                    menu = _menu(node)
                    if menu is not None:
                        if menu:
                            lines.append(_line(menu, position, len(menu), 0, None, None))
                            ended += 1
                        element.end = ended
                        if ended >= MOST_LINES:
                            break
                        telling += _stated_in(node, menu)
                        node = node.next
                        continue
                    refused += 1
            around = element
            current = position
            node = child
        else:
            if inside == current:
                node, link, in_bold, inside = stack.pop()
                node = node.next
                continue
            if parts:
                if pieces and pieces.end(around.node.last_child, current, parts, linked, bold, url):
                    position, ended = len(elements) - 1, len(lines)
                else:
                    ended = _end_line(lines, parts, current, linked, bold, url)
                linked = bold = 0
                if ended >= MOST_LINES:
                    break
            if not current:
                break
            url = link
            around.end = ended
            node = around.node.next
            current = around.parent
            around = elements[current]
            continue
        break
    if parts:
        _end_line(lines, parts, current, linked, bold, url)
    while current >= 0:
        elements[current].end = len(lines)
        current = elements[current].parent
    _unlink_runaways(lines)
    return Outline(elements, lines, telling, noted, headings, stamps, cells, typed, folded)


@dataclass(slots=True)
class _Pieces:
    """Makes lines, and elements around them, of what stands between two breaks in an inline element of its own."""

    elements: list[Element]
    lines: list[Line]
    noted: list[int]
    headings: list[int]
    title: str
    """The page's, as `letters` give it."""

    def end(
        self,
        last: LexborNode | None,
        current: int,
        parts: list[str],
        linked: int,
        bold: int,
        url: str | None,
        is_row: bool = False,
    ) -> bool:
        """Whether the text that ends with the node `last` ends with a piece, which is closed then, as is the line before it.

        A row of several gets an element of its own, as a headline does.
        """
        if self.elements[current].tag in _WHOLE:
            return False
        first = len(parts)
        while first and parts[first - 1] != "\n":
            first -= 1
        own = parts[first:]
        piece = set_off(last, "".join(own))
        if piece is None:
            return False
        text = " ".join("".join(own).split())
        tag = heading_of(piece, text, self.title)
        link = link_of(piece)
        in_link, in_bold = linked_in(piece), bold_in(piece)
        if first:
            del parts[first:]
            before = linked - in_link
            _end_line(self.lines, parts, current, max(0, before), max(0, bold - in_bold), url if before > 0 else None)
            parts[:] = own
        is_row = is_row or (link is not None and self.elements[current].first < len(self.lines))
        home = self._element(piece, tag or "p", current) if tag or is_row else current
        leads = link.attributes.get("href") if link is not None else None
        self.elements[home].end = _end_line(self.lines, parts, home, in_link, in_bold, leads)
        return True

    def _element(self, piece: LexborNode, tag: str, current: int) -> int:
        """The position of a new element around a piece."""
        position = len(self.elements)
        attributes = piece.attributes
        names, flags = names_and_flags(attributes) if attributes else ("", 0)
        flags |= self.elements[current].flags & HIDDEN
        classes = attributes.get("class") or ""
        self.elements.append(_element(piece, tag, current, len(self.lines), flags, names, classes))
        if tag in HEADINGS:
            self.headings.append(position)
        if flags:
            self.noted.append(position)
        return position


def _reads_on(node: LexborNode, flags: int) -> bool:
    """Whether an inline element holds the first words of a paragraph, set off from those that go on in small letters:
    `<span class="lead-in callout">The ferry was</span> late`."""
    around, before, behind = node.parent, node.prev, node.next
    if flags & HIDDEN or around is None or around.tag != "p" or behind is None or behind.tag_id != _TEXT_NUMBER:
        return False
    if before is not None and (not before.is_empty_text_node or before.prev is not None):
        return False
    text = (behind.text_content or "").lstrip()
    return text[:1].islower() and len(text) >= _SHORTEST_REST


_SHORTEST_REST = 40
"""Characters of a sentence behind its first words; what follows a button or a label is shorter."""


def _is_markup(text: str) -> bool:
    """Whether what a `noscript` holds was not read as elements: a counter's picture, mostly."""
    return text.lstrip()[:1] == "<"


def _stamp(elements: list[Element], stamps: dict[int, str], position: int, stamp: str) -> None:
    """Note a moment for an element and those around it that hold none yet."""
    while position >= 0 and position not in stamps:
        stamps[position] = stamp
        position = elements[position].parent


def _follows_other_link(node: LexborNode, href: str) -> bool:
    """Whether a link stands right behind one to another address: a row of labels, of which each is a word of its own."""
    before = node.prev
    return before is not None and before.tag == "a" and before.attributes.get("href") != href


_MOST_REFUSED = 300
"""Menus that hold more than labels; where there are more they stand in each other, and each asks for all of its text."""
LONG_LABEL = 40
"""Characters. A menu with several labels as long as this shows headlines, which are read one by one."""

_SHORTEST_HEADLINE = 24
"""Characters. Only menus with several labels longer than this are asked for headlines: 20 us a page; asking all takes 61."""
_LINKED_HEADING = "h2 a,h3 a,h4 a,a h2,a h3,a h4"


def _menu(node: LexborNode) -> str | None:
    """The labels of a menu as one line, or None where it holds more than labels.

    A third of a news page's nodes are menus; their text in one call saves a third of the walk.
    """
    text = node.text(separator="\n", skip_empty=True)
    if "{" in text:
        return None
    labels = list(map(str.strip, text.split("\n")))
    menu = " | ".join(filter(None, labels))
    if "  " in menu or not menu.isprintable():
        labels = [" ".join(label.split()) for label in labels]
        menu = " | ".join(filter(None, labels))
    sizes = list(map(len, labels))
    if sum(sizes) > 30 * len(sizes) or max(sizes) > 120 or sum([size > LONG_LABEL for size in sizes]) > 1:
        return None
    if sum([size > _SHORTEST_HEADLINE for size in sizes]) > 1 and _shows_headlines(node):
        return None
    return menu


_LONGEST_PATH = 12
"""Separators between the labels of a menu that may be the path to the page. A quarter of menus are longer; a heading in one
names the site, and looking for it took 19 us a page."""


def _stated_in(node: LexborNode, menu: str) -> list[Telling]:
    """What a menu states of the page: the path to it may end with its headline or date."""
    if menu.count(" | ") > _LONGEST_PATH:
        return []
    return [(stated, stated.tag or "", stated.attributes, 0) for stated in node.css("h1,meta")]


def _shows_headlines(menu: LexborNode) -> bool:
    """Whether several of a menu's headings are links as long as headlines."""
    return sum([len(node.text()) > _SHORTEST_HEADLINE for node in menu.css(_LINKED_HEADING)]) > 1


_LONGEST_RUN = 4
"""Lines. More links in a row that are each the whole of a paragraph, to one address, are a link that was never closed."""


def _unlink_runaways(lines: list[Line]) -> None:
    """A link that was never closed goes on through every later paragraph; it links none of them."""
    whole = [line for line in lines if line.linked > 60 and line.url and line.linked * 10 > len(line.text) * 9]
    if len(whole) < _LONGEST_RUN:
        return
    runs = ((url, list(run)) for url, run in groupby(whole, key=lambda line: line.url))
    runaways = {url for url, run in runs if len(run) >= _LONGEST_RUN}
    if runaways:
        for line in lines:
            if line.url in runaways:
                line.url, line.linked = None, 0


def parse(utf8: bytes) -> LexborHTMLParser:
    """The page's tree. Nobody listens to the tree's events; not raising them saves 3% of parsing."""
    return LexborHTMLParser(tamed(utf8), options=LexborDocumentOptions.WO_EVENTS)
