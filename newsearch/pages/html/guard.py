"""Keeps parsing linear: markup made to be slow is thinned out before the parser sees it.

The parser's work grows with the square of three things that no page of news has many of: elements nested in each
other, formatting tags never closed (each is repeated in every later paragraph), attributes of one tag. Measured: 100,000
nested `div` took 20 s, 2,000 unclosed `font` with as many paragraphs made 2 million nodes, 20,000 attributes took 0.7 s.
"""

from __future__ import annotations

import re
from collections import Counter

DEEPEST = 1000
"""Elements nested deeper lose their tags and keep their text."""
MOST_UNCLOSED = 200
MANY_TAGS = 4000
DEEP_TAGS = 20_000
"""A page with fewer tags is parsed in a second, however they are nested, and few pages have as many."""
LONG_PAGE = 300_000
LONG_TAG = 20_000
MOST_ATTRIBUTES = 2000

_FORMATTING = re.compile(r"<(/?)(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])[^>]*>?", re.IGNORECASE)
# The closing bracket is optional: where one is missing, each later tag would be scanned to the end of the page.
_STYLED = re.compile(r"<(?=[bcefinstuBCEFINSTU])(?i:[biu]|big|code|em|font|nobr|s|small|strike|strong|tt)\s")
"""Formatting with attributes: without them, the parser repeats a tag three times at most. Looking at the first letter
before the names, whose case does not count, halves the time."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONG_TAG},}}")
_NOT_NESTING = re.compile(
    "p|br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr|param|t[dhr]|d[dt]|option", re.I
)


def tamed(text: str) -> str:
    """The markup itself, or less of it where parsing it would take too long."""
    if len(text) > LONG_PAGE and _has_long_tag(text):
        text = _LONG_TAG.sub(_without_attributes, text)
    tags = text.count("<")
    if tags < MANY_TAGS:
        return text
    if len(_STYLED.findall(text)) > MOST_UNCLOSED and _most_unclosed(text) > MOST_UNCLOSED:
        text = _FORMATTING.sub("", text)
    return _flattened(text) if tags >= DEEP_TAGS and _depth(text) > DEEPEST else text


def _has_long_tag(text: str) -> bool:
    """Whether there may be a tag of `LONG_TAG` characters. It covers a step of half its length from end to end."""
    step = LONG_TAG // 2
    for start in range(0, len(text) - step, step):
        if text.find("<", start, start + step) < 0 and text.find(">", start, start + step) < 0:
            opened = text.rfind("<", 0, start)
            if opened > text.rfind(">", 0, start) and text[opened + 1].isalpha():
                return True
    return False


def _without_attributes(match: re.Match[str]) -> str:
    tag = match[0]
    return tag if len(tag.split(None, MOST_ATTRIBUTES + 1)) <= MOST_ATTRIBUTES else tag.split(None, 1)[0]


def _most_unclosed(text: str) -> int:
    """Of the formatting tag that is left open most often, how often that is."""
    counts = Counter(_FORMATTING.findall(text))
    return max((count - counts["/", name] for (slash, name), count in counts.items() if not slash), default=0)


def _depth(text: str) -> int:
    """How many elements are open at once at most. An end tag closes nothing where no element of its name is open."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for slash, name in _TAG.findall(text):
        if not slash:
            if not _NOT_NESTING.fullmatch(name):
                opened[name] += 1
                depth += 1
                deepest = max(deepest, depth)
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return deepest


def _flattened(text: str) -> str:
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        slash, name = match[1], match[2].lower()
        if _NOT_NESTING.fullmatch(name):
            return match[0]
        if slash:
            if dropped[name]:
                dropped[name] -= 1
                return " "
            if opened[name]:
                opened[name] -= 1
                depth -= 1
            return match[0]
        if depth >= DEEPEST:
            dropped[name] += 1
            return " "
        opened[name] += 1
        depth += 1
        return match[0]

    return _TAG.sub(keep, text)
