"""Notes and clippings in Markdown, with or without front matter (YAML's or TOML's `key: value` lines)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsearch.model import Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of, field
from newsearch.pages.origin import moment

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"([\w@:-]+)\s*[:=]\s*(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_WIKI_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")
_HEADING = re.compile(r"\s*#\s+([^\n]+?)\s*#*\s*(?:\n|\Z)|\s*([^\n]+)\n=+[ \t]*(?:\n|\Z)")


def read_markdown(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """One page. Front matter states its story; without it the text is read as the page of HTML that it stands for."""
    from newsearch.pages import LARGEST_DOCUMENT, read_document
    from newsearch.pages.decode import decode

    decoded = decode(stream.read(LARGEST_DOCUMENT))
    text = decoded.text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    record = front_matter(front[2]) if front else {}
    text = text[front.end() :] if front else text
    saved = moment(field(record, "saved")) or given.saved
    url = field(record, "url") or given.url
    if not record:
        html = f"<!doctype html><html><body><article>{_rendered(text)}</article></body></html>"
        yield read_document(html.encode("utf-8", "replace"), url, given.name, charset="utf-8", saved=saved)
        return
    heading = _HEADING.match(text)
    if heading:
        record.setdefault("title", heading[1] or heading[2])
        # a heading that only repeats the title is no part of the story
        if (heading[1] or heading[2]).strip() == field(record, "title"):
            text = text[heading.end() :]
    block = block_of(record, "front matter", url=url, body=_rendered(text))
    yield Page(given.name, (block,) if block else (), url, decoded.charset, saved=saved, warnings=decoded.warnings)


def front_matter(text: str) -> dict[str, Any]:
    """The flat fields of front matter. Titles with colons and unquoted dates, which break YAML, are what people write."""
    record: dict[str, Any] = {}
    key = ""
    for line in text.split("\n"):
        item, pair = _ITEM.match(line), _PAIR.match(line)
        if item and key:
            before = record.get(key)
            record[key] = [*(before if isinstance(before, list) else []), _scalar(item[1])]
        elif pair:
            key = pair[1].lower()
            record[key] = _value(pair[2].strip())
    return record


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        return [_scalar(part) for part in text[1:-1].split(",")]
    return _scalar(text)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].replace('\\"', '"')
    return _WIKI_LINK.sub(r"\1", text)


def _rendered(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable("table").render(text))
