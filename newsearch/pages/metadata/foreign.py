"""What of a page is not its own story's, by tag and class: other stories, comments, the frame of the page."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_TAGS = frozenset(("aside", "figcaption", "footer", "nav", "menu", "form", "noscript"))
# Words of names in small letters -> with what around them they tell; None for words that always do. To look for the words
# one by one costs a quarter of one expression for all.
_NAMES: tuple[tuple[str, re.Pattern[str] | None], ...] = tuple(
    (word, re.compile(expression) if expression else None)
    for word, expression in (
        ("comment", ""), ("disqus", ""), ("related", ""), ("recommend", ""), ("sidebar", ""), ("side-bar", ""), ("teaser", ""),
        ("popular", ""), ("trending", ""), ("promo", ""), ("newsletter", ""), ("crumb", ""), ("recirc", ""), ("latest", ""),
        ("recent", ""), ("carousel", ""), ("slider", ""), ("empfehl", ""), ("mehr-zum", ""), ("outbrain", ""), ("taboola", ""),
        ("popup", ""), ("modal", ""), ("site-header", ""), ("caption", ""), ("copyright", ""), ("sponsor", ""),
        ("advert", ""), ("weiterlesen", ""), ("verwandt", ""), ("lesen-sie", ""), ("auch-interess", ""), ("calendar", ""),
        ("upcoming", ""), ("listing", ""),
        ("widget", r"\bwidget"),
        ("respon", "(?<![a-z])respon(?:d|ses?)(?![a-z])"),
        ("most", "most-?(?:read|viewed)"),
        ("nav", r"\bnav|navbar|navigation"),
        ("menu", r"\bmenu|user-?menu"),
        ("read", "read-?(?:more|next|also)"),
        ("see", "see-?also"),
        ("more-", "more-(?:from|news|stories|articles|posts|in)"),
        ("card", r"(?<!h-)\bcards?\b(?!__|-content)"),
        ("foot", "(?:site|page|global|main)[-_]?footer"),
        ("list", "(?:archive|post|article|news)-list|list-item|events?-list"),
        ("credit", "photo-?credit"),
        ("cloud", "tag-?cloud"),
    )
)  # fmt: skip
_OF_CREDIT = re.compile(
    r"comment|caption|quote|testimonial|(?:photo|foto|image|img|picture)[-_]*(?:author|autor|credit|byline)|teaser|related|recent|popular|reply|widget"
    r"|sidebar|\bnav\b|menu"
)
"""The same of names that speak of an author: an element may say of the story's own credit that it stands on a card or in a gallery."""


@lru_cache(maxsize=16384)
def is_foreign(tag: str, names: str) -> bool:
    """Whether an element, by tag and class, holds what is not part of the page's own story."""
    if tag in ("html", "body", "main"):
        return False
    names = names.lower()
    if "author" in names or "autor" in names or "byline" in names:
        if tag in _TAGS and not any(word in names for word, _ in _NAMES):
            return True  # an aside that is called after nothing but the author is about him
        return bool(_OF_CREDIT.search(names))
    return tag in _TAGS or any(word in names and (not told or told.search(names)) for word, told in _NAMES)


def names_of(node: LexborNode) -> str:
    """Class and id of an element, as one text; an item that is a comment is called so."""
    attributes = node.attributes
    if attributes.get("itemprop") == "comment":
        return f"comment {attributes.get('class') or ''}".strip()
    classes, own = attributes.get("class"), attributes.get("id")
    if own:
        return f"{classes or ''} {own}".strip()
    return classes.strip() if classes else ""
