"""What the program that dumped a page wrote between its words: numbers and lists of links, signs for buttons, pictures and
fields. All of it is known from the lines alone, and lines keep their numbers.
"""

from __future__ import annotations

import re
from itertools import pairwise

PAGE_BREAK = "\f"
"""Stands for a line that is nothing, not even the end of a paragraph."""

_NUMBER = re.compile(r"\[(\d{1,4})\]")
_REFERENCE = re.compile(
    r"\s*(?:\[(\d{1,4})\]:?|(\d{1,4})\.)\s+<?((?:https?|file|ftp|mailto|javascript|tel|about|whatsapp|sms|data|fb-messenger):\S*|/\S*|#\S*)\s*$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\s*(\d{1,4})\.\s")
_ADDRESS = re.compile(r"\s+[a-z][\w+.-]*:\S*\s*$", re.IGNORECASE)
"""Of links with a title of their own, which stands behind the number, elinks writes the address on the next line."""
_REFERENCES = re.compile(
    r"\s*#{0,4}\s*(?:references|visible links|hidden links|links|link references|liens|verweise|referenzen|enlaces):?\s*(?:[-=_]{3,}\s*)?$",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\((?:BUTTON|Submit|Reset)\)|\[(?:BUTTON|IMG|INLINE|IMAGE|EMBED|LINK|FRAME|ISMAP|USEMAP(?::\S+)?|_+|X|[\w%.+-]{1,80}\.(?:png|jpe?g|gif|webp|svg|avif))\]"
    r"|\[\s+\]|\( \)|_{5,}"
)
_HEADER = re.compile(
    r"\s*Link: *\S+(?: \S+)?\s*$|\s*(?:IFRAME|FRAME|EMBED|REFRESH\([^)]*\)): *\S|\s*(?:\[\s?(?:Submit|Reset|Search)\s?\]\s*)+$"
)
_TARGETS = re.compile(
    r"[ \t]?(?<!\])(?:<(?:https?://|mailto:)[^<>\s]{1,4000}>|\([ \t]?https?://[^()\s]{1,4000}[ \t]?\))", re.IGNORECASE
)
"""Where a link leads, behind its words, as mail programs write it."""
_LEAST_TARGETS = 3
_RELATED = re.compile(
    r"\s*#(?:\[\d+\]\S|(?:alternate|canonical|shortlink|amphtml|search|next|prev|index|help|author|license)\b)"
)
"""The first line of Lynx names other forms of the page, `#alternate`."""
_TOP = 3
"""Lines among which it is the first: another program may write above it."""
_SIGN_STARTS = ("[", "(BUTTON", "(Submit", "(Reset", "( )", "_____")
_OTHER_SIGNS = ("(BUTTON", "_____", "Link: ", "FRAME: ")
_BRACKETED = re.compile(r"\[(?:[A-Z_]| [SR]|[\w%.+-]{1,80}\.\w{3,4}\]|\s+\])")
_FENCES = re.compile(
    r"^[ >\t]*:::.*$|</?(?:div|span|img|svg|path|g|use|section|article|aside|header|footer|nav|main|button|input|form|label|select|option"
    r"|textarea|figure|figcaption|picture|source|video|audio|iframe|noscript|time|center|font|amp-[\w-]{1,40})\b[^<>]{0,4000}>",
    re.MULTILINE,
)
"""Boxes of the page in pandoc's Markdown: fences, and tags that have no sign of their own."""
_ATTRIBUTES = re.compile(r"([\])\w`*]?)[ \n]?\{(?:[.#=]|[\w:-]{1,40}=)[^{}]{0,2000}\}")
"""Up to the next brace, for time: what holds braces itself stays."""
_STARRED = re.compile(r"^[ \t]{0,40}(\*{2,6}) (?=\S)([^*]{1,300}?)\s\1[ \t]*$", re.MULTILINE)
"""A heading between stars."""
_UNDERLINED = re.compile(r"(?<!\S)[^\s@/:_]+(?:_[^\s@/:_]+)+(?!\S)")
"""Words of a link that underscores hold together."""
_LEAST_LINKS = 6
"""Numbers of links that must count up before they are taken for such without a list of references."""


