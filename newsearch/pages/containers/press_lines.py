"""The lines of one document of a press database, sorted by what they state, and the paragraphs that they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from newsearch.pages import dates


class Line(NamedTuple):
    number: int
    """1-based, of the file."""
    raw: str

    @property
    def text(self) -> str:
        return " ".join(self.raw.split())

    @property
    def indent(self) -> int:
        return len(self.raw) - len(self.raw.lstrip())


Lines = list[Line]


@dataclass(slots=True)
class Parts:
    """The lines of one document, by what they state."""

    head: Lines = field(default_factory=list)
    fields: dict[str, Lines] = field(default_factory=dict)
    """What -> the lines that state it, blank ones among them, labels taken off."""
    kept: Lines = field(default_factory=list)
    """What no block has a place for: lengths, sections, terms, rights."""

    def put(self, what: str, lines: Lines) -> None:
        (self.kept if what in ("kept", "place") else self.fields.setdefault(what, [])).extend(lines)

    def said(self, what: str) -> str:
        """The first paragraph that states it, on one line."""
        return next(iter(paragraphs_of(self.fields.get(what, []))), "")


def groups_of(lines: Lines) -> list[Lines]:
    """Lines that stand together, without the blank ones between."""
    groups: list[Lines] = [[]]
    for line in lines:
        if line.raw:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def is_date(line: Line) -> bool:
    """Whether a line is a date with no more than its weekday before and a time and an edition behind."""
    if len(line.raw.strip()) > 90:
        return False
    found = dates.find_date(line.text)
    return found is not None and found[0].start <= _MOST_BEFORE and len(line.text) - found[0].end < 40


_MOST_BEFORE = 16
"""Characters of the longest weekday in front of a date, with its article."""


_WIDEST = 120
"""Columns at which texts are broken, at most."""
_RAGGED = 8


def paragraphs_of(lines: Lines) -> list[str]:
    """The texts of paragraphs: blank lines part them, and so do line ends that no width asked for."""
    groups = groups_of(lines)
    pairs = [pair for group in groups for pair in pairwise(group)]
    width = max((len(line.raw) for group in groups for line in group), default=0)
    full = {id(above) for above, below in pairs if _is_full(above, below, width)}
    if width > _WIDEST or len(full) < 0.5 * len(pairs):
        full = set()
    found: list[list[str]] = []
    for group in groups:
        found.append([group[0].text])
        for above, below in pairwise(group):
            if id(above) in full:
                found[-1].append(below.text)
            else:
                found.append([below.text])
    return [text for parts in found if (text := " ".join(parts))]


def _is_full(above: Line, below: Line, width: int) -> bool:
    """Whether the first word of the line below had no room behind the one above."""
    word = below.raw.lstrip().partition(" ")[0]
    return len(above.raw) + 1 + len(word) > width - _RAGGED


LANGUAGES = {
    "engli": "en", "angla": "en", "germa": "de", "deuts": "de", "frenc": "fr", "franç": "fr", "spani": "es", "españ": "es", "dutch": "nl",
    "neder": "nl", "itali": "it", "portu": "pt", "russi": "ru", "русск": "ru", "polis": "pl", "swedi": "sv", "danis": "da", "norwe": "no",
}  # fmt: skip
"""How the name of a language begins -> the language, for dates that languages read differently."""
