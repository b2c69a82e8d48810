"""What scrapers write: one JSON object a line (`.jsonl`, `.ndjson`), or one object or array in a file (`.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of, field, fill, stated
from newsearch.pages.origin import moment

LARGEST_JSON = 64 * 1024 * 1024
"""Bytes of a `.json` file, which is read whole; JSON lines have no such limit."""


def read_lines(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each line, named `line 17`. A line that is no story gives a page without blocks and a warning."""
    number = 0
    while line := stream.readline(given.largest):
        number += 1
        name = f"line {number}"
        if len(line) == given.largest and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield _skipped(name, f"more than {given.largest >> 20} MB")
        elif line.strip():
            yield _read(line, name, given)


def read_json(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each object of an array, or for the one object. An object that wraps an array of them is opened."""
    data = stream.read(LARGEST_JSON + 1)
    if len(data) > LARGEST_JSON:
        raise PageError(
            f"{given.name} is over {LARGEST_JSON >> 20} MB. Write it as JSON lines (.jsonl), one story a line."
        )
    try:
        value = json.loads(_text(data))
    except (ValueError, RecursionError) as error:
        raise PageError(f"{given.name} is no valid JSON ({error}). JSON lines end in .jsonl.") from error
    if isinstance(value, dict):
        lists = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)]
        if field(value, "body") or field(value, "html") or not lists:
            yield _page(value, given.name, given)
            return
        value = max(lists, key=len)
    for number, item in enumerate(value if isinstance(value, list) else [], 1):
        yield _page(item, f"item {number}", given)


def _read(line: bytes, name: str, given: Given) -> Page:
    try:
        record = json.loads(_text(line))
    except (ValueError, RecursionError) as error:
        return _skipped(name, f"no valid JSON: {error}")
    return _page(record, name, given)


def _text(data: bytes) -> str:
    from newsearch.pages.decode import decode

    return decode(data).text


def _page(record: Any, name: str, given: Given) -> Page:
    if not isinstance(record, Mapping):
        return _skipped(name, "no JSON object")
    saved = moment(field(record, "saved")) or given.saved
    url = field(record, "url") or given.url
    markup = field(record, "html")
    if markup:
        from newsearch.pages import read_document

        page = read_document(markup.encode("utf-8", "replace"), url, given.name, charset="utf-8", saved=saved)
        page = replace(fill(page, stated(record, "record", url=url)), name=name)
        if page.blocks:
            return page
    block = block_of(record, "record", url=url)
    if block is None:
        return _skipped(name, "neither a title nor a text under a name that newsearch knows")
    return Page(name, (block,), block.url, language=_language(record), saved=saved)


def _language(record: Mapping[str, Any]) -> str | None:
    language = (field(record, "language") or "")[:2].lower()
    return language if len(language) == 2 and language.isalpha() else None


def _skipped(name: str, why: str) -> Page:
    return Page(name, (), warnings=(f"{name}: {why}; skipped",))