def without_marks(raws: list[str], text: str) -> tuple[list[str], dict[int, str]]:
    """The lines of a dump without what its program added, and the addresses of lines that are one link, by their index.

    `text` is the dump as a whole, in which signs are looked for once.
    """
    links: dict[int, str] = {}
    if any(map(_RELATED.match, raws[:_TOP])):
        raws = ["" if k < _TOP and _RELATED.match(raw) else raw for k, raw in enumerate(raws)]
    bracket = "[" in text
    if bracket and _NUMBER.search(text):
        told, addresses, end = _without_references(raws)
        numbers = _link_numbers(raws[:end], addresses)
        if numbers:
            raws, links = _without_numbers(told, numbers, addresses)
    if (bracket and _BRACKETED.search(text)) or any(start in text for start in _OTHER_SIGNS):
        raws = [_without_signs(raw) for raw in raws]
    if ("<http" in text or "(http" in text or "( http" in text) and len(_TARGETS.findall(text)) >= _LEAST_TARGETS:
        raws = [_without_targets(raw) if "http" in raw else raw for raw in raws]
    return raws, links


def _without_targets(raw: str) -> str:
    bare = _TARGETS.sub("", raw)
    return bare if bare == raw or bare.strip() else PAGE_BREAK


def as_markdown(text: str) -> str:
    """A text whose headings are Markdown's, without the boxes that Markdown has no signs for; lines keep their numbers."""
    if "** " in text and _STARRED.search(text):
        text = _STARRED.sub(_hashed, text)
        text = _UNDERLINED.sub(lambda match: match[0].replace("_", " "), text)
    if "\n:::" in text or "</div>" in text:
        text = _FENCES.sub(lambda match: "\n" * match[0].count("\n"), text)
        text = _ATTRIBUTES.sub(_without_attributes, text)
    return text


def _hashed(match: re.Match[str]) -> str:
    return f"# {' '.join(match[2].split())}" + "\n" * match[0].count("\n")


def _without_attributes(match: re.Match[str]) -> str:
    """What had attributes; a span is a link to nowhere, which is read as its words."""
    return ("]()" if match[1] == "]" else match[1]) + "\n" * match[0].count("\n")


def _without_references(raws: list[str]) -> tuple[list[str], dict[int, str], int]:
    """The lines without the list of links at their end, what it says, and where it began."""
    addresses: dict[int, str] = {}
    start = end = len(raws)
    while start:
        raw = raws[start - 1]
        match = _REFERENCE.match(raw)
        if match:
            addresses[int(match[1] or match[2])] = match[3].rstrip(">")
            end = start - 1
        elif _ADDRESS.match(raw) and start > 1 and (titled := _TITLED.match(raws[start - 2])):
            addresses[int(titled[1])] = raw.strip()
            start -= 1
            end = start - 1
        elif raw.strip() and not _REFERENCES.match(raw) and raw.strip("-=_ "):
            break
        elif _REFERENCES.match(raw):
            end = start - 1
        start -= 1
    if len(addresses) < 2:
        return raws, {}, len(raws)
    return raws[:end] + [""] * (len(raws) - end), addresses, end


def _link_numbers(raws: list[str], addresses: dict[int, str]) -> set[int]:
    """The numbers in square brackets that are those of links: listed with their address, or counting up through the page."""
    found = [int(number) for raw in raws if "[" in raw for number in _NUMBER.findall(raw)]
    if addresses:
        return {number for number in found if number <= max(addresses)} if addresses.keys() & set(found) else set()
    steps = sum(0 < b - a <= 3 for a, b in pairwise(found))
    leading = sum(raw.lstrip(" *+•o-").startswith("[") for raw in raws)
    counted = len(found) >= _LEAST_LINKS and found[0] <= 9 and steps >= 0.9 * (len(found) - 1)
    return set(found) if counted and 4 * leading >= len(found) else set()


def _without_numbers(raws: list[str], numbers: set[int], addresses: dict[int, str]) -> tuple[list[str], dict[int, str]]:
    links: dict[int, str] = {}
    kept: list[str] = []
    for k, raw in enumerate(raws):
        found = _NUMBER.findall(raw) if "[" in raw else ()
        if not found:
            kept.append(raw)
            continue
        bare = raw.lstrip(" *+•o-")
        if (
            len(found) == 1
            and bare.startswith("[")
            and (address := addresses.get(int(found[0]), "")).startswith("http")
        ):
            links[k] = address
        kept.append(_NUMBER.sub(lambda m: "" if int(m[1]) in numbers else m[0], raw))
    return kept, links


def _without_signs(raw: str) -> str:
    if _HEADER.match(raw):
        return ""
    return _SIGNS.sub("", raw) if any(start in raw for start in _SIGN_STARTS) else raw
