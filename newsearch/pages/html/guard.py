"""Keeps parsing linear: markup made to be slow is thinned out before the parser sees it.

The parser's work grows with the square of four things that no page of news has many of: elements nested in each
other, formatting tags never closed (each is repeated in every later paragraph), attributes of one tag, choices of one list.
Measured: 100,000 nested `div` took 20 s, 2,000 unclosed `font` with as many paragraphs made 2 million nodes, 20,000 attributes
took 0.7 s, 20,000 `option` 1.5 s. Formatting without attributes grows 42-fold at most, which made 1 GB of 1 MB.
"""

from __future__ import annotations

import re
from collections import Counter

DEEPEST = 1000
"""Elements nested deeper lose their tags and keep their text."""
MOST_UNCLOSED = 200
MOST_REPEATED = 1_000_000
"""Formatting elements that the parser makes anew because they were left open; 250 bytes each."""
MANY_TAGS = 4000
DEEP_TAGS = 20_000
"""A page with fewer tags is parsed in a second, however they are nested, and few pages have as many."""
LONG_PAGE = 300_000
LONG_TAG = 20_000
MOST_ATTRIBUTES = 2000
MOST_CHOICES = 4000

# Looking at the first letter before the names, whose case does not count, halves the time.
_NAMED = rb"(?=[bcefinstuBCEFINSTU])(?i:[bisu]|big|code|em|font|nobr|small|strike|strong|tt)"
_FORMATTING = re.compile(rb"<(/?" + _NAMED + rb")(?=[\s>/])")
_FORMATTING_TAG = re.compile(_FORMATTING.pattern + rb"[^>]*>?")
# The closing bracket is optional: where one is missing, each later tag would be scanned to the end of the page.
_STYLED_OR_CHOICE = re.compile(rb"<(?:" + _NAMED + rb"\s|([oO](?i:ption)\b))")
"""Formatting with attributes (without them, the parser repeats a tag three times at most), and the choices of lists."""
_LIKE_AT_ONCE = 3
"""How many equal formatting elements the parser keeps in mind (HTML Standard, list of active formatting elements)."""
_CHOICE = re.compile(rb"</?option\b[^<>]*>?", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d,}" % LONG_TAG)
# Comparisons in a minified script, as `a<b&&c>d`, look like tags: 20,000 of them in a page with its scripts in it would cost
# the page its own tags. What is left is asked again, so a script that is none to the parser makes no page slow.
_SCRIPT = re.compile(rb"<script\b(?![^>]{0,500}json)[^>]{0,2000}>.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_NOT_NESTING = re.compile(
    rb"p|br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr|param|t[dhr]|d[dt]|option", re.I
)
_NEVER_OPEN = -1
"""In place of how many elements of a name are open, where such elements do not nest."""


def tamed(markup: bytes) -> bytes:
    """The markup itself, or less of it where parsing it would take too long."""
    if len(markup) > LONG_PAGE and _has_overloaded_tag(markup):
        markup = _LONG_TAG.sub(_without_attributes, markup)
    # Taking them out counts them in two thirds of the time that `count` takes.
    if len(markup) - len(markup.replace(b"<", b"", MANY_TAGS)) < MANY_TAGS:
        return markup
    thinned = _thinned(markup)
    return markup if thinned is markup else _thinned(_SCRIPT.sub(b"<script></script", markup))


def _thinned(markup: bytes) -> bytes:
    """The markup itself, or what is left of it where it is nested too deep or has too many choices or unclosed formatting."""
    found = _STYLED_OR_CHOICE.findall(markup)
    styled = found.count(b"")
    if len(found) - styled > MOST_CHOICES:
        markup = _CHOICE.sub(b" ", markup)
    if styled > MOST_UNCLOSED and _most_unclosed(markup) > MOST_UNCLOSED:
        markup = _FORMATTING_TAG.sub(b"", markup)
    if markup.count(b"<") < DEEP_TAGS:
        return markup
    if _most_repeated(markup) > MOST_REPEATED:
        markup = _FORMATTING_TAG.sub(b"", markup)
    return _flattened(markup) if _depth(markup) > DEEPEST else markup


