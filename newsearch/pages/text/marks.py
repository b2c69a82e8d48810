"""What the program that dumped a page wrote between its words: numbers and lists of links, signs for buttons, pictures and
fields, the margins of printed pages. All of it is known from the lines alone, and lines keep their numbers.
"""

from __future__ import annotations

import re
from collections import Counter
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
_MARGIN = 3
"""Lines at the top and at the bottom of a printed page that may be its margin."""
_PRINTED = re.compile(r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d\d(?:\s?[AP]M)?(?=\s|$)", re.IGNORECASE)
"""The moment of printing, which browsers write at the top of each page."""
_PAGE_OF = re.compile(r"(?:(?:^|\s)(?:https?|file)://\S+)?\s*(?<![\w/])\d{1,4}\s?/\s?\d{1,4}\s*$")
_COUNTED = re.compile(
    r"\W*(?:page|seite|página|pagina|стр\.?)?\s*\d{1,4}(?:\s*(?:of|von|de|di|sur|из|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
"""The number of a page."""
_URL = re.compile(r"\s*(?:https?|file)://\S+\s*")
_DIGITS = re.compile(r"\d+")


def without_marks(raws: list[str], text: str) -> tuple[list[str], dict[int, str]]:
    """The lines of a dump without what its program added, and the addresses of lines that are one link, by their index.

    `text` is the dump as a whole, in which signs are looked for once.
    """
    links: dict[int, str] = {}
    if any(map(_RELATED.match, raws[:_MARGIN])):
        raws = ["" if k < _MARGIN and _RELATED.match(raw) else raw for k, raw in enumerate(raws)]
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


def lines_of_pages(text: str) -> list[str]:
    """The lines of a printed text without what every page repeats at its top and bottom; the first title stays.

    Pages end in form feeds, which end lines, too. Lines that go are `PAGE_BREAK`, and so is what stands between two pages
    if a paragraph goes on.
    """
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) > 1 and not any(line.strip() for line in pages[-1]):
        last = pages.pop()
        pages[-1] += last
    tops = [_edge(page, range(len(page))) for page in pages]
    bottoms = [_edge(page, range(len(page) - 1, -1, -1)) for page in pages]
    said = [Counter(key for edge in edges for key in {_shape(text) for _, text in edge}) for edges in (tops, bottoms)]
    least = max(2, (len(pages) + 1) // 2)
    again = [
        line
        for edges, count in zip((tops, bottoms), said, strict=True)
        for edge in edges
        for _, line, times in _said(edge, count)
        if times >= least
    ]
    if not any(_is_margin(line) or _COUNTED.fullmatch(line) for line in again):
        least = len(pages) + 1  # form feeds between stories: what these begin with alike is their own
    title = ""
    for page, top, bottom in zip(pages, tops, bottoms, strict=True):
        printed = bool(top and _PRINTED.match(top[0][1]) and any(_PAGE_OF.search(line) for _, line in bottom))
        for k, line, times in _said(top, said[0]) + _said(bottom, said[1]):
            if times >= least or (printed and _is_margin(line)):
                page[k] = PAGE_BREAK
                left = _PAGE_OF.sub("", _PRINTED.sub("", line)).strip()
                if not title and page is pages[0] and (k, line) in top and " " in left:
                    title = page[k] = left
        if printed and not title and len(top) > 1 and page is pages[0]:
            title = top[1][1]
    for above, below in pairwise(pages):
        _join(above, below)
    lines = [line for page in pages for line in page]
    if title:
        _join_headline(lines, title)
    return lines


def _join_headline(lines: list[str], title: str) -> None:
    """Put the headline together where large type broke it: its lines are those that the page's title begins with."""
    for k, line in enumerate(lines):
        whole = " ".join(line.split())
        if not whole or len(whole) >= len(title) or not title.startswith(f"{whole} "):
            continue
        for j in range(k + 1, min(k + 5, len(lines))):
            longer = f"{whole} {' '.join(lines[j].split())}"
            if not lines[j].strip() or not title.startswith(longer):
                break
            whole, lines[j] = longer, PAGE_BREAK
        lines[k] = line[: len(line) - len(line.lstrip())] + whole


def _edge(page: list[str], order: range) -> list[tuple[int, str]]:
    """The first lines of a page in an order, with their places."""
    found = []
    for k in order:
        if page[k].strip():
            found.append((k, " ".join(page[k].split())))
            if len(found) == _MARGIN:
                break
    return found


def _said(edge: list[tuple[int, str]], said: Counter[str]) -> list[tuple[int, str, int]]:
    """The lines of an edge with their places, and how many pages have them there."""
    return [(k, line, said[_shape(line)]) for k, line in edge]


def _is_margin(line: str) -> bool:
    """Whether a line is what browsers print around a page: the moment, the number of the page, the address."""
    return bool(_PRINTED.match(line) or _PAGE_OF.search(line) or _URL.fullmatch(line))


def _shape(line: str) -> str:
    """A line with any number as good as another."""
    return _DIGITS.sub("0", line)


def _join(above: list[str], below: list[str]) -> None:
    """Let a paragraph that is not at its end go on: what stands between is no blank line."""
    last = next((k for k in range(len(above) - 1, -1, -1) if above[k].strip()), -1)
    first = next((k for k, line in enumerate(below) if line.strip()), len(below))
    if last < 0 or first == len(below):
        return
    text, start = above[last].rstrip(), below[first].lstrip()
    if text[-1:].isalpha() or text.endswith((",", "-", ";")) or start[:1].islower():
        above[last + 1 :] = [PAGE_BREAK] * (len(above) - last - 1)
        below[:first] = [PAGE_BREAK] * first
