"""Whole pages in one file: MHTML as browsers save it (`.mhtml`, `.mht`), mail (`.eml`, `.mbox`), and Safari's `.webarchive`."""

from __future__ import annotations

import email
import plistlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import BinaryIO

from newsearch.errors import PageError
from newsearch.model import Block, Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import fill, stated
from newsearch.pages.origin import moment


def read_mhtml(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The page itself; its frames, pictures and styles are parts that are not articles."""
    yield _page(stream.read(given.largest), given, is_letter=given.name.lower().removesuffix(".gz").endswith(".eml"))


def read_mailbox(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each letter, named `letter 17`. One that holds no text is named and skipped."""
    for number, letter in enumerate(_letters(stream, given.largest), 1):
        name = f"letter {number}"
        try:
            yield _page(letter, replace(given, name=name), is_letter=True)
        except PageError:
            yield Page(name, (), warnings=(f"{name}: holds no page of HTML or text; skipped",))


def _letters(stream: BinaryIO, largest: int) -> Iterator[bytes]:
    """The letters of a mailbox, parted by lines that say from whom and when; what is over the limit is not read."""
    lines: list[bytes] = []
    size, blank = 0, True
    while line := stream.readline(largest):
        if blank and len(line) < _LONGEST_FROM and line.startswith(b"From ") and _FROM_LINE.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= largest:
            lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
            size += len(line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines)


_FROM_LINE = re.compile(rb"From .*\d\d:\d\d.*\d{4}|From .*\d{4}.*\d\d:\d\d")
_LONGEST_FROM = 400
_QUOTED_FROM = re.compile(rb">+From ")


def _page(data: bytes, given: Given, *, is_letter: bool) -> Page:
    from newsearch.pages import read_document

    try:
        message = email.message_from_bytes(data)
        part = _main_part(message)
    except RecursionError as error:
        raise PageError(f"{given.name} holds parts in parts without end. Save the page again.") from error
    if part is None:
        raise PageError(f"{given.name} holds no page of HTML or text. Save the page again.")
    body = part.get_payload(decode=True)
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    page = read_document(
        body if isinstance(body, bytes) else b"",
        given.url or url,
        given.name,
        charset=part.get_content_charset(),
        saved=given.saved or moment(_header(message, "Date")),
    )
    if is_letter:  # what a browser saves states this in the page
        page = _with_letter(
            page, stated({"title": _subject(message), "date": moment(_header(message, "Date"))}, "mail")
        )
    cut = ("damaged: the file ends before the page does; read what is there",) if _is_cut(message, part) else ()
    return replace(page, warnings=(*cut, *page.warnings))


def _with_letter(page: Page, sent: Block) -> Page:
    """The page with what the letter says of itself; one that tells no story and links to none is told by the letter."""
    if [block.kind for block in page.blocks] == ["other"]:
        (rest,) = page.blocks
        page = replace(page, blocks=(replace(rest, kind="article"),))
    return fill(page, sent)


def _is_cut(message: Message, part: Message) -> bool:
    """Whether the file ends inside this part, and not in a picture behind it."""
    *_, last = message.walk()
    return part is last and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects)


def _main_part(message: Message) -> Message | None:
    """The part that `start` or the page's address names, or the first of HTML, or else the first of text."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    for part in parts:
        if start and part.get("Content-ID") == start:
            return part
    page = _header(message, "Snapshot-Content-Location")
    for part in parts:
        if page and _header(part, "Content-Location") == page:
            return part
    if parts:
        return parts[0]
    return next((part for part in message.walk() if part.get_content_type() == "text/plain"), None)


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    # long addresses are folded over lines
    return "".join(str(value).split()) if "Location" in name else str(value)


def _subject(message: Message) -> str:
    text = " ".join((_header(message, "Subject") or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, ValueError, LookupError):
        return text


def read_webarchive(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """The main resource of a Safari web archive."""
    from newsearch.pages import read_document

    try:
        main = plistlib.load(stream)["WebMainResource"]
        data, url, charset = (
            main["WebResourceData"],
            main.get("WebResourceURL"),
            main.get("WebResourceTextEncodingName"),
        )
    except Exception as error:  # plistlib raises a dozen types for damaged files
        raise PageError(f"{given.name} is a damaged web archive ({error}). Save the page again.") from error
    if not isinstance(data, bytes):
        raise PageError(f"{given.name} is a web archive without a page. Save the page again.")
    yield read_document(data, given.url or _text(url), given.name, charset=_text(charset), saved=given.saved)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
