"""What a line of a dump is by what stands beside it, once each has its role by itself."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from newsearch.pages import crediting, outlets
from newsearch.pages.names import has_given_name
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count

_PLACED = re.compile(
    rf"({p.NAME.pattern}),?\s+(?:in|reports from|reporting from|for|aus|à|en|desde|da)\s+[^\W\d_a-z].{{1,30}}$"
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[|,;/&·•]|\s(?:and|und|et|y|e|og|och|en|i|и)\s)\s*")
_DEPICTING = re.compile(
    r"\b\w+ing\b|\b(?:is|are) (?:seen|pictured|shown)\b|\b(?:poses?|speaks?|stands?|sits?|walks?|waves?|holds?|arrives?|attends?|meets?|takes?|looks?|shakes?|smiles?|talks?|gestures?|carry|carries|hold|at the|in front of|left|right|file)\b",
    re.I,
)

_OPEN_PATH = re.compile(r"\s[»›>→/|]\s+$")
"""The way to a page through its site, up to the page's own name."""
_NEAR = 5
"""Lines between the way to a page and its headline."""
_LONGEST_HEADLINE = 200
_LONGEST_NAME = 4
"""Words of a name below a line that says `By`."""
_LONGEST_SIGN = 5
"""Words of a byline beside a date that may be no names: `Von Redaktion , mk`."""


def assign_roles(lines: list[Line]) -> None:
    """Set the role of every line."""
    for line in lines:
        line.role = r.CAPTION if line.image else r.role_of(line.text)
    _repeated(lines)
    _ends_of_paths(lines)
    _promos_by_neighbours(lines)
    _names_below_by(lines)
    _bylines_by_neighbours(lines)
    _signs_by_neighbours(lines)
    _captions_by_neighbours(lines)


def _captions_by_neighbours(lines: list[Line]) -> None:
    """A line right above a credit, or near a caption that says the same, is a caption."""
    for i in range(len(lines) - 1, 0, -1):
        line, above = lines[i], lines[i - 1]
        if above.role not in (r.PROSE, r.HEAD, r.LABEL, r.NAME) or len(above.text) > 330:
            continue
        if line.role == r.CREDIT and not p.CREDIT_WORD.match(above.text):
            dated = above.role == r.HEAD and i >= 2 and lines[i - 2].role == r.DATE
            if (not line.after_blank and not dated) or _is_caption_above(lines, i):
                above.role = r.CAPTION
        elif line.role == r.CAPTION and (
            line.text.startswith(above.text) or (not line.after_blank and _same_opening(above.text, line.text))
        ):
            above.role = r.CAPTION
    said = {line.text for line in lines if line.role == r.CAPTION}
    for line, below in pairwise(lines) if said else ():
        if line.role == r.HEAD and line.text in said and below.role in _FRAME:
            line.role = r.CAPTION


_FRAME = frozenset({r.NAV, r.CUT, r.PROMO, r.COMMENTS, r.CAPTION, r.CREDIT})
"""What stands below a caption, and not below the headline of a story."""


def _are_names(text: str) -> bool:
    """Whether a line is two or more names."""
    parts = [part for part in _BETWEEN_NAMES.split(re.sub(r"\([^)]*\)", "", text).strip()) if part]
    people = [placed[1] if (placed := _PLACED.match(part)) else part for part in parts]
    named = [name for name in people if p.NAME.fullmatch(name) and name.count(" ") <= 3]
    return (
        len(parts) >= 2
        and any(map(has_given_name, named))
        and len(named) >= len(parts) - (p.AGENCY_ONLY.search(text) is not None)
    )


def _names_below_by(lines: list[Line]) -> None:
    """A name, or several, right below a line that says `By`."""
    for above, line in pairwise(lines):
        if line.role not in (r.NAME, r.HEAD, r.LABEL, r.CREDIT) or not p.BY.fullmatch(above.text.strip(" :|-–—")):
            continue
        text = line.text.rstrip(" ,|·•")
        if (p.NAME.fullmatch(text) and word_count(text) <= _LONGEST_NAME) or _are_names(text):
            line.role = r.BYLINE


def _bylines_by_neighbours(lines: list[Line]) -> None:
    """A name and a place, beside a date, is a byline: `Ann Smith in Riga`."""
    for i, line in enumerate(lines):
        if line.role != r.HEAD or len(line.text) > 90:
            continue
        beside = lines[max(0, i - 2) : i] + lines[i + 1 : i + 3]
        if not any(b.role == r.DATE for b in beside):
            continue
        if _PLACED.match(line.text) or _are_names(line.text):
            line.role = r.BYLINE
        elif p.BYLINE.match(line.text) and word_count(line.text) <= _LONGEST_SIGN:
            line.role = r.LABEL


