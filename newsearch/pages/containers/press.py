"""What is taken from a press database as plain text (see `press_layouts`) -> a page for each document: its story, and what is left.

A file is read line by line and a document at a time, so ten thousand documents take the memory of one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from newsearch.model import Block, Page, Position
from newsearch.pages import crediting, dates, outlets
from newsearch.pages.containers import HEAD, Given, text_of
from newsearch.pages.containers.press_layouts import COUNT, RIGHTS, Layout, layout_of
from newsearch.pages.dates.locales import Locale, locale_of
from newsearch.pages.decode import clean
from newsearch.pages.names import has_given_name
from newsearch.pages.words import words_in

FOUND = "export"
"""Where a field comes from that a database states."""
_SAMPLE = 1 << 20
"""Bytes from which the charset is told of lines that are not UTF-8."""
_WORD_OF_HIGH = re.compile(rb"[\x80-\xff]{3}")
"""What texts in other scripts are full of; of an accent here and there detection makes what it likes."""
_LATIN = frozenset({"windows-1250", "windows-1252", "windows-1254", "windows-1257", "iso-8859-2", "iso-8859-15"})
_LONGEST_LINE = 1 << 24
_LARGEST = 1 << 24
"""Characters of one document. Where its end is missing, what follows is a document of its own."""


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

_ALSO_KEPT = ("language", "time", "url")
"""What is of use here and has no place in a block, or not as it is said."""


@dataclass(slots=True)
class _Parts:
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
        return next(iter(_paragraphs(self.fields.get(what, []))), "")


def read_press(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each document, named `document 17`."""
    from newsearch.pages import read_document
    from newsearch.pages.decode import decode

    sample = stream.read(_SAMPLE)
    stream.seek(0)
    decoded = decode(sample)
    if wide := decoded.charset.startswith("utf-16"):
        whole = decode(stream.read(given.largest)).text
        stream = io.BytesIO(whole.encode("utf-8", "replace"))
    layout = layout_of(decoded.text[:HEAD] if wide else text_of(sample[:HEAD]))
    if layout is None:
        yield read_document(stream.read(given.largest), given.url, given.name, saved=given.saved)
        return
    other = decoded.charset if _WORD_OF_HIGH.search(sample) or decoded.charset in _LATIN else "windows-1252"
    number = 0
    for lines in _documents(_lines(stream, other), layout):
        blocks = tuple(blocks_of(lines, layout))
        number += any(block.kind == "article" for block in blocks)
        name = f"document {number}" if blocks and blocks[0].kind == "article" else "beside the documents"
        if blocks:
            yield Page(name, blocks, given.url, decoded.charset, saved=given.saved)


def _lines(stream: BinaryIO, other: str) -> Iterator[Line]:
    """The lines of a file; those that are not UTF-8 are read in the charset that the others are in."""
    number = 0
    while raw := stream.readline(_LONGEST_LINE):
        number += 1
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = _decoded(raw, other)
        text = text.replace("\xa0", " ").replace("\x0c", "\n").replace("\r\n", "\n").replace("\r", "\n")
        for line in clean(text).removesuffix("\n").split("\n"):
            yield Line(number, line.removeprefix("\ufeff").rstrip())


def _decoded(raw: bytes, charset: str) -> str:
    from newsearch.pages.decode import decode

    try:
        return raw.decode(charset, "replace")
    except LookupError:  # a name that browsers have and Python has not
        return decode(raw, charset).text


def _documents(lines: Iterator[Line], layout: Layout) -> Iterator[Lines]:
    document: Lines = []
    size = 0
    for line in lines:
        begins = layout.starts is not None and len(line.raw) < 200 and layout.starts.match(line.raw)
        if begins or size > _LARGEST:
            yield document
            document, size = [], 0
        if begins and not line.text.strip("_"):
            continue
        document.append(line)
        size += len(line.raw) + 1
        if layout.ends is not None and len(line.raw) < 400 and layout.ends.match(line.raw):
            yield document
            document, size = [], 0
    yield document


