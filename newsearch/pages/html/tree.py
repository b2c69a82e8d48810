"""A parsed page as two flat lists: elements in document order and the lines of text that they enclose.

The tree is walked once. Everything after that is arithmetic on list positions: an element encloses the lines
`first:end`, so sums over any part of the page are differences of running totals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "option",
        "datalist",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
        "head",
        "-comment",
        "-doctype",
        "noframes",
        "progress",
        "meter",
        "rt",
        "rp",
    ]
)
"""What holds no text to read. `video` and `audio` hold text for browsers that cannot play them."""
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

JUNK, COMMENT, CAPTION, META, TEASER, BODY, HIDDEN, LEAD, TITLE, IMAGE = (1 << i for i in range(10))
"""What the names that a page gives to an element (class, id, role ...) say about it."""

BREAKING = JUNK | CAPTION | HIDDEN | TEASER | COMMENT
"""What makes an inline element an element of its own: its text does not read on in the sentence around it."""

_WORDS: Mapping[int, str] = {
    JUNK: "share sharing shares sharebar sharedaddy social socials addthis addtoany nav navbar navigation menu menus breadcrumb breadcrumbs"
    " sidebar footer cookie cookies consent gdpr newsletter newsletters subscribe subscription subscriptions signup"
    " sponsor sponsored sponsors advert adverts advertisement advertising ad ads adv adslot adsense dfp outbrain taboola popup modal overlay"
    " toolbar pagination pager pagenav tag tags taglist tagcloud rating ratings login signin register search masthead skip tooltip"
    " disclaimer copyright legal donate donation donations follow print printonly noprint banner promo promos promotion promobox"
    " infobox factbox factsbox cta callout password account verify registration subscribers contentinfo complementary dialog alertdialog topbar bottombar rail utility toc feedback poll piano",
    COMMENT: "comment comments commentlist commentlists disqus respond discussion livefyre kommentare kommentar commentaires comentarios commenti reacties"
    " reactions replies reply",
    CAPTION: "caption captions figcaption wp-caption-text imagecaption photocaption credit credits photocredit legend bildunterschrift"
    " slideshow lightbox gallery galleries carousel copyrightholder",
    META: "byline bylines author authors timestamp dateline pubdate published posted postmeta metadata meta kicker eyebrow"
    " authorbox autor autoren auteur auteurs autore bio biography writer publishdate datetime",
    TEASER: "related relatedarticles relatedposts recommend recommended recommendation recommendations recirc recirculation teaser teasers"
    " readmore readalso morefrom popular trending latest similar mostread mostpopular suggested suggestions upnext nextarticle"
    " seealso relacionadas relacionados relacionado correlati gerelateerd weiterlesen",
    BODY: "articlebody storybody postbody entrycontent articlecontent storycontent postcontent articletext storytext bodytext maincontent"
    " articlebodycontent bodycontent newsbody textbody richtext postentry bodycopy",
    HIDDEN: "hidden visuallyhidden hide sr-only sronly screenreader",
    LEAD: "standfirst lead lede dek subtitle subheadline summary deck excerpt abstract intro subhead subheading teasertext",
    TITLE: "headline title pagetitle",
    IMAGE: "image images img photo photos picture pictures bild bilder foto fotos absatzbild thumbnail thumb illustration",
}
_MEANING: Mapping[str, int] = {word: flag for flag, words in _WORDS.items() for word in words.split()}
_PAIRS: Mapping[tuple[str, str], int] = {
    (left, right): flag
    for flag, pairs in {
        BODY: "article-body article-content article-text story-body story-content story-text entry-content post-content post-body"
        " post-text news-body news-content news-text body-content body-text body-copy content-body main-content article-main rich-text"
        " page-content content-text text-content",
        TEASER: "read-more read-also see-also more-from most-read most-popular most-viewed also-read up-next next-article more-stories more-news"
        " also-like other-news you-may",
        META: "entry-meta post-meta article-meta publish-date published-at article-info post-info",
        JUNK: "sign-up tool-bar call-to email-signup info-box fact-box facts-box",
        COMMENT: "post-comments leave-reply",
        HIDDEN: "sr-only visually-hidden screen-reader",
        CAPTION: "image-source image-caption photo-caption",
    }.items()
    for left, right in (pair.split("-") for pair in pairs.split())
}
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FORM_OF_PAGE = re.compile(
    r"(?:^|\s)(?:tag|category|cat|has|no|not|with|without|comment-status|js|sc|css)[-_]\S*|\bhas[A-Z]\w*"
)
"""Class names that tell of a page's subject or arrangement, not of what the element is: `tag-sponsors`, `has-sidebar`."""
_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "data-module")


@lru_cache(maxsize=65536)
def judge(names: str) -> int:
    """The flags that an element's names carry, one judgement for each distinct string."""
    flags = 0
    previous = ""
    for part in _NAME_PART.findall(_FORM_OF_PAGE.sub(" ", names)):
        word = part.lower()
        flags |= _MEANING.get(word, 0) | _PAIRS.get((previous, word), 0)
        previous = word
    return flags


