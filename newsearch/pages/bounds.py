"""Markup that would take a parser minutes -> markup that takes it seconds, with the same text.

Lexbor is quadratic in two ways: in the depth of nesting (100,000 divs: 35 s) and in the attributes of one tag (100,000:
20 s). Pictures that savers put into the page itself make up most of some files, and are read by nobody here.
"""

from __future__ import annotations

import re

DEEPEST = 1_000
"""Elements inside each other. Browsers stop at 512."""
MANY_TAGS = 20_000
"""Below this a page cannot be nested deeply enough to take a second."""
LARGE = 262_144
"""Characters below which a page cannot have a tag with so many attributes that it takes a second."""
LONGEST_TAG = 16_384
"""Characters of one tag."""

_EMBEDDED = re.compile(rb"data:[\w/+.-]+(?:;[\w=.-]+)*;base64,[A-Za-z0-9+/=\s]{200,}")
_LONG_TAG = re.compile(rf"(<[a-zA-Z][^<>]{{{LONGEST_TAG}}})[^<>]+")
_NESTING = re.compile(
    r"<(/?)(div|span|section|article|main|aside|header|footer|nav|figure|ul|ol|dl|table|blockquote|center|font|form|fieldset|a|b|i"
    r"|u|s|em|strong|small|big|tt|code|nobr|strike|details|button|object|svg|math|g|select|template|[a-z]+-[a-z0-9-]*)\b[^>]*>?",
    re.I,
)


def without_embedded(data: bytes) -> bytes:
    """The file without the pictures, fonts and sounds that `data:` addresses hold."""
    return _EMBEDDED.sub(b"data:,", data) if b";base64," in data else data


def parsable(markup: str) -> str:
    """The markup without what makes parsing take longer than reading: endless tags, bottomless nesting."""
    if len(markup) > LARGE:
        markup = _LONG_TAG.sub(r"\1", markup)
    if markup.count("<") > MANY_TAGS:
        markup = _shallow(markup)
    return markup


def _shallow(markup: str) -> str:
    """Elements deeper than `DEEPEST` are taken out; where one began, a line ends."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < DEEPEST else ""
        depth += 1
        return tag[0] if depth <= DEEPEST else "<br>"

    return _NESTING.sub(keep, markup)