def blocks_of(document: Lines, layout: Layout) -> Iterator[Block]:
    """The story of a document, and what is left of it."""
    if not any(line.raw for line in document):
        return
    parts = _parted(document, layout)
    _HEADS[layout.head](parts)
    story = _story(parts, document, layout)
    if story is None:
        left = [line for line in document if line.raw]
    else:
        yield story
        left = sorted(line for line in parts.kept if line.raw)
    if left:
        yield Block(
            "other",
            outlet=story.outlet if story else None,
            body="\n\n".join(line.text for line in left),
            position=Position(left[0].number, left[-1].number),
            provenance={"body": "text", **({"outlet": FOUND} if story and story.outlet else {})},
        )


def _parted(document: Lines, layout: Layout) -> _Parts:
    """The document's lines by its labels."""
    parts = _Parts()
    headed = any(line.text == "Body" for line in document) if layout.head == "nexis uni" else False
    now, told, labelled = "head", False, False
    for place, line in enumerate(document):
        if (layout.starts and layout.starts.match(line.raw)) or (layout.ends and layout.ends.match(line.raw)):
            parts.kept.append(line)
            now = "kept"  # what an end is followed by is none of the story
            if layout.starts and layout.starts.match(line.raw):
                now = "head"
            continue
        found = layout.label.match(line.raw) if line.raw else None
        label, value = next(pair for pair in _pairs(found) if pair[0]) if found else ("", "")
        if found and (
            not told or label.lower() in layout.late or (layout.runs and _among_labels(document, place, layout))
        ):
            what = layout.labels.get(label.lower(), "kept")
            labelled = True
            if what == "body":
                told = True
            if what in ("kept", "place", *_ALSO_KEPT):
                parts.kept.append(line)
            if what not in ("kept", "place"):
                apart = [Line(line.number, "")] if parts.fields.get(what) else []
                parts.put(what, [*apart, Line(line.number, value)] if value else apart)
            now = what
            continue
        if not line.raw:
            if (
                not layout.runs
                and labelled
                and now not in ("body", "captions", "head")
                and not (headed and now == "kept")
            ):
                now = "between" if not told else "kept"
            _goes_to(parts, now, line)
            continue
        if now == "between":
            if not told and _is_date(line) and not any(map(_is_date, parts.head)):
                now = "head"  # a broadcast's name stands above its date
            elif RIGHTS.match(line.text) or headed:
                now = "kept"
            else:
                now, told = "body", True
        elif now == "body" and not told:
            told = True
        _goes_to(parts, now, line)
    return parts


def _among_labels(document: Lines, place: int, layout: Layout) -> bool:
    """Whether a line with a label stands alone, and what follows is another label: no line of a text does."""
    if document[place - 1].raw or len(document) < place + 3 or document[place + 1].raw:
        return False
    below = next((line.raw for line in document[place + 1 : place + 4] if line.raw), "")
    return layout.label.match(below) is not None


