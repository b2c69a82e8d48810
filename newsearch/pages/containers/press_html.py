"""What press databases give out as HTML -> the lines that they write as text, which `press` reads: Factiva, Europresse, LexisNexis.

They show fields by place and by classes of their own, so a page of them reads as one story without a headline otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from newsearch.model import Block, Page, Position
from newsearch.pages.containers import Given
from newsearch.pages.containers.press import blocks_of
from newsearch.pages.containers.press_layouts import layout_named
from newsearch.pages.containers.press_lines import Line
from newsearch.pages.html.fragment import one_line, paragraphs

_CODE = re.compile(r"<b>([A-Z]{2,3})</b>[^<]*</td>\s*<td[^<>]*>")
_INSIDE = r"[^<]*(?:<(?!/?div)[^<]*)*"
"""What a `div` holds that holds no other: looking for ends without end takes the square of a hostile page."""
_HEADLINE = re.compile(rf'<div id="hd">({_INSIDE})</div>')
_FACT = re.compile(rf"<div[^<>]*>({_INSIDE})</div>")
_FIRST_PARAGRAPH = re.compile(r'<p class="articleParagraph')


def _factiva(piece: str) -> str:
    """Section and title, a blank line, byline and facts, a blank line, the text."""
    title = _HEADLINE.search(piece)
    first = _FIRST_PARAGRAPH.search(piece)
    if title is None or first is None:
        return paragraphs(piece)
    above, facts = (
        "\n".join(filter(None, map(one_line, _FACT.findall(part))))
        for part in (piece[: title.start()].partition(">")[2], piece[title.end() : first.start()])
    )
    return f"{above}\n{one_line(title[1])}\n\n{facts}\n\n{paragraphs(piece[first.start() :])}"


def _factiva_codes(piece: str) -> str:
    """A code and its value in each row."""
    shown = []
    for row in piece.split("</tr>"):
        code = _CODE.search(row)
        shown.append(
            f"{code[1]}\t{paragraphs(row[code.end() :].rstrip().removesuffix('</td>'))}\n" if code else paragraphs(row)
        )
    return "\n".join(shown)


_HEADER = re.compile(r"(?=<span[^>]*DocHeader)")


def _europresse(piece: str) -> str:
    """Every part on lines of its own."""
    return paragraphs(_HEADER.sub("<br>", piece))


class _Form(NamedTuple):
    """How a database writes HTML."""

    layout: str
    starts: re.Pattern[str]
    """Where a document begins."""
    sign: re.Pattern[str]
    """What every document in this form holds."""
    text: Callable[[str], str]


_FORMS = (
    _Form("factiva codes", re.compile(r'<div[^<>]*\bclass="article \w\wArticle"'), re.compile("<b>HD</b>"), _factiva_codes),
    _Form("factiva", re.compile(r'<div[^<>]*\bclass="article \w\wArticle"'), _HEADLINE, _factiva),
    _Form("europresse", re.compile(r"<article\b"), re.compile("DocPublicationName"), _europresse),
    _Form("nexis", re.compile(r"<DOCFULL>"), re.compile(r">\s*\d+ \w+ \d+ DO[CK]UMENT"), paragraphs),
)  # fmt: skip


def read_press_html(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each document, named `document 17`. Any other page is read as such."""
    from newsearch.pages import read_document
    from newsearch.pages.decode import decode

    data = stream.read(given.largest)
    decoded = decode(data)
    pages = list(_documents(decoded.text, decoded.charset, given))
    if any(block.kind == "article" for page in pages for block in page.blocks):
        yield from pages
    else:
        yield read_document(data, given.url, given.name, saved=given.saved)


def _documents(text: str, charset: str, given: Given) -> Iterator[Page]:
    for number, (form, piece, position) in enumerate(_pieces(text), 1):
        if number == 1 and (above := paragraphs(text[: text.index(piece)])):
            block = Block("other", body=above, provenance={"body": "text"}, position=Position(1, position.first_line))
            yield Page("beside the documents", (block,), given.url, charset, saved=given.saved)
        lines = [Line(k, raw) for k, raw in enumerate(["", *form.text(piece).split("\n")])]
        blocks = tuple(replace(block, position=position) for block in blocks_of(lines, layout_named(form.layout)))
        yield Page(f"document {number}", blocks, given.url, charset, saved=given.saved)


def _pieces(text: str) -> Iterator[tuple[_Form, str, Position]]:
    """The documents of an export, with the lines where they stand; none for any other page."""
    for form in _FORMS:
        starts = [found.start() for found in form.starts.finditer(text)]
        if not starts or not form.sign.search(text, starts[0]):
            continue
        line, last = 1, 0
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            line += text.count("\n", last, start)
            last = start
            piece = text[start:end]
            yield form, piece, Position(line, line + piece.rstrip().count("\n"))
        return
