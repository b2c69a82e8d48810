"""A dump's text as lines: markers and indents taken off, hard-wrapped paragraphs put together again.

Line numbers stay those of the file. What a line *is* (headline, byline, ...) is decided in `roles`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from newsearch.pages import dates
from newsearch.pages.text.marks import PAGE_BREAK, as_markdown, without_marks
from newsearch.pages.text.patterns import DATE
from newsearch.pages.text.printed import lines_of_pages

_MARKER = re.compile(r"(?:[*•·‣▪●◦○►»+\-–—]|o(?=\s{1,4}\S))\s+(?=\S)|(\d{1,4})[.)]\s+(?=\S)|#{1,6}\s+(?=\S)|>\s+(?=\S)")
_TARGET = r"\(\s*(<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"(?:[^\"\\\n]|\\.){0,2000}\")?\s*\)"
_LINK = re.compile(rf"\[\s*([^\]\[\n]{{0,400}}?)\s*\](?:{_TARGET}|\[\w*\])")
_IMAGE = re.compile(rf"!\[([^\]\[\n]{{0,400}})\]{_TARGET}(?:\{{[^{{}}\n]{{0,400}}\}})?")
_LOOSE_ENDS = re.compile(rf"\]{_TARGET}|^\s*\[\s*$")
"""What is left of a link that goes over several paragraphs."""
_ESCAPED = re.compile(r"\\(?=[^\w\s]|$)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")

_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_BESIDE = re.compile(r"(?:und|oder|bzw|sowie|and|or|to|y|o|e|et|ou|og|och|en|of)\b")
"""What follows a hyphen that stands for the rest of a word: `Bus- und Bahn`."""

_RULE = "*+-–—•·|_=#~:\\ "
_MARKDOWN_SIGNS = frozenset("[]*_\\{")
_ADDRESS_STARTS = ("http://", "https://", "www.")
_LEAST_BREAKS = 3
"""Pairs of lines that must agree where the break is; of lines of uneven width, twice as many."""
_MIN_WRAP, _MAX_WRAP = 40, 120
"""Widths, in characters, at which mail programs and converters break lines."""
_SLACK, _UNEVEN = 6, 8
"""How far before the width a broken line may end, and how much more where signs differ in width."""


@dataclass(slots=True)
class Line:
    """One line of the dump, or several that were one paragraph."""

    text: str
    """Without marker; runs of white space are one space."""
    first: int
    last: int
    """1-based lines of the file."""
    indent: int
    """Columns before the marker or the text."""
    marker: str
    """`*` for a bullet, `1` for a number, `#` for a Markdown heading, `>` for a quotation, or empty."""
    number: int
    """The number of a numbered line, or 0."""
    after_blank: bool
    column: int
    """Where its last sign stood in the dump."""
    link: str = ""
    """The address that the line links to, if the dump says so."""
    image: bool = False
    role: str = ""


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank. Form feeds end pages."""
    text = as_markdown(text)
    raws = lines_of_pages(text) if "\f" in text else text.split("\n")
    bare, links = without_marks(raws, text)
    markdown = "](" in text or "**" in text or "\n# " in text or "\n## " in text or text.startswith("# ")
    lines: list[Line] = []
    after_blank = True
    for k, raw in enumerate(bare):
        stripped = raw.strip()
        if not stripped:
            after_blank = after_blank or raw != PAGE_BREAK
            continue
        indent = raw.find(stripped[0])
        column = indent + len(stripped) if bare is raws else len(raws[k].rstrip())
        line = _read_line(stripped, indent, k + 1, after_blank, column)
        if not line.text.strip(_RULE):
            if lines and not after_blank:
                _underline(lines[-1], line.text)
            after_blank = True
            continue
        lines.append(line)
        after_blank = False
        if k in links:
            line.link = links[k]
    if not text.isascii() and _WIDE.search(text):
        for line in lines:
            line.column += len(_WIDE.findall(line.text))
    lines = _unwrapped(lines)
    return _without_signs(lines) if markdown else lines


def _without_signs(lines: list[Line]) -> list[Line]:
    """The lines without Markdown's signs, and without those that were nothing else."""
    for line in lines:
        if len(line.text) < 20000 and not _MARKDOWN_SIGNS.isdisjoint(line.text):
            line.text, link, line.image = _without_markdown(line.text)
            line.link = line.link or link
    return [line for line in lines if line.image or line.text.strip(_RULE)]


def _underline(above: Line, rule: str) -> None:
    """A line with a rule of its own length below it is a heading."""
    if not above.marker and (not rule.strip("=") or not rule.strip("-")) and abs(len(rule) - len(above.text)) <= 2:
        above.marker = "#"


def _read_line(stripped: str, indent: int, number: int, after_blank: bool, column: int) -> Line:
    marker, count = "", 0
    match = None if stripped[0].isalpha() and stripped[0] != "o" else _MARKER.match(stripped)
    if match:
        marker = stripped[0]
        if match[1] and (DATE.match(stripped) or dates.parse_date(stripped)):
            marker = ""
            match = None
        elif match[1]:
            marker, count = "1", int(match[1])
        elif marker not in "#>":
            marker = "*"
        if match:
            stripped = stripped[match.end() :]
    return Line(" ".join(stripped.split()), number, number, indent, marker, count, after_blank, column)