def _pairs(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """The labels that a line may have begun with, with their values; one is not empty."""
    groups = [(group or "").strip() for group in (*found.groups(), "")]
    return zip(groups[::2], groups[1::2], strict=False)


def _goes_to(parts: _Parts, now: str, line: Line) -> None:
    if now == "head":
        parts.head.append(line)
    elif now != "between":
        parts.put(now, [line])


def _story(parts: _Parts, document: Lines, layout: Layout) -> Block | None:
    """The story that the parts tell; what they say beside it stays with what is kept."""
    title = " ".join(_paragraphs(parts.fields.get("title", [])))
    body = _paragraphs(parts.fields.get("body", []))
    if not body and not (title and ("date" in parts.fields or "outlet" in parts.fields)):
        return None
    locale = locale_of(_LANGUAGES.get(parts.said("language").split(";")[0].strip().casefold()[:5]))
    outlet = _outlet(parts.said("outlet"))
    date = _date(parts, locale)
    authors, agency = _authors(parts, outlet, layout)
    for what, value in (("date", date), ("authors", " ".join((*authors, agency or ""))), ("outlet", outlet)):
        parts.kept += _untold(parts.fields.get(what, []), value or "")
    kept = {line.number for line in parts.kept}
    for what in _ALSO_KEPT:
        parts.kept += [line for line in parts.fields.get(what, []) if line.number not in kept]
    standfirst = " ".join(_paragraphs(parts.fields.get("standfirst", [])))
    captions = tuple(_paragraphs(parts.fields.get("captions", [])))
    url = next(iter(re.findall(r"https?://\S+", parts.said("url"))), None)
    if body and standfirst and body[0].startswith(standfirst[:200].rstrip(" .…[]")):
        standfirst = ""
    told = {"title": title, "authors": authors, "date": date, "outlet": outlet, "body": body, "standfirst": standfirst}
    numbers = [line.number for line in document if line.raw]
    return Block(
        "article",
        title=title or None,
        authors=authors,
        date=date,
        outlet=outlet or None,
        body="\n\n".join(body),
        provenance={name: FOUND for name, value in told.items() if value},
        position=Position(numbers[0], numbers[-1]),
        url=url,
        agency=agency or (outlets.agency_in(body[0]) if body else None),
        standfirst=standfirst or None,
        captions=captions,
    )


def _untold(lines: Lines, value: str) -> Lines:
    """The lines of a field that its value says nothing of: all without a value, else those behind the first that share no word
    with it and are no date."""
    if not value.strip():
        return lines
    told = set(words_in(value.casefold()))
    return [
        line
        for number, line in enumerate(line for line in lines if line.raw)
        if number and told.isdisjoint(words_in(line.text.casefold())) and not _is_date(line)
    ]


def _authors(parts: _Parts, outlet: str, layout: Layout) -> tuple[tuple[str, ...], str | None]:
    """The persons, and the agency, that the byline names."""
    text = " ".join(line.text for line in parts.fields.get("authors", []) if line.raw)
    if not text:
        return (), None
    if layout.surname_first:
        text = "; ".join(map(_turned, text.split(";")))
    agencies = crediting.agencies(text)
    return crediting.clean_authors(text, outlet or None, single=False), outlets.agency(
        agencies[0]
    ) if agencies else None


def _turned(name: str) -> str:
    """A name as it is said: `Fenn, Nadia` -> `Nadia Fenn`."""
    last, comma, first = name.strip().rstrip(".").partition(",")
    first = first.strip()
    if not comma or "," in first or not first or (" " in last and has_given_name(last) and not has_given_name(first)):
        return name.strip()
    return f"{first} {last}"


_EDITION = re.compile(r",? (?:no|nr|n°|numéro)\.? ?[\d -]+$|\s*[;(\[].*$", re.I)


def _outlet(text: str) -> str:
    """A paper's name without its number and its place: `The Courier; Orsha`, `Courier, The (Orsha, ST)`."""
    name = _EDITION.sub("", text).strip(" ,;")
    bare, comma, article = name.rpartition(", ")
    return f"{article} {bare}" if comma and article in ("The", "Der", "Die", "Das", "Le", "La", "El", "De") else name


def _date(parts: _Parts, locale: Locale) -> str | None:
    text = " ".join(line.text for line in parts.fields.get("date", []) if line.raw)
    if not text:
        return None
    time = parts.said("time")
    return _read_date(f"{text} {time}", locale) or _read_date(text, locale)


def _read_date(text: str, locale: Locale) -> str | None:
    whole = dates.parse_date(text, language=locale)
    found = dates.find_date(text, language=locale) if whole is None and len(text) < 400 else None
    return found[1] if found else whole


_LANGUAGES = {
    "engli": "en", "angla": "en", "germa": "de", "deuts": "de", "frenc": "fr", "franç": "fr", "spani": "es", "españ": "es", "dutch": "nl",
    "neder": "nl", "itali": "it", "portu": "pt", "russi": "ru", "русск": "ru", "polis": "pl", "swedi": "sv", "danis": "da", "norwe": "no",
}  # fmt: skip
"""How the name of a language begins -> the language, for dates that languages read differently."""


# --- Lines before the first label


def _groups(lines: Lines) -> list[Lines]:
    """Lines that stand together, without the blank ones between."""
    groups: list[Lines] = [[]]
    for line in lines:
        if line.raw:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _is_date(line: Line) -> bool:
    """Whether a line is a date with no more than its weekday before and a time and an edition behind."""
    if len(line.raw.strip()) > 90:
        return False
    found = dates.find_date(line.text)
    return found is not None and found[0].start <= _MOST_BEFORE and len(line.text) - found[0].end < 40


_MOST_BEFORE = 16
"""Characters of the longest weekday in front of a date, with its article."""


def _nexis_head(parts: _Parts) -> None:
    """Outlet, date, edition, title, each a paragraph, all but the title in the middle of the line."""
    groups = []
    for group in _groups(parts.head):
        if RIGHTS.match(group[0].text):
            rights = [line for line in group if RIGHTS.match(line.text)]
            parts.kept += rights
            group = [line for line in group if line not in rights]
        if group:
            groups.append(group)
    at = next(((g, k) for g, group in enumerate(groups) for k, line in enumerate(group) if _is_date(line)), None)
    if at is None:
        names, rest = (groups[:1], groups[1:]) if len(groups) > 1 else ([], groups)
    else:
        g, k = at
        names = [group for group in (*groups[:g], groups[g][:k]) if group]
        parts.put("date", [groups[g][k]])
        parts.kept += groups[g][k + 1 :]
        rest = groups[g + 1 :]
    if names:
        parts.put("outlet", names[-1])
        parts.kept += [line for group in names[:-1] for line in group]
    _nexis_title(parts, rest)


def _nexis_title(parts: _Parts, rest: list[Lines]) -> None:
    margin = min((line.indent for group in rest for line in group), default=0)
    if any(group[0].indent <= margin + 4 for group in rest):  # editions stand in the middle, below the date
        while rest and rest[0][0].indent > margin + 8:
            parts.kept += rest.pop(0)
    while len(rest) > 1 and _OF_EDITION.search(rest[0][0].text) and len(rest[0][0].text) < 60:
        parts.kept += rest.pop(0)
    if "title" in parts.fields:  # a label states it
        parts.kept += [line for group in rest for line in group]
        return
    if not rest:
        return
    parts.put("title", rest[0])
    below = [line for group in rest[1:] for line in (*group, Line(group[-1].number, ""))]
    if not below:
        return
    if parts.fields.get("body") and len(rest) == 2 and "standfirst" not in parts.fields:
        parts.put("standfirst", below)
    else:
        parts.fields["body"] = below + parts.fields.get("body", [])


_OF_EDITION = re.compile(r"\b(?:edition|final|ausgabe|édition|editie|edición|edizione|edição)\b", re.I)


def _uni_head(parts: _Parts) -> None:
    """Title, outlet, date, edition, rights; before the first document, what was asked and a list of what was found."""
    head = [line for line in parts.head if line.raw]
    rights = next((k for k, line in enumerate(head) if RIGHTS.match(line.text)), len(head))
    dated = [k for k, line in enumerate(head[:rights]) if _is_date(line)]
    if not dated or dated[-1] == 0:
        _title_head(parts)
        return
    at = dated[-1]
    parts.put("outlet", [head[at - 1]])
    parts.put("date", [head[at]])
    parts.kept += head[at + 1 :]
    above = [line for line in parts.head if line < head[at - 1]]
    groups = _groups(above)
    if groups:
        parts.put("title", groups[-1])
        parts.kept += [line for group in groups[:-1] for line in group]


_LENGTH = re.compile(rf"\s*[\d.,]+ ?{COUNT}\s*$", re.I)


def _factiva_head(parts: _Parts) -> None:
    """Section, title, byline, length, date, time, outlet, code, page, language, rights; then the text."""
    lines, parts.head = parts.head, []
    at = next((k for k, line in enumerate(lines) if _LENGTH.match(line.raw)), None)
    if at is None:
        _title_head_of(parts, lines)
        return
    parts.kept.append(lines[at])
    above = _groups(lines[:at])
    byline = above.pop() if at and lines[at - 1].raw and above else []
    if len(above) > 1 and not byline and crediting.byline(" ".join(line.text for line in above[-1])):
        byline = above.pop()
    if not above:  # no byline: the title stands right above
        above, byline = [byline], []
    parts.put("authors", byline)
    head = above.pop()
    if len(head) > 1 and len(head[0].text) <= _LONGEST_SECTION:
        parts.kept.append(head.pop(0))
    parts.put("title", head)
    parts.kept += [line for group in above for line in group]
    _factiva_facts(parts, lines[at + 1 :])


_LONGEST_SECTION = 40
"""Characters of a section's name; a line that was broken is longer."""


def _factiva_facts(parts: _Parts, below: Lines) -> None:
    end = next((k for k, line in enumerate(below[:24]) if RIGHTS.match(line.text)), None)
    facts = [line for line in below[: end or 0] if line.raw]
    if end is None:  # no rights: the facts end at the first blank line
        end = next((k for k, line in enumerate(below) if not line.raw), len(below))
        facts = below[:end]
    if facts and dates.find_date(facts[0].text):
        parts.put("date", [facts.pop(0)])
    if facts and _CLOCK.match(facts[0].text):
        parts.kept.append(facts[0])
        parts.put("time", [facts.pop(0)])
    if facts:
        parts.put("outlet", [facts.pop(0)])
    parts.put("language", [line for line in facts if line.text.casefold()[:5] in _LANGUAGES][:1])
    parts.kept += facts
    while end < len(below) and below[end].raw:
        parts.kept.append(below[end])
        end += 1
    parts.put("body", below[end:])


_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AP]M)?(?: ?[A-Z]{2,5})?$", re.I)


