"""Notes and clippings in Markdown, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import escape
from typing import Any, BinaryIO

from newsearch.model import Block, Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of, field, fill, named, stated
from newsearch.pages.containers.front_matter import head_of
from newsearch.pages.containers.remainders import beside
from newsearch.pages.origin import moment

_BLANK_LINES = re.compile(r"\A\ufeff?(?:[ \t]*\n)*")
_SIGNS = "*_[]!|`\\\n"
_MOST_SIGNS = 100_000
"""Of a text that is read as a whole. One costs the library up to 20 microseconds; a story has a few hundred."""
_DENSEST = 1 / 8
"""Signs a character of what is read as Markdown in a text with more: 2.5 s a MB. Prose with links has half as many."""
_PART = 1 << 14
"""Least characters that are judged together; a longer paragraph is judged alone."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_HEADING = re.compile(r"#[ \t]([^\n]+)(?:\n|\Z)|([^\n]+)\n=+[ \t]*(?:\n|\Z)")


def read_markdown(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """One page. What is stated at its top tells of its story; without that, or where that are lines which any page may have, the
    text is read as the page of HTML that it stands for."""
    from newsearch.pages import LARGEST_DOCUMENT
    from newsearch.pages.decode import decode

    decoded = decode(stream.read(LARGEST_DOCUMENT))
    record, text, is_page = head_of(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _BLANK_LINES.sub("", text, count=1)
    saved = moment(field(record, "saved")) or given.saved
    url = field(record, "url") or given.url
    if is_page or not record:
        page = _as_page(text, url, given, saved)
        yield (
            replace(fill(page, stated(record, "front matter", url=url)), warnings=decoded.warnings) if record else page
        )
        return
    heading = _HEADING.match(text)
    if heading:
        title = (heading[1] or heading[2]).strip().rstrip("#").rstrip()
        record.setdefault("title", title)
        # a heading that only repeats the title is no part of the story
        if title == field(record, "title"):
            text = text[heading.end() :]
    block = block_of(record, "front matter", url=url, body=rendered(text))
    if block and not (block.authors and block.date):
        block = _completed(block, _as_page(f"# {block.title}\n\n{text}", url, given, saved))
    told = (block,) if block else ()
    blocks = (*told, *beside(record, told, named(record)))
    yield Page(given.name, blocks, url, decoded.charset, saved=saved, warnings=decoded.warnings)


def _as_page(text: str, url: str | None, given: Given, saved: str | None) -> Page:
    from newsearch.pages import read_document

    html = f"<!doctype html><html><body><article>{rendered(text)}</article></body></html>"
    return read_document(html.encode("utf-8", "replace"), url, given.name, charset="utf-8", saved=saved)


def _completed(block: Block, page: Page) -> Block:
    """The story with the authors and the date that its text tells, where its front matter does not."""
    (told,) = page.blocks[:1] or (block,)
    gaps = [name for name in ("authors", "date") if not getattr(block, name) and getattr(told, name)]
    found = {name: told.provenance[name] for name in gaps if name in told.provenance}
    return replace(block, **{name: getattr(told, name) for name in gaps}, provenance={**block.provenance, **found})


def rendered(text: str) -> str:
    """HTML. Of a text with very many signs, parts that are little else keep them, as plain text."""
    if _signs(text) <= _MOST_SIGNS:
        return str(_renderer().render(text))
    parts = _parts(text)
    return "".join(str(_renderer().render(p)) if _signs(p) <= _DENSEST * len(p) else _as_it_is(p) for p in parts)


def _signs(text: str) -> int:
    return sum(map(text.count, _SIGNS))


def _parts(text: str) -> Iterator[str]:
    """The text cut at blank lines."""
    start = last = 0
    for blank in _BLANK_LINE.finditer(text):
        if last > start and blank.end() - last >= _PART:
            yield text[start:last]
            start = last
        last = blank.end()
        if last - start >= _PART:
            yield text[start:last]
            start = last
    yield text[start:]


def _as_it_is(text: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in _BLANK_LINE.split(text))


@cache
def _renderer() -> Any:
    from markdown_it import MarkdownIt

    class AsWritten(MarkdownIt):
        """Addresses stay as they are: to judge and quote them takes a quarter of the time, and they are no text of a story."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the library's
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802
            return url

    return AsWritten("commonmark").enable("table")