def _without_markdown(text: str) -> tuple[str, str, bool]:
    """The text of a Markdown line, the address of a link that makes up most of it, whether it is a picture."""
    image = _IMAGE.fullmatch(text)
    if image:
        return image[1], "", True
    plain, links = text, []
    if "[" in text or "](" in text:
        text = _IMAGE.sub("", text)
        links = _LINK.findall(text)
        plain = _LOOSE_ENDS.sub("", _LINK.sub(r"\1", text))
        if sum(bool(target) for _, target in links) > 1 and len(_LINK.sub("", text).strip("|•·-–—/,>» ")) < 4:
            plain = "menu"
    if "\\" in plain:
        plain = _ESCAPED.sub("", plain)
    if ("*" in plain or "_" in plain) and len(plain) < 4000:
        plain = _EMPHASIS.sub(r"\2", plain)
    plain = " ".join(plain.split())
    whole = len(links) == 1 and len(links[0][0]) > 0.8 * len(plain)
    return plain, links[0][1].strip("<>") if whole else "", False


def _unwrapped(lines: list[Line]) -> list[Line]:
    width, slack = _wrap_width(lines)
    if not width:
        return lines
    joined: list[Line] = []
    pieces: list[str] = []
    column = 0
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and (
            (line.indent >= last.indent and _goes_on(line, column, width, slack)) or _in_link(line, pieces[-1])
        ):
            pieces.append(line.text)
            last.last = line.last
            column = line.column
            continue
        if last is not None:
            last.text = _put_together(pieces)
        pieces = [line.text]
        joined.append(line)
        column = line.column
    if joined:
        joined[-1].text = _put_together(pieces)
    return joined


def _put_together(pieces: list[str]) -> str:
    """One paragraph. A word that was parted at its hyphen keeps it, without a blank."""
    text = pieces[0]
    for piece in pieces[1:]:
        parted = text.endswith("-") and text[-2:-1].isalnum() and piece[:1].isalnum() and not _BESIDE.match(piece)
        text += piece if parted or (_WIDE.match(text[-1:]) and _WIDE.match(piece)) else f" {piece}"
    return text


def _in_link(line: Line, above: str) -> bool:
    """Whether a link of Markdown that began above was broken before this line."""
    if line.after_blank or "[" not in above:
        return False
    return above.rfind("[") > above.rfind("]") or ("](" in above and above.rfind("](") > above.rfind(")"))


def _goes_on(line: Line, column: int, width: int, slack: int) -> bool:
    """Whether a line belongs to the paragraph above, whose last line ends at `column`: its first word had no room there."""
    if line.after_blank or line.marker or column < width - 24 or (len(line.text) < 60 and DATE.match(line.text)):
        return False
    if line.text.startswith(_ADDRESS_STARTS):
        return False
    word = line.text.split(" ", 1)[0]
    return column + 1 + len(word) > width - slack or line.text[:1].islower()


def _wrap_width(lines: list[Line]) -> tuple[int, int]:
    """The column at which paragraphs of this dump were broken, or 0, and how far before it lines may end.

    Lines below a break mostly begin in lower case. Such a pair tells between which columns the break is: the line above had
    room, and with the first word of the line below it had none. In a page that was wrapped most pairs have one in common;
    where signs differ in width, as in print, they do within some columns.
    """
    pairs: list[tuple[int, int]] = []
    for line, below in pairwise(lines):
        if below.after_blank or below.marker or not _MIN_WRAP <= line.column <= _MAX_WRAP:
            continue
        if below.text[:1].islower() and not below.text.startswith(_ADDRESS_STARTS):
            room = below.text.find(" ") if " " in below.text else len(below.text)
            pairs.append((line.column, line.column + room))
    if len(pairs) < _LEAST_BREAKS:
        return 0, 0
    for uneven, least in ((0, _LEAST_BREAKS), (_UNEVEN, 2 * _LEAST_BREAKS)):
        width, most = _most_agreed(pairs, uneven)
        longer = sum(line.column > width + 20 and _has_room_to_break(line, width) for line in lines)
        if most >= max(least, 0.6 * len(pairs)) and longer <= most:
            return width, _SLACK + uneven
    return 0, 0


def _has_room_to_break(line: Line, width: int) -> bool:
    """Whether a line that is longer could have been broken: it is no point of a list, and a blank stands beyond the width."""
    return not line.marker and "://" not in line.text and line.indent + line.text.rfind(" ") > width + 20


def _most_agreed(pairs: list[tuple[int, int]], uneven: int) -> tuple[int, int]:
    """The first column that most pairs hold for the break, give or take some, and how many do."""
    told = [0] * (_MAX_WRAP + uneven + 2)
    for start, end in pairs:
        told[max(0, start - uneven)] += 1
        told[min(end + uneven, _MAX_WRAP + uneven) + 1] -= 1
    agreed = list(accumulate(told))
    most = max(agreed)
    return agreed.index(most), most