def _newsbank_head(parts: _Parts) -> None:
    """Title; outlet and date with a dash between."""
    groups = _groups(parts.head)
    for g, group in enumerate(groups):
        for k, line in enumerate(group):
            outlet, dash, day = line.text.rpartition(" - ")
            if dash and dates.find_date(day):
                parts.put("outlet", [Line(line.number, outlet)])
                parts.put("date", [Line(line.number, day)])
                above = [*groups[:g], group[:k]]
                titles = [some for some in above if some]
                if titles and "title" not in parts.fields:
                    parts.put("title", titles.pop())
                parts.kept += [line for some in titles for line in some]
                parts.kept += [*group[k + 1 :], *(line for some in groups[g + 1 :] for line in some)]
                return
    _title_head(parts)


_FACTS = re.compile(r"(?:^|[,\s])(\d{1,2}\.? \S+ \d{4}|\S+ \d{1,2}, \d{4})\b.*?\b\d[\d\s.,]* (?:mots|words)\b")


_LONGEST_FACTS = 400


def _europresse_head(parts: _Parts) -> None:
    """Outlet and number; section, date, length and page on a line; title; byline; text."""
    lines, parts.head = parts.head, []
    at = next((k for k, line in enumerate(lines) if len(line.raw) < _LONGEST_FACTS and _FACTS.search(line.text)), None)
    if at is None:
        _title_head_of(parts, lines)
        return
    above = [line for line in lines[:at] if line.raw]
    if above:
        parts.put("outlet", [above.pop()])
    parts.kept += [*above, lines[at]]
    day = _FACTS.search(lines[at].text)
    parts.put("date", [Line(lines[at].number, day[1] if day else "")])
    groups = _groups(lines[at + 1 :])
    if groups:
        parts.put("title", groups.pop(0))
    if groups and len(groups[0]) == 1 and len(groups) > 1 and crediting.clean_authors(groups[0][0].text, single=False):
        words = groups[0][0].text.split()
        if len(words) <= _BYLINE_WORDS and not groups[0][0].text.endswith((".", "!", "?")):
            parts.put("authors", groups.pop(0))
    for group in groups:
        to = "kept" if RIGHTS.match(group[0].text) else "body"
        parts.put(to, [*group, Line(group[-1].number, "")])


