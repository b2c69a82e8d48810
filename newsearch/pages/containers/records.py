"""What scrapers write: one JSON object a line (`.jsonl`, `.ndjson`), or one object or array in a file (`.json`)."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.chats import telegram_chats, telegram_pages
from newsearch.pages.containers.fields import block_of, field, fill, named, stated
from newsearch.pages.containers.remainders import beside
from newsearch.pages.origin import moment

LARGEST_JSON = 64 * 1024 * 1024
"""Bytes of a `.json` file, which is read whole; JSON lines have no such limit."""


def read_lines(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each line, named `line 17`. A line that is no story gives a page without blocks and a warning."""
    number = 0
    stream = _utf8(stream, given.largest)
    while line := stream.readline(given.largest):
        number += 1
        name = f"line {number}"
        if len(line) == given.largest and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield _skipped(name, f"more than {given.largest >> 20} MB")
        else:
            yield from _read(line, name, given)


def _utf8(stream: BinaryIO, largest: int) -> BinaryIO:
    """The lines in UTF-8: a shell of Windows writes UTF-16, whose line ends are not one byte."""
    mark = stream.read(2)
    stream.seek(0)
    if mark not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return stream
    return io.BytesIO(stream.read(largest).decode("utf-16", "replace").encode("utf-8", "replace"))


def read_json(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each object of an array, or for the one object. What wraps an array of stories is opened."""
    data = stream.read(LARGEST_JSON + 1)
    if len(data) > LARGEST_JSON:
        raise PageError(
            f"{given.name} is over {LARGEST_JSON >> 20} MB. Write it as JSON lines (.jsonl), one story a line."
        )
    try:
        value = json.loads(_text(data))
    except (ValueError, RecursionError) as error:
        raise PageError(f"{given.name} is no valid JSON ({error}). JSON lines end in .jsonl.") from error
    if chats := telegram_chats(value):
        yield from telegram_pages(chats, given)
        return
    value = _items_of_feed(value) or value
    if isinstance(value, dict):
        lists = [] if field(value, "body") or field(value, "html") else list(_lists_of_stories(value))
        if not lists:
            yield _page(value, given.name, given)
            return
        value = max(lists, key=len)
    for number, item in enumerate(value if isinstance(value, list) else [], 1):
        yield _page(item, f"item {number}", given)


def _lists_of_stories(value: Mapping[str, Any], deepest: int = 4) -> Iterator[list[Any]]:
    """The lists of objects inside an object, however an interface wraps them: `{"response": {"docs": [...]}}`."""
    for inner in value.values():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield inner
        elif deepest and isinstance(inner, dict):
            yield from _lists_of_stories(inner, deepest - 1)


def _read(line: bytes, name: str, given: Given) -> Iterator[Page]:
    text = _text(line).strip(_AROUND)
    if not text.strip("[]"):
        return
    try:
        records = _records(text)
    except (ValueError, RecursionError) as error:
        yield _skipped(name, f"no valid JSON: {error}")
        return
    for number, record in enumerate(records, 1):
        yield _page(record, name if len(records) == 1 else f"{name}, item {number}", given)


_AROUND = " \t\r\n,\x1e"
"""What stands between records beside line ends: commas, where an array is written a story a line; RFC 7464's separator."""


def _records(text: str) -> list[Any]:
    """What a line states: one record, or an array of them. The first and last line of an array have a bracket too many."""
    try:
        value = json.loads(text)
    except ValueError:
        bare = text.removeprefix("[") if text[0] == "[" else text.removesuffix("]")
        if bare == text:
            raise
        value = json.loads(bare)
    return value if isinstance(value, list) else _items_of_feed(value) or [value]


def _items_of_feed(value: Any) -> list[Any] | None:
    """The items of a JSON Feed, whose name is their outlet."""
    if not isinstance(value, dict) or not str(value.get("version")).startswith("https://jsonfeed.org/"):
        return None
    items = value.get("items")
    if not isinstance(items, list):
        return None
    return [{"outlet": value.get("title"), **item} if isinstance(item, dict) else item for item in items]


def _text(data: bytes) -> str:
    from newsearch.pages.decode import decode

    return decode(data).text


def _page(record: Any, name: str, given: Given) -> Page:
    if not isinstance(record, Mapping):
        return _skipped(name, "no JSON object")
    known = named(_opened(record))
    page = _story(known, name, given)
    more = beside(record, page.blocks, known)
    if not page.blocks and not more:
        return _skipped(name, "neither a title nor a text under a name that newsearch knows")
    return replace(page, blocks=(*page.blocks, *more))


def _story(record: Mapping[str, Any], name: str, given: Given) -> Page:
    saved = moment(field(record, "saved")) or given.saved
    url = field(record, "url") or given.url
    markup = field(record, "html")
    if markup:
        from newsearch.pages import read_document

        page = read_document(markup.encode("utf-8", "replace"), url, given.name, charset="utf-8", saved=saved)
        page = replace(fill(page, stated(record, "record", url=url)), name=name)
        if page.blocks:
            return page
    block = block_of(record, "record", url=url, body=_of_markdown(record))
    return Page(name, (block,) if block else (), block.url if block else url, language=_language(record), saved=saved)


def _opened(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with the fields of the story that it wraps, as databases and interfaces do: `{"_id": 1, "_source": {...}}`."""
    for name in _WRAPPERS:
        inner = record.get(name)
        if (
            isinstance(inner, Mapping)
            and not field(record, "title")
            and (field(inner, "title") or field(inner, "body"))
        ):
            return {**{key: value for key, value in record.items() if key != name}, **inner}
    about = record.get("metadata")  # of a crawler, beside the text
    return {**about, **record} if isinstance(about, Mapping) else record


_WRAPPERS = ("_source", "article", "document", "doc", "data", "item", "node", "fields", "attributes")


def _of_markdown(record: Mapping[str, Any]) -> str | None:
    """The text of a record that has it as Markdown alone."""
    text = None if field(record, "body") else field(record, "markdown")
    if text is None:
        return None
    from newsearch.pages.containers.markdown import rendered

    return rendered(text)


def _language(record: Mapping[str, Any]) -> str | None:
    language = (field(record, "language") or "")[:2].lower()
    return language if len(language) == 2 and language.isalpha() else None


def _skipped(name: str, why: str) -> Page:
    return Page(name, (), warnings=(f"{name}: {why}; skipped",))
