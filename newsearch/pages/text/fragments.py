"""Sentences that a program broke where a link or emphasis began and ended: `He told`, `the Pier`, `, which ...`.

Some programs write each piece of a page's markup on a line of its own. Whether this dump is by one is decided for the whole
page: elsewhere hardly a line goes on in lower case or with a comma, and lines stay as they are. Others leave a button on the line
of the sentence that it stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line

_ENDED = re.compile(r"[.!?…。:;][\"'”’»)\]]*$")
_CLOSING = frozenset(",;:.)!?”’»、。，")
_LEAST = 3
_SHARE = 0.1
"""Of lines of eight words and more: dumps that keep sentences whole have 0.1 at most, half of the others more."""
_SURE = 3
"""How much a line that begins with a comma or a full stop says, beside one in lower case."""
_LONG, _BEGUN, _INLINE = 8, 4, 8
"""Words of a line that may be prose; of one that has begun a sentence; of a link within a sentence at most."""


def join_fragments(lines: list[Line]) -> list[Line]:
    """The lines, broken sentences put together again where the page has them."""
    broken = 0
    for above, line in pairwise(lines):
        if not line.after_blank and _goes_on(line) and _words(above) >= _BEGUN and _is_open(above, line):
            broken += _SURE if line.text[0] in _CLOSING else 1
    if broken < _LEAST or broken < _SHARE * sum(_words(line) >= _LONG for line in lines):
        return lines
    return list(_joined(lines))


def split_buttons(lines: list[Line]) -> list[Line]:
    """The lines, with `Read more` on a line of its own where it stands behind several summaries of the page."""
    ends: dict[int, int] = {}
    for k, line in enumerate(lines):
        text = line.text
        end = max(map(text.rfind, _STOPS)) + 1 if len(text) < _LONGEST_SUMMARY else 0
        button = text[end:].strip() if end else ""
        if 0 < len(button) <= _LONGEST_BUTTON and p.MORE.fullmatch(button) and r.role_of(text) not in r.PICTURE:
            ends[k] = end
    if len(ends) < _LEAST:
        return lines
    parted: list[Line] = []
    for k, line in enumerate(lines):
        parted.append(line)
        if k in ends:
            button = line.text[ends[k] :].strip()
            line.text = line.text[: ends[k]]
            parted.append(replace(line, text=button, marker="", number=0, after_blank=False))
    return parted


_STOPS = ".!?…"
_LONGEST_SUMMARY, _LONGEST_BUTTON = 600, 25
"""Characters of a paragraph that is cut, and of what leads on from it."""


def _joined(lines: list[Line]) -> Iterator[Line]:
    whole: Line | None = None
    pieces: list[str] = []
    for k, line in enumerate(lines):
        below = lines[k + 1] if k + 1 < len(lines) else None
        if whole is not None and _is_open(lines[k - 1], line) and _belongs(pieces, line, below):
            closing = line.text[:1] in _CLOSING or line.text.startswith(("'s", "’s"))
            pieces += [line.text] if closing else [" ", line.text]
            whole.last = line.last
            continue
        if whole is not None:
            whole.text = "".join(pieces)
            yield whole
        whole, pieces = line, [line.text]
    if whole is not None:
        whole.text = "".join(pieces)
        yield whole


def _belongs(pieces: list[str], line: Line, below: Line | None) -> bool:
    """Whether a line goes on with the sentence above, or is the link in its middle."""
    begun = len(pieces) > _BEGUN or "".join(pieces).count(" ") + 1 >= _BEGUN
    if _goes_on(line):
        if line.text[0].isalpha() and _tells_who_or_when(line, below):
            return False
        return begun or _words(line) >= _BEGUN
    return begun and _words(line) <= _INLINE and below is not None and _is_open(line, below) and _goes_on(below)


def _tells_who_or_when(line: Line, below: Line | None) -> bool:
    """Whether a line in lower case is a byline, a date, or `by` with the name on the next line."""
    if r.role_of(line.text) in r.SIGNED:
        return True
    alone = " " not in line.text and below is not None and p.NAME.fullmatch(below.text[:80])
    return bool(alone and r.is_byline(f"{line.text} {below.text}")) if below is not None else False


def _is_open(above: Line, line: Line) -> bool:
    """Whether the sentence above may go on: nothing ended it, and nothing parts the two lines."""
    return not line.after_blank and not line.marker and not line.image and not _ENDED.search(above.text)


def _goes_on(line: Line) -> bool:
    first = line.text[:1] or " "
    return (first.islower() and not line.text.startswith(("http://", "https://", "www."))) or first in _CLOSING


def _words(line: Line) -> int:
    return line.text.count(" ") + 1