_PHOTO_AGENCIES = frozenset(("AP", "AFP", "Reuters", "TASS", "Xinhua"))
"""Their names beside a date are as often the credit of a picture."""


def _signs_by_neighbours(lines: list[Line]) -> None:
    """What signs a story beside its date: an agency alone or behind a name, a last name in capitals; and a name above a job."""
    for i, line in enumerate(lines):
        if len(line.text) > _LONGEST_SIGNED or line.role not in _PERHAPS_SIGNED:
            continue
        above = lines[i - 1].role if i else ""
        below = lines[i + 1] if i + 1 < len(lines) else None
        is_dated = below is not None and below.role == r.DATE
        if (
            (line.role == r.NAME and below is not None and crediting.is_job(below.text))
            or (is_dated and line.text[-4:-1].isupper() and line.text[-1] == "." and p.NAME.fullmatch(line.text[:-1]))
            or ((above == r.DATE or (is_dated and above and above != r.CAPTION)) and _signs_for_agency(line.text))
        ):
            line.role = r.BYLINE


def _signs_for_agency(text: str) -> bool:
    name, _, rest = text.rpartition(",")
    agency = outlets.agency(rest)
    return bool(agency) and agency not in _PHOTO_AGENCIES and bool(not name or p.NAME.fullmatch(name))


_PERHAPS_SIGNED = frozenset({r.CREDIT, r.LABEL, r.NAME, r.HEAD, r.CAPTION})
_LONGEST_SIGNED = 60


def _promos_by_neighbours(lines: list[Line]) -> None:
    """A heading or a sentence of an offer, beside a line that is one for sure."""
    for i, line in enumerate(lines):
        if line.role not in (r.PROSE, r.HEAD) or len(line.text) > 200 or not p.PROMO_START.match(line.text):
            continue
        beside = lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]
        if any(b.role in (r.PROMO, r.COPYRIGHT) for b in beside):
            line.role = r.PROMO


def _ends_of_paths(lines: list[Line]) -> None:
    """What the way to a page ends with is its headline, however short: `Home » Travel » Orsha` and `Orsha` below it."""
    for i, line in enumerate(lines):
        if line.role not in (r.LABEL, r.NAME, r.BYLINE, r.DATE, r.PROSE) or len(line.text) > _LONGEST_HEADLINE:
            continue
        for above in lines[max(0, i - _NEAR) : i]:
            if above.text.endswith(line.text) and _OPEN_PATH.search(above.text[: -len(line.text)]):
                line.role = r.HEAD


def _repeated(lines: list[Line]) -> None:
    """What a page says four times over is part of its frame."""
    counts = Counter(line.text for line in lines if line.role in (r.HEAD, r.PROSE))
    frame = {text for text, count in counts.items() if count >= 4 and len(text) < 200}
    signed = {
        id(line) for line, below in pairwise(lines) if line.role == r.HEAD and below.role in r.META and not line.marker
    }
    seen: set[str] = set()
    for line in lines if frame else ():
        if line.text in frame:
            if line.text in seen and id(line) not in signed:
                line.role = r.CUT
            elif line.role == r.PROSE:
                line.role = r.REPEATED
            seen.add(line.text)


def _same_opening(a: str, b: str) -> bool:
    return a.split()[:3] == b.split()[:3]


def _is_caption_above(lines: list[Line], credit: int) -> bool:
    """Whether the line above a credit, a blank line between them, is its caption: a headline may follow no second one."""
    above = lines[credit - 1]
    if above.role == r.PROSE:
        told = credit >= 2 and lines[credit - 2].role in (r.HEAD, r.PIPE, r.DATE, r.BYLINE)
        ends = credit + 1 == len(lines) or lines[credit + 1].role in r.HEADLINES
        return _is_depicting(above.text) and not (told and ends)
    if above.role == r.NAME:
        return True
    below = next((line.role for line in lines[credit + 1 : credit + 4] if line.role in (r.HEAD, r.PIPE, r.PROSE)), "")
    if credit + 1 < len(lines) and lines[credit + 1].role == r.CAPTION:
        return above.role == r.HEAD
    return above.role == r.HEAD and (below in r.HEADLINES or (credit >= 2 and lines[credit - 2].role in r.HEADLINES))


def _is_depicting(text: str) -> bool:
    """Whether a sentence tells what a picture shows; spoken sentences do not."""
    return (not re.search(r"[“”\"]", text) and bool(_DEPICTING.search(text))) or len(text) < 120
