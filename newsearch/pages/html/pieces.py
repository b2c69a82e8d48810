"""Pages laid out with tables, fonts and line breaks, as until 2005: which piece of a text is a line of its own.

Such a page writes its headline, byline and date in one cell, each in a font, with single line breaks between them.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newsearch.pages.html.judging import words_of

INLINE = words_of(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp"
    " small span strike strong sub sup time tt u var wbr img"
)
BOLD = ("b", "strong", "em", "i")
_MOST_SIBLINGS = 8
"""Nodes back to the break before."""
_LARGE = re.compile(r"[4-7]|\+[1-4]")
"""Sizes of a font, of which 3 is that of the text."""
_LARGEST = ("5", "6", "7", "+2", "+3", "+4")
_LONGEST_HEADLINE = 150
"""Characters."""
_STOPS = (".", "。", ":", ";", ",")
_MOST_WRAPPED = 5
"""Elements between a piece and the font around it."""
_FONTS = ("font", "big")
_WRAPPING = ("a", "b", "strong", "font", "big", "i", "em", "span")
_LEAST_SHARED, _MOST_SHARED = 0.3, 0.5
"""Of the letters of a page's title, in a headline that it ends with, and in any other."""


def set_off(last: LexborNode | None, segment: str) -> LexborNode | None:
    """The inline element that is all of a segment: the text from one break to the next, of which `last` is the last node.

    Beside a link there may be what has no letters: a bullet, the time, the date.
    """
    piece: LexborNode | None = None
    texts: list[str] = []
    for _ in range(_MOST_SIBLINGS):
        if last is None or (last.tag not in INLINE and not (last.tag or "").startswith("-")):  # of texts and comments
            break
        text = last.text() if last.tag != "-comment" else ""
        if last.tag == "-text":
            if any(map(str.isalpha, text)):
                return None
        elif text.strip():
            if piece is not None:
                return None
            piece = last
        texts.append(text)
        last = last.prev
    if piece is None or "".join("".join(reversed(texts)).split()) != "".join(segment.split()):
        return None
    alone = sum(bool(text.strip()) for text in texts) == 1
    return piece if alone or link_of(piece) is not None else None


def link_of(piece: LexborNode) -> LexborNode | None:
    """The link that a piece is or holds."""
    return piece if piece.tag == "a" and "href" in piece.attributes else piece.css_first("a[href]")


def linked_in(piece: LexborNode) -> int:
    """The characters of a piece that stand in links."""
    nodes = [piece] if link_of(piece) is piece else piece.css("a[href]")
    return sum([len(node.text()) for node in nodes])


def bold_in(piece: LexborNode) -> int:
    """The characters of a piece that are bold or italic."""
    nodes = [piece] if piece.tag in BOLD else piece.css(",".join(BOLD))
    return sum([len(node.text()) for node in nodes])


def heading_of(piece: LexborNode, text: str, title: str) -> str:
    """`h2` or `h3` for a piece in a large font that reads like a headline, or says what the page's title says; else nothing.

    `title` is that of the page as `letters` give it.
    """
    if len(text) > _LONGEST_HEADLINE or text.endswith(_STOPS):
        return ""
    if title and _says(letters(text), title):
        return "h2"
    font = piece if piece.tag in _FONTS else piece.css_first("font[size],big")
    around = piece.parent
    for _ in range(_MOST_WRAPPED):
        if font is not None or around is None or around.tag not in _WRAPPING:
            break
        if around.tag in _FONTS:
            font = around
        around = around.parent
    if font is None:
        return ""
    if font.tag == "big":
        return "h3"
    size = (font.attributes.get("size") or "").strip()
    return "" if not _LARGE.fullmatch(size) else "h2" if size in _LARGEST else "h3"


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text in `pre`: blank lines stand between them, or their first lines are set in."""
    return _BETWEEN_PARAGRAPHS.split(text)


_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]{2,}\S)")


def letters(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(filter(str.isalnum, text.casefold()))


def _says(text: str, title: str) -> bool:
    """Whether a text is most of a title, or a good part at an end of it; the rest is the site's name, a section."""
    share = len(text) / len(title)
    return share > _LEAST_SHARED if text in title and title.endswith(text) else share > _MOST_SHARED and text in title