_BYLINE_WORDS = 12


def _title_head(parts: _Parts) -> None:
    """The title, unless a label states it."""
    lines, parts.head = parts.head, []
    _title_head_of(parts, lines)


def _title_head_of(parts: _Parts, lines: Lines) -> None:
    groups = _groups(lines)
    if not parts.fields and not parts.kept:  # no document: nothing says where one begins or ends
        return
    if groups and "title" not in parts.fields:
        parts.put("title", groups.pop() if parts.fields or parts.kept else groups.pop(0))
        if "body" not in parts.fields and groups:
            parts.put("body", [line for group in groups for line in (*group, Line(group[-1].number, ""))])
            return
    title = " ".join(line.text for line in parts.fields.get("title", []))
    parts.kept += [line for group in groups for line in group if line.text != title]


_HEADS = {
    "nexis": _nexis_head,
    "nexis uni": _uni_head,
    "factiva": _factiva_head,
    "newsbank": _newsbank_head,
    "europresse": _europresse_head,
    "title": _title_head,
    "none": _title_head,
}


# --- Paragraphs of lines that were broken


_WIDEST = 120
"""Columns at which texts are broken, at most."""
_RAGGED = 8


def _paragraphs(lines: Lines) -> list[str]:
    """The texts of paragraphs: blank lines part them, and so do line ends that no width asked for."""
    groups = _groups(lines)
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
