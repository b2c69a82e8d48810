"""Printed pages of a dump: the margins that every page repeats go, and paragraphs go on over the break."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from newsearch.pages.text.marks import PAGE_BREAK

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


def lines_of_pages(text: str) -> list[str]:
    """The lines of a printed text without what every page repeats at its top and bottom; the first title stays.

    Pages end in form feeds, which end lines, too. Lines that go are `PAGE_BREAK`, and so is what stands between two pages
    if a paragraph goes on.
    """
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) > 1 and not any(line.strip() for line in pages[-1]):
        last = pages.pop()
        pages[-1] += last
    title = _cut_margins(pages)
    for above, below in pairwise(pages):
        _join(above, below)
    lines = [line for page in pages for line in page]
    if title:
        _join_headline(lines, title)
    return lines


def _cut_margins(pages: list[list[str]]) -> str:
    """Put `PAGE_BREAK` where pages have their margins, but for the first title there, which is given back."""
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
    return title


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