def _has_overloaded_tag(markup: bytes) -> bool:
    """Whether a tag of `LONG_TAG` characters is overloaded. It opens in one step of half its length and covers the next."""
    step = LONG_TAG // 2
    for start in range(0, len(markup) - step, step):
        if markup.find(b"<", start, start + step) < 0 and markup.find(b">", start, start + step) < 0:
            opened = markup.rfind(b"<", max(0, start - step), start)
            if opened >= 0 and markup.find(b">", opened, start) < 0:
                tag = _tag_at(markup, opened)
                if len(tag) > LONG_TAG and tag[1:2].isalpha() and _is_overloaded(tag):
                    return True
    return False


def _tag_at(markup: bytes, opened: int) -> bytes:
    """The tag that opens at an offset, up to the next bracket. An expression looks at each character: 1 ms a tag of 300 kB."""
    end = markup.find(b"<", opened + 1)
    closed = markup.find(b">", opened, end if end >= 0 else len(markup))
    return markup[opened : closed if closed >= 0 else end if end >= 0 else len(markup)]


def _without_attributes(match: re.Match[bytes]) -> bytes:
    tag = match[0]
    return tag.split(None, 1)[0] if _is_overloaded(tag) else tag


def _is_overloaded(tag: bytes) -> bool:
    """Whether a tag has too many attributes. Most long tags have one, with a picture or a script's data in it."""
    return len(tag.split(None, MOST_ATTRIBUTES + 1)) > MOST_ATTRIBUTES


def _most_unclosed(markup: bytes) -> int:
    """Of the formatting tag that is open most often at once, how often that is; what closes it may come too late."""
    return max(_open_at_once(markup).values(), default=0)


def _most_repeated(markup: bytes) -> int:
    """How many elements formatting left open makes, at most: each in each later paragraph, three times if it has no attributes."""
    open_at_once = _open_at_once(markup)
    if not open_at_once:
        return 0
    others = markup.count(b"<") - len(_FORMATTING.findall(markup))
    return others * sum(min(most, _LIKE_AT_ONCE) for most in open_at_once.values())


def _open_at_once(markup: bytes) -> dict[bytes, int]:
    """Formatting tag -> how often it is open at once, at most."""
    opened: Counter[bytes] = Counter()
    most: dict[bytes, int] = {}
    for tag in map(bytes.lower, _FORMATTING.findall(markup)):
        if tag[:1] != b"/":
            opened[tag] += 1
            if opened[tag] > most.get(tag, 0):
                most[tag] = opened[tag]
        elif opened[tag[1:]]:
            opened[tag[1:]] -= 1
    return most


def _depth(markup: bytes) -> int:
    """How many elements are open at once at most. An end tag closes nothing where no element of its name is open."""
    opened: dict[bytes, int] = {}
    depth = deepest = 0
    for slash, name in _TAG.findall(markup):
        if name not in opened:
            opened[name] = _NEVER_OPEN if _NOT_NESTING.fullmatch(name) else 0
        if not slash:
            if opened[name] >= 0:
                opened[name] += 1
                depth += 1
                if depth > deepest:
                    deepest = depth
        elif opened[name] > 0:
            opened[name] -= 1
            depth -= 1
    return deepest


def _flattened(markup: bytes) -> bytes:
    opened: Counter[bytes] = Counter()
    dropped: Counter[bytes] = Counter()
    depth = 0

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        slash, name = match[1], match[2].lower()
        if _NOT_NESTING.fullmatch(name):
            return match[0]
        if slash:
            if dropped[name]:
                dropped[name] -= 1
                return b" "
            if opened[name]:
                opened[name] -= 1
                depth -= 1
            return match[0]
        if depth >= DEEPEST:
            dropped[name] += 1
            return b" "
        opened[name] += 1
        depth += 1
        return match[0]

    return _TAG.sub(keep, markup)
