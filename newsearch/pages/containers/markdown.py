"""Notes and clippings in Markdown, with or without front matter (YAML's or TOML's `key: value` lines)."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any, BinaryIO

from newsearch.model import Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of, field
from newsearch.pages.origin import moment

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"([\w@:-]+)\s*[:=]\s*(.*)")
_ITEM = re.compile(r"(?:\s*-\s+(?:name:\s*)?|\s+name:\s+)(.*)")
_BLOCK_OF_LINES = re.compile(r"[>|][+-]?\d?")
_BLANK_LINES = re.compile(r"\A\ufeff?(?:[ \t]*\n)*")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
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
    """One page. Front matter states its story; without it the text is read as the page of HTML that it stands for."""
    from newsearch.pages import LARGEST_DOCUMENT, read_document
    from newsearch.pages.decode import decode

    decoded = decode(stream.read(LARGEST_DOCUMENT))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    record = (_toml(front[2]) if front[1] == "+++" else front_matter(front[2])) if front else {}
    text = _BLANK_LINES.sub("", text[front.end() :] if front else text, count=1)
    saved = moment(field(record, "saved")) or given.saved
    url = field(record, "url") or given.url
    if not record:
        html = f"<!doctype html><html><body><article>{rendered(text)}</article></body></html>"
        yield read_document(html.encode("utf-8", "replace"), url, given.name, charset="utf-8", saved=saved)
        return
    heading = _HEADING.match(text)
    if heading:
        title = (heading[1] or heading[2]).strip().rstrip("#").rstrip()
        record.setdefault("title", title)
        # a heading that only repeats the title is no part of the story
        if title == field(record, "title"):
            text = text[heading.end() :]
    block = block_of(record, "front matter", url=url, body=rendered(text))
    yield Page(given.name, (block,) if block else (), url, decoded.charset, saved=saved, warnings=decoded.warnings)


_LONGEST_TOML = 100_000
"""Characters. Front matter has a thousand; the library takes the square of the length for keys in keys."""


def _toml(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_TOML:
        return front_matter(text)
    try:
        stated = tomllib.loads(text)
    except (ValueError, RecursionError):
        return front_matter(text)
    return {
        key.lower(): value.isoformat() if isinstance(value, dt.date | dt.time) else value
        for key, value in stated.items()
    }


def front_matter(text: str) -> dict[str, Any]:
    """The flat fields of front matter. Titles with colons and unquoted dates, which break YAML, are what people write."""
    record: dict[str, Any] = {}
    blocks: dict[str, list[str]] = {}
    key = ""
    for line in text.split("\n"):
        item, pair = _ITEM.match(line), _PAIR.match(line)
        if key in blocks and not line[:1].strip():
            blocks[key].append(line.strip())
        elif item and key:
            if not isinstance(record[key], list):
                record[key] = []
            record[key].append(_scalar(item[1]))
        elif pair:
            key = pair[1].lower()
            record[key] = _value(pair[2].strip())
            blocks.pop(key, None)
            if _BLOCK_OF_LINES.fullmatch(pair[2].strip()):
                blocks[key] = []
    return record | {key: " ".join(lines).strip() for key, lines in blocks.items()}


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        return [_scalar(part) for part in text[1:-1].split(",")]
    return _scalar(text)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].replace('\\"', '"')
    return _WIKI_LINK.sub(r"\1", text)


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
