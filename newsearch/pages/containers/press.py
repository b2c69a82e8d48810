"""What is taken from a press database as plain text (see `press_layouts`) -> a page for each document: its story, and what is left.

A file is read line by line and a document at a time, so ten thousand documents take the memory of one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from newsearch.model import Block, Page, Position
from newsearch.pages import crediting, dates, outlets
from newsearch.pages.containers import HEAD, Given, text_of
from newsearch.pages.containers.press_heads import HEADS
from newsearch.pages.containers.press_layouts import RIGHTS, Layout, layout_of
from newsearch.pages.containers.press_lines import LANGUAGES, Line, Lines, Parts, is_date, paragraphs_of
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


_ALSO_KEPT = ("language", "time", "url")
"""What is of use here and has no place in a block, or not as it is said."""


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
    HEADS[layout.head](parts)
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


def _parted(document: Lines, layout: Layout) -> Parts:
    """The document's lines by its labels."""
    parting = _Parting(document, layout)
    for place, line in enumerate(document):
        parting.take(place, line)
    return parting.parts


class _Parting:
    """Sorts the lines of a document, one after the other."""

    def __init__(self, document: Lines, layout: Layout) -> None:
        self.parts = Parts()
        self._document = document
        self._layout = layout
        self._headed = layout.head == "nexis uni" and any(line.text == "Body" for line in document)
        """A heading of its own says where the text begins."""
        self._now = "head"
        """What the last line states; `between` behind a blank line below a label."""
        self._told = False
        """The text has begun."""
        self._labelled = False

    def take(self, place: int, line: Line) -> None:
        if self._parts_documents(line) or self._is_labelled(place, line):
            return
        if not line.raw:
            self._blank()
        elif self._now == "between":
            self._begin(line)
        elif self._now == "body":
            self._told = True
        _goes_to(self.parts, self._now, line)

    def _parts_documents(self, line: Line) -> bool:
        starts = self._layout.starts is not None and self._layout.starts.match(line.raw) is not None
        if not starts and (self._layout.ends is None or not self._layout.ends.match(line.raw)):
            return False
        self.parts.kept.append(line)
        self._now = "head" if starts else "kept"  # what an end is followed by is none of the story
        return True

    def _is_labelled(self, place: int, line: Line) -> bool:
        """Whether a line states something behind a label, which is put where it belongs."""
        layout = self._layout
        found = layout.label.match(line.raw) if line.raw else None
        label, value = next((pair for pair in _pairs(found) if pair[0]), ("", "")) if found else ("", "")
        late = label.lower() in layout.late or (layout.runs and _among_labels(self._document, place, layout))
        if not label or (self._told and not late):
            return False
        self._labelled = True
        what = self._now = layout.labels.get(label.lower(), "kept")
        self._told = self._told or what == "body"
        if what in ("kept", "place", *_ALSO_KEPT):
            self.parts.kept.append(line)
        if what not in ("kept", "place"):
            apart = [Line(line.number, "")] if self.parts.fields.get(what) else []
            self.parts.put(what, [*apart, Line(line.number, value)] if value else apart)
        return True

    def _blank(self) -> None:
        ends = not self._layout.runs and self._labelled and self._now not in ("body", "captions", "head")
        if ends and not (self._headed and self._now == "kept"):
            self._now = "kept" if self._told else "between"

    def _begin(self, line: Line) -> None:
        """What a line behind the labels begins."""
        if not self._told and is_date(line) and not any(map(is_date, self.parts.head)):
            self._now = "head"  # a broadcast's name stands above its date
        elif RIGHTS.match(line.text) or self._headed:
            self._now = "kept"
        else:
            self._now, self._told = "body", True


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


def _goes_to(parts: Parts, now: str, line: Line) -> None:
    if now == "head":
        parts.head.append(line)
    elif now != "between":
        parts.put(now, [line])


def _story(parts: Parts, document: Lines, layout: Layout) -> Block | None:
    """The story that the parts tell; what they say beside it stays with what is kept."""
    title = " ".join(paragraphs_of(parts.fields.get("title", [])))
    body = paragraphs_of(parts.fields.get("body", []))
    if not body and not (title and ("date" in parts.fields or "outlet" in parts.fields)):
        return None
    locale = locale_of(LANGUAGES.get(parts.said("language").split(";")[0].strip().casefold()[:5]))
    outlet = _outlet(parts.said("outlet"))
    date = _date(parts, locale)
    authors, agency = _authors(parts, outlet, layout)
    for what, value in (("date", date), ("authors", " ".join((*authors, agency or ""))), ("outlet", outlet)):
        parts.kept += _untold(parts.fields.get(what, []), value or "")
    kept = {line.number for line in parts.kept}
    for what in _ALSO_KEPT:
        parts.kept += [line for line in parts.fields.get(what, []) if line.number not in kept]
    standfirst = " ".join(paragraphs_of(parts.fields.get("standfirst", [])))
    captions = tuple(paragraphs_of(parts.fields.get("captions", [])))
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
        if number and told.isdisjoint(words_in(line.text.casefold())) and not is_date(line)
    ]


def _authors(parts: Parts, outlet: str, layout: Layout) -> tuple[tuple[str, ...], str | None]:
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


def _date(parts: Parts, locale: Locale) -> str | None:
    text = " ".join(line.text for line in parts.fields.get("date", []) if line.raw)
    if not text:
        return None
    time = parts.said("time")
    return _read_date(f"{text} {time}", locale) or _read_date(text, locale)


def _read_date(text: str, locale: Locale) -> str | None:
    whole = dates.parse_date(text, language=locale)
    found = dates.find_date(text, language=locale) if whole is None and len(text) < 400 else None
    return found[1] if found else whole
