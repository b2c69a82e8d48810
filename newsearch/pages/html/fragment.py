"""A piece of HTML inside some other format (a feed's item, a field of JSON, Markdown rendered) -> paragraphs."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from newsearch.pages.decode import clean
from newsearch.pages.entities import unescape
from newsearch.pages.html.guard import tamed

_SKIPPED = "script,style,template,svg,iframe,object,noscript"
_BLOCKS = "p,div,br,h1,h2,h3,h4,h5,h6,ul,ol,li,tr,blockquote,figure,figcaption,pre,section,article,hr,dt,dd"
_BREAK = "\x1e"
"""Stands between paragraphs while the tree becomes text; pages hold none."""
_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|li|a|b|i|em|strong|span|blockquote|figure|img|table)\b[^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.I)


def looks_like_html(text: str) -> bool:
    """Whether a text has markup in it."""
    return bool(_MARKUP.search(text))


def paragraphs(text: str) -> str:
    """The text of a fragment, paragraphs separated by a blank line; plain text keeps its own."""
    if looks_like_html(text):
        return _html_paragraphs(text)
    if _ENTITY.search(text):
        text = unescape(text)
        if "</" in text and looks_like_html(text):  # feeds escape their markup once too often
            return _html_paragraphs(text)
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The text of a fragment on one line."""
    return " ".join(paragraphs(text).split())


def _html_paragraphs(text: str) -> str:
    body = LexborHTMLParser(tamed(text.encode(errors="replace"))).body
    if body is None:
        return ""
    for node in body.css(_SKIPPED):
        node.decompose()
    for node in body.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    found = (" ".join(clean(part).split()) for part in body.text(deep=True).split(_BREAK))
    return "\n\n".join(part for part in found if part)