@dataclass(slots=True)
class Element:
    """A container of lines. Inline elements are elements only when their names carry a judgement."""

    node: LexborNode
    tag: str
    parent: int
    """Position of the enclosing element; -1 for the root."""
    depth: int
    first: int
    """The lines of the element are `first:end`."""
    flags: int = 0
    end: int = 0
    attributes: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A run of text between two boundaries of blocks."""

    text: str
    element: int
    """Position of the nearest enclosing element."""
    linked: int
    """How many of the characters are inside links."""
    url: str | None = None
    """The first link of the line."""
    bold: int = 0
    """How many of the characters are bold or emphasised."""


@dataclass(slots=True)
class Outline:
    """A page, flat."""

    elements: list[Element]
    lines: list[Line]

    def ancestors(self, element: int) -> list[int]:
        """The element and what encloses it, innermost first."""
        chain = []
        while element >= 0:
            chain.append(element)
            element = self.elements[element].parent
        return chain


def names_of(attributes: Mapping[str, str | None]) -> str:
    """The names that a page gives to an element, as one string."""
    return " ".join([value for key in _NAMING if (value := attributes.get(key))])


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display" in style and "none" in style.replace(" ", "").partition("display:")[2][:4]


class _Walk:
    """The state of the one pass: open elements, and the line being collected."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.linked = 0
        self.bold = 0
        self.url: str | None = None

    def end_line(self, element: int) -> None:
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        if text:
            self.lines.append(Line(text, element, min(self.linked, len(text)), self.url, min(self.bold, len(text))))
        self.parts.clear()
        self.linked = self.bold = 0
        self.url = None


def outline(root: LexborNode) -> Outline:
    """Flatten the tree below `root`."""
    walk = _Walk()
    elements, lines, parts = walk.elements, walk.lines, walk.parts
    elements.append(Element(root, root.tag or "", -1, 0, 0))
    current = 0
    in_link = in_bold = 0
    breaks = 0
    # What to undo when a node's children are done: (element to return to, is it a block, link, bold).
    stack: list[tuple[LexborNode, int, int, int, int]] = []
    node = root.first_child
    while True:
        descend = None
        if node is not None:
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if text and not (text[0] == "<" and elements[current].tag == "noscript"):
                    parts.append(text)
                    if in_link or in_bold:
                        size = len(text.strip())
                        if in_link:
                            walk.linked += size
                        if in_bold:
                            walk.bold += size
                    if breaks and not text.isspace():
                        breaks = 0
            elif tag == "br":
                breaks += 1
                if breaks > 1:
                    walk.end_line(current)
                else:
                    parts.append("\n")
            elif tag not in SKIPPED:
                descend = node.first_child
                if descend is not None or tag == "hr":
                    opened = current
                    link, bold = in_link, in_bold
                    if tag in INLINE or "-" in tag:
                        if tag == "a":
                            attributes = node.attributes
                            in_link += 1
                            if walk.url is None:
                                walk.url = attributes.get("href")
                        elif tag == "b" or tag == "strong" or tag == "em" or tag == "i":
                            attributes = {}
                            in_bold += 1
                        else:
                            attributes = node.attributes
                        flags = 0 if tag == "a" or not attributes else _flags(attributes)
                        block = flags & BREAKING != 0
                    else:
                        attributes = node.attributes
                        flags = _flags(attributes) if attributes else 0
                        block = True
                    if block:
                        url = walk.url if tag == "a" else None
                        walk.end_line(current)
                        walk.url = url
                        breaks = 0
                        elements.append(
                            Element(
                                node,
                                tag,
                                current,
                                len(stack),
                                len(lines),
                                flags | elements[current].flags & HIDDEN,
                                0,
                                attributes,
                            )
                        )
                        current = len(elements) - 1
                    if descend is not None:
                        stack.append((node, opened, link, bold, block))
                        node = descend
                        continue
                    if block:
                        elements[current].end = len(lines)
                        current = opened
            node = node.next
            if node is not None:
                continue
        if not stack:
            break
        node, opened, link, bold, block = stack.pop()
        if block:
            walk.end_line(current)
            elements[current].end = len(lines)
            current = opened
            breaks = 0
        in_link, in_bold = link, bold
        node = node.next
    walk.end_line(0)
    elements[0].end = len(lines)
    return Outline(elements, lines)


def _flags(attributes: Mapping[str, str | None]) -> int:
    names = names_of(attributes)
    flags = judge(names) if names else 0
    if ("style" in attributes or "hidden" in attributes or "aria-hidden" in attributes) and _is_hidden(attributes):
        flags |= HIDDEN
    return flags


def parse(text: str) -> LexborHTMLParser:
    """The page's tree."""
    return LexborHTMLParser(text)


def stated_titles(parsed: LexborHTMLParser) -> list[str]:
    """The headlines that the page's head states."""
    titles = []
    for node in parsed.css("title, meta[property='og:title'], meta[name='twitter:title'], meta[name='title']"):
        text = node.text() if node.tag == "title" else node.attributes.get("content")
        if text:
            titles.append(text)
    return titles
